// What every page must pass, whatever it says: axe, html-validate, room at every width; and a picture of it.
import assert from 'node:assert/strict';
import fs from 'node:fs/promises';
import path from 'node:path';
import axe from 'axe-core';
import { HtmlValidate } from 'html-validate';

// Where pictures of every page go. Without it none are taken: that is a fifth of what the tests do.
const PICTURES = process.env.POSTBAG_SCREENSHOTS;

// WCAG 2.2 A and AA in full, and what axe's makers advise beyond it.
const RULES = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];

const validator = new HtmlValidate({
  extends: ['html-validate:recommended', 'html-validate:document'],
  rules: {
    // Templates leave conditional lines empty.
    'no-trailing-whitespace': 'off',
    // The error summary with its heading comes before the page's own.
    'heading-level': ['error', { minInitialRank: 'h2' }],
    'void-style': ['error', { style: 'omit' }],
    // Everything comes from our own host.
    'require-sri': ['error', { target: 'crossorigin' }],
  },
});

export const PHONE = 320;
export const DESK = 1280;

export async function widen(page, width) {
  await page.setViewportSize({ width, height: 800 });
}

// A picture of the whole page, or of what is seen of it, in the build folder.
export async function picture(page, name, { fullPage = true } = {}) {
  if (!PICTURES) return;
  await fs.mkdir(PICTURES, { recursive: true });
  await page.screenshot({ path: path.join(PICTURES, `${name}.png`), fullPage, animations: 'disabled' });
}

// A long table's first rows speak for the others, and spare the checks the most of a minute.
const MOST_ROWS = 20;

function withShortTables(html) {
  return html.replace(/(?<=<tbody>)[^]*?(?=<\/tbody>)/g, (rows) =>
    rows.split(/(?<=<\/tr>)/).slice(0, MOST_ROWS).join(''));
}

async function shortenTables(page) {
  await page.evaluate((most) => {
    for (const row of document.querySelectorAll(`tbody tr:nth-child(n + ${most + 1})`)) row.remove();
  }, MOST_ROWS);
}

async function axeFindings(page, rules) {
  if (!await page.evaluate(() => 'axe' in globalThis)) await page.evaluate(axe.source);
  // Only what is wrong is described and sent here: the rest takes four times as long.
  const violations = await page.evaluate(async (runOnly) =>
    (await globalThis.axe.run(document, { runOnly, resultTypes: ['violations'] })).violations, rules);
  return violations.flatMap(({ id, help, nodes }) =>
    nodes.map(({ target, failureSummary }) => `${id}: ${help}: ${target.join(' ')}: ${failureSummary}`));
}

async function htmlFindings(page) {
  // A button's type is submit where none is written (HTML section 4.10.6).
  const html = withShortTables(await page.served).replace(/<button (?![^>]*\btype=)/g, '<button type="submit" ');
  const { results } = await validator.validateString(html);
  return results.flatMap(({ messages }) =>
    messages.map(({ ruleId, line, column, message }) => `${ruleId}: ${message} (line ${line}, ${column})`));
}

// What reaches beyond the right edge, is cut off, or is too small for a thumb; by a line each. A table may
// scroll by itself.
export async function roomFindings(page) {
  return page.evaluate(() => {
    const findings = [];
    const root = document.scrollingElement;
    const called = (element) =>
      `<${element.localName} class="${element.className}">${element.textContent.trim().slice(0, 40)}`;
    const scrolls = (element) => element.closest('.visually-hidden, .skip, svg') !== null ||
      Boolean(element.parentElement && (/auto|scroll/.test(getComputedStyle(element).overflowX) ||
        scrolls(element.parentElement)));
    if (root.scrollWidth > root.clientWidth)
      findings.push(`the page scrolls sideways: ${root.scrollWidth} in ${root.clientWidth} px`);
    for (const element of document.body.querySelectorAll('*')) {
      const box = element.getBoundingClientRect();
      if (box.width === 0 || scrolls(element)) continue;
      const style = getComputedStyle(element);
      if (box.right > root.clientWidth + 1) findings.push(`beyond the edge: ${called(element)}`);
      // What is typed into a field may scroll in it.
      const isClipped = !element.matches('input, textarea') && /hidden|clip/.test(style.overflow + style.overflowX + style.overflowY) &&
        (element.scrollWidth > element.clientWidth + 1 || element.scrollHeight > element.clientHeight + 1);
      if (isClipped) findings.push(`cut off: ${called(element)}`);
      const isTarget = element.matches('button, input:not([type=hidden]), textarea, select, summary, a.button');
      if (isTarget && (box.height < 43.5 || box.width < 43.5))
        findings.push(`${Math.round(box.width)} by ${Math.round(box.height)} px is small for a thumb: ${called(element)}`);
    }
    return findings;
  });
}

// Looks at the page at both widths and by night, takes a picture of each, and fails with all that is wrong.
export async function inspect(page, name) {
  const looks = [
    { width: DESK, colorScheme: 'light', look: `${DESK}`, rules: { type: 'tag', values: RULES } },
    { width: PHONE, colorScheme: 'light', look: `${PHONE}`, rules: { type: 'tag', values: RULES } },
    { width: PHONE, colorScheme: 'dark', look: `${PHONE}-dark`, rules: { type: 'rule', values: ['color-contrast'] } },
  ];
  const findings = (await htmlFindings(page)).map((finding) => `html: ${finding}`);
  await shortenTables(page);
  for (const { width, colorScheme, look, rules } of looks) {
    await page.emulateMedia({ colorScheme });
    await widen(page, width);
    await picture(page, `${name}-${look}`);
    // What the bar at the top covers of a page half scrolled is no finding: the page makes room for whatever has focus.
    await page.evaluate(() => globalThis.scrollTo(0, 0));
    const found = [...await roomFindings(page), ...await axeFindings(page, rules)];
    findings.push(...found.map((finding) => `${look}: ${finding}`));
  }
  await page.emulateMedia({ colorScheme: 'light' });
  await widen(page, DESK);
  assert.deepEqual(findings, [], `${name}: ${await page.title()}`);
}
