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

const oneLine = (text) => text.replace(/\s+/g, ' ').trim();

// Everything that a campaign says to readers of English before there is a letter, each on one line.
async function englishTexts(service, slug) {
  const said = await (await fetch(`${service.url}/api/v1/campaigns/${slug}?lang=en`)).json();
  return [said.title, said.summary, said.ask, said.organisation, said.consent, said.privacy_notice, ...said.story_prompts,
    ...said.short_questions.flatMap(({ question, choices }) => [question, ...choices])].map(oneLine);
}

// The language that each of these texts is marked with where it stands in the page, by text; elements inside
// a shadow tree count.
async function marked(page, texts) {
  return page.evaluate((wanted) => {
    const found = {};
    const read = (root) => {
      for (const element of root.querySelectorAll('h1, h2, h3, p, li, label, span, option, a')) {
        const text = element.textContent.replace(/\s+/g, ' ').trim();
        if (wanted.includes(text)) found[text] = element.closest('[lang]').lang;
      }
      for (const element of root.querySelectorAll('*')) if (element.shadowRoot) read(element.shadowRoot);
    };
    read(document.body);
    return found;
  }, texts);
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
    const english = await englishTexts(at.service, 'back-to-work');
    const isWelsh = async () => {
      assert.equal(await page.getAttribute('html', 'lang'), 'cy');
      assert.equal(await page.locator('main [lang]').count(), 0, 'nothing is in another language');
      const text = oneLine(await page.locator('body').textContent());
      assert.deepEqual(english.filter((one) => text.includes(one)), [], 'no text of the campaign is in English');
    };
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
    await isWelsh();
    await inspect(page, 'cy-step-4-letter');
    await press(page, say('letter.see'), say('preview.title'));
    await isWelsh();
    await inspect(page, 'cy-step-5-preview');
    await press(page, say('preview.send'), say('check_email.title'));
    await isWelsh();
    await inspect(page, 'cy-step-6-check-email');
    await page.goto(await at.service.confirmationLink(JO['Email address']));
    await arrive(page, say('confirm.title'));
    await isWelsh();
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

  test('a campaign with some of its texts in Welsh has the others in English, and marked as such', async () => {
    const welsh = '[welsh]\nsummary = "Crynodeb yn Gymraeg."\nask = "Gofyn yn Gymraeg."\n\n';
    await at.service.importCampaign('partly', 'allowed_origins = ["https://www.example.org"]', 'back-to-work', (text) => text
      .replace(/^\[welsh\]\n[\s\S]*?\n\n/m, welsh)
      .replace(/\[\[short_question\]\]\nlanguage = "cy"\n[\s\S]*?\n\n/g, ''));
    const english = await englishTexts(at.service, 'partly');
    const page = await visit(at, { locale: 'cy-GB' });
    const areMarked = async (count) => {
      const languages = await marked(page, english);
      assert.equal(Object.keys(languages).length, count, Object.keys(languages).join(' | '));
      assert.deepEqual([...new Set(Object.values(languages))], ['en-GB']);
    };
    await page.goto('/c/partly');
    await page.getByText('Crynodeb yn Gymraeg.').waitFor();
    assert.deepEqual(await marked(page, ['Crynodeb yn Gymraeg.', 'Gofyn yn Gymraeg.']),
      { 'Crynodeb yn Gymraeg.': 'cy', 'Gofyn yn Gymraeg.': 'cy' });
    await areMarked(1);
    await inspect(page, 'cy-partly-1-postcode');
    await field(page, say('field.postcode')).fill('CF10 1EP');
    await press(page, say('campaign.show_mp'), say('details.heading'));
    for (const [key, name] of [
      ['first_name', 'First name'], ['last_name', 'Last name'], ['email', 'Email address'], ['address', 'Your address'],
    ]) await field(page, say(`field.${key}`)).fill(JO[name]);
    await press(page, say('choose.continue'), say('details.story_heading'));
    await inspect(page, 'cy-partly-2-story');
    // The title above, three prompts, four questions, eight answers to choose from.
    await areMarked(16);
    await press(page, say('details.show_letter'));
    await button(page, say('letter.see')).waitFor();
    await press(page, say('letter.see'), say('preview.title'));
    // The title, the words of consent and the privacy notice.
    await areMarked(3);
    await inspect(page, 'cy-partly-3-preview');
    await page.goto('/');
    await page.locator('h2', { hasText: english[0] }).waitFor();
    await areMarked(2);
    await leave(page);
  });

  test('the widget has the campaign’s words in Welsh, and marks those that are in English', async () => {
    const page = await visit(at, { locale: 'cy-GB' });
    const title = await (await fetch(`${at.service.url}/api/v1/campaigns/back-to-work?lang=cy`)).json().then((said) => said.title);
    await page.goto('/c/back-to-work/widget');
    await page.getByRole('heading', { level: 2, name: title }).waitFor();
    await inspect(page, 'cy-widget');
    assert.deepEqual(await marked(page, [title]), { [title]: 'cy' });
    assert.deepEqual(await marked(page, await englishTexts(at.service, 'back-to-work')), {});
    await page.goto('/c/partly/widget');
    await page.getByRole('heading', { level: 2, name: STEP.postcode }).waitFor();
    assert.deepEqual(await marked(page, [STEP.postcode, 'Crynodeb yn Gymraeg.']),
      { [STEP.postcode]: 'en-GB', 'Crynodeb yn Gymraeg.': 'cy' });
    await leave(page);
  });
});
