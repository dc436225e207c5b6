// What the service cannot do, said so that nobody takes it for their own fault.
import assert from 'node:assert/strict';
import { before, describe, test } from 'node:test';
import { anotherTab, leave, open, visit } from './browser.mjs';
import { inspect } from './checks.mjs';
import {
  CAMPAIGN, JO, STEP, arrive, button, field, heading, press, toCheckEmail, toLetter, toPreview,
} from './journey.mjs';
import { Service, eventually, until } from './service.mjs';

const jo = (email) => ({ details: { ...JO, 'Email address': email } });

describe('A campaign', () => {
  const at = open();
  before(async () => {
    await at.service.importCampaign('over', 'closes = "2020-01-31"');
    await at.service.importCampaign('to-come', 'opens = "2099-01-01"');
  });

  for (const [slug, title] of [['over', 'This campaign has closed'], ['to-come', 'Not open yet']]) {
    test(`that takes no letters says so: ${title}`, async () => {
      const page = await visit(at);
      await page.goto(`/c/${slug}`);
      await arrive(page, title);
      assert.equal(await page.getByRole('textbox').count(), 0);
      await inspect(page, `campaign-${slug}`);
      await leave(page);
    });
  }

  test('that closes while a letter is written says so when it is sent', async () => {
    await at.service.importCampaign('closing', '');
    const page = await visit(at);
    await toPreview(page, { campaign: '/c/closing', ...jo('late@example.org') });
    await at.service.importCampaign('closing', 'closes = "2020-01-31"');
    await until(async () => (await fetch(`${at.service.url}/c/closing`)).status === 410, 'the service knows of the change');
    await press(page, 'Send my letter', 'This campaign has closed');
    assert.equal(await at.service.letterCount(), 0);
    await leave(page);
  });
});

describe('A letter', () => {
  const at = open({ LIMITS_LETTERS_PER_MINUTE: '1', LIMITS_LETTERS_BURST: '1' });

  test('too many from one place waits in its page, and goes when there is room', async () => {
    const one = await visit(at);
    const two = await anotherTab(one);
    await toPreview(one, jo('one@example.org'));
    await toPreview(two, jo('two@example.org'));
    await press(one, 'Send my letter', STEP.checkEmail);
    await press(two, 'Send my letter', 'Please wait a moment');
    await inspect(two, 'too-many');
    assert.equal(await at.service.letterCount(), 1);
    // Nothing but the form itself brings it back: everything typed lies in it.
    assert.match(await two.content(), /two@example\.org/);
    await press(two, 'Try again', /Please wait a moment|Check your email/);
    await leave(one);
  });

  test('that many links of one place are opened for waits for its yes, too', async () => {
    const service = await Service.start({ LIMITS_CONFIRMATIONS_PER_SECOND: '1', LIMITS_CONFIRMATIONS_BURST: '1' });
    try {
      const page = await visit({ ...at, service });
      await toCheckEmail(page, jo('busy@example.org'));
      const link = await service.confirmationLink('busy@example.org');
      const opens = (title) => until(async () => {
        await page.goto(link);
        return heading(page, title).isVisible();
      }, title);
      await opens('Please wait a moment');
      await inspect(page, 'too-many-confirmations');
      await opens(STEP.confirm);
      await button(page, 'Yes, send my letter').click();
      await until(async () => {
        await page.getByRole('heading', { level: 1 }).waitFor();
        if (await heading(page, /^Your letter (is on its way|has been sent)$/).isVisible()) return true;
        await arrive(page, 'Please wait a moment');
        await page.reload();
        return false;
      }, 'the yes is heard');
      await service.letterFrom('busy@example.org');
      await leave(page);
    } finally {
      await service.stop();
    }
  });

  test('larger than any letter is refused, and Back brings every word', async () => {
    const page = await visit(at);
    await toLetter(page, jo('large@example.org'));
    const long = 'I waited seven months. '.repeat(8_000).trim();
    await field(page, 'Letter').evaluate((element) => element.removeAttribute('maxlength'));
    await field(page, 'Letter').fill(long);
    await press(page, 'See how it will look', 'That was too much to take in');
    await inspect(page, 'too-large');
    await page.goBack({ waitUntil: 'commit' });
    await arrive(page, STEP.letter);
    await eventually(async () => assert.equal(await field(page, 'Letter').inputValue(), long));
    await leave(page);
  });

  test('that another website puts together goes nowhere', async () => {
    const page = await visit(at);
    await page.setContent(`<form method="post" enctype="multipart/form-data" action="${at.service.url}${CAMPAIGN}">
      <input type="hidden" name="postcode" value="DE1 1AA"><button name="step" value="postcode">Win a prize</button></form>`);
    await button(page, 'Win a prize').click();
    await arrive(page, 'We could not take that form');
    await inspect(page, 'from-elsewhere');
    await leave(page);
  });
});
