// Long words, other scripts, larger letters, other colours, paper: nothing runs out of the page or is lost.
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { leave, open, visit } from './browser.mjs';
import { DESK, PHONE, inspect, picture, roomFindings, widen } from './checks.mjs';
import { CAMPAIGN, JO, STEP, button, field, giveAll, giveDetails, givePostcode, press, toDetails, toPreview } from './journey.mjs';

// WCAG 2.2, 1.4.12 Text Spacing.
const SPACED = '* { line-height: 1.5 !important; letter-spacing: .12em !important; word-spacing: .16em !important }'
  + ' p { margin-bottom: 2em !important }';

// A style that the reader lays over the page; the page's own policy does not hold for it.
async function restyle(page, css) {
  await page.evaluate((text) => {
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(text);
    document.adoptedStyleSheets = [sheet];
  }, css);
}

// Walks the way to a letter and looks at every page on it.
async function atEveryStep(page, look, details = JO) {
  await page.goto(CAMPAIGN);
  await look('postcode');
  await givePostcode(page, 'BT1 1AA', STEP.choose);
  await look('choose');
  await page.getByRole('radio').first().check();
  await press(page, 'Continue', STEP.details);
  await press(page, 'Continue');
  await page.getByRole('alert').waitFor();
  await look('errors');
  await giveDetails(page, details);
  await look('story');
  await press(page, 'Show my letter', STEP.letter);
  await look('letter');
  await press(page, 'See how it will look', STEP.preview);
  await look('preview');
  await page.goto(`${CAMPAIGN}/reach`);
  await look('reach');
}

async function assertRoom(page, name) {
  assert.deepEqual(await roomFindings(page), [], name);
}

describe('The pages keep their shape', () => {
  const at = open();

  for (const [name, words] of [
    ['long-words', 'Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunterbeamtengesellschaft'.repeat(4)],
    ['emoji', '👩🏽‍🚀👨‍👩‍👧‍👦🏴󠁧󠁢󠁷󠁬󠁳󠁿 I waited 7️⃣ months 😔'.repeat(8)],
    ['right-to-left', 'انتظرت سبعة أشهر للحصول على إجابة. חיכיתי שבעה חודשים לתשובה. And then again.'],
  ]) {
    test(`with ${name}, which arrive as they were typed`, async () => {
      const page = await visit(at);
      const email = `${name}@${'subdomain.'.repeat(12)}example.org`;
      await toDetails(page);
      await giveAll(page, {
        ...JO, 'Email address': email, 'Last name': 'Wolfeschlegelsteinhausenbergerdorffwelchevoralternwaren',
        'Your own words (optional)': words,
      });
      await inspect(page, `letter-${name}`);
      await press(page, 'See how it will look', STEP.preview);
      assert.ok((await page.getByRole('main').innerText()).includes(words));
      await inspect(page, `preview-${name}`);
      await press(page, 'Send my letter', STEP.checkEmail);
      await page.goto(await at.service.confirmationLink(email));
      await press(page, 'Yes, send my letter', STEP.thanks);
      const { text } = await at.service.letterFrom(email);
      assert.ok(text.replace(/\s+/g, ' ').includes(words), text);
      await leave(page);
    });
  }

  test('at 200 % zoom, which makes a desk half as wide', async () => {
    const page = await visit(at, { width: DESK / 2, deviceScaleFactor: 2 });
    await atEveryStep(page, (name) => assertRoom(page, name));
    await leave(page);
  });

  for (const width of [360, DESK]) {
    test(`with letters twice as large on a screen ${width} px wide`, async () => {
      const page = await visit(at, { width });
      await atEveryStep(page, async (name) => {
        await restyle(page, 'html { font-size: 200% }');
        await picture(page, `large-text-${name}-${width}`);
        await assertRoom(page, name);
      });
      await leave(page);
    });
  }

  for (const width of [PHONE, DESK]) {
    test(`with the spacing that some readers need, ${width} px wide`, async () => {
      const page = await visit(at, { width });
      await atEveryStep(page, async (name) => {
        await restyle(page, SPACED);
        await assertRoom(page, name);
      });
      await leave(page);
    });
  }

  test('in the colours that a reader has set for everything', async () => {
    const page = await visit(at, { forcedColors: 'active', width: PHONE });
    await atEveryStep(page, async (name) => {
      await picture(page, `forced-colours-${name}`);
      for (const one of await page.getByRole('button').filter({ visible: true }).all())
        assert.notEqual(await one.evaluate((element) => {
          const { borderTopWidth, textDecorationLine } = getComputedStyle(element);
          return borderTopWidth === '0px' && textDecorationLine === 'none' ? 'plain' : 'marked';
        }), 'plain', 'a button can be told from text');
    });
    await leave(page);
  });

  test('on paper, where the letter stands without buttons and in black', async () => {
    const page = await visit(at);
    await toPreview(page);
    await page.emulateMedia({ media: 'print', colorScheme: 'dark' });
    await widen(page, 794);
    await picture(page, 'print-preview');
    assert.ok(!await button(page, 'Send my letter').isVisible());
    assert.ok(await page.getByText('Dear Baggy Shanker').isVisible());
    const shown = await page.evaluate(() => [document.body, document.querySelector('.letter dl'), document.querySelector('h1')]
      .map((element) => [getComputedStyle(element).color, getComputedStyle(element).backgroundColor]));
    for (const [ink, paper] of shown) {
      assert.equal(ink, 'rgb(0, 0, 0)');
      assert.ok(['rgb(255, 255, 255)', 'rgba(0, 0, 0, 0)'].includes(paper), paper);
    }
    await leave(page);
  });

  test('and holds still for those who asked for less motion', async () => {
    const page = await visit(at);
    await page.goto(CAMPAIGN);
    assert.equal(await page.evaluate(() => getComputedStyle(document.documentElement).scrollBehavior), 'auto');
    await field(page, 'Postcode').waitFor();
    await leave(page);
  });
});
