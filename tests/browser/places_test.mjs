// Postcodes that do not lead straight to one MP who can be written to.
import assert from 'node:assert/strict';
import fs from 'node:fs/promises';
import { after, before, describe, test } from 'node:test';
import { leave, open, visit } from './browser.mjs';
import { inspect } from './checks.mjs';
import { changedDataSet } from './data_set.mjs';
import {
  CAMPAIGN, STEP, button, field, giveAll, givePostcode, press, toDetails, toLetter,
} from './journey.mjs';

describe('A postcode', () => {
  const settings = {};
  before(async () => {
    settings.DATA_FOLDER = await changedDataSet();
  });
  const at = open(settings);
  after(() => fs.rm(settings.DATA_FOLDER, { recursive: true, force: true }));

  const main = (page) => page.getByRole('main').innerText();

  test('in Northern Ireland that may lie in several constituencies asks which, likeliest first', async () => {
    const page = await visit(at);
    await page.goto(CAMPAIGN);
    await givePostcode(page, 'BT1 1AA', STEP.choose);
    const names = await page.getByRole('radio').evaluateAll((radios) => radios.map(({ labels }) => labels[0].innerText));
    assert.match(names[0], /^Belfast South and Mid Down/);
    assert.ok(names.length >= 4);
    assert.match(await main(page), /rates bill/);
    await inspect(page, 'choose');
    await page.getByRole('radio', { name: /^Belfast North/ }).check();
    await press(page, 'Continue', STEP.details);
    assert.match(await main(page), /John Finucane/);
    await giveAll(page);
    assert.match(await field(page, 'Letter').inputValue(), /Minister for Communities/);
    await leave(page);
  });

  test('whose MP is not yours lets you choose a neighbour, and the letter is hers then', async () => {
    const page = await visit(at, { javascript: false });
    await toDetails(page, { postcode: 'DE1 1AA' });
    await press(page, 'This isn’t my MP', STEP.choose);
    await page.getByRole('radio', { name: /^Mid Derbyshire/ }).check();
    await press(page, 'Continue', STEP.details);
    assert.match(await main(page), /Jonathan Davies/);
    await giveAll(page);
    assert.match(await field(page, 'Letter').inputValue(), /Dear Jonathan Davies/);
    await leave(page);
  });

  test('changed after the letter was edited keeps the old text to copy from', async () => {
    const page = await visit(at);
    await toLetter(page);
    await field(page, 'Letter').fill('Dear Baggy Shanker, these are my own words. Jo');
    await press(page, 'Change my details', STEP.details);
    await press(page, 'This isn’t my MP', STEP.choose);
    await page.getByRole('radio', { name: /^Mid Derbyshire/ }).check();
    await press(page, 'Continue', STEP.details);
    await press(page, 'Continue', STEP.story);
    await press(page, 'Show my letter', STEP.letter);
    assert.match(await field(page, 'Letter').inputValue(), /Dear Jonathan Davies/);
    await page.getByText('Your earlier version', { exact: true }).click();
    await page.getByText('these are my own words').waitFor();
    await inspect(page, 'letter-for-another-mp');
    await leave(page);
  });

  test('that nobody knows yet is told as likely, and can be put right', async () => {
    const page = await visit(at);
    await toDetails(page, { postcode: 'M1 9ZZ' });
    assert.match(await main(page), /Your MP is likely\s+Lucy Powell/);
    await button(page, 'This isn’t my MP').waitFor();
    await inspect(page, 'details-likely');
    await leave(page);
  });

  for (const [name, postcode, title, sentence, mayChoose] of [
    ['crown-dependency', 'JE2 3AB', 'Your island has its own parliament', /Jersey is a Crown dependency/, false],
    ['forces', 'BF1 2AT', 'A forces address has no MP of its own', /where you are registered to vote/, false],
    ['overseas-territory', 'GX11 1AA', 'Your territory has its own government', /Gibraltar/, false],
    ['vacant-seat', 'DE1 3ZZ', 'Your constituency has no MP just now', /Derby North/, true],
    ['new-mp', 'NW1 2DB', 'Your constituency has a new MP', /Holborn and St Pancras/, true],
    ['unreachable-mp', 'LS1 1UR', 'We cannot email your MP', /Alex Sobel/, true],
  ]) {
    test(`without an MP to write to (${name}) is explained, with what to do next`, async () => {
      const page = await visit(at);
      await page.goto(CAMPAIGN);
      await givePostcode(page, postcode, title);
      assert.match(await main(page), sentence);
      assert.equal(await button(page, 'This isn’t my MP').isVisible(), mayChoose);
      await inspect(page, `explain-${name}`);
      await press(page, 'Try another postcode', STEP.postcode);
      assert.equal(await field(page, 'Postcode').inputValue(), postcode);
      await givePostcode(page, 'DE1 1AA');
      await leave(page);
    });
  }

  test('whose MP the campaign does not write to is told why, with the neighbours to choose from', async () => {
    const explanation = 'This campaign writes to English MPs only.';
    await at.service.importCampaign('not-wales', '', 'sanctions',
      (text) => `${text}\n[[exclusion]]\nfilter = { nation = ["Wales"] }\nexplanation = "${explanation}"\n`);
    const page = await visit(at);
    await page.goto('/c/not-wales');
    await givePostcode(page, 'CF10 1EP', 'This letter would not help with your MP');
    assert.match(await main(page), new RegExp(explanation));
    await inspect(page, 'explain-excluded');
    await press(page, 'This isn’t my MP', STEP.choose);
    await page.getByRole('radio').first().waitFor();
    await leave(page);
  });
});
