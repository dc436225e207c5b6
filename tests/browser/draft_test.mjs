// What was typed and not yet sent: kept in the tab, gone on with, deleted, and never left behind.
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { anotherTab, leave, open, visit } from './browser.mjs';
import { inspect } from './checks.mjs';
import { CAMPAIGN, JO, STEP, STORY, arrive, assertTyped, button, field, giveDetails, press, toDetails } from './journey.mjs';
import { until } from './service.mjs';

const stored = (page) => page.evaluate(() => JSON.stringify([{ ...sessionStorage }, { ...localStorage }]));

// The browser's own Back. It may lead to its page that asks whether to send a form again, and a page that it leads to may go
// on by itself before it has been shown.
const goBack = (page) => page.goBack({ waitUntil: 'commit' })
  .catch(({ message }) => assert.match(message, /ERR_CACHE_MISS|ERR_ABORTED/));

describe('A letter half written', () => {
  const at = open();

  async function toHalfAStory(page) {
    await toDetails(page);
    await giveDetails(page);
    await field(page, STORY).fill('Half a sen');
  }

  test('is there again when the page is loaded again, at the same step', async () => {
    const page = await visit(at);
    await toHalfAStory(page);
    await page.reload();
    await arrive(page, STEP.story);
    assert.equal(await field(page, STORY).inputValue(), 'Half a sen');
    await press(page, 'Change my details', STEP.details);
    await assertTyped(page);
    await leave(page);
  });

  test('is offered to who comes back in the same tab, and to nobody in another', async () => {
    const page = await visit(at);
    await toHalfAStory(page);
    await page.goto('/');
    await page.goto(CAMPAIGN);
    await page.getByText('You began a letter in this browser.').waitFor();
    await inspect(page, 'draft-found');
    await press(page, 'Go on with my letter', STEP.story);
    assert.equal(await field(page, STORY).inputValue(), 'Half a sen');
    const other = await anotherTab(page);
    await other.goto(CAMPAIGN);
    await arrive(other, STEP.postcode);
    assert.equal(await button(other, 'Go on with my letter').count(), 0);
    await leave(page);
  });

  test('is kept on the device for who asks, and gone when it is deleted', async () => {
    const page = await visit(at);
    await toHalfAStory(page);
    await page.getByRole('checkbox', { name: /^Keep what I typed/ }).check();
    const other = await anotherTab(page);
    await other.goto(CAMPAIGN);
    await press(other, 'Go on with my letter', STEP.story);
    assert.equal(await field(other, STORY).inputValue(), 'Half a sen');
    await button(other, 'Delete what I typed').click();
    await arrive(other, STEP.postcode);
    assert.equal(await stored(other), '[{},{}]');
    await until(async () => await stored(page) === '[{},{}]', 'the first tab forgets it, too');
    for (let back = 0; back < 3; ++back) {
      await goBack(other);
      assert.doesNotMatch(await until(() => other.content().catch(() => ''), 'a page'), /Half a sen|Example Street/);
    }
    await leave(page);
  });

  test('is nowhere once it was sent', async () => {
    const page = await visit(at);
    await toHalfAStory(page);
    await press(page, 'Show my letter', STEP.letter);
    await press(page, 'See how it will look', STEP.preview);
    await press(page, 'Send my letter', STEP.checkEmail);
    assert.equal(await stored(page), '[{},{}]');
    await leave(page);
  });

  test('is nowhere once it was sent, even where scripts came late', async () => {
    const page = await visit(at);
    await page.route('**/assets/postbag.js*', (route) => route.abort());
    await toDetails(page);
    await page.unroute('**/assets/postbag.js*');
    await giveDetails(page, { ...JO, 'Email address': 'late@example.org' });
    await field(page, STORY).fill(JO[STORY]);
    await press(page, 'Show my letter', STEP.letter);
    await press(page, 'See how it will look', STEP.preview);
    await press(page, 'Send my letter', STEP.checkEmail);
    assert.equal(await stored(page), '[{},{}]');
    for (let back = 0; back < 4; ++back) {
      await goBack(page);
      assert.doesNotMatch(await until(() => page.content().catch(() => ''), 'a page'), /seven months|late@example\.org/);
    }
    await page.context().close();
  });
});
