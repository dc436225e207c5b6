/**
 * Postbag's widget: a campaign's whole journey, from a postcode to "check your email", in any page.
 *
 *   <script async src="https://HOST/widget.js"></script>
 *   <postbag-campaign slug="back-to-work"><a href="https://HOST/c/back-to-work">Write to your MP</a></postbag-campaign>
 *
 * docs/widget.md is for those who put it into a page. It follows the steps and words of /c/{slug};
 * the service checks everything, so there is no second set of rules here. It writes no markup as
 * text and no style as an attribute: a page may forbid both.
 */
(() => {
  'use strict';

  const kElement = 'postbag-campaign';
  const kStyleable = 'adoptedStyleSheets' in Document.prototype && 'replaceSync' in CSSStyleSheet.prototype;
  // In a browser without these the link inside the element stays, and leads to the campaign's page.
  if (customElements.get(kElement) || !kStyleable) return;

  /** The texts of the catalogue in both languages; the service puts them here. */
  const kTexts = POSTBAG_TEXTS;
  /** Only known while the script runs for the first time. */
  const kScript = document.currentScript;
  /** Milliseconds before each new try: enough for a phone that changes its mast. */
  const kPauses = [1000, 2000, 4000];
  /** A service that asks for a longer pause is not waited for: the supporter is told. */
  const kLongestPause = 10000;
  const kPatience = 20000;
  const kFields = {
    postcode: {autocomplete: 'postal-code', most: 40, short: true},
    title: {autocomplete: 'honorific-prefix', most: 20, short: true},
    first_name: {autocomplete: 'given-name', most: 60},
    last_name: {autocomplete: 'family-name', most: 80},
    email: {autocomplete: 'email', most: 254, type: 'email'},
    address: {autocomplete: 'street-address', most: 400, lines: 3},
    story: {autocomplete: 'off', most: 4000, lines: 8, prose: true},
    on_behalf_of: {autocomplete: 'off', most: 80},
    subject: {autocomplete: 'off', most: 200, prose: true},
    body: {autocomplete: 'off', most: 10000, lines: 24, prose: true},
  };
  const kDetails = ['title', 'first_name', 'last_name', 'email', 'address', 'story', 'on_behalf_of'];
  const kLetter = ['subject', 'body'];
  /** What a page's own analytics hear of: nothing that says where somebody lives. */
  const kSteps = ['postcode', 'details', 'letter', 'preview', 'sent'];
  /** Reasons why no letter can go, and whether another constituency might help. */
  const kObstacles = {
    crown_dependency: false, forces_address: false, overseas_territory: false, empty_letter: false,
    vacant_seat: true, unknown_member: true, unreachable_member: true, excluded: true,
  };

  // ── Texts ──────────────────────────────────────────────────────────────────────────────────────

  class Words {
    constructor(language, base) {
      this.language = language;
      this.base = base;
      this.texts = kTexts[language];
      this.plurals = new Intl.PluralRules(language);
    }

    /** What an element needs around a text of that language (`en`, `cy`). */
    lang(language) { return language === this.language ? {} : {lang: language === 'en' ? 'en-GB' : language}; }

    /** The text of that key, with each `{name}` and `{{name}}` replaced; nothing for an unknown key. */
    text(key, values) { return this.filled(this.texts[key] ?? '', values); }

    filled(text, values = {}) {
      const plain = text.replaceAll('&nbsp;', '\u00a0').replaceAll('&amp;', '&');
      return plain.replace(/\{\{?(\w+)\}?\}/g, (tag, name) => values[name] ?? tag);
    }

    /** What an error says: `{code, field, message}`, with the longest text that its field may have. */
    error({code, field, message}, most) {
      const key = [`error.${code}-${field}`, `error.${code}`].find((one) => one in this.texts);
      return key ? this.text(key, {most}) : message;
    }

    /** Where people find help, as the pages show it. */
    help() {
      return make('ul', {class: 'lines', part: 'help'},
                  [...this.texts.help.matchAll(/<li>(.*?)<\/li>/gs)].map(([, line]) => make('li', {}, this.markup(line))));
    }

    /** A seat in Welsh where it has a Welsh name. */
    seat({name, welsh_name}) { return (this.language === 'cy' && welsh_name) || name; }

    count(key, n) {
      const form = `${key}.${this.plurals.select(n)}`;
      return this.text(form in this.texts ? form : `${key}.other`, {n: n.toLocaleString('en-GB')});
    }

    /** The same as nodes: a text of the catalogue may hold links and strong words, a value never does. */
    nodes(key, values) {
      return this.markup(this.texts[key] ?? '', values);
    }

    markup(source, values) {
      return source.split(/(<(a|strong)\b[^>]*>[^<]*<\/\2>)/).flatMap((piece, i, all) => {
        if (i % 3 === 2) return [];
        const text = this.filled(piece.replace(/<[^>]*>/g, ''), values);
        if (i % 3 === 0) return text;
        if (all[i + 1] === 'strong') return make('strong', {}, text);
        return outside(new URL(this.filled(/href="([^"]*)"/.exec(piece)[1], values), `${this.base}/`).href, text);
      });
    }
  }

  /** The language of the page around the element, else of the browser, else English. */
  function languageOf(element) {
    const known = (tag) => ['cy', 'en'].find((code) => tag.toLowerCase().split('-')[0] === code);
    const around = element.closest('[lang]')?.getAttribute('lang') ?? '';
    return known(around) ?? known(navigator.language ?? '') ?? 'en';
  }

  // ── Elements ───────────────────────────────────────────────────────────────────────────────────

  /** An element; `on…` is a listener; what is false, empty or undefined is left out. */
  function make(tag, attributes = {}, ...children) {
    const element = document.createElement(tag);
    for (const [name, value] of Object.entries(attributes)) {
      if (value === false || value === undefined || value === '') continue;
      if (name.startsWith('on')) element.addEventListener(name.slice(2), value);
      else element.setAttribute(name, value === true ? '' : value);
    }
    element.append(...children.flat(Infinity).filter((child) => child || child === 0));
    return element;
  }

  const paragraph = (text, attributes = {}) => make('p', {part: 'text', ...attributes}, text);
  const heading = (text, attributes = {}) => make('h2', {part: 'heading', tabindex: '-1', ...attributes}, text);

  /** A link that leaves what is typed where it is: the web opens beside the page. */
  function outside(address, text) {
    const web = address.startsWith('http');
    return make('a', {href: address, part: 'link', target: web && '_blank', rel: web && 'noopener'}, text);
  }

  const primary = (text) => make('button', {class: 'button', part: 'button', type: 'submit'}, text);
  const secondary = (text, onclick) => make('button', {class: 'link', part: 'link', type: 'button', onclick}, text);

  // ── The service ────────────────────────────────────────────────────────────────────────────────

  const wait = (milliseconds) => new Promise((resolve) => setTimeout(resolve, milliseconds));

  class Service {
    constructor(base, slug, language) {
      this.base = base;
      this.address = `${base}/api/v1/campaigns/${encodeURIComponent(slug)}`;
      this.language = language;
    }

    campaign() { return this.ask(''); }
    recipients(postcode, retrying) { return this.ask(`/recipients/${encodeURIComponent(postcode)}`, null, {}, retrying); }
    preview(letter, retrying) { return this.ask('/preview', letter, {}, retrying); }
    send(letter, key, retrying) { return this.ask('/letters', letter, {'Idempotency-Key': key}, retrying); }

    /** `{status, json}` once the service has answered, with status 0 when it could not be reached. */
    async ask(path, body, headers, retrying = () => {}) {
      for (const pause of [...kPauses, null]) {
        const answer = await this.once(path, body, headers);
        const passing = [0, 429, 502, 503, 504].includes(answer.status);
        const longer = Math.max(pause, answer.pause * 1000);
        if (!passing || pause === null || longer > kLongestPause) return answer;
        retrying();
        await wait(longer);
      }
    }

    async once(path, body, headers) {
      const options = {credentials: 'omit', referrerPolicy: 'no-referrer', signal: AbortSignal.timeout(kPatience)};
      options.headers = {'Accept-Language': this.language, ...headers};
      if (body) {
        options.method = 'POST';
        options.headers['Content-Type'] = 'application/json';
        options.body = JSON.stringify(body);
      }
      try {
        const response = await fetch(this.address + path, options);
        const pause = Number(response.headers.get('Retry-After')) || 0;
        // A gateway's error page is no JSON, and its status says enough.
        const json = await response.json().catch((problem) => (response.ok ? Promise.reject(problem) : {}));
        return {status: response.status, ok: response.ok, json, pause};
      } catch {
        return {status: 0, ok: false, json: {}, pause: 0};
      }
    }
  }

  // ── What was typed ─────────────────────────────────────────────────────────────────────────────

  const emptyDraft = () => ({
    step: 'postcode',
    fields: {},
    optIn: false,
    answer: null,       // of the look-up
    seat: null,         // whom the letter is for
    chosen: false,      // by the supporter, not by the postcode
    letterFor: '',      // seat and person that subject and body were written for
    drafted: null,      // subject and body as the service wrote them, and from what
    earlier: '',        // changed by hand for another MP
    attempt: null,      // {key, text} of a letter on its way, until the service has answered
  });

  /** Kept in this tab (sessionStorage) until it is sent; only in memory where a browser forbids that. */
  class Kept {
    constructor(slug) { this.name = `postbag:${slug}`; }

    read() {
      try {
        return {...emptyDraft(), ...JSON.parse(sessionStorage.getItem(this.name))};
      } catch {
        return emptyDraft();
      }
    }

    write(draft) {
      try {
        sessionStorage.setItem(this.name, JSON.stringify(draft));
      } catch { /* the draft lives in the page */ }
    }

    clear() {
      try {
        sessionStorage.removeItem(this.name);
      } catch { /* nothing was kept */ }
    }
  }

  /** 128 random bits; randomUUID() is not there on every page. */
  const newKey = () =>
    Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) => byte.toString(16).padStart(2, '0')).join('');

  // ── The element ────────────────────────────────────────────────────────────────────────────────

  class PostbagCampaign extends HTMLElement {
    connectedCallback() {
      if (this.shadowRoot) return;
      this.attachShadow({mode: 'open'}).adoptedStyleSheets = [styleSheet()];
      this.slug = this.getAttribute('slug') ?? '';
      this.base = baseOf(this);
      this.words = new Words(languageOf(this), this.base);
      const link = make('a', {href: `${this.base}/c/${encodeURIComponent(this.slug)}`}, this.words.text('home.title'));
      // Shows the link of the page around it, until there is something better.
      this.shadowRoot.append(make('slot', {}, link));
      // Two screens away is near enough to be there in time, and nothing is loaded for who never scrolls.
      const observer = new IntersectionObserver((entries) => {
        if (!entries.some((entry) => entry.isIntersecting)) return;
        observer.disconnect();
        this.begin();
      }, {rootMargin: '200% 0px'});
      observer.observe(this);
    }

    async begin() {
      this.service = new Service(this.base, this.slug, this.words.language);
      const answer = await this.service.campaign();
      if (!answer.ok) {
        console.warn(`Postbag: ${this.service.address} gave no campaign (${answer.status || 'not reached, or this site is not among its allowed_origins'}). The link stays.`);
        if (answer.status === 0) addEventListener('online', () => this.begin(), {once: true});
        return;
      }
      this.campaign = answer.json;
      this.kept = new Kept(this.slug);
      this.draft = this.kept.read();
      this.takeOver();
      this.tell('ready', {});
      this.show(this.campaign.open ? resumable(this.draft) : 'closed', {focus: false});
    }

    /** What an element needs around that text of the campaign: it may have it in English only. */
    langOf(name) { return this.words.lang(this.campaign.english_texts.includes(name) ? 'en' : this.words.language); }

    takeOver() {
      this.stage = make('div', {class: 'stage'});
      this.status = make('p', {class: 'status', part: 'status', role: 'status'});
      const help = make('div', {class: 'help', part: 'help'}, make('strong', {}, this.words.text('help.now')), this.words.help());
      const box = make('div', {class: 'box', part: 'box', lang: this.words.language, dir: 'ltr', role: 'group',
                               'aria-label': this.campaign.title}, this.stage, this.status, help);
      for (const [name, value] of Object.entries(this.campaign.theme))
        if (value && !name.startsWith('logo')) box.style.setProperty(`--campaign-${name}`, value);
      // A page's single-key shortcuts must not act on what is typed into a field. Browsers that fill
      // fields in send events without a key.
      for (const kind of ['keydown', 'keypress', 'keyup'])
        box.addEventListener(kind, (event) => {
          if (event.key?.length === 1 && !event.ctrlKey && !event.metaKey && !event.altKey) event.stopPropagation();
        });
      this.shadowRoot.replaceChildren(box);
    }

    /** Says where the supporter is, never who they are or where they live. */
    tell(name, detail) {
      const event = new CustomEvent(`postbag:${name}`, {bubbles: true, composed: true, detail: {slug: this.slug, ...detail}});
      this.dispatchEvent(event);
    }

    // ── Showing a step ──

    /** Shows a step. `errors` are `{field, message}`, `failure` is `{text, again}`, `extra` is the step's own. */
    show(step, {errors = [], failure = null, notice = '', extra = null, focus = true} = {}) {
      const moved = step !== this.draft.step;
      this.draft.step = step;
      this.errors = errors;
      const view = kViews[step](this, extra);
      const form = make('form', {novalidate: true, oninput: (event) => this.typed(event), onsubmit: (event) => {
        event.preventDefault();
        this.attempt(view.submit);
      }}, this.problems(), failure && this.failure(failure), notice && paragraph(notice, {class: 'notice', part: 'notice'}), view.content);
      this.stage.replaceChildren(form);
      this.status.textContent = '';
      if (step === 'closed') this.kept.clear();
      else if (step !== 'sent') this.keep();
      if (focus) this.stage.querySelector('[role="alert"], [tabindex="-1"]')?.focus();
      if (kSteps.includes(step) && (moved || !focus)) this.tell('step', {step});
    }

    problems() {
      if (this.errors.length === 0) return null;
      const entry = ({field, message}) => make('li', {}, make('a', {href: `#${field}`, onclick: (event) => {
        event.preventDefault();
        this.shadowRoot.getElementById(field)?.focus();
      }}, message));
      return make('div', {class: 'summary', part: 'summary', role: 'alert', tabindex: '-1', 'aria-labelledby': 'summary'},
                  make('h2', {id: 'summary'}, this.words.text('page.problem')), make('ul', {}, this.errors.map(entry)));
    }

    failure({text, again}) {
      return make('div', {class: 'notice', part: 'notice', role: 'alert', tabindex: '-1'}, paragraph(text),
                  again && secondary(this.words.text('try_again.button'), () => this.attempt(again)));
    }

    /** A field with its label, hint and error; `label` where it is not the usual one. */
    field(name, {label = this.words.text(`field.${name}`), value = this.draft.fields[name] ?? '', prompts = null} = {}) {
      const look = kFields[name];
      const hint = this.words.text(`field.${name}_hint`);
      const error = this.errors.find((one) => one.field === name);
      const described = [prompts && 'prompts', hint && `${name}-hint`, error && `${name}-error`].filter(Boolean).join(' ');
      const input = make(look.lines ? 'textarea' : 'input', {
        id: name, name, part: 'input', class: look.short && 'short', autocomplete: look.autocomplete,
        maxlength: look.most, rows: look.lines, spellcheck: String(Boolean(look.prose)),
        type: !look.lines && (look.type ?? 'text'), inputmode: look.type,
        'aria-describedby': described, 'aria-invalid': error && 'true'});
      input.value = value;
      return make('div', {class: error ? 'field wrong' : 'field', part: 'field'},
                  make('label', {for: name, part: 'label'}, label),
                  hint && make('p', {class: 'hint', part: 'hint', id: `${name}-hint`}, hint),
                  error && this.errorText(name, error.message), input);
    }

    errorText(name, message) {
      return make('p', {class: 'error', part: 'error', id: `${name}-error`},
                  make('span', {class: 'unseen'}, this.words.text('page.error_prefix')), message);
    }

    typed({target}) {
      if (!target.name) return;
      if (target.type === 'checkbox') this.draft.optIn = target.checked;
      else if (target.type === 'radio') this.draft.fields.constituency = target.value;
      else this.draft.fields[target.name] = target.value;
      this.keep();
    }

    /** With what stands in the form: a browser may fill a field in without saying so. */
    gather() {
      for (const input of this.stage.querySelectorAll('input, textarea'))
        if (input.type !== 'radio' || input.checked) this.typed({target: input});
    }

    keep() { this.kept.write(this.draft); }

    // ── Going on ──

    /** One thing at a time, with everything that can fail caught here. */
    async attempt(action) {
      if (this.busy || !action) return;
      this.busy = true;
      this.gather();
      this.stage.setAttribute('aria-busy', 'true');
      this.status.textContent = this.words.text(action === sendLetter ? 'widget.sending' : 'widget.busy');
      try {
        await action(this);
      } finally {
        this.busy = false;
        this.stage.removeAttribute('aria-busy');
        this.status.textContent = '';
      }
    }

    retrying() { this.status.textContent = this.words.text('widget.retrying'); }

    /** Shows what the service refused, on the step that can mend it. */
    refused({status, json}, again) {
      const most = (name) => this.campaign.fields.find((field) => field.name === name)?.longest;
      const errors = (json.errors ?? []).map((one) => ({...one, message: this.words.error(one, most(one.field))}));
      const [first] = errors;
      if (first && status < 500) return this.wrong(errors, first);
      if (status === 404 || status === 410) return this.show('closed', {extra: json.detail});
      return this.show(this.draft.step, {failure: {text: this.words.text(`widget.${reason(status, again)}`), again}});
    }

    wrong(errors, first) {
      const among = (names) => errors.filter(({field}) => names.includes(field));
      if (first.code in kObstacles) return this.show('explain', {extra: first});
      for (const [step, names] of [['details', kDetails], ['letter', kLetter]])
        if (among(names).length > 0) return this.show(step, {errors: among(names)});
      if (['opt_in', 'consent_wording'].includes(first.field)) return this.askConsentAgain(first.message);
      if (first.field === 'constituency' && this.draft.answer) return this.show('choose', {errors: [first]});
      return this.show('postcode', {errors: [{...first, field: 'postcode'}]});
    }

    /** The words of consent were changed while this page was open: nobody agreed to the new ones. */
    async askConsentAgain(message) {
      const answer = await this.service.campaign();
      if (answer.ok) this.campaign = answer.json;
      this.draft.optIn = false;
      return this.show('preview', {errors: [{field: 'opt_in', message}]});
    }

    /** The body of a request; the letter's own text only where the supporter changed it. */
    letter(withOwn = true) {
      const {fields, seat, chosen, drafted, optIn} = this.draft;
      const body = {language: this.words.language, source: this.source(), opt_in: optIn, postcode: fields.postcode};
      if (chosen) body.constituency = seat.code;
      if (optIn) body.consent_wording = this.campaign.consent;
      for (const name of kDetails) body[name] = fields[name] ?? '';
      for (const name of kLetter)
        if (withOwn && fields[name] && fields[name] !== drafted?.[name]) body[name] = fields[name];
      return body;
    }

    source() {
      const source = this.getAttribute('source') ?? '';
      return /^[\w.-]{0,64}$/.test(source) ? source : '';
    }

    startAgain() {
      this.kept.clear();
      this.draft = emptyDraft();
      this.show('postcode');
    }
  }

  /** Why nothing came of it. A letter may have been stored although its answer was lost on the way. */
  function reason(status, action) {
    if (status === 429) return 'too_many';
    if (action === sendLetter) return 'unsure';
    return [0, 502, 504].includes(status) ? 'unreached' : 'our_fault';
  }

  /** The address of the service: the attribute `host`, else where this script came from. */
  function baseOf(element) {
    const given = element.getAttribute('host') ?? '';
    if (/^https?:\/\//.test(given)) return given.replace(/\/+$/, '');
    return kScript?.src ? new URL('.', kScript.src).href.replace(/\/$/, '') : location.origin;
  }

  // ── What the buttons do ────────────────────────────────────────────────────────────────────────

  const seatsOf = ({constituencies, nearby}) => [...constituencies, ...nearby];

  async function findMp(widget) {
    const {draft} = widget;
    if (!draft.fields.postcode?.trim())
      return widget.show('postcode', {errors: [{field: 'postcode', message: widget.words.error({code: 'missing_field', field: 'postcode', message: widget.words.text('widget.postcode_missing')})}]});
    const answer = await widget.service.recipients(draft.fields.postcode.trim(), () => widget.retrying());
    if (!answer.ok) return widget.refused(answer, findMp);
    draft.answer = answer.json;
    draft.fields.constituency = '';
    draft.chosen = false;
    if (answer.json.constituencies.length > 1) return widget.show('choose');
    return meetMp(widget, answer.json.constituencies[0]);
  }

  function chooseSeat(widget) {
    const {draft} = widget;
    const seat = seatsOf(draft.answer).find(({code}) => code === draft.fields.constituency);
    if (!seat)
      return widget.show('choose', {errors: [{field: 'constituency', message: widget.words.text('choose.missing')}]});
    draft.chosen = true;
    return meetMp(widget, seat);
  }

  function meetMp(widget, seat) {
    widget.draft.seat = seat;
    return seat.obstacle ? widget.show('explain', {extra: seat.obstacle}) : widget.show('details');
  }

  /** The campaign's letter, without losing what was changed in it by hand. */
  async function draftLetter(widget) {
    const {draft, words} = widget;
    const answer = await widget.service.preview(widget.letter(false), () => widget.retrying());
    if (!answer.ok) return widget.refused(answer, draftLetter);
    const {fields, seat} = draft;
    const before = draft.drafted;
    const own = kLetter.filter((name) => fields[name]?.trim() && fields[name] !== before?.[name]);
    const letterFor = `${seat.code}:${seat.mp.id}`;
    const moved = draft.letterFor !== '' && draft.letterFor !== letterFor;
    const notice = [];
    if (moved)
      notice.push(words.text(fields.story?.trim() ? 'letter.for_another_with_story' : 'letter.for_another',
                             {mp: seat.mp.name, constituency: words.seat(seat)}));
    if (moved && own.length > 0) {
      draft.earlier = [...own.map((name) => fields[name]), draft.earlier].filter(Boolean).join('\n\n');
      notice.push(words.text('letter.set_aside'));
    }
    const changed = moved || own.length === 0 ? [] : changesSince(before, fields, words);
    if (changed.length > 0)
      notice.push(words.text('letter.stays', {list: new Intl.ListFormat(words.language).format(changed.map(({name}) => name))}));
    for (const name of kLetter)
      if (moved || !own.includes(name)) fields[name] = answer.json[name];
    draft.letterFor = letterFor;
    if (moved || own.length === 0) widget.preview = answer.json;
    draft.drafted = {subject: answer.json.subject, body: answer.json.body, ...origins(fields)};
    return widget.show('letter', {notice: notice.join(' '), extra: changed});
  }

  /** What a drafted letter was made from, besides the MP. */
  const origins = (fields) => ({
    name: ['title', 'first_name', 'last_name'].map((name) => fields[name] ?? '').join(' ').trim(),
    address: [fields.address ?? '', fields.postcode].join('\n').trim(),
    story: (fields.story ?? '').trim(),
    on_behalf_of: (fields.on_behalf_of ?? '').trim(),
  });

  const changesSince = (before, fields, words) =>
    Object.entries(origins(fields)).filter(([part, text]) => text !== before[part])
      .map(([part, text]) => ({name: words.text(`letter.changed_${part}`), text}));

  async function checkLetter(widget) {
    const {fields, drafted} = widget.draft;
    const emptied = kLetter.filter((name) => !fields[name]?.trim());
    for (const name of emptied) fields[name] = drafted[name];
    if (emptied.length > 0)
      return widget.show('letter', {errors: emptied.map((name) => ({field: name, message: widget.words.text(`letter.${name}_was_empty`)}))});
    const answer = await widget.service.preview(widget.letter(), () => widget.retrying());
    if (!answer.ok) return widget.refused(answer, checkLetter);
    widget.preview = answer.json;
    return widget.show('preview');
  }

  /** One letter has one key, however often it is tried, until the service has answered or it changed. */
  async function sendLetter(widget) {
    const {draft} = widget;
    const letter = widget.letter();
    const text = JSON.stringify(letter);
    if (draft.attempt?.text !== text) draft.attempt = {key: newKey(), text};
    widget.keep();
    const answer = await widget.service.send(letter, draft.attempt.key, () => widget.retrying());
    if (!answer.ok) {
      if (answer.status >= 400 && answer.status < 500 && answer.status !== 429) draft.attempt = null;
      return widget.refused(answer, sendLetter);
    }
    widget.kept.clear();
    widget.draft = emptyDraft();
    widget.show('sent');
    return widget.tell('sent', {});
  }

  /** Where a draft of an earlier visit goes on. */
  const resumable = ({step, answer, seat, drafted}) => {
    if (step === 'preview' || step === 'letter') return seat && drafted ? 'letter' : 'postcode';
    if (step === 'details') return seat ? 'details' : 'postcode';
    return step === 'choose' && answer ? 'choose' : 'postcode';
  };

  // ── The steps: each gives what is shown and what its main button does ──────────────────────────

  const kViews = {
    postcode(widget) {
      const {words, campaign, base} = widget;
      const reached = campaign.reach.mps_reached;
      return {submit: findMp, content: [
        heading(campaign.title, widget.langOf('title')),
        paragraph(words.text('page.by', {organisation: campaign.organisation}), {class: 'hint'}),
        paragraph(campaign.summary, {class: 'lead', ...widget.langOf('summary')}),
        campaign.ask && paragraph([make('strong', {}, words.text('campaign.ask')), ' ', make('span', widget.langOf('ask'), campaign.ask)]),
        make('h3', {part: 'heading'}, words.text('campaign.first')),
        widget.field('postcode'),
        primary(words.text('campaign.show_mp')),
        paragraph([reached === 0 ? words.text('campaign.none_reached') : words.count('home.reached', reached), ' ',
                   outside(`${base}/c/${campaign.slug}/reach`, words.text('campaign.which'))], {class: 'count'}),
      ]};
    },

    choose(widget) {
      const {words, draft} = widget;
      const wrong = widget.errors[0];
      const {constituencies, nearby} = draft.answer;
      const rates = constituencies[0].nation === 'Northern Ireland';
      return {submit: chooseSeat, content: [
        make('fieldset', {class: wrong ? 'field wrong' : 'field', part: 'field',
                          'aria-describedby': wrong ? 'constituency-hint constituency-error' : 'constituency-hint'},
             make('legend', {}, heading(words.text('choose.heading'))),
             make('p', {class: 'hint', part: 'hint', id: 'constituency-hint'},
                  words.text(constituencies.length === 1 ? 'choose.near' : 'choose.several')),
             wrong && widget.errorText('constituency', wrong.message),
             [...constituencies, ...nearby].map((seat, i) => seatOption(widget, seat, i === 0 ? 'constituency' : seat.code))),
        paragraph(words.nodes('choose.unsure', {bill: words.text(rates ? 'choose.rates' : 'choose.council_tax')}), {class: 'hint', part: 'hint'}),
        primary(words.text('choose.continue')),
        secondary(words.text('choose.change_postcode'), () => widget.show('postcode')),
      ]};
    },

    explain(widget, {code, message, language}) {
      const {words, draft} = widget;
      return {submit: (one) => one.show('postcode'), content: [
        heading(words.text(`explain.${code}`)),
        paragraph(words.error({code, message}), code === 'excluded' ? words.lang(language) : {}),
        primary(words.text('explain.another')),
        kObstacles[code] && draft.answer && secondary(words.text('details.not_mine'), () => widget.show('choose')),
      ]};
    },

    details(widget) {
      const {words, draft, campaign} = widget;
      const required = campaign.fields.find(({name}) => name === 'address')?.required;
      const prompts = campaign.story_prompts;
      return {submit: draftLetter, content: [
        mpBox(widget, draft.answer.match === 'area' && !draft.chosen),
        heading(words.text('details.heading')),
        paragraph(words.text('details.why')),
        ['title', 'first_name', 'last_name', 'email'].map((name) => widget.field(name)),
        widget.field('address', required ? {} : {label: words.text('field.address_optional')}),
        more(words.text('details.for_other'), Boolean(draft.fields.on_behalf_of),
             paragraph(words.text('details.for_other_how')), widget.field('on_behalf_of')),
        make('h3', {part: 'heading'}, words.text('details.story_heading')),
        paragraph(words.text('details.story_why')),
        campaign.short_questions.length > 0 && shortQuestions(widget),
        prompts.length > 0 && make('div', {id: 'prompts'}, paragraph(words.text('details.prompts')),
                                   make('ul', {part: 'text'}, prompts.map((prompt) => make('li', widget.langOf('story_prompts'), prompt)))),
        widget.field('story', {prompts: prompts.length > 0}),
        offeredHelp(widget),
        primary(words.text('details.show_letter')),
        secondary(words.text('choose.change_postcode'), () => widget.show('postcode')),
        keptNote(widget),
      ]};
    },

    letter(widget, changed) {
      const {words, draft} = widget;
      const texts = (changed ?? []).filter(({text}) => text);
      return {submit: checkLetter, content: [
        heading(words.text('letter.heading', {mp_name: draft.seat.mp.name})),
        paragraph(words.text('letter.lead')),
        texts.length > 0 && make('dl', {class: 'letter changed', part: 'letter'}, texts.flatMap(({name, text}) =>
          [make('dt', {}, words.text('letter.new', {changed_name: name})), make('dd', {class: 'as-written'}, text)])),
        kLetter.map((name) => widget.field(name)),
        ownWords(widget),
        offeredHelp(widget),
        draft.earlier && more(words.text('letter.earlier'), false, make('div', {class: 'letter body', part: 'letter'}, draft.earlier)),
        primary(words.text('letter.see')),
        secondary(words.text('letter.change_details'), () => widget.show('details')),
        keptNote(widget),
      ]};
    },

    preview(widget) {
      const {words, draft, campaign, preview} = widget;
      const row = (name, text, lang) => [make('dt', {}, words.text(`preview.${name}`)), make('dd', lang, text)];
      const own = words.lang(preview.language);
      return {submit: sendLetter, content: [
        heading(words.text('preview.title')),
        paragraph(words.text('preview.exact', {mp_name: draft.seat.mp.name})),
        make('div', {class: 'letter', part: 'letter'},
             make('dl', {}, row('from', preview.from), row('replies', preview.reply_to), row('to', preview.to),
                  row('subject', preview.subject, own)),
             make('div', {class: 'body', ...own}, preview.body)),
        ownWords(widget),
        offeredHelp(widget),
        secondary(words.text('letter.change'), () => widget.show('letter')),
        secondary(words.text('letter.change_details'), () => widget.show('details')),
        campaign.consent && consent(widget),
        make('h3', {part: 'heading'}, words.text('preview.use')),
        paragraph(campaign.privacy_notice, {class: 'as-written', ...widget.langOf('privacy_notice')}),
        paragraph([words.nodes('preview.more', {lang_query: `?lang=${words.language}`}), ' ', words.text('widget.new_tab')]),
        paragraph(words.nodes('preview.next', {reply_to: preview.reply_to})),
        primary(words.text('preview.send')),
        keptNote(widget),
      ]};
    },

    sent(widget) {
      const {words, campaign} = widget;
      const again = words.nodes('check_email.again', {campaign_href: `c/${campaign.slug}`});
      again.find((node) => node.localName === 'a')?.addEventListener('click', (event) => {
        event.preventDefault();
        widget.startAgain();
      });
      return {content: [
        heading(words.text('check_email.title')),
        paragraph(words.text('check_email.lead'), {class: 'lead'}),
        paragraph(words.text('check_email.minutes')),
        paragraph(again),
      ]};
    },

    closed(widget, detail) {
      const {words, campaign, base} = widget;
      const opens = campaign.opens && Date.parse(campaign.opens) > Date.now() && new Date(campaign.opens);
      const date = opens && new Intl.DateTimeFormat(`${words.language}-GB`, {dateStyle: 'long', timeZone: 'Europe/London'}).format(opens);
      return {content: [
        heading(words.text(opens ? 'campaign.unopened' : 'campaign.closed')),
        paragraph(detail ?? (opens ? words.text('campaign.unopened_text', {date}) : words.text('campaign.closed_text'))),
        paragraph(outside(`${base}/c/${campaign.slug}/reach`, words.text('page.see_reach'))),
      ]};
    },
  };

  const more = (summary, open, ...content) =>
    make('details', {open}, make('summary', {part: 'link'}, summary), content);

  /** A few answers that make a paragraph, for who has little energy. */
  function shortQuestions(widget) {
    const {words, draft, campaign} = widget;
    const questions = campaign.short_questions.map(({question, choices}, i) => {
      const id = `answer_${i + 1}`;
      const options = choices.map((choice) => make('option', {value: choice, ...widget.langOf('short_questions')}, choice));
      const input = choices.length > 0
        ? make('select', {id, part: 'input'}, new Option(words.text('details.no_answer'), ''), options)
        : make('input', {id, part: 'input', type: 'text', maxlength: 200, autocomplete: 'off', autocapitalize: 'none'});
      return make('div', {class: 'field', part: 'field'}, make('label', {for: id, part: 'label', ...widget.langOf('short_questions')}, question), input);
    });
    const write = () => {
      const answers = campaign.short_questions.map((_, i) => widget.shadowRoot.getElementById(`answer_${i + 1}`).value);
      const paragraph = paragraphOf(campaign.short_questions, answers);
      if (!paragraph) return;
      draft.fields.story = [(draft.fields.story ?? '').trim(), paragraph].filter(Boolean).join('\n\n');
      widget.show('details', {notice: words.text('details.paragraph_made')});
      widget.shadowRoot.getElementById('story').focus();
    };
    return more(words.text('details.little_energy'), false, paragraph(words.text('details.little_energy_how')), questions,
                make('button', {class: 'button plain', part: 'button', type: 'button', onclick: write}, words.text('details.make_paragraph')));
  }

  function paragraphOf(questions, answers) {
    return answers.map((answer, i) => {
      const {sentence} = questions[i];
      let given = answer.trim().replace(/\s+/g, ' ');
      if (/\{answer\}[.!?,]/.test(sentence)) given = given.replace(/[. ]+$/, '');
      if (sentence.startsWith('{answer}')) given = given.replace(/^[a-z]/, (letter) => letter.toUpperCase());
      return given && sentence.replace('{answer}', () => given);
    }).filter(Boolean).join(' ');
  }

  /** Says gently how much of the letter is the supporter's own, as it was when the service last saw it. */
  function ownWords({words, preview}) {
    const texts = {none: 'letter.as_we_wrote_it', part: 'letter.partly_own', most: 'letter.mostly_own'};
    return preview && paragraph(words.text(texts[preview.own_words]), {class: 'hint'});
  }

  /** Where the letter speaks of suicide or self-harm. Nobody is told, and nothing is held up. */
  function offeredHelp({words, preview}) {
    return preview?.offer_help && make('div', {class: 'offer', part: 'notice', role: 'group', 'aria-labelledby': 'help'},
      make('h3', {id: 'help', part: 'heading'}, words.text('help.heading')), paragraph(words.text('help.people_listen')),
      words.help(), paragraph(words.text('help.only_you'), {class: 'after'}));
  }

  function seatOption(widget, seat, id) {
    const {words, draft} = widget;
    const mp = seat.mp ? `${seat.mp.name}, ${seat.mp.party}` : words.text(seat.seat === 'vacant' ? 'page.no_mp' : 'page.new_mp');
    return make('div', {class: 'choice'},
                make('input', {type: 'radio', id, name: 'constituency', value: seat.code, part: 'choice',
                               checked: seat.code === draft.fields.constituency}),
                make('label', {for: id, part: 'label'}, words.seat(seat), ' ', make('span', {class: 'hint', part: 'hint'}, mp)));
  }

  function mpBox(widget, likely) {
    const {words, draft: {seat}} = widget;
    return make('div', {class: 'mp', part: 'mp'},
                make('p', {}, words.text(likely ? 'details.mp_is_likely' : 'details.mp_is')),
                make('p', {class: 'mp-name'}, seat.mp.name),
                make('p', {}, words.text('details.party_for', {mp_party: seat.mp.party, constituency_name: words.seat(seat)})),
                likely && make('p', {class: 'hint'}, words.text('details.likely', {constituency_name: words.seat(seat)})),
                secondary(words.text('details.not_mine'), () => widget.show('choose')));
  }

  function consent(widget) {
    const {words, draft, campaign, errors} = widget;
    const wrong = errors.find(({field}) => field === 'opt_in');
    return make('fieldset', {class: wrong ? 'field wrong' : 'field', part: 'field'},
                make('legend', {}, make('h3', {part: 'heading'}, words.text('preview.stay_in_touch'))),
                wrong && widget.errorText('opt_in', wrong.message),
                make('div', {class: 'choice'},
                     make('input', {type: 'checkbox', id: 'opt_in', name: 'opt_in', part: 'choice', checked: draft.optIn,
                                    'aria-describedby': 'opt_in-hint'}),
                     make('label', {for: 'opt_in', part: 'label', ...widget.langOf('consent')}, campaign.consent)),
                make('p', {class: 'hint', part: 'hint', id: 'opt_in-hint'}, words.text('preview.either_way')));
  }

  function keptNote(widget) {
    return make('p', {class: 'hint kept', part: 'hint'}, widget.words.text('widget.kept'), ' ',
                secondary(widget.words.text('widget.start_again'), () => widget.startAgain()));
  }

  // ── The look ───────────────────────────────────────────────────────────────────────────────────

  const kStyle = `
    /* Nothing that the page says about the element or all elements reaches it: inside a shadow tree
       !important wins over the page's. What hides or moves it belongs on an element around it. */
    :host { all: initial !important; display: block !important; color-scheme: inherit !important; }
    :host([hidden]) { display: none !important; }
    *, *::before, *::after { box-sizing: border-box; }

    .box {
      --page: var(--postbag-page, var(--campaign-background));
      --ink: var(--postbag-ink, #1a1c1e);
      --quiet: var(--postbag-quiet, #50565c);
      --line: var(--postbag-line, #c9ced3);
      --soft: var(--postbag-soft, var(--campaign-soft));
      --error: var(--postbag-error, #b3261e);
      --focus: var(--postbag-focus, #ffbf47);
      --focus-ink: var(--postbag-focus-ink, #000000);
      --accent: var(--postbag-accent, var(--campaign-accent));
      --accent-ink: var(--postbag-accent-ink, var(--campaign-accent_ink));
      --link: var(--postbag-link, var(--campaign-link));
      --radius: var(--postbag-radius, .25em);
      color-scheme: var(--postbag-color-scheme, inherit);
      container-type: inline-size;
      padding: var(--postbag-padding, 1.25em);
      background: var(--page);
      color: var(--ink);
      font-family: var(--postbag-font, var(--campaign-font, system-ui, -apple-system, "Segoe UI", Roboto, "Noto Sans", "Liberation Sans", sans-serif));
      /* Of what the reader set in the browser, whatever the page made of it. */
      font-size: var(--postbag-font-size, 1.1875em);
      line-height: 1.5;
      overflow-wrap: break-word;
      text-align: start;
    }
    @supports (color: light-dark(#000, #fff)) {
      .box {
        --page: var(--postbag-page, light-dark(var(--campaign-background), var(--campaign-background_dark)));
        --ink: var(--postbag-ink, light-dark(#1a1c1e, #eceff1));
        --quiet: var(--postbag-quiet, light-dark(#50565c, #b4bcc4));
        --line: var(--postbag-line, light-dark(#c9ced3, #434b54));
        --soft: var(--postbag-soft, light-dark(var(--campaign-soft), var(--campaign-soft_dark)));
        --error: var(--postbag-error, light-dark(#b3261e, #ff9a8f));
        --focus-ink: var(--postbag-focus-ink, light-dark(#000000, #ffffff));
        --accent: var(--postbag-accent, light-dark(var(--campaign-accent), var(--campaign-accent_dark)));
        --accent-ink: var(--postbag-accent-ink, light-dark(var(--campaign-accent_ink), var(--campaign-accent_ink_dark)));
        --link: var(--postbag-link, light-dark(var(--campaign-link), var(--campaign-link_dark)));
      }
    }
    .stage > form > * { max-width: 38em; }

    h2, h3 { line-height: 1.2; margin: 1.5em 0 .5em; text-wrap: balance; scroll-margin-top: 1em; }
    h2 { font-size: 1.5em; }
    h3 { font-size: 1.2em; }
    form > :first-child, legend > *, .summary h2 { margin-top: 0; }
    p, ul, dl, details { margin: 0 0 1em; }
    ul { padding-inline-start: 1.25em; }
    li { margin-bottom: .375em; }
    a { color: var(--link); text-underline-offset: .15em; }
    .lead { font-size: 1.1em; white-space: pre-line; }
    .as-written { white-space: pre-line; overflow-wrap: anywhere; }
    .hint { color: var(--quiet); font-size: .9em; font-weight: 400; }
    .count, strong { font-weight: 600; }
    .unseen { position: absolute; width: 1px; height: 1px; margin: -1px; overflow: hidden; clip-path: inset(50%); white-space: nowrap; }

    :focus-visible { outline: .2em solid var(--focus); outline-offset: 0; box-shadow: 0 0 0 .35em var(--focus-ink); }
    h2:focus { outline: none; box-shadow: none; }

    .field { margin: 0 0 1.5em; padding: 0; border: 0; min-width: 0; }
    .field label, legend { display: block; font-weight: 600; margin-bottom: .25em; padding: 0; }
    .field .hint { margin: 0 0 .5em; }
    .lines + .after { margin: .75em 0 0; }
    .link + fieldset { margin-top: 1.5em; }
    .wrong { border-inline-start: .25em solid var(--error); padding-inline-start: .875em; }
    .error { color: var(--error); font-weight: 600; margin: 0 0 .5em; }
    input, textarea, select, button { font: inherit; letter-spacing: inherit; }
    input:not([type="radio"], [type="checkbox"]), textarea, select {
      display: block; width: 100%; min-height: max(2.4em, 44px); margin: 0; padding: .45em .55em;
      border: 2px solid var(--quiet); border-radius: 0; background: var(--page); color: var(--ink);
    }
    .wrong input, .wrong textarea { border-color: var(--error) !important; }
    textarea { resize: vertical; }
    .short { max-width: 10em; }

    .choice { position: relative; min-height: max(2.4em, 44px); margin-bottom: .6em; padding-inline-start: 3em; }
    .choice input { position: absolute; inset: 0 auto auto 0; width: 44px; height: 44px; margin: 0; accent-color: var(--accent); }
    .choice label { margin: 0; padding: .4em 0; }
    .choice label .hint { display: block; margin: 0; }
    [type="checkbox"] + label { font-weight: 400; }

    .button {
      min-height: max(2.4em, 44px); padding: .6em 1.1em; margin: .25em 1em .6em 0; cursor: pointer;
      border: 2px solid var(--link); border-radius: var(--radius);
      background: var(--accent); color: var(--accent-ink); font-weight: 600;
    }
    .plain { background: transparent; color: var(--link); }
    .button:hover { text-decoration: underline; }
    [aria-busy] .button { cursor: progress; }
    .link {
      min-height: max(2.4em, 44px); padding: .4em 0; margin-inline-end: 1em; border: 0; background: none; color: var(--link);
      text-align: start; text-decoration: underline; text-underline-offset: .15em; cursor: pointer;
    }
    .link:hover, a:hover { text-decoration-thickness: .15em; }

    .summary { border: .25em solid var(--error); padding: .875em 1em; margin-bottom: 1.25em; }
    .summary h2 { font-size: 1.2em; }
    .summary ul { list-style: none; padding: 0; margin: 0; }
    .summary a { display: inline-block; padding: .3em 0; color: var(--error); font-weight: 600; }
    .notice, .mp { border-inline-start: .4em solid var(--accent); background: var(--soft); padding: .875em 1em; margin: 0 0 1.25em; }
    .notice p, .mp p { margin: 0; }
    .mp-name { font-size: 1.35em; font-weight: 700; line-height: 1.25; }
    .letter { border: 1px solid var(--line); margin: 0 0 1.25em; }
    .letter dl, .changed { display: grid; grid-template-columns: max-content 1fr; gap: .25em 1em; margin: 0; padding: .875em 1em; background: var(--soft); }
    .letter dl { border-bottom: 1px solid var(--line); }
    .changed { grid-template-columns: 1fr; margin-bottom: 1.25em; }
    dt { color: var(--quiet); }
    dd { margin: 0; min-width: 0; overflow-wrap: anywhere; }
    .body { padding: 1em; white-space: pre-wrap; overflow-wrap: anywhere; }
    summary { cursor: pointer; min-height: max(2.4em, 44px); padding: .4em 0; color: var(--link); }

    .status { margin: 0; font-weight: 600; }
    .status:not(:empty) { padding-bottom: 1em; }
    .kept { margin-top: 1em; }
    .kept .link { font-size: 1em; }
    .help { margin: 1em 0 0; padding-top: .875em; border-top: 1px solid var(--line); font-size: .9em; }
    .help a { color: var(--ink); }
    .lines { list-style: none; padding: 0; margin: 0; }
    .help .lines { display: flex; flex-wrap: wrap; gap: 0 1.25em; }
    .offer { border: 2px solid var(--accent); padding: .875em 1em; margin: 0 0 1.25em; }
    .offer > :first-child { margin-top: 0; }

    @container (max-width: 26em) {
      .button { display: block; width: 100%; margin-inline-end: 0; }
      .letter dl { grid-template-columns: 1fr; gap: 0; }
      .letter dd { margin-bottom: .5em; }
    }
    @media (forced-colors: active) { .wrong, .notice, .mp { border-inline-start-color: currentColor; } }
    @media print { .button, .link, .help, .kept, .status { display: none; } }
  `;

  let sheet;
  /** One for all elements of the page. */
  function styleSheet() {
    if (!sheet) (sheet = new CSSStyleSheet()).replaceSync(kStyle);
    return sheet;
  }

  customElements.define(kElement, PostbagCampaign);
})();
