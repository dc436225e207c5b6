// Makes the way to a letter quicker and safer where a browser runs scripts; without it every page works all the same.
//  - The next page comes without a reload, Back and Forward keep what stands in each page.
//  - What was typed is kept in this tab until the letter is sent, and on this device only for those who ask.
//  - A connection that drops loses nothing: the same button sends the same letter, once.

const KEPT_ON_DEVICE = 7 * 24 * 60 * 60 * 1000;
const NOT_TYPED = new Set(["form_token", "step"]);

// A page that the browser turned to without us, such as before scripts were allowed: it goes on like that, so that it is
// told to forget its pages when the letter is sent.
const isTurnedByBrowser = /\/step\/[^/]*$/.test(location.pathname);
// Of the campaign, whichever page of its form this is.
const key = "postbag:" + document.body.dataset.campaign;
const said = document.querySelector("#script-words")?.dataset ?? {};
const status = document.querySelector("#script-status");

const currentForm = () => document.querySelector("form#letter");

// ---- what was typed ----

/** A private window may refuse storage: then nothing is kept, and all else works. */
function storage(name, act) {
  try {
    return act(window[name]);
  } catch {
    return null;
  }
}

function storedDraft() {
  for (const name of ["sessionStorage", "localStorage"]) {
    const text = storage(name, (place) => place.getItem(key));
    if (!text) continue;
    const draft = JSON.parse(text);
    if (name === "sessionStorage" || Date.now() - draft.saved < KEPT_ON_DEVICE) return draft;
    storage(name, (place) => place.removeItem(key));
  }
  return null;
}

const isKeptOnDevice = () => storage("localStorage", (place) => place.getItem(key)) !== null;

function store(draft, onDevice) {
  const text = JSON.stringify({ ...draft, saved: Date.now() });
  storage("sessionStorage", (place) => place.setItem(key, text));
  if (onDevice) storage("localStorage", (place) => place.setItem(key, text));
  else storage("localStorage", (place) => place.removeItem(key));
}

function forget() {
  for (const name of ["sessionStorage", "localStorage"]) storage(name, (place) => place.removeItem(key));
}

function typed(form) {
  const fields = {};
  for (const [name, value] of new FormData(form)) if (!NOT_TYPED.has(name)) fields[name] = value;
  return fields;
}

let fields = {};
// Until something is typed again.
let forgotten = false;

function remember() {
  if (forgotten) return;
  const form = currentForm();
  if (!form) return;
  // A box that is not ticked is not in the form.
  for (const box of form.querySelectorAll("input[type=checkbox][name]")) delete fields[box.name];
  fields = { ...fields, ...typed(form) };
  if (Object.values(fields).some(Boolean)) store({ fields, stay: form.dataset.stay }, isKeptOnDevice());
}

/** Gives a page that was left earlier what was typed since on others. */
function bringUpToDate(form) {
  const visible = new Set([...form.elements].filter((one) => one.type !== "hidden").map((one) => one.name));
  for (const [name, value] of Object.entries(fields)) {
    if (visible.has(name)) continue;
    let hidden = form.querySelector(`input[type=hidden][name="${CSS.escape(name)}"]`);
    if (!hidden) {
      hidden = document.createElement("input");
      hidden.type = "hidden";
      hidden.name = name;
      form.append(hidden);
    }
    hidden.value = value;
  }
}

// ---- one page after the other ----

let pages = [];
let shown = 0;

function focusStart(main) {
  const start = main.querySelector(".error-summary") ?? main.querySelector("h1");
  if (!start) return;
  if (!start.hasAttribute("tabindex")) start.setAttribute("tabindex", "-1");
  start.focus({ preventScroll: true });
  window.scrollTo(0, 0);
}

/** The script that offers help: a page that came without a reload cannot run it by itself. */
function loadHelp(main) {
  const wanted = main.querySelector("script[src]")?.getAttribute("src");
  if (!wanted || globalThis.PostbagHelp || document.querySelector("head script[data-help-script]")) return;
  const script = document.createElement("script");
  script.src = wanted;
  script.dataset.helpScript = "";
  document.head.append(script);
}

function show(main, title) {
  document.querySelector("main").replaceWith(main);
  loadHelp(main);
  document.title = title;
  main.dataset.title = title;
  if (main.querySelector("[data-sent]")) {
    fields = {};
    forget();
    // Nobody who sits down here next finds the letter by going back.
    pages = pages.map((page) => (page === main ? page : null));
  }
  offerToKeep(main);
  focusStart(main);
  document.dispatchEvent(new CustomEvent("postbag:page"));
}

