// A letter sent without ever touching a mouse or a screen.
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { leave, open, visit } from './browser.mjs';
import { CAMPAIGN, JO, STEP, STORY, arrive, button, field, press } from './journey.mjs';

// Where the focus is: its box, and whether it can be seen.
function focus(page) {
  return page.evaluate(() => {
    const element = document.activeElement;
    const { top, bottom } = element.getBoundingClientRect();
    const { outlineStyle, outlineWidth } = getComputedStyle(element);
    return {
      called: `<${element.localName}> ${element.textContent.trim() || element.name || ''}`.slice(0, 60),
      top: top + scrollY,
      inView: bottom > 0 && top < innerHeight,
      ring: outlineStyle === 'none' ? 0 : parseFloat(outlineWidth),
    };
  });
}

// Presses Tab until the focus is on `target`, and looks at it at every stop: it can be seen, and it never jumps
// upwards on the way down.
async function tabTo(page, target, key = 'Tab') {
  for (let presses = 0, last = -Infinity; presses < 60; ++presses) {
    if (await target.evaluate((element) => element === document.activeElement)) return;
    await page.keyboard.press(key);
    const now = await focus(page);
    assert.ok(now.ring >= 3, `${now.called} shows no focus ring`);
    assert.ok(now.inView, `${now.called} has the focus out of view`);
    if (key === 'Tab') assert.ok(now.top >= last - 24, `the focus jumps up to ${now.called}`);
    last = now.top;
  }
  assert.fail(`60 presses of ${key} do not lead there`);
}

async function type(page, name, text) {
  await tabTo(page, field(page, name));
  await page.keyboard.type(text);
}

async function pressBy(page, name, key, next) {
  await tabTo(page, button(page, name).last());
  await page.keyboard.press(key);
  await arrive(page, next);
}

describe('By keyboard alone', () => {
  const at = open();

  for (const javascript of [true, false]) {
    test(`a letter is sent, with JavaScript ${javascript ? 'on' : 'off'}`, async () => {
      const page = await visit(at, { javascript });
      const email = `keys.${javascript}@example.org`;
      await page.goto(CAMPAIGN);
      await type(page, 'Postcode', 'DE1 1AA');
      await pressBy(page, 'Show my MP', 'Enter', STEP.details);
      for (const [name, text] of Object.entries({ ...JO, 'Email address': email }))
        if (name !== STORY) await type(page, name, text);
      await pressBy(page, 'Continue', 'Enter', STEP.story);
      await type(page, STORY, JO[STORY]);
      await pressBy(page, 'Show my letter', 'Space', STEP.letter);
      await type(page, 'Letter', '');
      await page.keyboard.press('Control+End');
      await page.keyboard.type('\nPS: Please write by letter.');
      await pressBy(page, 'See how it will look', 'Enter', STEP.preview);
      await tabTo(page, page.getByRole('checkbox'));
      await page.keyboard.press('Space');
      assert.ok(await page.getByRole('checkbox').isChecked());
      await pressBy(page, 'Send my letter', 'Enter', STEP.checkEmail);
      await page.goto(await at.service.confirmationLink(email));
      await pressBy(page, 'Yes, send my letter', 'Space', STEP.thanks);
      const letter = await at.service.letterFrom(email);
      assert.match(letter.text, /PS: Please write by letter\./);
      await leave(page);
    });
  }

  test('Enter in a field presses the page\'s main button, and no other', async () => {
    const page = await visit(at);
    await page.goto(CAMPAIGN);
    await field(page, 'Postcode').fill('DE1 1AA');
    await page.keyboard.press('Enter');
    await arrive(page, STEP.details);
    for (const [name, text] of Object.entries(JO)) if (name !== STORY) await field(page, name).fill(text);
    await field(page, 'Last name').focus();
    await page.keyboard.press('Enter');
    await arrive(page, STEP.story);
    await page.getByText('I am writing on behalf of someone else').click();
    await field(page, 'Who do you write for?').fill('my daughter');
    await page.keyboard.press('Enter');
    await arrive(page, STEP.letter);
    // Here Enter is a line break, which is a space in the mail.
    await field(page, 'Subject').fill('Please help');
    await page.keyboard.press('Enter');
    await page.keyboard.type('us');
    await press(page, 'See how it will look', STEP.preview);
    await page.getByText('Please help us', { exact: true }).waitFor();
    await leave(page);
  });

  test('a constituency is chosen with the arrow keys, and Shift+Tab leads back', async () => {
    const page = await visit(at);
    await page.goto(CAMPAIGN);
    await type(page, 'Postcode', 'BT1 1AA');
    await pressBy(page, 'Show my MP', 'Enter', STEP.choose);
    await tabTo(page, page.getByRole('radio').first());
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('ArrowDown');
    assert.ok(await page.getByRole('radio').nth(2).isChecked());
    await tabTo(page, button(page, 'Continue'));
    await tabTo(page, page.getByRole('radio').nth(2), 'Shift+Tab');
    await pressBy(page, 'Continue', 'Enter', STEP.details);
    await page.getByText('Paul Maskey').waitFor();
    await leave(page);
  });
});
