// Debian's Chromium, and one person in front of it.
import assert from 'node:assert/strict';
import { after, before } from 'node:test';
import { chromium } from 'playwright-core';
import { PATIENCE, Service } from './service.mjs';

// A browser that speaks to nobody but the service. `backForwardCache`: Back shows a page as it was left, as
// Chromium does where memory allows; Playwright turns that off by itself.
export function launch({ backForwardCache = false } = {}) {
  return chromium.launch({
    executablePath: process.env.POSTBAG_CHROMIUM ?? '/usr/bin/chromium-headless-shell',
    // --no-sandbox: build servers run tests as root, where Chromium's own sandbox refuses to start.
    args: [
      '--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-sync',
      '--disable-background-networking', '--disable-component-update', '--disable-domain-reliability',
    ],
    ignoreDefaultArgs: backForwardCache ? ['--disable-back-forward-cache'] : [],
  });
}

// A service and a browser for all tests of the block that calls this. `settings` are the service's, by their
// environment variables without `POSTBAG_`.
export function open(settings = {}, options = {}) {
  const at = {};
  before(async () => {
    at.service = await Service.start(settings);
    at.browser = await launch(options);
  });
  after(async () => {
    await at.browser?.close();
    await at.service?.stop();
  });
  return at;
}

// A page at the width of a phone or a desk, in a browser that nobody used before. It keeps the HTML last served
// to it as `page.served`, and everything no page of ours may do as `page.complaints`.
export async function visit(at, { javascript = true, width = 1280, url = at.service.url, ...more } = {}) {
  const context = await at.browser.newContext({
    baseURL: url,
    locale: 'en-GB',
    timezoneId: 'Europe/London',
    javaScriptEnabled: javascript,
    viewport: { width, height: 800 },
    // A page that glides to its place is nowhere in between.
    reducedMotion: 'reduce',
    ...more,
  });
  context.setDefaultTimeout(PATIENCE);
  return tab(context, url);
}

// One more tab of the same person.
export function anotherTab(page) {
  return tab(page.context(), page.home);
}

async function tab(context, url) {
  const page = await context.newPage();
  page.home = url;
  page.complaints = [];
  page.on('request', (request) => {
    if (!request.url().startsWith(url)) page.complaints.push(`asked another host: ${request.url()}`);
  });
  page.on('response', (response) => {
    if (/^text\/html/.test(response.headers()['content-type'] ?? '')) page.served = response.text().catch(() => '');
  });
  page.on('pageerror', (error) => page.complaints.push(`script failed: ${error.message}`));
  page.on('console', (message) => {
    // The browser says so of every page that is not 200, ours included.
    const isStatus = message.text().startsWith('Failed to load resource');
    if (message.type() === 'error' && !isStatus) page.complaints.push(`console: ${message.text()}`);
  });
  return page;
}

// Ends the visit and fails when the page did something it may not.
export async function leave(page) {
  await page.context().close();
  assert.deepEqual(page.complaints, []);
}
