// What the console does quicker with scripts: choices answered where they are made, copying, nothing lost or sent twice.
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { leave, open } from './browser.mjs';
import { PHONE, inspect, picture } from './checks.mjs';
import { PASSWORD, follow, labelled, sortedBy, staff } from './console.mjs';
import { arrive, press } from './journey.mjs';

const query = (page) => new URL(page.url()).searchParams;

// Fails when the page is loaded afresh before `act` is over.
async function withoutReload(page, act) {
  await page.evaluate(() => { globalThis.isSamePage = true; });
  await act();
  assert.equal(await page.evaluate(() => globalThis.isSamePage), true);
}

describe('The console with scripts', () => {
  const at = open();

  test('answers a search while it is typed, and the keyboard stays where it is', async () => {
    const page = await staff(at, 'ann');
    await follow(page, 'MPs');
    await arrive(page, 'MPs');
    await withoutReload(page, async () => {
      const field = labelled(page, 'MP, constituency or party');
      await field.pressSequentially('derby');
      await page.getByRole('heading', { name: '7 constituencies' }).waitFor();
      await page.getByRole('status').getByText('7 constituencies').waitFor();
      assert.equal(query(page).get('name'), 'derby');
      await field.pressSequentially(' south');
      await page.getByRole('heading', { name: '1 constituency' }).waitFor();
      assert.equal(await field.inputValue(), 'derby south');
      assert.equal(await field.evaluate((one) => one === document.activeElement), true);
      await labelled(page, 'Reached').selectOption('Reached');
      await page.getByRole('heading', { name: '0 constituencies' }).waitFor();
    });
    // The search is one page: Back leaves it.
    await page.goBack();
    await arrive(page, 'Campaigns');
    await leave(page);
  });

  test('answers a choice at once, and sorts a table where it stands', async () => {
    const page = await staff(at, 'bea');
    await page.goto('/staff/reach');
    await page.getByText('Choose what is counted').click();
    await withoutReload(page, async () => {
      await labelled(page, 'MPs').selectOption('East Midlands');
      await page.getByText('0 of 47 MPs have had at least one letter.').first().waitFor();
      assert.equal(query(page).get('group'), 'region:East Midlands');
      assert.equal(await labelled(page, 'MPs').isVisible(), true);
      const heading = page.getByRole('region', { name: 'By party' }).getByRole('link', { name: 'Letters sent' });
      await heading.focus();
      await page.keyboard.press('Enter');
      await sortedBy(page, 'By party', 'Letters sent').waitFor();
      assert.equal(await heading.evaluate((link) => link === document.activeElement), true);
      assert.equal(await labelled(page, 'MPs').isVisible(), true);
    });
    await leave(page);
  });

  test('shows mistakes in a choice as without scripts', async () => {
    const page = await staff(at, 'cat');
    await page.goto('/staff/reach');
    await page.getByText('Choose what is counted').click();
    await page.locator('#as_of').fill('yesterday');
    await page.keyboard.press('Enter');
    await page.getByRole('alert').getByText('Write the date as year-month-day').waitFor();
    await leave(page);
  });

  test('says that the service could not be reached, and goes on once it can be', async () => {
    const page = await staff(at, 'mia');
    await page.goto('/staff/mps');
    await page.route('**/staff/mps?*', (route) => route.abort());
    const field = labelled(page, 'MP, constituency or party');
    await field.pressSequentially('derby');
    await page.getByRole('alert').getByText('The service could not be reached').waitFor();
    assert.equal(await field.inputValue(), 'derby');
    await page.unroute('**/staff/mps?*');
    await field.press('Enter');
    await page.getByRole('heading', { name: '7 constituencies' }).waitFor();
    assert.equal(await page.getByRole('alert').count(), 0);
    // The browser says so of what is cut off.
    page.complaints = page.complaints.filter((complaint) => !complaint.includes('ERR_FAILED'));
    await leave(page);
  });

  test('leads to the page for signing in when the session is over', async () => {
    const page = await staff(at, 'dot');
    await page.goto('/staff/mps');
    await page.context().clearCookies();
    await labelled(page, 'MP, constituency or party').pressSequentially('d');
    await arrive(page, 'Sign in');
    await leave(page);
  });

  test('keeps what was typed when the session is over, and sends it after the next sign-in', async () => {
    for (const javascript of [true, false]) {
      const name = javascript ? 'kim' : 'lou';
      const page = await staff(at, name, 'editor', { javascript });
      await page.goto('/staff/engagements/new');
      await labelled(page, 'Day').fill('2026-01-12');
      await labelled(page, 'MPs and ministers').fill('Derby South');
      await labelled(page, 'What was promised').fill(`To write again, says ${name}.`);
      await page.context().clearCookies();
      await page.getByRole('button', { name: 'Save' }).click();
      await arrive(page, 'You were signed out');
      if (javascript) await inspect(page, 'staff-signed-out');
      const [other] = await Promise.all([
        page.context().waitForEvent('page'),
        page.getByRole('link', { name: 'Sign in (another tab)' }).click(),
      ]);
      await labelled(other, 'Email address').fill(`${name}@example.org`);
      await labelled(other, 'Password').fill(PASSWORD);
      await press(other, 'Sign in', 'Campaigns');
      await press(page, 'Send it again', 'Send it again');
      await press(page, 'Send it again', 'Meeting, 12 January 2026');
      assert.equal(await labelled(page, 'What was promised').inputValue(), `To write again, says ${name}.`);
      await leave(page);
    }
  });

  test('copies what is pasted elsewhere', async () => {
    const page = await staff(at, 'eve');
    await page.context().grantPermissions(['clipboard-read', 'clipboard-write']);
    await page.goto('/staff/campaigns/back-to-work/share');
    const field = page.getByRole('textbox');
    await page.getByRole('button', { name: 'Copy' }).click();
    await page.getByRole('button', { name: 'Copied' }).waitFor();
    assert.equal(await page.evaluate(() => navigator.clipboard.readText()), await field.inputValue());
    await leave(page);
  });

  test('asks before what was typed is left, and not once it is saved', async () => {
    const page = await staff(at, 'fay');
    const asked = [];
    page.on('dialog', (dialog) => {
      asked.push(dialog.type());
      dialog.dismiss();
    });
    await page.goto('/staff/reach/groups/new');
    await labelled(page, 'Name of the group').pressSequentially('Derby');
    await page.getByRole('textbox', { name: 'MPs' }).fill('Derby North');
    await follow(page, 'Delivery');
    await arrive(page, 'Put together a group');
    assert.deepEqual(asked, ['beforeunload']);
    await page.getByRole('button', { name: 'Save the group' }).click();
    await arrive(page, 'Reach');
    assert.deepEqual(asked, ['beforeunload']);
    await leave(page);
  });

  test('sends a form once that is sent twice', async () => {
    const page = await staff(at, 'gus');
    await page.goto('/staff/reach/groups/new');
    await labelled(page, 'Name of the group').fill('Twice');
    await page.getByRole('textbox', { name: 'MPs' }).fill('Derby South');
    const sent = [];
    page.on('request', (request) => {
      if (request.method() === 'POST') sent.push(request.url());
    });
    await page.getByRole('button', { name: 'Save the group' }).dblclick();
    await arrive(page, 'Reach');
    assert.equal(sent.length, 1);
    await leave(page);
  });

  test('has its pages behind one button on a telephone, without scripts, too', async () => {
    for (const javascript of [true, false]) {
      const page = await staff(at, javascript ? 'hal' : 'ida', 'viewer', { javascript, width: PHONE });
      const link = page.getByRole('navigation').getByRole('link', { name: 'Reach' });
      assert.equal(await link.isVisible(), false);
      await page.getByText('Menu', { exact: true }).click();
      await picture(page, 'staff-menu-phone');
      await link.click();
      await arrive(page, 'Reach');
      await leave(page);
    }
  });
});
