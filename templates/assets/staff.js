// Makes the console quicker where a browser runs scripts; without it every page works all the same.
//  - A search or a choice is answered as it is made, a table is sorted where it stands.
//  - What is to be pasted elsewhere is copied with one press.
//  - What was typed is not left by accident, and a button that is pressed twice acts once.

const SEARCH_PAUSE = 300;
const PRESSED_TWICE = 3000;

const said = document.querySelector("#script-words").dataset;
const status = document.querySelector("#script-status");
const currentMain = () => document.querySelector("main");

// ---- the same page with other figures ----

const isThisPage = (address) => address.origin === location.origin && address.pathname === location.pathname;

let asking = new AbortController();

/** The page at an address; nothing where the browser had better go there itself, such as to sign in again. */
async function pageAt(address) {
  asking.abort();
  asking = new AbortController();
  const { signal } = asking;
  const answer = await fetch(address, { signal, cache: "no-store", headers: { Accept: "text/html" } });
  const next = new DOMParser().parseFromString(await answer.text(), "text/html");
  signal.throwIfAborted();
  const isUsable = answer.ok && !answer.redirected && next.querySelector("#script-words");
  return isUsable && !next.querySelector(".error-summary") ? next : null;
}

/** Asks for `address` and gives its page to `replace`. What comes after a later question is thrown away. */
async function showHere(address, replace) {
  currentMain().setAttribute("aria-busy", "true");
  try {
    const next = await pageAt(address);
    if (!next) return location.assign(address);
    replace(next.querySelector("main"));
    // Back leads to the page before, not through every letter of a search.
    history.replaceState(null, "", address);
    currentMain().removeAttribute("aria-busy");
  } catch (reason) {
    if (reason.name !== "AbortError") sayLost();
  }
}

/** The page stays as it is: the browser's own page of errors would have nothing of it. */
function sayLost() {
  currentMain().removeAttribute("aria-busy");
  document.querySelector("#lost")?.remove();
  const notice = document.createElement("p");
  notice.id = "lost";
  notice.className = "notice";
  notice.setAttribute("role", "alert");
  notice.textContent = said.lost;
  currentMain().prepend(notice);
}

/** Replaces everything but the part of the page that holds the form: whoever chooses there goes on choosing. */
function replaceAround(form, main) {
  const partWith = (whole, inner) => [...whole.children].find((part) => part.contains(inner));
  const kept = partWith(currentMain(), form);
  for (const one of [...currentMain().childNodes]) if (one !== kept) one.remove();
  const parts = [...main.childNodes];
  const place = parts.indexOf(partWith(main, main.querySelector("form[data-live]")));
  kept.before(...parts.slice(0, place));
  kept.after(...parts.slice(place + 1));
  status.textContent = currentMain().querySelector("[data-said]")?.textContent ?? "";
}

function choose(form) {
  const address = new URL(form.action);
  address.search = new URLSearchParams(new FormData(form));
  return showHere(address, (main) => replaceAround(form, main));
}

let pause;

document.addEventListener("input", ({ target, isComposing }) => {
  const form = target.form;
  if (form?.dataset.live === undefined || isComposing) return;
  // A date is complete only when its button is pressed.
  if (!target.matches("select, input[type=checkbox], input[type=radio], input[type=search]")) return;
  clearTimeout(pause);
  pause = setTimeout(choose, target.type === "search" ? SEARCH_PAUSE : 0, form);
});

document.addEventListener("submit", (event) => {
  if (event.target.dataset.live === undefined) return;
  event.preventDefault();
  clearTimeout(pause);
  choose(event.target);
});

/** The same heading of the same table: where the keyboard stood. */
function sortHere(link) {
  const linksOf = (main) => [...main.querySelectorAll("thead a")];
  const place = linksOf(currentMain()).indexOf(link);
  showHere(link.href, (main) => {
    const open = [...currentMain().querySelectorAll("details")].map((one) => one.open);
    currentMain().replaceChildren(...main.childNodes);
    [...currentMain().querySelectorAll("details")].forEach((one, index) => (one.open = open[index]));
    linksOf(currentMain())[place]?.focus({ preventScroll: true });
  });
}

document.addEventListener("click", (event) => {
  const link = event.target.closest("thead a");
  const isPlain = event.button === 0 && !event.ctrlKey && !event.metaKey && !event.shiftKey && !event.altKey;
  if (!link || !isPlain || !isThisPage(new URL(link.href))) return;
  event.preventDefault();
  sortHere(link);
});

// ---- what is pasted elsewhere ----

async function copy(button, field) {
  field.select();
  try {
    await navigator.clipboard.writeText(field.value);
    button.textContent = said.copied;
    status.textContent = said.copied;
  } catch {
    // No clipboard without https: what is selected is copied by hand.
    field.focus();
    status.textContent = said.selected;
  }
}

for (const field of document.querySelectorAll("textarea[readonly]")) {
  const button = document.createElement("button");
  button.type = "button";
  button.className = "button secondary";
  button.textContent = said.copy;
  button.setAttribute("aria-describedby", field.labels[0].id ||= `${field.id}-label`);
  button.addEventListener("click", () => copy(button, field));
  field.after(button);
}

// ---- what is typed and sent ----

const isWorthKeeping = (form) => form?.method === "post" && form.querySelector("textarea, [name=version]") !== null;

// The form with words that are saved nowhere yet, such as one that came back with its mistakes.
let unsaved =
  document.querySelector("form[data-kept]") ??
  (document.querySelector(".error-summary") && [...document.forms].find(isWorthKeeping));

document.addEventListener("input", ({ target }) => {
  if (isWorthKeeping(target.form)) unsaved = target.form;
});

window.addEventListener("beforeunload", (event) => {
  if (unsaved) event.preventDefault();
});

const sentAt = new WeakMap();

document.addEventListener("submit", (event) => {
  const form = event.target;
  if (form.method !== "post") return;
  if (event.timeStamp - (sentAt.get(form) ?? -Infinity) < PRESSED_TWICE) return event.preventDefault();
  sentAt.set(form, event.timeStamp);
  if (form === unsaved) unsaved = null;
});
