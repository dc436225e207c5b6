const kFields = {
  postcode: {autocomplete: 'postal-code', most: 40, short: true},
  title: {autocomplete: 'honorific-prefix', most: 20, short: true},
  first_name: {autocomplete: 'given-name', most: 60},
  last_name: {autocomplete: 'family-name', most: 80},
  email: {autocomplete: 'email', most: 254, type: 'email'},
  address: {autocomplete: 'street-address', most: 400, lines: 3},
  story: {autocomplete: 'off', most: 4000, lines: 8, prose: true},
  on_behalf_of: {autocomplete: 'off', most: 80},
  // One line of text that is read whole on a narrow screen.
  subject: {autocomplete: 'off', most: 200, lines: 2, prose: true},
  body: {autocomplete: 'off', most: 10000, lines: 24, prose: true},
};
const kDetails = ['title', 'first_name', 'last_name', 'email', 'address'];
const kStory = ['story', 'on_behalf_of'];
const kLetter = ['subject', 'body'];

/** A field with its label, hint and error; `label` where it is not the usual one. */
function field({words, draft, errors}, name, {label = words.text(`field.${name}`), prompts = null} = {}) {
  const look = kFields[name];
  const hint = words.text(`field.${name}_hint`);
  const error = errors.find((one) => one.field === name);
  const described = [prompts && 'prompts', hint && `${name}-hint`, error && `${name}-error`].filter(Boolean).join(' ');
  const input = make(look.lines ? 'textarea' : 'input', {
    id: name, name, part: 'input', class: look.short && 'short', autocomplete: look.autocomplete,
    maxlength: look.most, rows: look.lines, spellcheck: String(Boolean(look.prose)),
    type: !look.lines && (look.type ?? 'text'), inputmode: look.type,
    'aria-describedby': described, 'aria-invalid': error && 'true'});
  input.value = draft.fields[name] ?? '';
  return make('div', {class: error ? 'field wrong' : 'field', part: 'field'},
              make('label', {for: name, part: 'label'}, label),
              hint && make('p', {class: 'hint', part: 'hint', id: `${name}-hint`}, hint),
              error && errorText(words, name, error.message), input);
}

function errorText(words, name, message) {
  return make('p', {class: 'error', part: 'error', id: `${name}-error`},
              make('span', {class: 'unseen'}, words.text('page.error_prefix')), message);
}

/** Boxes to tick, under one heading. */
function choices(wrong, attributes, legend, ...content) {
  return make('div', {class: wrong ? 'field wrong' : 'field', part: 'field'},
              make('fieldset', attributes, make('legend', {}, legend), content));
}

/** All that is wrong, each a link to its field. */
function problems({words, errors, stage}) {
  const entry = ({field, message}) => make('li', {}, make('a', {href: `#${field}`, onclick: (event) => {
    event.preventDefault();
    stage.querySelector(`#${field}`)?.focus();
  }}, message));
  return errors.length > 0 && make(
    'div', {class: 'summary', part: 'summary', role: 'alert', tabindex: '-1', 'aria-labelledby': 'summary'},
    make('h2', {id: 'summary'}, words.text('page.problem')), make('ul', {}, errors.map(entry)));
}
