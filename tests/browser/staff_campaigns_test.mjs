// Campaigns in the console: from a blank to one that supporters see, as an editor does it.
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { leave, open, visit } from './browser.mjs';
import { inspect } from './checks.mjs';
import { follow, labelled, staff } from './console.mjs';
import { arrive, press } from './journey.mjs';

describe('A campaign in the console', () => {
  const at = open();

  test('is made from the blank, written and shown to supporters, without JavaScript', async () => {
    const page = await staff(at, 'ed', 'editor', { javascript: false });
    await follow(page, 'New campaign');
    await arrive(page, 'New campaign');
    await labelled(page, 'Title').fill('Quiet rooms in hospitals');
    await labelled(page, 'Name in addresses').fill('quiet-rooms');
    await press(page, 'Make the draft', 'Texts');
    await follow(page, 'Show it');
    await arrive(page, 'Show it');
    await page.getByRole('link', { name: 'organisation is missing' }).click();
    await arrive(page, 'Texts');
    await labelled(page, 'Organisation').fill('Example Group');
    await labelled(page, 'Summary').fill('Hospitals are loud. A quiet room helps.');
    await labelled(page, 'Privacy notice').fill('We keep little, and not for long.');
    await press(page, 'Save', 'Texts');
    await page.getByText('Saved as version 2. Supporters do not see it yet.').waitFor();
    await follow(page, 'Letters');
    await arrive(page, 'Letters');
    await follow(page, 'Letter 1');
    await arrive(page, 'Letter 1');
    await labelled(page, 'Subjects').fill('A quiet room in {{constituency}}');
    await labelled(page, 'Letter').fill('{{greeting}},\n\n{{story}}\n\nPlease ask for quiet rooms.\n\n{{name}}\n{{address}}');
    await press(page, 'Save', 'Letter 1');
    await page.getByText('Saved as version 3.').waitFor();
    await follow(page, 'Show it');
    await press(page, 'Show version 3 to supporters', 'Quiet rooms in hospitals');
    await page.getByText('Supporters see this version now.').waitFor();
    await page.goto('/c/quiet-rooms');
    await arrive(page, 'Quiet rooms in hospitals');
    await leave(page);
  });

  test('passes axe and looks right on each of its pages', async () => {
    const page = await staff(at, 'flo');
    await inspect(page, 'staff-campaigns');
    await page.goto('/staff/campaigns/new');
    await press(page, 'Make the draft');
    await page.getByRole('alert').waitFor();
    await inspect(page, 'staff-new-wrong');
    for (const [rest, heading, name] of [
      ['', 'Stop sanctions that make people more unwell', 'overview'],
      ['/edit', 'Texts', 'edit'],
      ['/letters', 'Letters', 'letters'],
      ['/letters/1', 'Letter 1', 'letter'],
      ['/source', 'TOML source', 'source'],
      ['/publish', 'Show it', 'publish-same'],
      ['/versions', 'Versions', 'versions'],
      ['/versions/1', 'Version 1', 'version'],
      ['/share', 'Share', 'share'],
    ]) {
      await page.goto(`/staff/campaigns/sanctions${rest}`);
      await arrive(page, heading);
      await inspect(page, `staff-campaign-${name}`);
    }
    await page.goto('/staff/campaigns/sanctions/preview');
    await labelled(page, 'Postcode').fill('DE1 1AA');
    await press(page, 'Show the letter');
    await page.getByRole('heading', { name: 'Which letter' }).waitFor();
    await inspect(page, 'staff-campaign-preview');
    await press(page, 'Send this to my own address');
    await page.getByText('is on its way to flo@example.org').waitFor();
    await leave(page);
  });

  test('says what is wrong with a draft where it is wrong', async () => {
    const page = await staff(at, 'gil');
    await page.goto('/staff/campaigns/sanctions/letters');
    await press(page, 'Add an exception', 'Exception 1');
    await page.getByRole('alert').waitFor();
    await inspect(page, 'staff-campaign-exclusion-wrong');
    await page.goto('/staff/campaigns/sanctions/letters');
    await inspect(page, 'staff-campaign-letters-wrong');
    await page.goto('/staff/campaigns/sanctions/publish');
    await inspect(page, 'staff-campaign-publish-wrong');
    await page.goto('/staff/campaigns/sanctions/preview');
    await inspect(page, 'staff-campaign-preview-wrong');
    await page.goto('/staff/campaigns/sanctions/letters');
    await page.getByRole('button', { name: /^Take away ?: Exception 1$/ }).click();
    await page.getByText('Saved as version').waitFor();
    await leave(page);
  });

  test('tells the second of two editors what the first saved', async () => {
    const hal = await staff(at, 'hal');
    const ida = await staff(at, 'ida');
    for (const page of [hal, ida]) await page.goto('/staff/campaigns/sanctions/edit');
    await labelled(hal, 'Title').fill('What Hal wrote');
    await press(hal, 'Save', 'Texts');
    await hal.getByText('Saved as version').waitFor();
    await labelled(ida, 'Summary').fill('What Ida wrote.');
    await press(ida, 'Save');
    await ida.getByRole('heading', { name: 'Somebody else saved meanwhile' }).waitFor();
    await inspect(ida, 'staff-campaign-conflict');
    assert.equal(await labelled(ida, 'Summary').inputValue(), 'What Ida wrote.');
    // In a tab of its own: what Ida typed stays in this one.
    const [theirs] = await Promise.all([ida.waitForEvent('popup'), follow(ida, 'Read theirs (in a new tab)')]);
    await arrive(theirs, /^Version/);
    assert.equal(await labelled(ida, 'Summary').inputValue(), 'What Ida wrote.');
    await leave(ida);
    await leave(hal);
  });

  test('is paused, ended and goes on again', async () => {
    const page = await staff(at, 'jon');
    const supporter = await visit(at);
    const address = '/staff/campaigns/back-to-work';
    await page.goto(address);
    await press(page, 'Pause it');
    await page.getByText('The campaign is paused.').waitFor();
    await inspect(page, 'staff-campaign-paused');
    await supporter.goto('/c/back-to-work');
    await arrive(supporter, 'This campaign is paused');
    await inspect(supporter, 'campaign-paused');
    await press(page, 'End it');
    await page.getByText('The campaign has ended.').waitFor();
    await press(page, 'Let it go on');
    await page.getByText('The campaign goes on.').waitFor();
    await labelled(page, 'Last day').fill('2020-01-01');
    await press(page, 'Set the last day');
    await page.getByRole('alert').waitFor();
    await inspect(page, 'staff-campaign-extend-wrong');
    await leave(supporter);
    await leave(page);
  });
});
