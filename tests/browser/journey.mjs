// The way to a letter as a person walks it: fields and buttons by the names they are read out with.
import assert from 'node:assert/strict';

export const CAMPAIGN = '/c/back-to-work';

export const JO = {
  'First name': 'Jo',
  'Last name': 'Example',
  'Email address': 'jo@example.org',
  'Your address': '1 Example Street\nDerby',
  'Your own words (optional)': 'I waited seven months for an answer.',
};

// The heading of each step's page.
export const STEP = {
  postcode: 'Back-to-work support that understands mental health',
  choose: 'Which constituency do you live in?',
  details: 'About you',
  story: 'Why does this matter to you?',
  letter: /^Your letter to /,
  preview: 'Check your letter',
  checkEmail: 'Check your email',
  confirm: 'Is this letter yours?',
  thanks: 'Your letter is on its way',
};

export const heading = (page, name) => page.getByRole('heading', { level: 1, name });
export const button = (page, name) => page.getByRole('button', { name, exact: true });
export const field = (page, name) => page.getByRole('textbox', { name });

// Waits until the page with this heading is there.
export async function arrive(page, name) {
  await heading(page, name).waitFor();
}

export async function press(page, name, next) {
  await button(page, name).click();
  if (next) await arrive(page, next);
}

export async function givePostcode(page, postcode = 'DE1 1AA', next = STEP.details) {
  await field(page, 'Postcode').fill(postcode);
  await press(page, 'Show my MP', next);
}

export const STORY = 'Your own words (optional)';

// The details alone, which lead to the story.
export async function giveDetails(page, details = JO, next = STEP.story) {
  for (const [name, text] of Object.entries(details)) if (name !== STORY) await field(page, name).fill(text);
  await press(page, 'Continue', next);
}

// The details and the story, which lead to the letter.
export async function giveAll(page, details = JO) {
  await giveDetails(page, details);
  await field(page, STORY).fill(details[STORY]);
  await press(page, 'Show my letter', STEP.letter);
}

export async function toDetails(page, { campaign = CAMPAIGN, postcode } = {}) {
  await page.goto(campaign);
  await givePostcode(page, postcode);
}

export async function toLetter(page, { details, ...more } = {}) {
  await toDetails(page, more);
  await giveAll(page, details);
}

export async function toPreview(page, more) {
  await toLetter(page, more);
  await press(page, 'See how it will look', STEP.preview);
}

export async function toCheckEmail(page, more) {
  await toPreview(page, more);
  await press(page, 'Send my letter', STEP.checkEmail);
}

// Opens the link in the mail, as from a mail program, and says yes.
export async function confirm(page, service, address = JO['Email address']) {
  await page.goto(await service.confirmationLink(address));
  await arrive(page, STEP.confirm);
  await press(page, 'Yes, send my letter', STEP.thanks);
}

// What stands in those of these fields that the page has, by the names above.
export async function typed(page, names = Object.keys(JO)) {
  const isHere = await Promise.all(names.map(async (name) => await field(page, name).count() > 0));
  const here = names.filter((_, index) => isHere[index]);
  return Object.fromEntries(await Promise.all(here.map(async (name) => [name, await field(page, name).inputValue()])));
}

// On the page of the details, or on that of the story.
export async function assertTyped(page, details = JO) {
  const found = await typed(page, Object.keys(details));
  assert.ok(Object.keys(found).length > 0, 'a page with fields');
  assert.deepEqual(found, Object.fromEntries(Object.keys(found).map((name) => [name, details[name]])));
}
