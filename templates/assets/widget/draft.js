/** All that a supporter chose and typed for one campaign. */
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

/** Where a draft of an earlier visit goes on. */
function resumable({step, answer, seat, drafted}) {
  if (step === 'preview' || step === 'letter') return seat && drafted ? 'letter' : 'postcode';
  if (step === 'details' || step === 'story') return seat ? step : 'postcode';
  return step === 'choose' && answer ? 'choose' : 'postcode';
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
