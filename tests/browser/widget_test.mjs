// The widget in pages of another website.
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import axe from 'axe-core';
import { open, visit } from './browser.mjs';
import { DESK, PHONE, inspect, picture, widen } from './checks.mjs';
import { ForeignSite } from './foreign_site.mjs';
import { until } from './service.mjs';

const SLUG = 'here';
const NAMES = {
  'First name': 'Jo', 'Last name': 'Example', 'Email address': 'jo@example.org', 'Your address': '1 Example Street\nDerby',
  'Your own words (optional)': 'I waited seven months for an answer.',
};

const heading = (page, name) => page.getByRole('heading', { level: 2, name });
const press = (page, name) => page.getByRole('button', { name, exact: true }).click();
const field = (page, name) => page.getByRole('textbox', { name });

async function toDetails(page, postcode = 'DE1 1AA') {
  await field(page, 'Your postcode').fill(postcode);
  await press(page, 'Show my MP');
}

async function toLetter(page, email = 'jo@example.org') {
  await toDetails(page);
  for (const [name, text] of Object.entries(NAMES)) await field(page, name).fill(text);
  await field(page, 'Email address').fill(email);
  await press(page, 'Show my letter');
  await heading(page, 'Your letter to Baggy Shanker').waitFor();
}

async function toPreview(page, email) {
  await toLetter(page, email);
  await press(page, 'See how it will look');
  await heading(page, 'Check your letter').waitFor();
}

// What is too wide for its page or too small for a thumb, inside the widget.
function roomFindings(page) {
  return page.evaluate(() => {
    const box = document.querySelector('postbag-campaign').shadowRoot.querySelector('.box');
    const edge = document.documentElement.clientWidth;
    return [...box.querySelectorAll('*')].filter((element) => !element.matches('.unseen')).flatMap((element) => {
      const { left, right, width, height } = element.getBoundingClientRect();
      const findings = [];
      if (width && (right > edge + 1 || left < -1)) findings.push(`beyond the edge: ${element.outerHTML.slice(0, 80)}`);
      if (width && element.matches('button, input, textarea, summary') && height < 43.5)
        findings.push(`${height} px: ${element.outerHTML.slice(0, 80)}`);
      return findings;
    });
  });
}

async function look(page, name) {
  const findings = [];
  for (const width of [DESK, PHONE]) {
    await widen(page, width);
    await picture(page, `widget-${name}-${width}`);
    findings.push(...await roomFindings(page));
    await page.evaluate(axe.source);
    const { violations } = await page.evaluate(() => globalThis.axe.run('postbag-campaign'));
    findings.push(...violations.flatMap(({ id, nodes }) => nodes.map(({ target, failureSummary }) => `${width} ${id}: ${target} ${failureSummary}`)));
  }
  await widen(page, DESK);
  assert.deepEqual(findings, [], name);
}

