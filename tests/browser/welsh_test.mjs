// The same way in Welsh, by the words of the catalogue.
import assert from 'node:assert/strict';
import fs from 'node:fs/promises';
import path from 'node:path';
import { before, describe, test } from 'node:test';
import { leave, open, visit } from './browser.mjs';
import { inspect } from './checks.mjs';
import { CAMPAIGN, JO, STEP, STORY, arrive, button, field, press } from './journey.mjs';
import { SOURCE } from './service.mjs';

// The plain texts of a catalogue, by `table.key`.
async function catalogue(code) {
  const texts = {};
  let table = '';
  for (const line of (await fs.readFile(path.join(SOURCE, `templates/strings/${code}.toml`), 'utf8')).split('\n')) {
    table = line.match(/^\[(.+)\]$/)?.[1] ?? table;
    const [, key, text] = line.match(/^(\w+) = (".*")$/) ?? [];
    if (key) texts[`${table}.${key}`] = JSON.parse(text);
  }
  return texts;
}

describe('In Welsh', () => {
  const at = open();
  let say;
  before(async () => {
    const texts = await catalogue('cy');
    say = (key) => texts[key] ?? assert.fail(`no text ${key}`);
  });

  test('a browser that prefers Welsh gets every page of the way in Welsh, and the letter is sent', async () => {
    const page = await visit(at, { locale: 'cy-GB' });
    const isWelsh = async () => assert.equal(await page.getAttribute('html', 'lang'), 'cy');
    await page.goto(CAMPAIGN);
    await isWelsh();
    await inspect(page, 'cy-step-1-postcode');
    await field(page, say('field.postcode')).fill('nonsense');
    await press(page, say('campaign.show_mp'));
    await page.getByRole('alert').waitFor();
    await inspect(page, 'cy-error-postcode');
    await field(page, say('field.postcode')).fill('CF10 1EP');
    await press(page, say('campaign.show_mp'), say('details.heading'));
    await isWelsh();
    await inspect(page, 'cy-step-2-details');
    for (const [key, name] of [
      ['first_name', 'First name'], ['last_name', 'Last name'], ['email', 'Email address'], ['address', 'Your address'],
    ]) await field(page, say(`field.${key}`)).fill(JO[name]);
    await press(page, say('choose.continue'), say('details.story_heading'));
    await isWelsh();
    await inspect(page, 'cy-step-3-story');
    await field(page, say('field.story')).fill(JO[STORY]);
    await press(page, say('details.show_letter'));
    await button(page, say('letter.see')).waitFor();
    await inspect(page, 'cy-step-4-letter');
    await press(page, say('letter.see'), say('preview.title'));
    await inspect(page, 'cy-step-5-preview');
    await press(page, say('preview.send'), say('check_email.title'));
    await isWelsh();
    await inspect(page, 'cy-step-6-check-email');
    await page.goto(await at.service.confirmationLink(JO['Email address']));
    await arrive(page, say('confirm.title'));
    await inspect(page, 'cy-step-7-confirm');
    await press(page, say('confirm.yes'));
    await button(page, say('confirm.yes')).waitFor({ state: 'detached' });
    await isWelsh();
    await inspect(page, 'cy-step-8-thanks');
    await at.service.letterFrom(JO['Email address']);
    await leave(page);
  });

  for (const javascript of [true, false]) {
    test(`the switch changes the language and keeps what was typed, with JavaScript ${javascript ? 'on' : 'off'}`, async () => {
      const page = await visit(at, { javascript });
      const change = async (name) => {
        const either = page.getByRole('button', { name }).or(page.getByRole('link', { name }));
        await either.first().click();
      };
      await page.goto(CAMPAIGN);
      await change('Cymraeg');
      await field(page, say('field.postcode')).fill('DE1 1AA');
      await press(page, say('campaign.show_mp'), say('details.heading'));
      await field(page, say('field.first_name')).fill('Jo');
      await change('English');
      await arrive(page, STEP.details);
      assert.equal(await field(page, 'First name').inputValue(), 'Jo');
      for (const [name, text] of Object.entries(JO)) if (name !== STORY) await field(page, name).fill(text);
      await press(page, 'Continue', STEP.story);
      await field(page, STORY).fill('Half a sen');
      await change('Cymraeg');
      await arrive(page, say('details.story_heading'));
      assert.equal(await field(page, say('field.story')).inputValue(), 'Half a sen');
      await leave(page);
    });
  }
});
