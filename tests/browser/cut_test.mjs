// A connection that breaks at the worst moment, and a service that comes back changed.
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { leave, open, visit } from './browser.mjs';
import { inspect } from './checks.mjs';
import {
  CAMPAIGN, JO, STEP, STORY, arrive, assertTyped, button, field, press, toLetter,
} from './journey.mjs';
import { Proxy } from './proxy.mjs';
import { eventually, until } from './service.mjs';

const jo = (email) => ({ ...JO, 'Email address': email });

// Presses the button while nothing comes back, then once more: in the page, which stays where scripts run, or after
// the browser's own Back, which leads from its error page to the page with the form.
async function pressInVain(page, proxy, cut, name, next, check = async () => {}) {
  proxy.cut = cut;
  await button(page, name).click();
  const stayed = page.getByRole('alert');
  await until(async () => await stayed.isVisible() ||
    (await page.evaluate(() => location.href).catch(() => '')).startsWith('chrome-error:'), 'the cut');
  proxy.cut = '';
  if (!await stayed.isVisible()) {
    await page.goBack({ waitUntil: 'commit' });
    await button(page, name).waitFor();
  }
  await eventually(check);
  await press(page, name, next);
}

// The yes may have been heard: then the page behind says so itself.
async function sayYesInVain(page, proxy, cut) {
  const done = /^Your letter (is on its way|has been sent)$/;
  const yes = button(page, 'Yes, send my letter');
  proxy.cut = cut;
  await yes.click();
  await until(async () => (await page.evaluate(() => location.href).catch(() => '')).startsWith('chrome-error:'), 'the cut');
  proxy.cut = '';
  await page.goBack({ waitUntil: 'commit' });
  await page.getByRole('heading', { level: 1 }).waitFor();
  if (await yes.isVisible()) await yes.click();
  await arrive(page, done);
}

for (const [javascript, backForwardCache] of [[true, false], [false, false], [false, true]]) {
  const browser = `with JavaScript ${javascript ? 'on' : 'off'} and ${backForwardCache ? 'memory to spare' : 'no memory to spare'}`;

  describe(`When the connection is cut, ${browser}`, () => {
    let proxy;
    const settings = {};
    before(async () => {
      proxy = await Proxy.start();
      settings.SERVER_BASE_URL = proxy.url;
    });
    const at = open(settings, { backForwardCache });
    before(() => {
      proxy.target = at.service.url;
    });
    after(() => proxy.stop());

    for (const cut of ['asked', 'answered']) {
      test(`${cut === 'asked' ? 'on the way there' : 'on the way back'}, nothing typed is lost at any step and one letter is sent`, async () => {
        const page = await visit(at, { javascript, url: proxy.url });
        const email = `${cut}@example.org`;
        const stillHolds = (name, text) => async () => assert.equal(await field(page, name).inputValue(), text);
        await page.goto(CAMPAIGN);
        await field(page, 'Postcode').fill('BT1 1AA');
        await pressInVain(page, proxy, cut, 'Show my MP', STEP.choose, stillHolds('Postcode', 'BT1 1AA'));
        const second = page.getByRole('radio').nth(1);
        await second.check();
        await pressInVain(page, proxy, cut, 'Continue', STEP.details, async () => assert.ok(await second.isChecked()));
        for (const [name, text] of Object.entries(jo(email))) if (name !== STORY) await field(page, name).fill(text);
        await pressInVain(page, proxy, cut, 'Continue', STEP.story, () => assertTyped(page, jo(email)));
        await field(page, STORY).fill(JO[STORY]);
        await pressInVain(page, proxy, cut, 'Show my letter', STEP.letter, stillHolds(STORY, JO[STORY]));
        const edited = `${await field(page, 'Letter').inputValue()}\nPS: It rained that day.`;
        assert.match(edited, /I waited seven months/);
        await field(page, 'Letter').fill(edited);
        await pressInVain(page, proxy, cut, 'See how it will look', STEP.preview, stillHolds('Letter', edited));
        const before = await at.service.letterCount();
        await page.getByRole('checkbox').check();
        await pressInVain(page, proxy, cut, 'Send my letter', STEP.checkEmail, async () => {
          assert.ok(await page.getByRole('checkbox').isChecked());
        });
        assert.equal(await at.service.letterCount() - before, 1);
        await page.goto(await at.service.confirmationLink(email));
        await sayYesInVain(page, proxy, cut);
        assert.match((await at.service.letterFrom(email)).text, /PS: It rained that day\./);
        assert.equal((await at.service.lettersFrom(email)).length, 1);
        // The browser complains of the cuts themselves.
        await page.context().close();
      });
    }
  });
}

describe('When the service\'s key changed while a page was open', () => {
  const at = open();

  test('the page says so, keeps everything, and the button works the second time', async () => {
    const page = await visit(at);
    await toLetter(page);
    await field(page, 'Letter').fill('All my own words, Jo');
    await at.service.restartWithAnotherKey();
    await press(page, 'See how it will look');
    await page.getByText('Nothing is lost, and nothing has been sent. Please press the button again.').waitFor();
    assert.equal(await field(page, 'Letter').inputValue(), 'All my own words, Jo');
    await inspect(page, 'key-changed');
    await press(page, 'See how it will look', STEP.preview);
    await press(page, 'Send my letter', STEP.checkEmail);
    await leave(page);
  });
});

describe('When a page was open for more than a day', () => {
  const at = open();
  const DAY = 24 * 60 * 60 * 1000;

  for (const javascript of [true, false]) {
    test(`it says so, keeps everything, and the button works the second time, with JavaScript ${javascript ? 'on' : 'off'}`, async () => {
      const page = await visit(at, { javascript });
      await toLetter(page);
      await field(page, 'Letter').fill('All my own words, Jo');
      const token = await at.service.formToken('letter:back-to-work', DAY + 60_000);
      await page.locator('input[name=form_token]').evaluate((input, old) => { input.value = old; }, token);
      await press(page, 'See how it will look');
      await page.getByText('This page was open for more than a day. Nothing is lost, and nothing has been sent.').waitFor();
      assert.equal(await field(page, 'Letter').inputValue(), 'All my own words, Jo');
      if (javascript) await inspect(page, 'page-of-yesterday');
      await press(page, 'See how it will look', STEP.preview);
      assert.equal(await at.service.letterCount(), 0);
      await leave(page);
    });
  }
});
