// The console's delivery, Parliament's clock, mended addresses and people.
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { leave, open, visit } from './browser.mjs';
import { inspect } from './checks.mjs';
import { labelled, staff } from './console.mjs';
import { JO, arrive, confirm, press, toCheckEmail } from './journey.mjs';

describe('The console, about letters on their way,', () => {
  // What is confirmed waits, so that it can be held.
  const at = open({ LETTERS_CANCEL_WINDOW: '10m' });

  async function write(email) {
    const writer = await visit(at);
    await toCheckEmail(writer, { details: { ...JO, 'Email address': email } });
    await confirm(writer, at.service, email);
    await leave(writer);
  }

  test('shows the queue, and holds and releases one letter and all of a list', async () => {
    await write('queue@example.org');
    const page = await staff(at, 'ada', 'editor');
    await page.getByRole('link', { name: 'Delivery', exact: true }).click();
    await arrive(page, 'Delivery');
    await inspect(page, 'staff-delivery');
    await page.getByRole('link', { name: 'Waiting, never tried' }).click();
    await arrive(page, 'Letters: Waiting to be sent');
    await inspect(page, 'staff-letters');
    await page.getByRole('main').locator('tbody a').first().click();
    await arrive(page, /^Letter /);
    await press(page, 'Hold');
    await page.getByText('Done. The letter is now: Held.').waitFor();
    await inspect(page, 'staff-letter');
    assert.doesNotMatch(await page.content(), /queue@example.org/);
    await page.goto('/staff/delivery/letters?state=held');
    await press(page, 'Release all of them…', 'Release 1 letter?');
    await inspect(page, 'staff-letters-confirm');
    await press(page, 'Release 1 letter', 'Letters: Held');
    await page.getByText('1 letter was changed.').waitFor();
    await inspect(page, 'staff-letters-none');
    await leave(page);
  });

  test('switches a vacancy and a dissolution on and off', async () => {
    const page = await staff(at, 'bo', 'editor');
    await page.goto('/staff/delivery/parliament');
    await arrive(page, 'Parliament’s clock');
    await labelled(page, 'Constituency').fill('Derby Sout');
    await press(page, 'Save the vacancy');
    await page.getByRole('alert').getByText('did you mean "Derby South"?').waitFor();
    await inspect(page, 'staff-parliament-wrong');
    await labelled(page, 'Constituency').fill('Derby South');
    await press(page, 'Save the vacancy');
    await page.getByText('Vacant. Letters to it are held.').waitFor();
    await page.locator('#from').fill('2029-05-30');
    await press(page, 'Save the dissolution');
    await page.getByText('It is dissolved from 30 May 2029.').waitFor();
    await inspect(page, 'staff-parliament');
    await press(page, 'Parliament sits again from today');
    await page.getByText('Parliament sits.', { exact: true }).waitFor();
    await page.getByRole('button', { name: /^Delete: it was a mistake/ }).click();
    await page.getByText('No seat is said to be vacant here.').waitFor();
    await leave(page);
  });

  test('mends the address of an MP and goes back to the data set’s', async () => {
    const page = await staff(at, 'cy', 'editor');
    await page.goto('/staff/delivery/addresses');
    await arrive(page, 'MPs’ addresses');
    await inspect(page, 'staff-addresses');
    const { mp } = await (await fetch(`${at.service.url}/api/v1/constituencies/E14001194`)).json();
    await page.goto(`/staff/delivery/addresses/${mp.id}`);
    await arrive(page, /^Address: /);
    await press(page, 'Use this address');
    await page.getByRole('alert').waitFor();
    await inspect(page, 'staff-address-wrong');
    await labelled(page, 'Email address to use').fill('office@example.org');
    await labelled(page, 'Why it is needed').fill('Letters come back');
    await labelled(page, 'Where you found it').fill('Their website, on 3 November');
    await press(page, 'Use this address');
    await page.getByText('Saved. Letters go there within a few seconds.').waitFor();
    await inspect(page, 'staff-address');
    await page.getByRole('link', { name: 'MPs’ addresses' }).click();
    await arrive(page, 'MPs’ addresses');
    await inspect(page, 'staff-addresses-mended');
    await leave(page);
  });

  test('finds a supporter, makes a copy and erases them, for an administrator', async () => {
    await write('person@example.org');
    const page = await staff(at, 'di', 'admin');
    await page.getByRole('link', { name: 'People', exact: true }).click();
    await arrive(page, 'People');
    await inspect(page, 'staff-people');
    await labelled(page, 'Their email address').fill('person@example.org');
    await press(page, 'Find', 'person@example.org');
    assert.equal(new URL(page.url()).search, '');
    await inspect(page, 'staff-person');
    const copied = page.waitForEvent('download');
    await page.getByRole('button', { name: 'Download the copy' }).click();
    assert.equal((await copied).suggestedFilename(), 'supporter.json');
    await press(page, 'Erase…', 'Erase this supporter?');
    await inspect(page, 'staff-erase');
    await press(page, 'Erase for good', 'People');
    await page.getByText('Erased: 1 letter.').waitFor();
    await page.getByRole('link', { name: 'Who agreed to hear more' }).click();
    await arrive(page, 'Who agreed to hear more');
    await inspect(page, 'staff-opted-in');
    const table = page.waitForEvent('download');
    await page.getByRole('button', { name: 'Download the table' }).click();
    assert.match((await table).suggestedFilename(), /^opted-in-.*\.csv$/);
    await leave(page);
  });
});
