// The whole way of a letter: postcode, details, letter, preview, mail, yes, thanks.
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { leave, open, visit } from './browser.mjs';
import { DESK, PHONE, roomFindings } from './checks.mjs';
import { CAMPAIGN, JO, STEP, STORY, arrive, confirm, field, giveDetails, givePostcode, press } from './journey.mjs';

describe('A supporter writes to their MP', () => {
  const at = open();

  for (const javascript of [true, false]) {
    for (const width of [DESK, PHONE]) {
      test(`with JavaScript ${javascript ? 'on' : 'off'}, on a page ${width} px wide`, async () => {
        const email = `jo.${javascript ? 'on' : 'off'}.${width}@example.org`;
        const page = await visit(at, { javascript, width });
        const hasRoom = async () => assert.deepEqual(await roomFindings(page), [], await page.title());
        await page.goto('/');
        await page.getByRole('link', { name: STEP.postcode }).click();
        await arrive(page, STEP.postcode);
        await hasRoom();
        await givePostcode(page, 'de11aa');
        assert.match(await page.getByRole('main').innerText(), /Your MP is\s+Baggy Shanker\s+Labour \(Co-op\), for Derby South/);
        await hasRoom();
        await giveDetails(page, { ...JO, 'Email address': email });
        await hasRoom();
        await field(page, STORY).fill(JO[STORY]);
        await press(page, 'Show my letter', STEP.letter);
        await hasRoom();
        await press(page, 'See how it will look', STEP.preview);
        const shown = await page.getByRole('main').innerText();
        assert.match(shown, /Dear Baggy Shanker,/);
        assert.match(shown, /I waited seven months for an answer\./);
        assert.match(shown, /Jo Example\s+1 Example Street\s+Derby\s+DE1 1AA/);
        assert.equal(await page.getByRole('checkbox').isChecked(), false, 'nobody is signed up unasked');
        await hasRoom();
        await press(page, 'Send my letter', STEP.checkEmail);
        await hasRoom();
        await confirm(page, at.service, email);
        await hasRoom();

        const letter = await at.service.letterFrom(email);
        assert.match(letter.headers.to, /baggy\.shanker\.mp@parliament\.uk/);
        // What was shown is what arrives, but for how lines are broken.
        const words = (text) => text.split(/\s+/).join(' ').trim();
        assert.ok(words(shown).includes(words(letter.text)), `shown: ${shown}\nsent: ${letter.text}`);
        await leave(page);
      });
    }
  }

  test('and the first page is under 30 KB in all', async () => {
    const page = await visit(at);
    let bytes = 0;
    const sizes = [];
    page.on('requestfinished', (request) => sizes.push(request.sizes().then(({ responseBodySize, responseHeadersSize }) => {
      bytes += responseBodySize + responseHeadersSize;
    })));
    await page.goto(CAMPAIGN, { waitUntil: 'networkidle' });
    await Promise.all(sizes);
    assert.ok(bytes > 1000 && bytes < 30_000, `${bytes} bytes`);
    await leave(page);
  });
});
