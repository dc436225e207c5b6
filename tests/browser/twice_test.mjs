// Impatience: buttons pressed twice, pages loaded again, two tabs at once. One letter is one letter.
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { anotherTab, leave, open, visit } from './browser.mjs';
import { JO, STEP, arrive, button, confirm, press, toCheckEmail, toPreview } from './journey.mjs';

const jo = (email, words = JO['Your own words (optional)']) =>
  ({ details: { ...JO, 'Email address': email, 'Your own words (optional)': words } });

describe('However often', () => {
  const at = open();
  const letters = async (work) => {
    const before = await at.service.letterCount();
    await work();
    return await at.service.letterCount() - before;
  };

  for (const javascript of [true, false]) {
    const how = `with JavaScript ${javascript ? 'on' : 'off'}`;

    test(`Send is pressed, it is one letter, ${how}`, async () => {
      const page = await visit(at, { javascript });
      await toPreview(page, jo(`double.${javascript}@example.org`));
      assert.equal(await letters(async () => {
        await button(page, 'Send my letter').dblclick();
        await arrive(page, STEP.checkEmail);
      }), 1);
      await leave(page);
    });

    test(`the last page is loaded again, it is one letter, ${how}`, async () => {
      const page = await visit(at, { javascript });
      assert.equal(await letters(async () => {
        await toCheckEmail(page, jo(`reload.${javascript}@example.org`));
        await page.reload();
        await page.getByRole('heading', { level: 1 }).waitFor();
      }), 1);
      await leave(page);
    });

    test(`Yes is pressed, one letter leaves, ${how}`, async () => {
      const page = await visit(at, { javascript });
      const email = `yes.${javascript}@example.org`;
      await toCheckEmail(page, jo(email));
      await page.goto(await at.service.confirmationLink(email));
      await button(page, 'Yes, send my letter').dblclick();
      await arrive(page, /^Your letter (is on its way|has been sent)$/);
      await at.service.letterFrom(email);
      assert.equal((await at.service.lettersFrom(email)).length, 1);
      await leave(page);
    });
  }

  test('two tabs are open, each has its own letter', async () => {
    const one = await visit(at);
    const two = await anotherTab(one);
    await toPreview(one, jo('tab.one@example.org', 'These are the words of the first tab.'));
    await toPreview(two, { campaign: '/c/sanctions', ...jo('tab.two@example.org', 'These are the words of the second tab.') });
    await press(one, 'Change my letter', STEP.letter);
    await press(two, 'Send my letter', STEP.checkEmail);
    await press(one, 'See how it will look', STEP.preview);
    await press(one, 'Send my letter', STEP.checkEmail);
    await confirm(one, at.service, 'tab.one@example.org');
    await confirm(two, at.service, 'tab.two@example.org');
    const first = await at.service.letterFrom('tab.one@example.org');
    const second = await at.service.letterFrom('tab.two@example.org');
    assert.match(first.text, /words of the first tab/);
    assert.match(second.text, /words of the second tab/);
    assert.doesNotMatch(first.text, /sanction/);
    assert.match(second.text, /sanction/);
    await leave(one);
    assert.deepEqual(two.complaints, []);
  });

  test('somebody writes for one campaign, only their first letter leaves', async () => {
    const page = await visit(at);
    const email = 'often@example.org';
    await toCheckEmail(page, jo(email));
    await confirm(page, at.service, email);
    await at.service.letterFrom(email);
    await toCheckEmail(page, jo(email, 'Once more.'));
    await page.context().close();
    const mails = (await at.service.outbox()).filter((mail) => mail.headers.to === email);
    assert.ok(mails.length >= 1);
    assert.equal((await at.service.lettersFrom(email)).length, 1);
  });
});