/** The campaign's name above and the language's switch below belong to the page, too. */
function replaceFrame(next) {
  for (const part of ["body > header", "body > footer"])
    document.querySelector(part).replaceWith(next.querySelector(part));
  document.documentElement.lang = next.documentElement.lang;
  Object.assign(said, next.querySelector("#script-words").dataset);
}

async function ask(form, submitter, step) {
  const body = new FormData(form, submitter);
  if (step) body.set("step", step);
  const address = submitter?.getAttribute("formaction") ?? form.getAttribute("action");
  // No copy of a letter stays in the browser's own store.
  const answer = await fetch(address, { method: "POST", body, cache: "no-store", headers: { Accept: "text/html" } });
  const text = await answer.text();
  const next = new DOMParser().parseFromString(text, "text/html");
  if (!next.querySelector("#script-words")) throw new TypeError("not one of our pages");
  return next;
}

function say(sentence) {
  if (status) status.textContent = sentence ?? "";
}

function sayLost(form) {
  let notice = form.querySelector(".lost");
  if (!notice) {
    notice = document.createElement("div");
    notice.className = "notice lost";
    notice.setAttribute("role", "alert");
    form.append(notice);
  }
  const paragraph = document.createElement("p");
  paragraph.textContent = said.lost;
  notice.replaceChildren(paragraph);
}

let arriveAtFirst = null;

/** Goes back to the first of our pages in the browser's history, so that those after it are forgotten with the next. */
async function goToFirst() {
  if (shown === 0) return;
  await new Promise((resolve) => {
    arriveAtFirst = resolve;
    // A browser that has dropped so old a page does not go anywhere.
    setTimeout(resolve, 3000);
    history.go(-shown);
  });
  arriveAtFirst = null;
  shown = 0;
}

let busy = false;

async function advance(form, submitter, step) {
  if (busy) return;
  busy = true;
  remember();
  form.setAttribute("aria-busy", "true");
  const slow = setTimeout(() => say(said.wait), 800);
  try {
    const next = await ask(form, submitter, step);
    replaceFrame(next);
    form.querySelector(".lost")?.remove();
    const main = next.querySelector("main");
    // A letter that was sent has no pages left to go back through, one by one.
    if (main.querySelector("[data-sent]")) await goToFirst();
    pages = pages.slice(0, shown + 1);
    pages.push(main);
    shown += 1;
    history.pushState({ shown }, "");
    show(pages[shown], next.title);
    // A fresh page carries all that counts; what it no longer has, such as an old choice, is gone.
    if (currentForm()) fields = typed(currentForm());
  } catch {
    sayLost(form);
  } finally {
    clearTimeout(slow);
    say("");
    form.removeAttribute("aria-busy");
    busy = false;
  }
}

document.addEventListener("submit", (event) => {
  if (event.target !== currentForm() || isTurnedByBrowser) return;
  event.preventDefault();
  advance(event.target, event.submitter);
});

document.addEventListener("input", (event) => {
  if (event.target.form !== currentForm()) return;
  forgotten = false;
  remember();
});
window.addEventListener("pagehide", remember);

// A link within the page, as in the summary of errors, is no page of its own to go back from.
document.addEventListener("click", (event) => {
  const link = event.target.closest('main a[href^="#"]');
  const place = link && document.getElementById(decodeURIComponent(link.getAttribute("href").slice(1)));
  if (!place) return;
  event.preventDefault();
  if (!place.matches("a, button, input, select, textarea")) place.setAttribute("tabindex", "-1");
  place.focus();
});

window.addEventListener("popstate", (event) => {
  if (arriveAtFirst) return arriveAtFirst();
  if (!event.state) return;
  remember();
  const wanted = event.state.shown;
  const main = pages[wanted];
  if (!main) return location.replace(location.href);
  shown = wanted;
  show(main, main.dataset.title);
  if (currentForm()) bringUpToDate(currentForm());
});

// ---- going on with a letter ----

function button(text, style, act) {
  const made = document.createElement("button");
  made.type = "button";
  made.className = style;
  made.textContent = text;
  made.addEventListener("click", act);
  return made;
}

