/** What a page's own analytics hear of: nothing that says where somebody lives. */
const kToldSteps = ['postcode', 'details', 'story', 'letter', 'preview', 'sent'];
/** How long somebody who writes rests before what they wrote is looked at, in milliseconds. */
const kRest = 400;

/** One campaign's way to a letter, in one place of a page: what is shown there, and what is typed. */
class Journey {
  constructor(element, slug, base, words) {
    Object.assign(this, {element, slug, base, words, errors: []});
    this.service = new Service(base, slug, words.language);
    this.kept = new Kept(slug);
  }

  /** Takes the place of what is inside the element, once the service has given the campaign. */
  async begin() {
    const answer = await this.service.campaign();
    if (this.ended) return;
    if (!answer.ok) {
      const why = answer.status || 'not reached, or this site is not among its allowed_origins';
      console.warn(`Postbag: ${this.service.address} gave no campaign (${why}). The link stays.`);
      if (answer.status === 0) addEventListener('online', () => this.begin(), {once: true});
      return;
    }
    this.campaign = answer.json;
    this.draft = this.kept.read();
    this.takeOver();
    this.tell('ready', {});
    this.show(this.campaign.open ? resumable(this.draft) : 'closed', {focus: false});
  }

  /** Another takes its place: an answer that is still on its way changes nothing any more. */
  end() { this.ended = true; }

  /** What an element needs around that text of the campaign: it may have it in English only. */
  lang(name) {
    return this.words.lang(this.campaign.english_texts.includes(name) ? 'en' : this.words.language);
  }

  takeOver() {
    const bar = helpBar(this);
    this.stage = make('div', {class: 'stage', onfocusin: () => { bar.open = false; }});
    this.status = make('p', {class: 'status', part: 'status', role: 'status'});
    this.box = make('div', {class: 'box', part: 'box', lang: this.words.language, dir: 'ltr', role: 'group',
                            'aria-label': this.campaign.title}, bar, make('div', {class: 'room'}, this.stage, this.status));
    for (const [name, value] of Object.entries(this.campaign.theme))
      if (value && !name.startsWith('logo')) this.box.style.setProperty(`--campaign-${name}`, value);
    // A page's single-key shortcuts must not act on what is typed into a field. Browsers that fill
    // fields in send events without a key.
    for (const kind of ['keydown', 'keypress', 'keyup'])
      this.box.addEventListener(kind, (event) => {
        if (event.key?.length === 1 && !event.ctrlKey && !event.metaKey && !event.altKey) event.stopPropagation();
      });
    this.element.shadowRoot.replaceChildren(this.box);
  }

  /** Says where the supporter is, never who they are or where they live. */
  tell(name, detail) {
    const event = new CustomEvent(`postbag:${name}`, {bubbles: true, composed: true, detail: {slug: this.slug, ...detail}});
    this.element.dispatchEvent(event);
  }

  /** Shows a step. `errors` are `{field, message}`, `failure` is `{text, again}`, `extra` is the step's own. */
  show(step, {errors = [], failure = null, notice = '', extra = null, focus = true} = {}) {
    if (this.ended) return;
    const moved = step !== this.step;
    this.step = this.draft.step = step;
    this.errors = errors;
    const view = kViews[step](this, extra);
    const submit = (event) => {
      event.preventDefault();
      this.attempt(view.submit);
    };
    this.stage.replaceChildren(make(
      'form', {novalidate: true, oninput: (event) => this.typed(event.target), onsubmit: submit}, problems(this),
      failure && this.failure(failure), notice && paragraph(notice, {class: 'notice', part: 'notice', tabindex: '-1'}),
      view.content));
    this.status.textContent = '';
    if (step === 'closed') this.kept.clear();
    else if (step !== 'sent') this.keep();
    if (focus) this.focusOn(this.stage.querySelector('[role="alert"], [tabindex="-1"]'));
    offerHelp(this);
    if (moved && kToldSteps.includes(step)) this.tell('step', {step});
  }

