// A supporter's own page: what became of their letters, taking one back, a copy, and nothing left of it all.
import assert from 'node:assert/strict';
import fs from 'node:fs/promises';
import { describe, test } from 'node:test';
import { leave, open, visit } from './browser.mjs';
import { inspect } from './checks.mjs';
import { JO, arrive, button, confirm, press, toCheckEmail } from './journey.mjs';

describe('A supporter\'s own page', () => {
  const at = open({ LETTERS_CANCEL_WINDOW: '10m' });

  // Writes to two campaigns, says yes to the one letter, and comes to the page by the link in the mail.
  async function comeTo(page, email, { campaigns = ['/c/back-to-work'] } = {}) {
    for (const campaign of campaigns)
      await toCheckEmail(page, { campaign, details: { ...JO, 'Email address': email } });
    await confirm(page, at.service, email);
    await page.goto(await at.service.ownLettersLink(email));
    await arrive(page, 'Your letters');
  }
  const cards = (page) => page.getByRole('main').locator('.card').filter({ has: page.getByText('Read this letter') });

  test('lists every letter with what becomes of it, and its words', async () => {
    const page = await visit(at);
    await comeTo(page, 'list@example.org', { campaigns: ['/c/back-to-work', '/c/sanctions'] });
    assert.equal(await cards(page).count(), 2);
    const both = await page.getByRole('main').innerText();
    assert.match(both, /Your letter is on its way/);
    assert.match(both, /Your letter waits for your yes/);
    await inspect(page, 'me');
    await page.getByText('Read this letter').first().click();
    await page.getByText('I waited seven months').first().waitFor();
    await inspect(page, 'me-open');
    await page.getByRole('link', { name: 'Cymraeg' }).click();
    await arrive(page, 'Eich llythyrau');
    await inspect(page, 'cy-me');
    await leave(page);
  });

  test('takes a letter back and shows its words one last time', async () => {
    const page = await visit(at);
    await comeTo(page, 'back@example.org');
    await page.getByRole('button', { name: /^Take this letter back/ }).click();
    await arrive(page, 'Your letter is taken back');
    await page.getByText('I waited seven months').waitFor();
    assert.equal(await page.getByRole('link', { name: 'Cymraeg' }).count(), 0, 'no link leads away from the words');
    await inspect(page, 'me-withdrawn');
    await page.getByRole('link', { name: 'See all your letters' }).click();
    await arrive(page, 'Your letters');
    await page.getByText('You took this letter back').first().waitFor();
    assert.doesNotMatch(await page.content(), /seven months/);
    await inspect(page, 'me-after-withdrawal');
    await page.goto(await at.service.confirmationLink('back@example.org'));
    await arrive(page, 'This letter was taken back');
    await inspect(page, 'confirm-withdrawn');
    await leave(page);
  });

  test('changes what was agreed to, and the answer is there in Welsh, too', async () => {
    const page = await visit(at);
    await comeTo(page, 'agree@example.org');
    await page.getByRole('button', { name: /^I agree to it/ }).click();
    await page.getByText('Noted: you agree.').waitFor();
    await inspect(page, 'me-agreed');
    await page.getByRole('link', { name: 'Cymraeg' }).click();
    await arrive(page, 'Eich llythyrau');
    await page.getByRole('button', { name: /^Nid wyf yn cytuno mwyach/ }).waitFor();
    await leave(page);
  });

  test('gives a copy of everything as a file', async () => {
    const page = await visit(at, { acceptDownloads: true });
    await comeTo(page, 'copy@example.org');
    const downloaded = page.waitForEvent('download');
    await page.getByRole('link', { name: 'Download the copy' }).click();
    const file = await downloaded;
    assert.equal(file.suggestedFilename(), 'my-letters.json');
    const record = JSON.parse(await fs.readFile(await file.path(), 'utf8'));
    assert.match(record.letters[0].body, /seven months/);
    await leave(page);
  });

  test('deletes everything after it asked once more, and has nothing then', async () => {
    const page = await visit(at);
    await comeTo(page, 'erase@example.org');
    const address = page.url();
    await page.getByRole('link', { name: 'Delete everything about me' }).click();
    await arrive(page, 'Delete everything about you?');
    await inspect(page, 'me-erase');
    await page.getByRole('link', { name: 'No, go back to my letters' }).click();
    await arrive(page, 'Your letters');
    await page.getByRole('link', { name: 'Delete everything about me' }).click();
    await press(page, 'Yes, delete everything', 'Everything is deleted');
    await page.getByText('1 letter had not left. It will not be sent.').waitFor();
    await inspect(page, 'me-erase-done');
    await page.goBack({ waitUntil: 'commit' });
    await arrive(page, 'There is nothing here any more');
    await page.goto(address);
    await arrive(page, 'There is nothing here any more');
    await inspect(page, 'me-erased');
    await leave(page);
  });

  test('is not there for a link that was made up', async () => {
    const page = await visit(at);
    await page.goto(`/me/${'A'.repeat(44)}`);
    await arrive(page, 'This link does not work');
    assert.equal(await button(page, 'Yes, delete everything').count(), 0);
    await inspect(page, 'me-dead');
    await leave(page);
  });
});
