// The console of staff: signing in with a code, accounts, and how each page looks.
import assert from 'node:assert/strict';
import { createHmac } from 'node:crypto';
import { describe, test } from 'node:test';
import { leave, open, visit } from './browser.mjs';
import { inspect } from './checks.mjs';
import { PASSWORD, labelled, signIn } from './console.mjs';
import { arrive, press, toCheckEmail } from './journey.mjs';

// The code that a phone's app would show (RFC 6238).
function codeOf(secret, milliseconds = Date.now()) {
  const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';
  const bits = [...secret].map((sign) => alphabet.indexOf(sign).toString(2).padStart(5, '0')).join('');
  const key = Buffer.from(bits.match(/.{8}/g).map((byte) => parseInt(byte, 2)));
  const counter = Buffer.alloc(8);
  counter.writeBigUInt64BE(BigInt(Math.floor(milliseconds / 30_000)));
  const mac = createHmac('sha1', key).update(counter).digest();
  const number = mac.readUInt32BE(mac.at(-1) & 15) & 0x7fffffff;
  return String(number % 1_000_000).padStart(6, '0');
}

describe('The console', () => {
  const at = open();
  const add = (email, role) => at.service.runWith(`${PASSWORD}\n`, 'user', 'add', email, '--role', role);

  test('is signed in to and out of, with and without JavaScript', async () => {
    await add('ada@example.org', 'admin');
    for (const javascript of [true, false]) {
      const page = await visit(at, { javascript });
      await page.goto('/staff/account');
      await arrive(page, 'Sign in');
      if (javascript) await inspect(page, 'staff-sign-in');
      await labelled(page, 'Email address').fill('ada@example.org');
      await labelled(page, 'Password').fill('not her password');
      await press(page, 'Sign in');
      await page.getByRole('alert').getByText('The email address or the password is wrong').waitFor();
      if (javascript) await inspect(page, 'staff-sign-in-wrong');
      assert.equal(await labelled(page, 'Email address').inputValue(), 'ada@example.org');
      await labelled(page, 'Password').fill(PASSWORD);
      await press(page, 'Sign in', 'Your account');
      await press(page, 'Sign out', 'Sign in');
      await page.goto('/staff');
      await arrive(page, 'Sign in');
      await leave(page);
    }
  });

  test('asks for the code of an app once that was set up', async () => {
    await add('cy@example.org', 'editor');
    const page = await visit(at);
    await signIn(page, 'cy@example.org');
    await page.getByRole('link', { name: 'Your account' }).click();
    await arrive(page, 'Your account');
    await inspect(page, 'staff-account');
    await press(page, 'Set it up');
    await page.getByRole('img', { name: /QR code/ }).waitFor();
    await inspect(page, 'staff-account-code');
    const secret = (await page.locator('code').textContent()).replaceAll(' ', '');
    await labelled(page, 'The code that the app shows now').fill(codeOf(secret));
    await page.locator('#totp_present').fill(PASSWORD);
    await press(page, 'Ask me for a code from now on');
    await page.getByText('From now on you are asked for a code').waitFor();
    await inspect(page, 'staff-account-with-code');
    await press(page, 'Sign out', 'Sign in');
    await signIn(page, 'cy@example.org', { next: 'Enter your code' });
    await inspect(page, 'staff-code');
    // The code before was used: the next one is good already.
    await labelled(page, 'Six-digit code').fill(codeOf(secret, Date.now() + 30_000));
    await press(page, 'Sign in', 'Campaigns');
    await leave(page);
  });

  test('mails a password link to whoever forgot theirs', async () => {
    await add('em@example.org', 'viewer');
    const page = await visit(at);
    await page.goto('/staff/sign-in');
    await page.getByRole('link', { name: 'I have forgotten my password' }).click();
    await arrive(page, 'Forgotten your password?');
    await inspect(page, 'staff-forgotten');
    await labelled(page, 'Email address').fill('em@example');
    await press(page, 'Mail me a link');
    await page.getByRole('alert').waitFor();
    await inspect(page, 'staff-forgotten-wrong');
    await labelled(page, 'Email address').fill('em@example.org');
    await press(page, 'Mail me a link', 'Look at your mail');
    await inspect(page, 'staff-forgotten-asked');
    await page.goto(await at.service.passwordLink('em@example.org'));
    await arrive(page, 'Choose a password');
    await labelled(page, 'New password').fill('seven white swans');
    await press(page, 'Save the password', 'Sign in');
    await leave(page);
  });

  test('lets an administrator add somebody, who chooses a password', async () => {
    await add('bo@example.org', 'admin');
    const page = await visit(at);
    await signIn(page, 'bo@example.org');
    await page.getByRole('link', { name: 'Accounts' }).click();
    await arrive(page, 'Accounts');
    await inspect(page, 'staff-accounts');
    await labelled(page, 'Email address').fill('new@example.org');
    await labelled(page, 'Role').selectOption('Editor');
    await press(page, 'Add, and make a password link');
    const link = await page.locator('code').textContent();
    await inspect(page, 'staff-accounts-link');
    await page.getByRole('link', { name: 'Who did what' }).click();
    await arrive(page, 'Who did what');
    await page.getByRole('row', { name: /bo@example.org Added an account new@example.org editor/ }).waitFor();
    await inspect(page, 'staff-audit');
    await leave(page);

    const theirs = await visit(at);
    await theirs.goto(link);
    await arrive(theirs, 'Choose a password');
    await labelled(theirs, 'New password').fill('short');
    await press(theirs, 'Save the password');
    await theirs.getByRole('alert').waitFor();
    await inspect(theirs, 'staff-reset-wrong');
    await labelled(theirs, 'New password').fill(PASSWORD);
    await press(theirs, 'Save the password', 'Sign in');
    await labelled(theirs, 'Password').fill(PASSWORD);
    await press(theirs, 'Sign in', 'Campaigns');
    assert.equal(await theirs.getByRole('link', { name: 'Accounts' }).count(), 0);
    await theirs.goto('/staff/users');
    await arrive(theirs, 'You cannot do that');
    await inspect(theirs, 'staff-refused');
    await theirs.goto(link);
    await arrive(theirs, 'This link does not work');
    await leave(theirs);
  });

  test('shows the campaigns with their letters, in English whatever the browser prefers', async () => {
    await add('di@example.org', 'viewer');
    const writer = await visit(at);
    await toCheckEmail(writer);
    await leave(writer);
    const page = await visit(at);
    await signIn(page, 'di@example.org');
    await page.getByRole('row', { name: /Waiting for the writer’s yes 1/ }).waitFor();
    await inspect(page, 'staff-home');
    await page.goto('/staff?lang=cy');
    await arrive(page, 'Campaigns');
    await leave(page);
  });
});
