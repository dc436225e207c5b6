// The browser's own Back button, which people press when they are unsure.
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { leave, open, visit } from './browser.mjs';
import {
  CAMPAIGN, JO, STEP, arrive, assertTyped, button, confirm, field, giveAll, givePostcode, press, toPreview,
} from './journey.mjs';
import { until } from './service.mjs';

async function goBack(page, heading) {
  await page.goBack({ waitUntil: 'commit' });
  await arrive(page, heading);
}

// Back to where the browser may have nothing to show but a page of its own that says so.
async function goBackInVain(page) {
  await page.goBack({ waitUntil: 'commit' }).catch(({ message }) => assert.match(message, /ERR_CACHE_MISS/));
}

for (const backForwardCache of [true, false]) {
  for (const javascript of [true, false]) {
    describe(`Back, with JavaScript ${javascript ? 'on' : 'off'} and ${backForwardCache ? 'memory to spare' : 'no memory to spare'}`, () => {
      const at = open({}, { backForwardCache });

      test('leads through every step with all that was typed, and sends nothing', async () => {
        const page = await visit(at, { javascript });
        await toPreview(page);
        await page.getByRole('checkbox').check();
        await goBack(page, STEP.letter);
        assert.match(await field(page, 'Letter').inputValue(), /Dear Baggy Shanker/);
        await goBack(page, STEP.story);
        await assertTyped(page);
        await goBack(page, STEP.details);
        await assertTyped(page);
        await goBack(page, STEP.postcode);
        assert.equal(await field(page, 'Postcode').inputValue(), 'DE1 1AA');
        for (const step of [STEP.details, STEP.story, STEP.letter, STEP.preview]) {
          await page.goForward({ waitUntil: 'commit' });
          await arrive(page, step);
        }
        assert.ok(await page.getByRole('checkbox').isChecked());
        assert.equal(await at.service.letterCount(), 0);
        await leave(page);
      });

      test('after the letter was sent finds nothing that sends another', async () => {
        const page = await visit(at, { javascript });
        await page.goto('/');
        await toPreview(page, { details: { ...JO, 'Email address': 'sent@example.org' } });
        await press(page, 'Send my letter', STEP.checkEmail);
        const before = await at.service.letterCount();
        // Whoever sits down here next does not find the letter, nor who wrote it.
        const isGone = async () => {
          const content = await until(() => page.content().catch(() => ''), 'a page that holds still');
          assert.doesNotMatch(content, /sent@example\.org|seven months|Example Street/);
        };
        if (!javascript) {
          for (const step of ['preview', 'letter', 'story', 'details']) {
            await goBackInVain(page);
            await isGone();
            assert.equal(await page.getByRole('heading', { level: 1, name: STEP[step] }).count(), 0, step);
          }
        }
        await goBack(page, STEP.postcode);
        await isGone();
        await goBack(page, 'Write to your MP');
        assert.equal(await at.service.letterCount(), before);
        await page.context().close();
      });

      test('lets people change what they wrote and go on from there', async () => {
        const page = await visit(at, { javascript });
        const details = { ...JO, 'Email address': 'changed@example.org' };
        await page.goto(CAMPAIGN);
        await givePostcode(page);
        await giveAll(page, details);
        const edited = 'Dear Baggy Shanker,\n\nThis is all my own.\n\nJo';
        await field(page, 'Letter').fill(edited);
        await field(page, 'Subject').fill('In my own words');
        await press(page, 'See how it will look', STEP.preview);
        await goBack(page, STEP.letter);
        assert.equal(await field(page, 'Letter').inputValue(), edited);
        assert.equal(await field(page, 'Subject').inputValue(), 'In my own words');
        await field(page, 'Letter').fill(`${edited} E.`);
        await press(page, 'See how it will look', STEP.preview);
        await press(page, 'Send my letter', STEP.checkEmail);
        await confirm(page, at.service, 'changed@example.org');
        const letter = await at.service.letterFrom('changed@example.org');
        assert.ok(letter.text.startsWith(`${edited} E.`), letter.text);
        await leave(page);
      });

      test('after the letter is confirmed does not send it again', async () => {
        const page = await visit(at, { javascript });
        const email = 'confirmed@example.org';
        await toPreview(page, { details: { ...JO, 'Email address': email } });
        await press(page, 'Send my letter', STEP.checkEmail);
        await confirm(page, at.service, email);
        await page.goBack({ waitUntil: 'commit' });
        // The page of the link as it was, or the letter's standing.
        await page.getByRole('heading', { level: 1 }).waitFor();
        const again = button(page, 'Yes, send my letter');
        if (await again.isVisible()) await press(page, 'Yes, send my letter', /^Your letter (is on its way|has been sent)$/);
        await at.service.letterFrom(email);
        assert.equal((await at.service.lettersFrom(email)).length, 1);
        await leave(page);
      });
    });
  }
}
