// Engagements, timelines and questions to supporters in the console.
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { leave, open, visit } from './browser.mjs';
import { inspect } from './checks.mjs';
import { follow, labelled, staff } from './console.mjs';
import { arrive, confirm, press, toCheckEmail } from './journey.mjs';

describe('Engagements in the console', () => {
  const at = open();

  async function record(page, members = 'Derby South\nDerby North') {
    await page.goto('/staff/engagements/new');
    await arrive(page, 'Record an engagement');
    await labelled(page, 'Day').fill('2026-01-12');
    await labelled(page, 'MPs and ministers').fill(members);
    await labelled(page, 'Officials and organisations').fill('Staff of the Department: 70');
    await labelled(page, 'What was promised').fill('To write to the minister.');
    await labelled(page, 'What happens next').fill('Ask again.');
    await labelled(page, 'Remind us on').fill('2026-01-20');
    await press(page, 'Save');
  }

  test('are recorded, with mistakes at their fields, without JavaScript', async () => {
    const page = await staff(at, 'ed', 'editor', { javascript: false });
    await follow(page, 'Engagements');
    await arrive(page, 'Engagements');
    await record(page, 'Shanker');
    await page.getByRole('alert').getByText('may mean Baggy Shanker (Derby South)').waitFor();
    await labelled(page, 'MPs and ministers').fill('Derby South\nDerby North');
    await press(page, 'Save', 'Meeting, 12 January 2026');
    await page.getByText('The engagement is saved.').waitFor();
    await leave(page);
  });

  test('show how they look, with reminders and sums', async () => {
    const page = await staff(at, 'fay', 'editor');
    await page.goto('/staff/engagements/new');
    await arrive(page, 'Record an engagement');
    await labelled(page, 'Day').fill('soon');
    await press(page, 'Save');
    await page.getByRole('alert').waitFor();
    await inspect(page, 'staff-engagement-wrong');
    await record(page);
    await arrive(page, 'Meeting, 12 January 2026');
    await inspect(page, 'staff-engagement');
    await follow(page, 'Engagements');
    await arrive(page, 'Engagements');
    await page.getByText('Met with 2 MPs.').waitFor();
    await inspect(page, 'staff-engagements');
    await page.goto('/staff');
    await arrive(page, 'Campaigns');
    await page.getByRole('heading', { name: 'Reminders that are due' }).waitFor();
    await inspect(page, 'staff-home-reminders');
    await leave(page);

    const viewer = await staff(at, 'vi', 'viewer');
    await follow(viewer, 'Engagements');
    await arrive(viewer, 'Engagements');
    await viewer.getByRole('row').getByRole('link').first().click();
    await arrive(viewer, 'Meeting, 12 January 2026');
    assert.equal(await viewer.getByRole('textbox').count(), 0);
    await inspect(viewer, 'staff-engagement-viewer');
    await leave(viewer);
  });

  test('of two editors the second sees what the first saved and loses nothing', async () => {
    const first = await staff(at, 'gus', 'editor');
    await record(first);
    await arrive(first, 'Meeting, 12 January 2026');
    const second = await staff(at, 'hal', 'editor');
    await second.goto(first.url());
    await arrive(second, 'Meeting, 12 January 2026');
    await labelled(first, 'What was promised').fill('To write today.');
    await press(first, 'Save');
    await first.getByText('The engagement is saved.').waitFor();
    await labelled(second, 'What was promised').fill('To ring.');
    await labelled(second, 'What was asked').fill('A meeting.');
    await press(second, 'Save');
    await second.getByText('What they saved:').waitFor();
    await second.getByText('To write today.').waitFor();
    assert.equal(await labelled(second, 'What was promised').inputValue(), 'To ring.');
    assert.equal(await labelled(second, 'What was asked').inputValue(), 'A meeting.');
    await inspect(second, 'staff-engagement-conflict');
    await press(second, 'Save');
    await second.getByText('The engagement is saved.').waitFor();
    await leave(first);
    await leave(second);
  });

  test('are imported from a file after a look at what it becomes', async () => {
    const page = await staff(at, 'ida', 'editor');
    await page.goto('/staff/engagements/import');
    await arrive(page, 'Import engagements');
    await inspect(page, 'staff-import');
    await labelled(page, 'Or paste it here').fill('day,kind,members\n2026-02-01,chat,Derby South\nsoon,meeting,Nobody Atall\n');
    await press(page, 'Check it');
    await page.getByRole('alert').getByText('Line 3, column 1 (day)').waitFor();
    await inspect(page, 'staff-import-wrong');
    await labelled(page, 'Or paste it here').fill('');
    await labelled(page, 'A CSV file').setInputFiles({
      name: 'engagements.csv',
      mimeType: 'text/csv',
      buffer: Buffer.from('day,kind,members,others\n2026-02-01,meeting,Ynys Môn,\n2026-02-02,briefing,,Staff: 12\n'),
    });
    await press(page, 'Check it');
    await page.getByRole('heading', { name: 'What would be recorded' }).waitFor();
    await inspect(page, 'staff-import-preview');
    await press(page, 'Record 2 engagements', 'Engagements');
    await page.getByText('The rows of the file are recorded.').waitFor();
    await leave(page);
  });

  test('a campaign has a timeline and questions to its supporters', async () => {
    const page = await staff(at, 'jim', 'editor');
    await page.goto('/staff/campaigns/back-to-work/timeline');
    await arrive(page, /^Timeline: /);
    await page.getByText('it has no outcome yet').waitFor();
    await labelled(page, 'What it was').selectOption('Vote taken');
    await labelled(page, 'Day').fill('2026-01-12');
    await labelled(page, 'What happened').fill('To write to every MP.');
    await labelled(page, 'By whom').fill('Members’ meeting');
    await labelled(page, 'Votes for').fill('42');
    await press(page, 'Add it');
    await page.getByText('42 for, 0 against, 0 abstained.').waitFor();
    await labelled(page, 'What it was').selectOption('Outcome');
    await labelled(page, 'Day').fill('2026-02-12');
    await labelled(page, 'What happened').fill('The minister changed the rules.');
    await press(page, 'Add it');
    await page.getByText('The campaign has its outcome, of 12 February 2026.').waitFor();
    await inspect(page, 'staff-timeline');
    await press(page, 'Take the outcome back: the campaign goes on');
    await page.getByText('it has no outcome yet').waitFor();
    await inspect(page, 'staff-timeline-taken-back');
    await follow(page, 'Questions to supporters');
    await arrive(page, /^Questions to supporters: /);
    await page.getByText('The questions are off.').waitFor();
    await press(page, 'Turn the questions on');
    await page.getByText(/The questions are on, since/).waitFor();
    await inspect(page, 'staff-follow-up');
    await leave(page);
  });
});