  /** The next step is read from its start, wherever the last one was left. */
  focusOn(start) {
    start.focus({preventScroll: true});
    if (this.box.getBoundingClientRect().top < 0) this.box.scrollIntoView();
    else start.scrollIntoView({block: 'nearest'});
  }

  failure({text, again}) {
    return make('div', {class: 'notice', part: 'notice', role: 'alert', tabindex: '-1'}, paragraph(text),
                again && secondary(this.words.text('try_again.button'), () => this.attempt(again)));
  }

  typed({name, type, value, checked}) {
    if (!name) return;
    if (type === 'checkbox') this.draft.optIn = checked;
    else if (type === 'radio') this.draft.fields.constituency = value;
    else this.draft.fields[name] = name === 'subject' ? value.replace(/\s*[\r\n]+\s*/g, ' ') : value;
    this.keep();
    clearTimeout(this.rest);
    this.rest = setTimeout(() => offerHelp(this), kRest);
  }

  /** With what stands in the form: a browser may fill a field in without saying so. */
  gather() {
    for (const input of this.stage.querySelectorAll('input, textarea, select'))
      if (input.type !== 'radio' || input.checked) this.typed(input);
  }

  keep() { this.kept.write(this.draft); }

  /** To a step that asks the service nothing. */
  go(step) {
    if (this.busy) return;
    this.gather();
    this.show(step);
  }

  /** One thing at a time. */
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
    if (errors.length > 0 && status < 500) return this.wrong(errors);
    if (status === 404 || status === 410) return this.closedMeanwhile();
    return this.show(this.draft.step, {failure: {text: this.words.text(`widget.${reason(status, again)}`), again}});
  }

  wrong(errors) {
    const [first] = errors;
    const among = (names) => errors.filter(({field}) => names.includes(field));
    if (this.words.has(`explain.${first.code}`)) return this.show('explain', {extra: first});
    for (const [step, names] of [['details', kDetails], ['story', kStory], ['letter', kLetter]])
      if (among(names).length > 0) return this.show(step, {errors: among(names)});
    if (['opt_in', 'consent_wording'].includes(first.field)) return this.askConsentAgain(first.message);
    if (first.field === 'constituency' && this.draft.answer) return this.show('choose', {errors: [first]});
    return this.show('postcode', {errors: [{...first, field: 'postcode'}]});
  }

  /** The words of consent were changed while this page was open: nobody agreed to the new ones. */
  async askConsentAgain(message) {
    await this.refresh();
    this.draft.optIn = false;
    return this.show('preview', {errors: [{field: 'opt_in', message}]});
  }

  /** The campaign says why itself. */
  async closedMeanwhile() {
    await this.refresh();
    const {body, story} = this.draft.fields;
    return this.show('closed', {extra: body || story});
  }

  async refresh() {
    const answer = await this.service.campaign('no-cache');
    if (answer.ok) this.campaign = answer.json;
  }

  /** The body of a request; the letter's own text only where the supporter changed it. */
  letter(withOwn = true) {
    const {fields, seat, chosen, drafted, optIn} = this.draft;
    const body = {language: this.words.language, source: this.source(), opt_in: optIn, postcode: fields.postcode};
    if (chosen) body.constituency = seat.code;
    if (optIn) body.consent_wording = this.campaign.consent;
    for (const name of [...kDetails, ...kStory]) body[name] = fields[name] ?? '';
    for (const name of kLetter)
      if (withOwn && fields[name] && fields[name] !== drafted?.[name]) body[name] = fields[name];
    return body;
  }

  source() {
    const source = this.element.getAttribute('source') ?? '';
    return /^[\w.-]{0,64}$/.test(source) ? source : '';
  }

  startAgain() {
    if (this.busy) return;
    this.kept.clear();
    this.draft = emptyDraft();
    this.preview = null;
    this.show('postcode');
  }
}

/** Why nothing came of it. A letter may have been stored although its answer was lost on the way. */
function reason(status, action) {
  if (status === 429) return 'too_many';
  if (action === sendLetter) return 'unsure';
  return [0, 502, 504].includes(status) ? 'unreached' : 'our_fault';
}
