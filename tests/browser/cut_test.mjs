// A connection that breaks at the worst moment, and a service that comes back changed.
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { leave, open, visit } from './browser.mjs';
import { inspect } from './checks.mjs';
import {
  JO, STEP, arrive, assertTyped, button, field, press, toDetails, toLetter,
} from './journey.mjs';
import { Proxy } from './proxy.mjs';
import { until } from './service.mjs';

const jo = (email) => ({ ...JO, 'Email address': email });

// Presses the button while nothing comes back, then once more: in the page, which stays where scripts run, or by
// the browser's own Reload, which sends the same form again. (Its Back would not do: Chromium puts the error page in
// the place of the page before when both have one address.)
async function pressInVain(page, proxy, cut, name, next, check = async () => {}) {
  proxy.cut = cut;
  await button(page, name).click();
  const stayed = page.getByRole('alert');
  await until(async () => await stayed.isVisible() ||
    (await page.evaluate(() => location.href).catch(() => '')).startsWith('chrome-error:'), 'the cut');
  proxy.cut = '';
  if (await stayed.isVisible()) {
    await check();
    await press(page, name, next);
  } else {
    await page.reload({ waitUntil: 'commit' });
    await arrive(page, next);
  }
}

describe('When the connection is cut', () => {
  let proxy;
  const settings = {};
  before(async () => {
    proxy = await Proxy.start();
    settings.SERVER_BASE_URL = proxy.url;
  });
  const at = open(settings);
  before(() => {
    proxy.target = at.service.url;
  });
  after(() => proxy.stop());

  for (const javascript of [true, false]) {
    for (const cut of ['asked', 'answered']) {
      const how = `${cut === 'asked' ? 'on the way there' : 'on the way back'}, with JavaScript ${javascript ? 'on' : 'off'}`;

      test(`nothing typed is lost and one letter is sent: ${how}`, async () => {
        const page = await visit(at, { javascript, url: proxy.url });
        const email = `${cut}.${javascript}@example.org`;
        await toDetails(page);
        for (const [name, text] of Object.entries(jo(email))) await field(page, name).fill(text);
        await pressInVain(page, proxy, cut, 'Show my letter', STEP.letter, () => assertTyped(page, jo(email)));
        assert.match(await field(page, 'Letter').inputValue(), /I waited seven months/);
        const edited = `${await field(page, 'Letter').inputValue()}\nPS: It rained that day.`;
        await field(page, 'Letter').fill(edited);
        await pressInVain(page, proxy, cut, 'See how it will look', STEP.preview, async () => {
          assert.equal(await field(page, 'Letter').inputValue(), edited);
        });
        const before = await at.service.letterCount();
        await pressInVain(page, proxy, cut, 'Send my letter', STEP.checkEmail);
        assert.equal(await at.service.letterCount() - before, 1);
        await page.goto(await at.service.confirmationLink(email));
        await pressInVain(page, proxy, cut, 'Yes, send my letter', /^Your letter (is on its way|has been sent)$/);
        assert.match((await at.service.letterFrom(email)).text, /PS: It rained that day\./);
        assert.equal((await at.service.lettersFrom(email)).length, 1);
        // The browser complains of the cuts themselves.
        await page.context().close();
      });
    }
  }
});

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