describe('The widget in a page of another website', () => {
  const at = open();
  let site;
  before(async () => {
    site = await ForeignSite.open(at.service);
    await at.service.importCampaign(SLUG, `allowed_origins = ["${site.url}"]`, 'back-to-work');
  });
  after(() => site?.close());

  async function show(address, options = {}) {
    const page = await visit(at, { url: site.url, ...options });
    await page.goto(address);
    return page;
  }

  // Nothing but the service was asked, and no policy was broken.
  async function leave(page, { but = /^$/ } = {}) {
    await page.context().close();
    const others = page.complaints.filter((said) => !said.startsWith(`asked another host: ${at.service.url}/`) && !but.test(said));
    assert.deepEqual(others, []);
  }

  const hostile = (name) => site.page(name, site.snippet(SLUG, 'source="our-site"'), { style: 'hostile', direction: 'rtl' });

  test('hostile styles and a strict policy spoil nothing on the whole way to a letter', async () => {
    const page = await show(hostile('hostile'));
    await heading(page, /Back-to-work support/).waitFor();
    await look(page, '1-postcode');
    await press(page, 'Show my MP');
    await page.getByRole('alert').getByRole('link', { name: 'Enter your postcode.' }).waitFor();
    await look(page, '1-postcode-wrong');
    await toDetails(page, 'de1 iaa');
    await heading(page, 'About you').waitFor();
    await look(page, '2-details');
    await press(page, 'Show my letter');
    await heading(page, 'There is a problem').waitFor();
    await look(page, '2-details-wrong');
    for (const [name, text] of Object.entries(NAMES)) await field(page, name).fill(text);
    await press(page, 'Show my letter');
    await heading(page, 'Your letter to Baggy Shanker').waitFor();
    await look(page, '3-letter');
    await press(page, 'See how it will look');
    await heading(page, 'Check your letter').waitFor();
    assert.equal(await page.getByRole('checkbox').isChecked(), false);
    const shown = await page.locator('.letter .body').innerText();
    await look(page, '4-preview');
    await press(page, 'Send my letter');
    await heading(page, 'Check your email').waitFor();
    await look(page, '5-check-email');
    assert.equal(await page.evaluate(() => sessionStorage.length + localStorage.length), 0);
    const heard = JSON.stringify(await page.evaluate(() => window.heard));
    assert.deepEqual(heard.match(/postbag:\w+/g), ['postbag:ready', ...Array(5).fill('postbag:step'), 'postbag:sent']);
    assert.doesNotMatch(heard, /DE1|Derby|Shanker|Jo|E14/);
    await leave(page);

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
    const page = await show(site.page('keyboard', site.snippet(SLUG)));
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
    await arrive(/About you/);
    for (const [id, text] of [['first_name', 'Jo'], ['last_name', 'Example'], ['email', 'keys@example.org'], ['address', '1 Example Street']]) {
      await tabTo(new RegExp(`^${id}$`));
      await page.keyboard.type(text);
    }
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
    await leave(page);
  });

  test('a connection cut mid-submit is one letter in the end, and loses nothing', async () => {
    const page = await show(site.page('cut', site.snippet(SLUG)));
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
    await leave(page);
  });

  test('several on one page have drafts of their own and load nothing while they are far away', async () => {
    await at.service.importCampaign('other', `allowed_origins = ["${site.url}"]`);
    const asked = [];
    const page = await visit(at, { url: site.url });
    page.on('request', (request) => asked.push(new URL(request.url()).pathname));
    await page.goto(site.page('several', `${site.snippet(SLUG)}<div class="far"></div>${site.snippet('other')}`));
    await heading(page, /Back-to-work/).waitFor();
    assert.equal(asked.some((path) => path.includes('/campaigns/other')), false);
    await field(page, 'Your postcode').fill('DE1 1AA');
    await page.locator('postbag-campaign').nth(1).scrollIntoViewIfNeeded();
    const second = page.locator('postbag-campaign').nth(1);
    await second.getByRole('textbox').waitFor();
    assert.equal(await second.getByRole('textbox').inputValue(), '');
    await leave(page);
  });

  test('its link stays where the script is not run, the campaign unknown or the service away', async () => {
    const scriptless = await show(site.page('plain', site.snippet(SLUG)), { javascript: false });
    await scriptless.getByRole('link', { name: 'Write to your MP' }).waitFor();
    await scriptless.context().close();
    const unknown = await show(site.page('unknown', site.snippet('nowhere')));
    await until(() => unknown.complaints.some((said) => said.includes('CORS')), 'the widget asks in vain');
    await unknown.getByRole('link', { name: 'Write to your MP' }).waitFor();
    await unknown.context().close();
    const unlisted = await show(site.page('unlisted', site.snippet('back-to-work')));
    await unlisted.getByRole('link', { name: 'Write to your MP' }).waitFor();
    await unlisted.context().close();
    const away = await visit(at, { url: site.url });
    let tries = 0;
    await away.route('**/api/**', (route) => {
      ++tries;
      return route.abort();
    });
    await away.goto(site.page('away', site.snippet(SLUG)));
    await until(() => tries === 4, 'it has tried often enough');
    await away.getByRole('link', { name: 'Write to your MP' }).waitFor();
    await picture(away, 'widget-away');
    await away.context().close();
  });

  test('who it is not the MP of can choose, and a postcode without an MP is explained', async () => {
    const page = await show(site.page('choose', site.snippet(SLUG)));
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
    await leave(page);
  });

  test('what was changed by hand for one MP is kept when the letter goes to another', async () => {
    const page = await show(site.page('anew', site.snippet(SLUG)));
    await toLetter(page);
    const ours = await field(page, 'Letter').inputValue();
    await field(page, 'Letter').fill(`${ours}\nMy own last line.`);
    await press(page, 'Change my details');
    await field(page, 'First name').fill('Joanna');
    await press(page, 'Show my letter');
    await page.getByText('Since then you changed your name').waitFor();
    assert.match(await field(page, 'Letter').inputValue(), /My own last line\./);
    await press(page, 'Change my details');
    await press(page, 'This isn’t my MP');
    await page.getByRole('radio', { name: /^Derby North/ }).check();
    await press(page, 'Continue');
    await press(page, 'Show my letter');
    await page.getByText('We wrote it anew').waitFor();
    assert.doesNotMatch(await field(page, 'Letter').inputValue(), /My own last line/);
    await page.getByText('Your earlier version', { exact: true }).click();
    await page.getByText('My own last line.').waitFor();
    await look(page, 'anew');
    await page.getByRole('button', { name: /start again/ }).click();
    assert.equal(await field(page, 'Your postcode').inputValue(), '');
    await leave(page);
  });

  test('a letter takes little energy, and help is offered beside what is hard to write', async () => {
    const page = await show(site.page('energy', site.snippet(SLUG)));
    await toDetails(page);
    await page.getByText('Not much energy today?').click();
    await page.getByText('I am writing on behalf of someone else').click();
    await field(page, 'Who do you write for?').fill('my daughter');
    const question = page.locator('details').nth(1).locator('select, input').first();
    if (await question.evaluate(({ localName }) => localName) === 'select') await question.selectOption({ index: 1 });
    else await question.fill('a year');
    await look(page, 'energy');
    await press(page, 'Make a paragraph');
    await page.getByText('We made a paragraph of your answers.').waitFor();
    const story = await field(page, 'Your own words (optional)').inputValue();
    assert.notEqual(story, '');
    assert.doesNotMatch(story, /No answer/);
    for (const [name, text] of Object.entries(NAMES).slice(0, 4)) await field(page, name).fill(text);
    await press(page, 'Show my letter');
    await heading(page, 'Your letter to Baggy Shanker').waitFor();
    const letter = await field(page, 'Letter').inputValue();
    assert.ok(letter.includes(story));
    assert.equal(await page.getByText('You can talk to someone').count(), 0);
    await field(page, 'Letter').fill(`${letter}\nSome days I want to die.`);
    await press(page, 'See how it will look');
    await heading(page, 'Check your letter').waitFor();
    await page.getByRole('heading', { name: 'You can talk to someone' }).waitFor();
    await look(page, 'help');
    assert.doesNotMatch(JSON.stringify(await page.evaluate(() => window.heard)), /help/);
    await page.getByRole('button', { name: /start again/ }).click();
    await leave(page);
  });

  test('it speaks Welsh in a Welsh page, and its colours are the page’s to choose', async () => {
    const page = await show(site.page('cymraeg', site.snippet(SLUG), { language: 'cy' }));
    await page.getByRole('button', { name: 'Dangos fy AS' }).waitFor();
    const colour = () => page.locator('.button').evaluate((button) => getComputedStyle(button).backgroundColor);
    assert.equal(await colour(), 'rgb(31, 92, 122)');
    await page.locator('postbag-campaign').evaluate((element) => element.style.setProperty('--postbag-accent', '#123456'));
    assert.equal(await colour(), 'rgb(18, 52, 86)');
    await look(page, 'cymraeg');
    await leave(page);
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
