// Every state of the widget that its way to a letter (widget_test.mjs) does not pass, looked at on another website.
import assert from 'node:assert/strict';
import fs from 'node:fs/promises';
import { after, before, describe, test } from 'node:test';
import { changedDataSet } from './data_set.mjs';
import { until } from './service.mjs';
import {
  field, heading, leave, look, openWithSite, press, show, toDetails, toLetter, toPreview, toStory,
} from './widget.mjs';

const SLUG = 'states';
const HARD = 'Some days I want to die.';
const helpBox = (page) => page.getByRole('heading', { name: 'You can talk to someone' });

describe('A state of the widget', () => {
  const settings = {};
  before(async () => {
    settings.DATA_FOLDER = await changedDataSet();
  });
  const at = openWithSite(SLUG, settings);
  after(() => fs.rm(settings.DATA_FOLDER, { recursive: true, force: true }));

  const page = (name, options = {}) => at.site.page(name, at.site.snippet(options.slug ?? SLUG), options);

  // A campaign of this website with these lines in its file, and `end` after its last.
  const importCampaign = (slug, { lines = '', end = '', change = (text) => text } = {}) =>
    at.service.importCampaign(slug, `allowed_origins = ["${at.site.url}"]\n${lines}`, 'back-to-work',
      (text) => `${change(text)}\n${end}`);
  const campaign = async (slug) => {
    const answer = await fetch(`${at.service.url}/api/v1/campaigns/${slug}`);
    return answer.ok && answer.json();
  };

  for (const [name, postcode, title, sentence, mayChoose] of [
    ['crown-dependency', 'JE2 3AB', 'Your island has its own parliament', /Jersey is a Crown dependency/, false],
    ['forces', 'BF1 2AT', 'A forces address has no MP of its own', /where you are registered to vote/, false],
    ['overseas-territory', 'GX11 1AA', 'Your territory has its own government', /Gibraltar/, false],
    ['vacant-seat', 'DE1 3ZZ', 'Your constituency has no MP just now', /Derby North/, true],
    ['new-mp', 'NW1 2DB', 'Your constituency has a new MP', /Holborn and St Pancras/, true],
    ['unreachable', 'BL3 6HX', 'We cannot email your MP', /by post: House of Commons/, true],
    ['excluded', 'EH1 2NG', 'This letter would not help with your MP', /decided in Edinburgh/, true],
  ])
    test(`says why no letter can go (${name}), and what may help`, async () => {
      await importCampaign('excluding', {
        end: '[[exclusion]]\nfilter = { nation = ["Scotland"] }\nexplanation = "Where you live, this is decided in Edinburgh."',
      });
      await until(() => campaign('excluding'), 'the campaign shows');
      const seen = await show(at, page(name, { slug: 'excluding' }));
      await toDetails(seen, postcode);
      await heading(seen, title).waitFor();
      assert.match(await seen.locator('.stage').innerText(), sentence);
      assert.equal(await seen.getByRole('button', { name: 'This isn’t my MP' }).isVisible(), mayChoose);
      await look(seen, `explain-${name}`);
      await press(seen, 'Try another postcode');
      assert.equal(await field(seen, 'Your postcode').inputValue(), postcode);
      await leave(at, seen);
    });

  test('asks where somebody lives when a postcode leaves it open, and says so when nothing is chosen', async () => {
    const seen = await show(at, page('choose'));
    await toDetails(seen, 'BT1 1AA');
    await heading(seen, 'Which constituency do you live in?').waitFor();
    await look(seen, 'choose');
    await press(seen, 'Continue');
    await seen.getByRole('alert').getByRole('link', { name: 'Choose the constituency you live in.' }).waitFor();
    await look(seen, 'choose-wrong');
    await leave(at, seen);
  });

  test('names the MP as likely where a postcode is too new', async () => {
    const seen = await show(at, page('likely'));
    await toDetails(seen, 'M1 9ZZ');
    await seen.getByText('Your MP is likely').waitFor();
    await look(seen, '2-details-likely');
    await leave(at, seen);
  });

  test('offers help beside the story as one types, and beside the letter, and tells nobody', async () => {
    const seen = await show(at, page('help'));
    const asked = [];
    seen.on('request', (request) => asked.push(new URL(request.url()).pathname));
    await toDetails(seen);
    await seen.getByText('Your MP is').waitFor();
    assert.deepEqual(asked.filter((one) => one.startsWith('/assets/')), []);
    await press(seen, 'Change my postcode');
    const lists = seen.waitForResponse('**/assets/help-words.js');
    await toStory(seen);
    await lists;
    assert.equal(await helpBox(seen).isVisible(), false);
    const before = asked.length;
    await field(seen, 'Your own words (optional)').pressSequentially(HARD);
    await helpBox(seen).waitFor();
    assert.equal(asked.length, before);
    await look(seen, '3-story-help');
    await field(seen, 'Your own words (optional)').fill('I am well.');
    await press(seen, 'Show my letter');
    await heading(seen, 'Your letter to Baggy Shanker').waitFor();
    assert.equal(await helpBox(seen).isVisible(), false);
    const letter = await field(seen, 'Letter').inputValue();
    await field(seen, 'Letter').fill(`${letter}\nDw i eisiau marw.`);
    await helpBox(seen).waitFor();
    await look(seen, '4-letter-help');
    await press(seen, 'See how it will look');
    await heading(seen, 'Check your letter').waitFor();
    await helpBox(seen).waitFor();
    await look(seen, '5-preview-help');
    assert.doesNotMatch(JSON.stringify(await seen.evaluate(() => window.heard)), /help/);
    assert.equal(asked.filter((one) => one.startsWith('/assets/')).length, 1);
    await leave(at, seen);
  });

  test('offers help as one types under a policy that names scripts by a nonce', async () => {
    const seen = await show(at, page('nonce', { nonce: true }));
    await toStory(seen);
    await field(seen, 'Your own words (optional)').fill(HARD);
    await helpBox(seen).waitFor();
    await leave(at, seen);
  });

  for (const [name, options, prepare, but] of [
    ['the website’s policy takes no script from the service', { copied: true }, null, /violates the following Content Security Policy directive/],
    ['the lists do not come', {}, (one) => one.route('**/assets/help-words.js', (route) => route.abort()), /help-words/],
  ])
    test(`loses nothing but help as one types where ${name}`, async () => {
      const content = at.site.snippet(SLUG, options.copied ? `host="${at.service.url}"` : '');
      const seen = await show(at, at.site.page('without', '', options));
      if (prepare) await prepare(seen);
      await seen.goto(at.site.page('without', content, options));
      await toStory(seen);
      await field(seen, 'Your own words (optional)').fill(HARD);
      await press(seen, 'Show my letter');
      await heading(seen, 'Your letter to Baggy Shanker').waitFor();
      await helpBox(seen).waitFor();
      await press(seen, 'See how it will look');
      await heading(seen, 'Check your letter').waitFor();
      await helpBox(seen).waitFor();
      await leave(at, seen, { but });
    });

  test('says beside the letter that it was empty, and beside a field of the details what is wrong there', async () => {
    const seen = await show(at, page('empty'));
    await toLetter(seen);
    await field(seen, 'Letter').fill(' ');
    await press(seen, 'See how it will look');
    await seen.getByRole('alert').getByRole('link', { name: /Your letter was empty/ }).waitFor();
    await look(seen, '4-letter-wrong');
    await press(seen, 'Change my details');
    await field(seen, 'Email address').fill('nowhere');
    await press(seen, 'Continue');
    await seen.getByRole('alert').getByRole('link').click();
    assert.equal(await field(seen, 'Email address').evaluate((input) => input === input.getRootNode().activeElement), true);
    await leave(at, seen);
  });

  test('shows a story that is too long with what to do', async () => {
    const seen = await show(at, page('long'));
    await toStory(seen);
    // As a browser without the limit, or a script, would leave it.
    await field(seen, 'Your own words (optional)').evaluate((area) => {
      area.removeAttribute('maxlength');
      area.value = 'I waited. '.repeat(600);
      area.dispatchEvent(new Event('input', { bubbles: true }));
    });
    await press(seen, 'Show my letter');
    await seen.getByRole('alert').waitFor();
    await heading(seen, 'Why does this matter to you?').waitFor();
    await seen.locator('#story-error').waitFor();
    await look(seen, '3-story-wrong');
    await leave(at, seen);
  });

  test('asks again for consent whose words were changed while the page was open', async () => {
    await importCampaign('consent');
    await until(() => campaign('consent'), 'the campaign shows');
    const seen = await show(at, page('consent', { slug: 'consent' }));
    await toPreview(seen, 'consent@example.org');
    await seen.getByText('How your details are used').click();
    await look(seen, '5-preview-privacy');
    await seen.getByRole('checkbox').check();
    await importCampaign('consent', { change: (text) => text.replace(/^consent = .*$/m, 'consent = "Yes, write to me once a year."') });
    await until(async () => (await campaign('consent')).consent === 'Yes, write to me once a year.', 'the new words show');
    await press(seen, 'Send my letter');
    await seen.getByRole('alert').waitFor();
    assert.equal(await seen.getByRole('checkbox', { name: 'Yes, write to me once a year.' }).isChecked(), false);
    await look(seen, '5-preview-wrong');
    await press(seen, 'Send my letter');
    await heading(seen, 'Check your email').waitFor();
    await leave(at, seen);
  });

  test('says when a campaign has closed or is not open yet', async () => {
    await importCampaign('over', { lines: 'closes = "2026-01-01"' });
    await importCampaign('soon', { lines: 'opens = "2099-05-01"' });
    for (const [slug, title] of [['over', 'This campaign has closed'], ['soon', 'Not open yet']]) {
      await until(() => campaign(slug), 'the campaign shows');
      const seen = await show(at, page(slug, { slug }));
      await heading(seen, title).waitFor();
      assert.equal(await seen.getByRole('link', { name: /See which MPs/ }).count(), 0);
      await look(seen, slug);
      await leave(at, seen);
    }
  });

  test('says that a campaign has closed meanwhile, with what was written to copy', async () => {
    await importCampaign('closing');
    await until(() => campaign('closing'), 'the campaign shows');
    const seen = await show(at, page('closing', { slug: 'closing' }));
    await toStory(seen);
    await field(seen, 'Your own words (optional)').fill('I waited <b>seven</b> months.');
    await importCampaign('closing', { lines: 'closes = "2026-01-01"' });
    await until(async () => !(await campaign('closing')).open, 'it has closed');
    await press(seen, 'Show my letter');
    await heading(seen, 'This campaign has closed').waitFor();
    await seen.getByText('I waited <b>seven</b> months.', { exact: true }).waitFor();
    await look(seen, 'closed-meanwhile');
    assert.equal(await seen.evaluate(() => sessionStorage.length), 0);
    await leave(at, seen);
  });

  test('says that the service cannot be reached, keeps all, and goes on when it can', async () => {
    const seen = await show(at, page('lost'));
    await toStory(seen);
    await field(seen, 'Your own words (optional)').fill('I waited seven months.');
    let lost = true;
    await seen.route('**/preview', (route) => (lost ? route.abort() : route.continue()));
    await press(seen, 'Show my letter');
    await seen.getByText('We could not reach the service.').waitFor();
    await look(seen, 'lost');
    lost = false;
    await press(seen, 'Try again');
    await heading(seen, 'Your letter to Baggy Shanker').waitFor();
    assert.match(await field(seen, 'Letter').inputValue(), /I waited seven months/);
    await leave(at, seen, { but: /ERR_FAILED/ });
  });

  test('is Welsh from the first step to the last in a Welsh page', async () => {
    const seen = await show(at, page('cymraeg', { language: 'cy' }));
    const pressed = (name) => seen.locator('.stage .button').filter({ hasText: name }).last().click();
    await pressed('Dangos fy AS');
    await seen.getByRole('alert').waitFor();
    await seen.locator('#postcode').fill('CF10 1EP');
    await pressed('Dangos fy AS');
    await seen.locator('#first_name').waitFor();
    await look(seen, 'cy-2-details');
    for (const [id, text] of [['first_name', 'Sioned'], ['last_name', 'Esiampl'], ['email', 'sioned@example.org'], ['address', '1 Heol Esiampl\nCaerdydd']])
      await seen.locator(`#${id}`).fill(text);
    await seen.locator('.stage .button').click();
    await seen.locator('#story').waitFor();
    await seen.locator('#story').fill('Dw i eisiau marw.');
    await seen.locator('.offer:not([hidden])').waitFor();
    await look(seen, 'cy-3-story');
    await seen.locator('.stage .button:not(.plain)').click();
    await seen.locator('#body').waitFor();
    await look(seen, 'cy-4-letter');
    await seen.locator('.stage .button').click();
    await seen.locator('#opt_in').waitFor();
    await look(seen, 'cy-5-preview');
    await seen.locator('.stage .button').click();
    await until(async () => /e-bost/.test(await seen.locator('.stage').innerText()) && !(await seen.locator('#opt_in').count()), 'it was sent');
    await look(seen, 'cy-6-check-email');
    await leave(at, seen);
  });

  test('can be read at night', async () => {
    const seen = await show(at, page('night'), { colorScheme: 'dark' });
    await seen.locator('postbag-campaign').evaluate((element) => element.style.setProperty('--postbag-color-scheme', 'light dark'));
    await toStory(seen);
    await field(seen, 'Your own words (optional)').fill(HARD);
    await helpBox(seen).waitFor();
    await seen.getByText('Need help now?').click();
    await seen.getByRole('link', { name: '999' }).first().waitFor();
    await look(seen, 'night');
    await leave(at, seen);
  });
});
