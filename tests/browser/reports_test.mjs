// Reports: pages to copy from, files that are the command line's, and a PDF. Of a made-up year.
import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import fs from 'node:fs/promises';
import path from 'node:path';
import { after, before, describe, test } from 'node:test';
import { promisify } from 'node:util';
import { launch, leave, visit } from './browser.mjs';
import { DESK, PHONE, inspect, picture, roomFindings, widen } from './checks.mjs';
import { labelled, signIn } from './console.mjs';
import { arrive, press } from './journey.mjs';
import { Service } from './service.mjs';

const CHROMIUM = process.env.POSTBAG_CHROMIUM ?? '/usr/bin/chromium-headless-shell';

describe('Reports', () => {
  const at = {};
  before(async () => {
    // No mailer: it would send what is to be withdrawn in the made-up year.
    at.service = await Service.start({ MAILER_EMBEDDED: 'false' });
    const said = await at.service.run('sandbox', 'fill');
    at.password = said.match(/with the password (\S+)/)[1];
    at.browser = await launch();
  });
  after(async () => {
    await at.browser?.close();
    await at.service?.stop();
  });

  async function admin(options = {}) {
    const page = await visit(at, options);
    await signIn(page, 'admin@example.org', { password: at.password });
    return page;
  }

  // What a link of the page leads to, as the browser would save it.
  async function fileOf(page, name) {
    const address = await page.getByRole('link', { name }).getAttribute('href');
    const response = await page.request.get(new URL(address, page.home).href);
    assert.equal(response.status(), 200);
    return { bytes: await response.text(), query: new URL(address, page.home).searchParams };
  }

  const period = (query) => ['--from', query.get('from'), '--to', query.get('to'), '--as-of', query.get('as_of')];

  test('are copied or saved, and are what the command line prints', async () => {
    for (const javascript of [true, false]) {
      const page = await admin({ javascript });
      await page.getByRole('link', { name: 'Reports' }).click();
      await arrive(page, 'Reports');
      if (javascript) await inspect(page, 'staff-reports');
      await page.getByRole('link', { name: 'last quarter' }).click();
      await labelled(page, 'About').selectOption({ index: 2 });
      await press(page, 'Write the newsletter text', 'Newsletter text');
      if (javascript) await inspect(page, 'staff-newsletter');
      const markdown = await fileOf(page, 'Save as Markdown');
      assert.match(markdown.bytes, /^# .*\n\nSo far, \d+ of 650 MPs have had letters/);
      assert.equal(await labelled(page, 'As Markdown').inputValue(), markdown.bytes);
      const html = await fileOf(page, 'Save as HTML');
      assert.ok(html.bytes.includes(await labelled(page, 'As HTML').inputValue()));
      const about = markdown.query.get('about');
      const scope = about.startsWith('campaign:') ? [about.slice(9)] : ['--organisation', about.slice(13)];
      const print = (...words) => at.service.run('report', ...words, ...scope, ...period(markdown.query));
      assert.equal(await print('newsletter'), markdown.bytes);
      assert.equal(await print('newsletter', '--markdown'), markdown.bytes);
      assert.equal(await print('newsletter', '--html'), html.bytes);
      await page.goto(`/staff/reports/funder?${markdown.query}`);
      const funder = await fileOf(page, 'Open it, to read or print');
      assert.equal(await print('funder'), funder.bytes);
      await leave(page);
    }
  });

  test('say what is wrong with a period', async () => {
    const page = await admin();
    await page.goto('/staff/reports/newsletter?from=2026-02-30&to=2026-01-01&as_of=2090-01-01');
    await page.getByRole('alert').waitFor();
    await inspect(page, 'staff-newsletter-wrong');
    await leave(page);
  });

  test('tell an MP’s office how many wrote', async () => {
    const page = await admin();
    await page.goto('/staff/reports/digest');
    await inspect(page, 'staff-digest');
    // The MP whom most wrote to, as the public figures say.
    const reach = await (await page.request.get(`${page.home}/api/v1/campaigns/back-to-work/reach`)).json();
    const most = reach.constituencies.toSorted((one, other) => (other.letters ?? 0) - (one.letters ?? 0))[0];
    const seat = await (await page.request.get(`${page.home}/api/v1/constituencies/${most.code}`)).json();
    await labelled(page, 'First day').fill('2020-01-01');
    await labelled(page, 'Last day').fill('2090-12-31');
    await labelled(page, 'MP').fill(seat.name);
    await press(page, 'Write the digest');
    if (most.letters !== null) {
      assert.match(await labelled(page, 'As Markdown').inputValue(), /\d+ of your constituents wrote to you about/);
      await inspect(page, 'staff-digest-made');
      const { bytes, query } = await fileOf(page, 'Save as Markdown');
      assert.equal(await at.service.run('report', 'digest', '--member', query.get('member'), ...period(query)), bytes);
    }
    await labelled(page, 'First day').fill('2020-01-01');
    await labelled(page, 'Last day').fill('2020-01-31');
    await press(page, 'Write the digest');
    await page.getByRole('alert').getByText('Fewer than ten constituents').waitFor();
    await inspect(page, 'staff-digest-too-few');
    await leave(page);
  });

  test('for a funder can be read on a screen and printed to a PDF with pages', async () => {
    const page = await admin();
    await page.goto('/staff/reports');
    await page.getByRole('link', { name: 'last quarter' }).click();
    await press(page, 'Make the funder’s report', 'Funder’s report');
    await inspect(page, 'staff-funder');
    const { bytes } = await fileOf(page, 'Open it, to read or print');
    await page.getByRole('link', { name: 'Open it, to read or print' }).click();
    await page.getByRole('heading', { name: 'What the figures mean' }).waitFor();
    await inspect(page, 'report-funder');
    for (const width of [PHONE, DESK]) {
      await widen(page, width);
      assert.deepEqual(await roomFindings(page), []);
    }
    await picture(page, 'report-funder-whole');
    await leave(page);

    const file = path.join(at.service.folder, 'funder.html');
    const pdf = path.join(process.env.POSTBAG_SCREENSHOTS ?? at.service.folder, 'report-funder.pdf');
    await fs.writeFile(file, bytes);
    await promisify(execFile)(CHROMIUM, [
      '--headless', '--no-sandbox', '--disable-gpu', '--no-pdf-header-footer',
      `--user-data-dir=${path.join(at.service.folder, 'chromium')}`, `--print-to-pdf=${pdf}`, `file://${file}`,
    ]);
    const printed = await fs.readFile(pdf, 'latin1');
    const pages = printed.match(/\/Type \/Page\b(?!s)/g)?.length ?? 0;
    assert.ok(pages >= 3 && pages <= 12, `${pages} pages`);
    // A4 in points: 595 by 842.
    assert.match(printed, /\/MediaBox \[0 0 59[45](\.\d+)? 84[12](\.\d+)?\]/);
  });
});
