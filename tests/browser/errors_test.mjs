// What a page says when something is missing or wrong: kindly, beside the field, with nothing lost.
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { leave, open, visit } from './browser.mjs';
import { inspect } from './checks.mjs';
import {
  CAMPAIGN, JO, STEP, STORY, arrive, assertTyped, button, field, giveAll, giveDetails, givePostcode, press, toCheckEmail,
  toDetails, toLetter,
} from './journey.mjs';

const summary = (page) => page.getByRole('alert').filter({ hasText: 'There is a problem' });

// The summary has the focus, says Error in the title, and each of its links leads to a field that says the same.
async function assertSummary(page, wanted) {
  await summary(page).waitFor();
  assert.match(await page.title(), /^Error: /);
  assert.ok(await summary(page).evaluate((element) => element === document.activeElement), 'the summary has the focus');
  const links = summary(page).getByRole('link');
  assert.deepEqual(await links.allInnerTexts(), wanted.map(([, sentence]) => sentence));
  for (const [index, [name, sentence]] of wanted.entries()) {
    await links.nth(index).click();
    const wrong = name ? field(page, name) : page.getByRole('radio').first();
    assert.ok(await wrong.evaluate((element) => element === document.activeElement), `the link leads to ${name}`);
    if (!name) continue;
    assert.equal(await wrong.getAttribute('aria-invalid'), 'true');
    const told = await wrong.evaluate((element) => element.getAttribute('aria-describedby').split(' ')
      .map((id) => document.getElementById(id).textContent).join(' '));
    assert.ok(told.includes(sentence), `${name} is read out with: ${told}`);
  }
}

describe('A mistake', () => {
  const at = open();

  for (const [name, postcode, sentence] of [
    ['no-postcode', '', /Enter/],
    ['half-a-postcode', 'DE1', /Enter a full postcode/],
    ['unknown-postcode', 'ZZ1 1AA', /We know no postcodes that begin like this/],
  ]) {
    test(`in the postcode (${name}) is explained beside it`, async () => {
      const page = await visit(at);
      await page.goto(CAMPAIGN);
      await givePostcode(page, postcode, null);
      await summary(page).waitFor();
      const [told] = await summary(page).getByRole('link').allInnerTexts();
      assert.match(told, sentence);
      await assertSummary(page, [['Postcode', told]]);
      assert.equal(await field(page, 'Postcode').inputValue(), postcode);
      await inspect(page, `error-${name}`);
      await givePostcode(page, 'DE1 1AA');
      await leave(page);
    });
  }

  test('in every field of the details is explained, and what was right stays', async () => {
    const page = await visit(at);
    await toDetails(page);
    await press(page, 'Continue');
    await summary(page).waitFor();
    const sentences = await summary(page).getByRole('link').allInnerTexts();
    assert.equal(sentences.length, 4, sentences.join('; '));
    await assertSummary(page, ['First name', 'Last name', 'Email address', 'Your address']
      .map((name, index) => [name, sentences[index]]));
    await inspect(page, 'error-details-empty');
    const wrong = { ...JO, 'Email address': 'jo at example.org' };
    await giveDetails(page, wrong, null);
    await page.getByRole('link', { name: /email address/i }).waitFor();
    await arrive(page, STEP.details);
    await assertTyped(page, wrong);
    await inspect(page, 'error-email');
    await giveAll(page);
    await leave(page);
  });

  test('of too long a story is told on its own page, and the details stay', async () => {
    const page = await visit(at);
    await toDetails(page);
    await giveDetails(page);
    const long = 'I waited seven months. '.repeat(200).trim();
    // As from a browser that does not heed maxlength.
    await field(page, STORY).evaluate((element) => element.removeAttribute('maxlength'));
    await field(page, STORY).fill(long);
    await press(page, 'Show my letter');
    await summary(page).waitFor();
    await assertSummary(page, [['Your own words', await summary(page).getByRole('link').innerText()]]);
    await arrive(page, STEP.story);
    assert.equal(await field(page, STORY).inputValue(), long);
    await inspect(page, 'error-story-too-long');
    await press(page, 'Change my details', STEP.details);
    await assertTyped(page);
    await press(page, 'Continue', STEP.story);
    assert.equal(await field(page, STORY).inputValue(), long);
    await leave(page);
  });

  test('in the email address that could never be reached is told before anything is sent', async () => {
    const page = await visit(at);
    await toDetails(page);
    for (const address of ['jo@example', 'jo@@example.org', 'jo@exa mple.org', '@example.org']) {
      await giveDetails(page, { ...JO, 'Email address': address }, null);
      await summary(page).waitFor();
      assert.equal(await field(page, 'Email address').inputValue(), address);
    }
    await leave(page);
  });

  test('of emptying the letter brings ours back, and says so', async () => {
    const page = await visit(at);
    await toLetter(page);
    await field(page, 'Subject').fill('');
    await field(page, 'Letter').fill('  ');
    await press(page, 'See how it will look');
    await assertSummary(page, [
      ['Subject', 'The subject was empty. We put ours back.'], ['Letter', 'Your letter was empty. We put ours back.'],
    ]);
    assert.match(await field(page, 'Letter').inputValue(), /Dear Baggy Shanker/);
    await inspect(page, 'error-letter-empty');
    await leave(page);
  });

  test('of writing too much is told beside the letter, with every word kept', async () => {
    const page = await visit(at);
    await toLetter(page);
    const long = 'I waited seven months. '.repeat(600).trim();
    // As from a browser that does not heed maxlength.
    await field(page, 'Letter').evaluate((element) => element.removeAttribute('maxlength'));
    await field(page, 'Letter').fill(long);
    await press(page, 'See how it will look');
    await summary(page).waitFor();
    assert.equal(await field(page, 'Letter').inputValue(), long);
    await inspect(page, 'error-letter-too-long');
    await field(page, 'Letter').fill('Short now.');
    await press(page, 'See how it will look', STEP.preview);
    await leave(page);
  });

  test('of not choosing a constituency is told, and the choice is offered again', async () => {
    const page = await visit(at);
    await page.goto(CAMPAIGN);
    await givePostcode(page, 'BT1 1AA', STEP.choose);
    await press(page, 'Continue');
    await assertSummary(page, [['', 'Choose the constituency you live in.']]);
    await inspect(page, 'error-no-constituency');
    await page.getByRole('radio').first().check();
    await press(page, 'Continue', STEP.details);
    await leave(page);
  });

  test('is told in the same words without JavaScript', async () => {
    const page = await visit(at, { javascript: false });
    await toDetails(page);
    await giveDetails(page, { ...JO, 'First name': '' }, null);
    await summary(page).waitFor();
    assert.ok(await summary(page).evaluate((element) => element === document.activeElement), 'the summary has the focus');
    await assertTyped(page, { ...JO, 'First name': '' });
    await toCheckEmail(page);
    await leave(page);
  });

  test('has no buttons that do nothing: every page\'s main button is there once for those who hear it', async () => {
    const page = await visit(at);
    await toDetails(page);
    assert.equal(await button(page, 'Continue').count(), 1);
    await giveDetails(page);
    assert.equal(await button(page, 'Show my letter').count(), 1);
    await press(page, 'Show my letter', STEP.letter);
    await press(page, 'See how it will look', STEP.preview);
    assert.equal(await button(page, 'Send my letter').count(), 1);
    await leave(page);
  });
});
