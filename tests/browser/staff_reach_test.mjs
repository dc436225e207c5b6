// Reach in the console: figures, who is not yet reached, an MP's page, groups of MPs.
import { describe, test } from 'node:test';
import { anotherTab, leave, open, visit } from './browser.mjs';
import { inspect } from './checks.mjs';
import { follow, labelled, sortedBy, staff } from './console.mjs';
import { arrive, confirm, press, toCheckEmail } from './journey.mjs';
import { until } from './service.mjs';

describe('Reach in the console', () => {
  const at = open();

  test('is nothing at first', async () => {
    const page = await staff(at, 'ann');
    await follow(page, 'Reach');
    await arrive(page, 'Reach');
    await page.getByText('0 of 650 MPs have had at least one letter.').waitFor();
    await inspect(page, 'staff-reach-empty');
    await leave(page);
  });

  test('shows figures, and can be chosen and sorted without JavaScript', async () => {
    const writer = await visit(at);
    await toCheckEmail(writer);
    await confirm(writer, at.service);
    await leave(writer);
    await until(async () => (await at.service.letters()).length > 0, 'the letter leaves');
    const page = await staff(at, 'bea', 'editor', { javascript: false });
    await until(async () => {
      await page.goto('/staff/reach');
      return await page.getByText('1 of 650 MPs have had at least one letter.').count() > 0;
    }, 'the letter counts');
    await page.getByText('Choose what is counted').click();
    await labelled(page, 'MPs').selectOption('East Midlands');
    await press(page, 'Show the figures', 'Reach');
    await page.getByText('1 of 47 MPs have had at least one letter.').waitFor();
    await page.getByRole('region', { name: 'By party' }).getByRole('link', { name: 'Letters sent' }).click();
    await sortedBy(page, 'By party', 'Letters sent').waitFor();
    await leave(page);
  });

  test('is looked at', async () => {
    const page = await staff(at, 'cat');
    await page.goto('/staff/reach?from=2026-01-01');
    await inspect(page, 'staff-reach');
    await page.goto('/staff/reach?group=region:East%20Midlands');
    await arrive(page, 'Reach');
    await inspect(page, 'staff-reach-group');
    await page.goto('/staff/reach?as_of=yesterday');
    await page.getByRole('alert').getByText('Write the date as year-month-day').waitFor();
    await inspect(page, 'staff-reach-wrong');
    await page.goto('/staff/reach/not-yet');
    await arrive(page, 'MPs not yet reached');
    await inspect(page, 'staff-not-yet');
  });

  test('finds MPs and shows what they had', async () => {
    const page = await staff(at, 'dot');
    await follow(page, 'MPs');
    await arrive(page, 'MPs');
    await inspect(page, 'staff-mps');
    await labelled(page, 'MP, constituency or party').fill('derby');
    await labelled(page, 'Reached').selectOption('Reached');
    await press(page, 'Show MPs', 'MPs');
    await page.getByRole('heading', { name: '1 constituency' }).waitFor();
    await page.getByRole('table').getByRole('link', { name: 'Baggy Shanker' }).click();
    await arrive(page, 'Baggy Shanker');
    await page.getByText('The last was sent on').waitFor();
    await inspect(page, 'staff-mp');
    await leave(page);
  });

  test('counts for a group that somebody put together', async () => {
    const page = await staff(at, 'eve');
    await page.goto('/staff/reach/groups');
    await arrive(page, 'Groups of MPs');
    await inspect(page, 'staff-groups-none');
    await follow(page, 'Put together a group');
    await arrive(page, 'Put together a group');
    await labelled(page, 'Name of the group').fill('Derby');
    await labelled(page, 'MPs').last().fill('Baggy Shanker\nNobody Ofthatname');
    await press(page, 'Save the group', 'Put together a group');
    await page.getByRole('alert').getByText('Nobody Ofthatname').waitFor();
    await inspect(page, 'staff-group-wrong');
    await page.getByRole('textbox', { name: 'MPs' }).fill('Baggy Shanker\nDerby North');
    await press(page, 'Save the group', 'Reach');
    await page.getByText('1 of 2 MPs have had at least one letter.').waitFor();
    await page.goto('/staff/reach/groups');
    await inspect(page, 'staff-groups');
    const other = await anotherTab(page);
    await page.goto('/staff/reach/groups/derby');
    await other.goto('/staff/reach/groups/derby');
    await other.getByRole('textbox', { name: 'MPs' }).fill('Derby North');
    await press(other, 'Save the group', 'Reach');
    await other.close();
    await page.getByRole('textbox', { name: 'Name of the group' }).fill('Derby, both');
    await press(page, 'Save the group', 'Change a group');
    await page.getByText('Somebody else saved this').first().waitFor();
    await inspect(page, 'staff-group-conflict');
    await press(page, 'Save the group', 'Reach');
    await leave(page);
  });
});
