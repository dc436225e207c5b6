// Every page there is, as it looks to a person and to a machine that reads pages out.
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { leave, open, visit } from './browser.mjs';
import { PHONE, inspect, roomFindings, widen } from './checks.mjs';
import {
  CAMPAIGN, JO, STEP, STORY, arrive, confirm, field, giveDetails, givePostcode, heading, press, toCheckEmail,
  toLetter,
} from './journey.mjs';
import { until } from './service.mjs';

describe('Every page passes axe and html-validate and has room at 320 px', () => {
  const at = open();

  test('on the way to a letter', async () => {
    const page = await visit(at);
    await page.goto(CAMPAIGN);
    await inspect(page, 'step-1-postcode');
    await givePostcode(page);
    await inspect(page, 'step-2-details');
    await giveDetails(page);
    await inspect(page, 'step-3-story');
    await field(page, STORY).fill(JO[STORY]);
    await press(page, 'Show my letter', STEP.letter);
    await inspect(page, 'step-4-letter');
    await press(page, 'See how it will look', STEP.preview);
    await inspect(page, 'step-5-preview');
    await press(page, 'Send my letter', STEP.checkEmail);
    await inspect(page, 'step-6-check-email');
    await page.getByRole('link', { name: 'Cymraeg' }).click();
    await arrive(page, 'Edrychwch ar eich e-bost');
    await page.getByRole('link', { name: 'English' }).click();
    await arrive(page, STEP.checkEmail);
    const link = await at.service.confirmationLink(JO['Email address']);
    await page.goto(link);
    await arrive(page, STEP.confirm);
    await inspect(page, 'step-7-confirm');
    await press(page, 'Yes, send my letter', STEP.thanks);
    await inspect(page, 'step-8-thanks');
    await at.service.letterFrom(JO['Email address']);
    await until(async () => {
      await page.goto(link);
      return heading(page, 'Your letter has been sent').isVisible();
    }, 'the link says that the letter was sent');
    await inspect(page, 'step-9-sent');
    await leave(page);
  });

  for (const [name, address, title] of [
    ['home', '/', 'Write to your MP'],
    ['privacy', '/privacy', 'Privacy'],
    ['about-the-data', '/about-the-data', /data/],
    ['reach', `${CAMPAIGN}/reach`, 'MPs reached'],
    ['no-such-page', '/nowhere', 'We cannot find that page'],
    ['no-such-campaign', '/c/nowhere', 'We cannot find that campaign'],
    ['no-such-link', `/confirm/${'A'.repeat(44)}`, 'This link does not work'],
  ]) {
    test(`${name}, at ${address}`, async () => {
      const page = await visit(at);
      await page.goto(address);
      await arrive(page, title);
      await inspect(page, name);
      await leave(page);
    });
  }

  test('and the sandbox shows its mails', async () => {
    const page = await visit(at);
    await toCheckEmail(page, { details: { ...JO, 'Email address': 'outbox@example.org' } });
    await at.service.confirmationLink('outbox@example.org');
    await page.goto('/sandbox/outbox');
    await inspect(page, 'outbox');
    await page.getByRole('link', { name: /^Please confirm your letter/ }).first().click();
    await arrive(page, /^Please confirm your letter/);
    await inspect(page, 'outbox-mail');
    await page.getByRole('link', { name: /\/confirm\// }).click();
    await arrive(page, STEP.confirm);
    await leave(page);
  });

  test('and the sandbox has room for a subject of 200 characters', async () => {
    const page = await visit(at);
    const email = `${'long'.repeat(15)}@example.org`;
    await toLetter(page, { details: { ...JO, 'Email address': email } });
    await field(page, 'Subject').fill('Wh'.repeat(100));
    await press(page, 'See how it will look', STEP.preview);
    await inspect(page, 'preview-long-subject');
    await press(page, 'Send my letter', STEP.checkEmail);
    await confirm(page, at.service, email);
    await at.service.letterFrom(email);
    await page.goto('/sandbox/outbox');
    await inspect(page, 'outbox-long-subject');
    await page.getByRole('link', { name: 'WhWhWh' }).click();
    await arrive(page, /WhWhWh/);
    await widen(page, PHONE);
    assert.deepEqual(await roomFindings(page), []);
    await leave(page);
  });

  test('and every page offers help, says where it is, and lets people skip to its main part', async () => {
    const page = await visit(at);
    for (const address of ['/', CAMPAIGN, `${CAMPAIGN}/reach`, '/privacy', '/about-the-data', '/nowhere']) {
      await page.goto(address);
      const help = page.getByRole('contentinfo');
      await help.getByText('Need help now?').waitFor();
      assert.equal(await help.getByRole('link', { name: '116 123' }).getAttribute('href'), 'tel:116123');
      assert.equal(await page.getByRole('heading', { level: 1 }).count(), 1, address);
      await page.keyboard.press('Tab');
      await page.keyboard.press('Enter');
      assert.equal(await page.evaluate(() => document.activeElement.localName), 'main', address);
    }
    await leave(page);
  });

  test('and the thank-you is there to come back to, in both languages', async () => {
    const page = await visit(at);
    const email = 'again@example.org';
    await toCheckEmail(page, { details: { ...JO, 'Email address': email } });
    await confirm(page, at.service, email);
    await page.getByRole('link', { name: 'Cymraeg' }).click();
    await arrive(page, /^Mae eich llythyr (ar ei ffordd|wedi’i anfon)$/);
    await page.getByText('Neu copïwch y ddolen hon').waitFor();
    await page.goto(await at.service.confirmationLink(email));
    await arrive(page, /^Your letter (is on its way|has been sent)$/);
    await page.getByText('Or copy this link').waitFor();
    assert.equal(await page.getByRole('button', { name: 'Yes, send my letter' }).count(), 0);
    await leave(page);
  });
});
