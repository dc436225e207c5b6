// The widget in pages of another website.
import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import fs from 'node:fs/promises';
import path from 'node:path';
import { describe, test } from 'node:test';
import { promisify } from 'node:util';
import { visit } from './browser.mjs';
import { inspect, picture } from './checks.mjs';
import { SOURCE, until } from './service.mjs';
import {
  NAMES, STORY, field, heading, leave, look, openWithSite, press, show, toDetails, toLetter, toPreview, toStory,
} from './widget.mjs';

const SLUG = 'here';

describe('The widget in a page of another website', () => {
  const at = openWithSite(SLUG);
  const hostile = (name) => at.site.page(name, at.site.snippet(SLUG, 'source="our-site"'), { style: 'hostile', direction: 'rtl' });

  test('hostile styles and a strict policy spoil nothing on the whole way to a letter', async () => {
    const page = await show(at, hostile('hostile'));
    await heading(page, /Back-to-work support/).waitFor();
    await look(page, '1-postcode');
    await press(page, 'Show my MP');
    await page.getByRole('alert').getByRole('link', { name: 'Enter your postcode.' }).waitFor();
    await look(page, '1-postcode-wrong');
    await toDetails(page, 'de1 iaa');
    await heading(page, 'About you').waitFor();
    await look(page, '2-details');
    await press(page, 'Continue');
    await heading(page, 'There is a problem').waitFor();
    await look(page, '2-details-wrong');
    for (const [name, text] of Object.entries(NAMES)) await field(page, name).fill(text);
    await press(page, 'Continue');
    await heading(page, 'Why does this matter to you?').waitFor();
    await look(page, '3-story');
    await field(page, 'Your own words (optional)').fill(STORY);
    await press(page, 'Show my letter');
    await heading(page, 'Your letter to Baggy Shanker').waitFor();
    await look(page, '4-letter');
    await press(page, 'See how it will look');
    await heading(page, 'Check your letter').waitFor();
    assert.equal(await page.getByRole('checkbox').isChecked(), false);
    const shown = await page.locator('.letter .body').innerText();
    await look(page, '5-preview');
    await press(page, 'Send my letter');
    await heading(page, 'Check your email').waitFor();
    await look(page, '6-check-email');
    assert.equal(await page.evaluate(() => sessionStorage.length + localStorage.length), 0);
    const heard = JSON.stringify(await page.evaluate(() => window.heard));
    assert.deepEqual(heard.match(/postbag:\w+/g), ['postbag:ready', ...Array(6).fill('postbag:step'), 'postbag:sent']);
    assert.doesNotMatch(heard, /DE1|Derby|Shanker|Jo|E14/);
    await leave(at, page);

    const link = await at.service.confirmationLink('jo@example.org');
    const confirming = await visit(at);
    await confirming.goto(link);
    await confirming.getByRole('button', { name: 'Yes, send my letter' }).click();
    const [letter] = await until(async () => {
      const letters = await at.service.letters();
      return letters.length > 0 && letters;
    }, 'the letter leaves');
    await confirming.context().close();
    const squeezed = (text) => text.replace(/\s+/g, ' ').trim();
    assert.equal(squeezed(letter.text), squeezed(shown));
  });

  test('the keyboard alone is enough, and the focus is where something happens', async () => {
    const page = await show(at, at.site.page('keyboard', at.site.snippet(SLUG)));
    await heading(page, /Back-to-work/).waitFor();
    const focused = () => page.evaluate(() => {
      const { activeElement } = document.querySelector('postbag-campaign').shadowRoot;
      return activeElement && (activeElement.id || activeElement.textContent);
    });
    const tabTo = async (wanted) => {
      for (let presses = 0; presses < 40; ++presses) {
        if (wanted.test(await focused() ?? '')) return;
        await page.keyboard.press('Tab');
      }
      assert.fail(`no way to ${wanted} by keyboard`);
    };
    const arrive = (text) => until(async () => text.test(await focused() ?? ''), `the focus on ${text}`);
    assert.equal(await focused(), null, 'it takes no focus by itself');
    await tabTo(/^postcode$/);
    await page.keyboard.type('nonsense');
    await page.keyboard.press('Enter');
    await arrive(/There is a problem/);
    await page.keyboard.press('Tab');
    await page.keyboard.press('Enter');
    await arrive(/^postcode$/);
    assert.equal(await page.locator('#postcode').getAttribute('aria-describedby'), 'postcode-hint postcode-error');
    await page.keyboard.press('Control+A');
    await page.keyboard.type('DE1 1AA');
    await page.keyboard.press('Enter');
    await arrive(/Your MP is/);
    for (const [id, text] of [['first_name', 'Jo'], ['last_name', 'Example'], ['email', 'keys@example.org'], ['address', '1 Example Street']]) {
      await tabTo(new RegExp(`^${id}$`));
      await page.keyboard.type(text);
    }
    await tabTo(/^Continue/);
    await page.keyboard.press('Enter');
    await arrive(/Why does this matter/);
    await tabTo(/Show my letter/);
    await page.keyboard.press('Space');
    await arrive(/Your letter to/);
    await tabTo(/See how it will look/);
    await page.keyboard.press('Enter');
    await arrive(/Check your letter/);
    await tabTo(/Send my letter/);
    await page.keyboard.press('Enter');
    await arrive(/Check your email/);
    await at.service.confirmationLink('keys@example.org');
    await leave(at, page);
  });

  test('a connection cut mid-submit is one letter in the end, and loses nothing', async () => {
    const page = await show(at, at.site.page('cut', at.site.snippet(SLUG)));
    await toPreview(page, 'cut@example.org');
    const keys = [];
    let cut = true;
    await page.route('**/letters', async (route) => {
      keys.push(route.request().headers()['idempotency-key']);
      // The letter arrives, its answer does not.
      if (keys.length === 1) await route.fetch();
      return cut ? route.abort('connectionreset') : route.continue();
    });
    await press(page, 'Send my letter');
    await page.getByText('The connection is slow.').waitFor();
    await page.getByText('We cannot tell whether your letter arrived').waitFor();
    await look(page, 'cut');
    await page.reload();
    assert.match(await field(page, 'Letter').inputValue(), /I waited seven months/);
    await press(page, 'See how it will look');
    await heading(page, 'Check your letter').waitFor();
    cut = false;
    await press(page, 'Send my letter');
    await heading(page, 'Check your email').waitFor();
    assert.equal(keys.length, 5);
    assert.equal(new Set(keys).size, 1);
    await at.service.confirmationLink('cut@example.org');
    const mails = (await at.service.outbox()).filter(({ headers }) => headers.to === 'cut@example.org');
    assert.equal(mails.length, 1);
    await leave(at, page);
  });

  test('several on one page have drafts of their own and load nothing while they are far away', async () => {
    await at.service.importCampaign('other', `allowed_origins = ["${at.site.url}"]`);
    const asked = [];
    const page = await visit(at, { url: at.site.url });
    page.on('request', (request) => asked.push(new URL(request.url()).pathname));
    await page.goto(at.site.page('several', `${at.site.snippet(SLUG)}<div class="far"></div>${at.site.snippet('other')}`));
    await heading(page, /Back-to-work/).waitFor();
    assert.equal(asked.some((path) => path.includes('/campaigns/other')), false);
    await field(page, 'Your postcode').fill('DE1 1AA');
    await page.locator('postbag-campaign').nth(1).scrollIntoViewIfNeeded();
    const second = page.locator('postbag-campaign').nth(1);
    await second.getByRole('textbox').waitFor();
    assert.equal(await second.getByRole('textbox').inputValue(), '');
    await leave(at, page);
  });

  test('its link stays where the script is not run, the campaign unknown or the service away', async () => {
    const scriptless = await show(at, at.site.page('plain', at.site.snippet(SLUG)), { javascript: false });
    await scriptless.getByRole('link', { name: 'Write to your MP' }).waitFor();
    await scriptless.context().close();
    const unknown = await show(at, at.site.page('unknown', at.site.snippet('nowhere')));
    await until(() => unknown.complaints.some((said) => said.includes('CORS')), 'the widget asks in vain');
    await unknown.getByRole('link', { name: 'Write to your MP' }).waitFor();
    await unknown.context().close();
    const unlisted = await show(at, at.site.page('unlisted', at.site.snippet('back-to-work')));
    await unlisted.getByRole('link', { name: 'Write to your MP' }).waitFor();
    await unlisted.context().close();
    const away = await visit(at, { url: at.site.url });
    let tries = 0;
    await away.route('**/api/**', (route) => {
      ++tries;
      return route.abort();
    });
    await away.goto(at.site.page('away', at.site.snippet(SLUG)));
    await until(() => tries === 4, 'it has tried often enough');
    await away.getByRole('link', { name: 'Write to your MP' }).waitFor();
    await picture(away, 'widget-away');
    await away.context().close();
  });

  test('who it is not the MP of can choose, and a postcode without an MP is explained', async () => {
    const page = await show(at, at.site.page('choose', at.site.snippet(SLUG)));
    await toDetails(page, 'JE2 4WD');
    await heading(page, 'Your island has its own parliament').waitFor();
    await look(page, 'explain');
    await press(page, 'Try another postcode');
    await toDetails(page);
    await press(page, 'This isn’t my MP');
    await heading(page, 'Which constituency do you live in?').waitFor();
    await press(page, 'Continue');
    await page.getByRole('alert').getByRole('link', { name: 'Choose the constituency you live in.' }).click();
    await look(page, 'choose');
    await page.getByRole('radio', { name: /^Derby North/ }).check();
    await press(page, 'Continue');
    await page.getByText('for Derby North').waitFor();
    await press(page, 'Change my postcode');
    await toDetails(page, 'BT7 1NN');
    await heading(page, 'Which constituency do you live in?').waitFor();
    await page.getByText('rates bill').waitFor();
    await leave(at, page);
  });

  test('what was changed by hand for one MP is kept when the letter goes to another', async () => {
    const page = await show(at, at.site.page('anew', at.site.snippet(SLUG)));
    await toLetter(page);
    const ours = await field(page, 'Letter').inputValue();
    await field(page, 'Letter').fill(`${ours}\nMy own last line.`);
    await press(page, 'Change my details');
    await field(page, 'First name').fill('Joanna');
    await press(page, 'Continue');
    await press(page, 'Show my letter');
    await page.getByText('Since then you changed your name').waitFor();
    assert.match(await field(page, 'Letter').inputValue(), /My own last line\./);
    await press(page, 'Change my details');
    await press(page, 'This isn’t my MP');
    await page.getByRole('radio', { name: /^Derby North/ }).check();
    await press(page, 'Continue');
    await page.getByText('for Derby North').waitFor();
    await press(page, 'Continue');
    await press(page, 'Show my letter');
    await page.getByText('We wrote it anew').waitFor();
    assert.doesNotMatch(await field(page, 'Letter').inputValue(), /My own last line/);
    await page.getByText('Your earlier version', { exact: true }).click();
    await page.getByText('My own last line.').waitFor();
    await look(page, 'anew');
    await page.getByRole('button', { name: /start again/ }).click();
    assert.equal(await field(page, 'Your postcode').inputValue(), '');
    await leave(at, page);
  });

  test('a letter takes little energy, and can be for somebody else', async () => {
    const page = await show(at, at.site.page('energy', at.site.snippet(SLUG)));
    await toStory(page);
    await page.getByText('Not much energy today?').click();
    await page.getByText('I am writing on behalf of someone else').click();
    await field(page, 'Who do you write for?').fill('my daughter');
    const question = page.locator('.stage details').first().locator('select, input').first();
    if (await question.evaluate(({ localName }) => localName) === 'select') await question.selectOption({ index: 1 });
    else await question.fill('a year');
    await look(page, 'energy');
    const answered = await question.inputValue();
    await press(page, 'Change my details');
    await press(page, 'Continue');
    assert.equal(await question.inputValue(), answered, 'an answer is not lost');
    await page.locator('.stage details').first().locator('input').first().press('Enter');
    await page.getByText('We made a paragraph of your answers.').waitFor();
    const story = await field(page, 'Your own words (optional)').inputValue();
    assert.notEqual(story, '');
    assert.doesNotMatch(story, /No answer/);
    assert.equal(await question.isVisible(), false);
    await press(page, 'Show my letter');
    await heading(page, 'Your letter to Baggy Shanker').waitFor();
    const letter = await field(page, 'Letter').inputValue();
    assert.ok(letter.includes(story));
    assert.match(letter, /on behalf of my daughter/);
    await page.getByRole('button', { name: /start again/ }).click();
    await leave(at, page);
  });

  test('a subject with a line break is one line to the MP, and is read whole on a phone', async () => {
    const page = await show(at, at.site.page('subject', at.site.snippet(SLUG)));
    await toLetter(page);
    await page.setViewportSize({ width: 320, height: 640 });
    const subject = field(page, 'Subject');
    await subject.fill('Seven months without an answer\n about the support that I was promised, please help');
    for (const name of ['Subject', 'Letter'])
      assert.ok(await field(page, name).evaluate(({ scrollHeight, clientHeight }) => scrollHeight <= clientHeight + 1), `${name} scrolls inside`);
    await press(page, 'See how it will look');
    await page.getByText('without an answer about the support').waitFor();
    await leave(at, page);
  });

  test('help stays in view, covers nothing that has the focus, and closes when somebody goes on writing', async () => {
    const page = await show(at, at.site.page('bar', `<div class="above"></div>${at.site.snippet(SLUG)}<div class="far"></div>`));
    await toLetter(page);
    const bar = page.getByText('Need help now?');
    const top = () => bar.evaluate((element) => element.getBoundingClientRect().top);
    for (const width of [1280, 320]) {
      await page.setViewportSize({ width, height: 640 });
      await page.getByRole('button', { name: 'See how it will look' }).scrollIntoViewIfNeeded();
      assert.equal(await top(), 0);
      await bar.click();
      await page.getByRole('link', { name: '116 123' }).waitFor();
      await picture(page, `widget-bar-open-${width}`, { fullPage: false });
      await page.keyboard.press('Escape');
      assert.equal(await page.getByRole('link', { name: '116 123' }).isVisible(), false);
      await bar.click();
      await page.getByRole('button', { name: 'See how it will look' }).focus();
      assert.equal(await page.getByRole('link', { name: '116 123' }).isVisible(), false);
      for (let presses = 0; presses < 9; ++presses) {
        await page.keyboard.press('Shift+Tab');
        const [covered, what] = await page.evaluate(() => {
          const root = document.querySelector('postbag-campaign').shadowRoot;
          const { activeElement } = root;
          const summary = root.querySelector('.help-now summary');
          const isBelow = activeElement && activeElement !== summary;
          return [isBelow && activeElement.getBoundingClientRect().top < summary.getBoundingClientRect().bottom
            && activeElement.getBoundingClientRect().height < 500, activeElement?.outerHTML];
        });
        assert.ok(!covered, what);
        if (what?.startsWith('<summary')) break;
      }
    }
    await page.locator('postbag-campaign').evaluate((element) => element.style.setProperty('--postbag-sticky-top', '50px'));
    await page.getByRole('button', { name: 'See how it will look' }).scrollIntoViewIfNeeded();
    assert.equal(await top(), 50);
    await leave(at, page);
  });

  test('each step begins in view, also after a long one', async () => {
    const page = await show(at, at.site.page('start', `<div class="above"></div>${at.site.snippet(SLUG)}<div class="far"></div>`));
    await page.setViewportSize({ width: 320, height: 640 });
    await toLetter(page);
    const start = () => page.locator('.box').evaluate((box) => box.getBoundingClientRect().top);
    await press(page, 'See how it will look');
    await heading(page, 'Check your letter').waitFor();
    assert.ok(Math.abs(await start()) < 1);
    await press(page, 'Send my letter');
    await heading(page, 'Check your email').waitFor();
    assert.ok(Math.abs(await start()) < 1);
    await leave(at, page);
  });

  test('it stays as it is when the page moves it, and begins anew for another campaign', async () => {
    await at.service.importCampaign('another', `allowed_origins = ["${at.site.url}"]`);
    const page = await show(at, at.site.page('moved', at.site.snippet(SLUG)));
    await toStory(page);
    const element = page.locator('postbag-campaign');
    await element.evaluate((one) => {
      one.remove();
      document.body.prepend(one);
    });
    await field(page, 'Your own words (optional)').fill(STORY);
    let answer;
    const answered = new Promise((resolve) => { answer = resolve; });
    await page.route('**/here/preview', async (route) => {
      await answered;
      await route.continue();
    });
    await press(page, 'Show my letter');
    await element.evaluate((one) => one.setAttribute('slug', 'another'));
    await heading(page, /sanction/i).waitFor();
    const late = page.waitForResponse('**/here/preview');
    answer();
    await late;
    assert.equal(await field(page, 'Your postcode').inputValue(), '');
    await element.evaluate((one) => one.setAttribute('slug', 'here'));
    await heading(page, 'Why does this matter to you?').waitFor();
    assert.equal(await field(page, 'Your own words (optional)').inputValue(), STORY);
    await leave(at, page);
  });

  test('its parts are scripts of their own, and leave nothing in the page but the element', async () => {
    const parts = path.join(SOURCE, 'templates/assets/widget');
    for (const name of await fs.readdir(parts))
      if (name.endsWith('.js')) await promisify(execFile)(process.execPath, ['--check', path.join(parts, name)]);
    const page = await show(at, at.site.page('globals', at.site.snippet(SLUG)));
    await toStory(page);
    await field(page, 'Your own words (optional)').fill('I want to die.');
    await page.getByRole('heading', { name: 'You can talk to someone' }).waitFor();
    const added = await page.evaluate(() => Object.getOwnPropertyNames(window).filter((name) => !globals.includes(name)));
    assert.deepEqual(added, []);
    assert.equal(await page.evaluate(() => typeof speaks + typeof helpWords + typeof kViews), 'undefined'.repeat(3));
    await leave(at, page);
  });

  test('it speaks Welsh in a Welsh page, and its colours are the page’s to choose', async () => {
    const page = await show(at, at.site.page('cymraeg', at.site.snippet(SLUG), { language: 'cy' }));
    await page.getByRole('button', { name: 'Dangos fy AS' }).waitFor();
    const colour = () => page.locator('.button').evaluate((button) => getComputedStyle(button).backgroundColor);
    assert.equal(await colour(), 'rgb(31, 92, 122)');
    await page.locator('postbag-campaign').evaluate((element) => element.style.setProperty('--postbag-accent', '#123456'));
    assert.equal(await colour(), 'rgb(18, 52, 86)');
    await look(page, 'cymraeg');
    await leave(at, page);
  });

  test('its preview page has a snippet to copy and the widget at work', async () => {
    const page = await visit(at);
    await page.goto(`/c/${SLUG}/widget`);
    assert.match(await field(page, 'To copy').inputValue(), /<script async src="http:\S+\/widget.js"><\/script>/);
    await heading(page, /Back-to-work/).waitFor();
    await inspect(page, 'widget-page');
    await page.context().close();
    assert.deepEqual(page.complaints, []);
  });
});
