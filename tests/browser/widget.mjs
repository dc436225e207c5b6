// The widget in a page of another website, as a person walks through it and as it is looked at.
import assert from 'node:assert/strict';
import { after, before } from 'node:test';
import axe from 'axe-core';
import { open, visit } from './browser.mjs';
import { DESK, PHONE, picture, widen } from './checks.mjs';
import { ForeignSite } from './foreign_site.mjs';

export const NAMES = {
  'First name': 'Jo', 'Last name': 'Example', 'Email address': 'jo@example.org', 'Your address': '1 Example Street\nDerby',
};
export const STORY = 'I waited seven months for an answer.';

export const heading = (page, name) => page.getByRole('heading', { level: 2, name });
export const press = (page, name) => page.getByRole('button', { name, exact: true }).click();
export const field = (page, name) => page.getByRole('textbox', { name });

export async function toDetails(page, postcode = 'DE1 1AA') {
  await field(page, 'Your postcode').fill(postcode);
  await press(page, 'Show my MP');
}

export async function toStory(page, email = 'jo@example.org') {
  await toDetails(page);
  for (const [name, text] of Object.entries(NAMES)) await field(page, name).fill(text);
  await field(page, 'Email address').fill(email);
  await press(page, 'Continue');
  await heading(page, 'Why does this matter to you?').waitFor();
}

export async function toLetter(page, email) {
  await toStory(page, email);
  await field(page, 'Your own words (optional)').fill(STORY);
  await press(page, 'Show my letter');
  await heading(page, 'Your letter to Baggy Shanker').waitFor();
}

export async function toPreview(page, email) {
  await toLetter(page, email);
  await press(page, 'See how it will look');
  await heading(page, 'Check your letter').waitFor();
}

// What is too wide for its page or too small for a thumb, inside the widget.
function roomFindings(page) {
  return page.evaluate(() => {
    const box = document.querySelector('postbag-campaign').shadowRoot.querySelector('.box');
    const edge = document.documentElement.clientWidth;
    return [...box.querySelectorAll('*')].filter((element) => !element.matches('.unseen')).flatMap((element) => {
      const { left, right, width, height } = element.getBoundingClientRect();
      const findings = [];
      if (width && (right > edge + 1 || left < -1)) findings.push(`beyond the edge: ${element.outerHTML.slice(0, 80)}`);
      if (width && element.matches('button, input, textarea, summary') && height < 43.5)
        findings.push(`${height} px: ${element.outerHTML.slice(0, 80)}`);
      return findings;
    });
  });
}

export async function look(page, name) {
  const findings = [];
  for (const width of [DESK, PHONE]) {
    await widen(page, width);
    // Then the bar at its head lies over nothing.
    await page.evaluate(() => scrollTo(0, 0));
    await picture(page, `widget-${name}-${width}`);
    findings.push(...await roomFindings(page));
    await page.evaluate(axe.source);
    const { violations } = await page.evaluate(() => globalThis.axe.run('postbag-campaign'));
    findings.push(...violations.flatMap(({ id, nodes }) => nodes.map(({ target, failureSummary }) => `${width} ${id}: ${target} ${failureSummary}`)));
  }
  await widen(page, DESK);
  assert.deepEqual(findings, [], name);
}


// A service with a campaign that this other website may show, for all tests of the block that calls this.
export function openWithSite(slug, settings) {
  const at = open(settings);
  before(async () => {
    at.site = await ForeignSite.open(at.service);
    await at.service.importCampaign(slug, `allowed_origins = ["${at.site.url}"]`, 'back-to-work');
  });
  after(() => at.site?.close());
  return at;
}

export async function show(at, address, options = {}) {
  const page = await visit(at, { url: at.site.url, ...options });
  await page.goto(address);
  return page;
}

// Nothing but the service was asked, and no policy was broken.
export async function leave(at, page, { but = /^$/ } = {}) {
  await page.context().close();
  const others = page.complaints.filter((said) => !said.startsWith(`asked another host: ${at.service.url}/`) && !but.test(said));
  assert.deepEqual(others, []);
}