describe('A supporter is asked whether their MP replied', () => {
  const at = open();

  test('and answers, or stops the questions, without JavaScript', async () => {
    const writer = await visit(at);
    await toCheckEmail(writer);
    await confirm(writer, at.service);
    await at.service.letterFrom('jo@example.org');
    await leave(writer);
    // Fifteen days later, in a campaign that has asked all along.
    await at.service.restartAfter(`
      UPDATE letters SET state_since = state_since - 15 * 86400000 WHERE state = 3;
      INSERT INTO records VALUES ('settings', 'follow-up:back-to-work', 1, 0, 'test', '{"asks":true}');`);
    const link = await at.service.followUpLink('jo@example.org');
    const page = await visit(at, { javascript: false });
    await page.goto(link);
    await arrive(page, 'Has your MP replied?');
    await press(page, 'Send my answer');
    await page.getByRole('alert').getByText('Choose one of the answers.').waitFor();
    await page.goto(link);
    await page.getByRole('radio', { name: 'Yes, I have had a reply' }).check();
    await page.getByRole('radio', { name: 'Helpful', exact: true }).check();
    await press(page, 'Send my answer', 'Thank you');
    await page.goto(link);
    await arrive(page, 'You told us already');
    await leave(page);
  });

  test('on a page that looks right, in Welsh too', async () => {
    await at.service.restartAfter('UPDATE follow_ups SET answered_at = NULL, answer = NULL, manner = NULL;');
    const link = await at.service.followUpLink('jo@example.org');
    const page = await visit(at);
    await page.goto(link);
    await arrive(page, 'Has your MP replied?');
    await inspect(page, 'follow-up');
    await press(page, 'Send my answer');
    await page.getByRole('alert').waitFor();
    await inspect(page, 'follow-up-wrong');
    await page.goto(`${link}?lang=cy`);
    await arrive(page, 'A yw eich AS wedi ateb?');
    await inspect(page, 'follow-up-cy');
    await page.goto(link);
    await press(page, 'Do not ask me again', 'We will not ask you again');
    await inspect(page, 'follow-up-stopped');
    await leave(page);
  });
});
