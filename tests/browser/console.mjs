// Somebody of the staff in front of the console.
import { visit } from './browser.mjs';
import { press } from './journey.mjs';

export const PASSWORD = 'three brown ducks';

export const labelled = (page, name) => page.getByLabel(name, { exact: true });

export const follow = (page, name) => page.getByRole('link', { name, exact: true }).first().click();

// Fills in the page that asks who is there.
export async function signIn(page, email, { password = PASSWORD, next = 'Campaigns' } = {}) {
  await page.goto('/staff/sign-in');
  await labelled(page, 'Email address').fill(email);
  await labelled(page, 'Password').fill(password);
  await press(page, 'Sign in', next);
}

// Somebody new, signed in: `name` is before the @ of their address.
export async function staff(at, name, role = 'editor', options = {}) {
  const email = `${name}@example.org`;
  await at.service.runWith(`${PASSWORD}\n`, 'user', 'add', email, '--role', role);
  const page = await visit(at, options);
  await signIn(page, email);
  return page;
}

// The heading that says so, of the table with this caption.
export const sortedBy = (page, table, column) =>
  page.getByRole('region', { name: table }).locator('th[aria-sort=descending]', { hasText: column });