function goOn(draft) {
  const form = currentForm();
  fields = draft.fields;
  bringUpToDate(form);
  for (const one of form.elements) if (one.type !== "hidden" && one.name in fields) one.value = fields[one.name];
  advance(form, null, draft.stay);
}

function offerDraft(draft) {
  const form = currentForm();
  const box = document.createElement("div");
  box.className = "notice";
  const sentence = document.createElement("p");
  sentence.textContent = said.found;
  box.append(
    sentence,
    button(said.goOn, "button", () => goOn(draft)),
    button(said.afresh, "link", () => {
      forget();
      fields = {};
      box.remove();
      form.querySelector("input:not([type=hidden])")?.focus();
    }),
  );
  document.querySelector("main").prepend(box);
}

/** For who has to leave a computer that is not theirs. */
function clearAll() {
  fields = {};
  pages = [];
  forget();
  currentForm()?.replaceChildren();
  location.replace(location.pathname + location.search);
}

/** What was typed is forgotten here, too, when it is forgotten or sent in another tab. */
window.addEventListener("storage", (event) => {
  if (event.key !== key || event.newValue !== null || !event.oldValue) return;
  storage("sessionStorage", (place) => place.removeItem(key));
  forgotten = true;
});

/** The box to keep the letter on this device: on the pages where one types much. */
function offerToKeep(main) {
  const form = main.querySelector("form#letter");
  if (!form?.querySelector("textarea") || form.querySelector("#keep-here") || !said.keep) return;
  const box = document.createElement("div");
  box.className = "checkbox";
  const input = document.createElement("input");
  input.type = "checkbox";
  input.id = "keep-here";
  input.checked = isKeptOnDevice();
  input.addEventListener("change", () => {
    remember();
    store({ fields, stay: form.dataset.stay }, input.checked);
  });
  const label = document.createElement("label");
  label.htmlFor = input.id;
  label.textContent = said.keep;
  box.append(input, label);
  const kept = document.createElement("p");
  kept.className = "hint";
  kept.append(said.kept + " ", button(said.clear, "link", clearAll));
  form.querySelector("button.button:not(.visually-hidden, .secondary)").before(box, kept);
}

function begin() {
  const form = currentForm();
  const main = document.querySelector("main");
  // A page that was loaded again stands where it stood.
  shown = history.state?.shown ?? 0;
  pages = [];
  pages[shown] = main;
  history.replaceState({ shown }, "");
  main.dataset.title = document.title;
  offerToKeep(main);
  const draft = storedDraft();
  if (!form || !draft || form.dataset.stay !== "stay:postcode" || draft.stay === "stay:postcode") {
    if (form && draft) fields = { ...draft.fields, ...typed(form) };
    return;
  }
  const how = performance.getEntriesByType("navigation")[0]?.type;
  if (how === "reload" || how === "back_forward") goOn(draft);
  else offerDraft(draft);
}

if (document.querySelector("[data-sent]")) forget();
else if (currentForm()) begin();

// ---- the lists of the reach page ----

/** Opens the list that a link leads to and, from a hexagon of the map, shows its row. */
function openList(href, hexagon) {
  const list = href.length > 1 && document.querySelector(`details#${CSS.escape(href.slice(1))}`);
  if (!list) return;
  list.open = true;
  list.querySelector("summary").focus();
  const name = hexagon?.querySelector("title")?.textContent;
  const row = name && [...list.querySelectorAll("th")].find((one) => one.textContent === name)?.parentElement;
  if (!row) return;
  row.tabIndex = -1;
  // After the browser has gone to the list.
  setTimeout(() => {
    row.scrollIntoView({ block: "center" });
    row.focus({ preventScroll: true });
  });
}

document.addEventListener("click", (event) => {
  const link = event.target.closest('a[href^="#"]');
  if (link) openList(link.getAttribute("href"), event.target.closest("path"));
});
openList(location.hash);

// ---- the link to share ----

function offerToCopy() {
  const field = document.querySelector("#share-copy");
  if (!field || field.nextElementSibling) return;
  const copy = button(field.dataset.copy, "button secondary", async () => {
    field.select();
    try {
      await navigator.clipboard.writeText(field.value);
    } catch {
      // No clipboard without https: what is selected can be copied by hand.
      return;
    }
    copy.textContent = field.dataset.copied;
    say(field.dataset.copied);
  });
  field.after(copy);
}

document.addEventListener("postbag:page", offerToCopy);
offerToCopy();
