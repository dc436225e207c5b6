/** The texts of the catalogue in both languages; the service puts them here. */
const kTexts = POSTBAG_TEXTS;

/** What the widget says, in one language. */
class Words {
  constructor(language, base) {
    this.language = language;
    this.base = base;
    this.texts = kTexts[language];
    this.plurals = new Intl.PluralRules(language);
  }

  /** What an element needs around a text of that language (`en`, `cy`). */
  lang(language) { return language === this.language ? {} : {lang: language === 'en' ? 'en-GB' : language}; }

  has(key) { return key in this.texts; }

  /** The text of that key, with each `{name}` and `{{name}}` replaced; nothing for an unknown key. */
  text(key, values) { return this.filled(this.texts[key] ?? '', values); }

  filled(text, values = {}) {
    const plain = text.replaceAll('&nbsp;', '\u00a0').replaceAll('&amp;', '&');
    return plain.replace(/\{\{?(\w+)\}?\}/g, (tag, name) => values[name] ?? tag);
  }

  /** What an error says: `{code, field, message}`, with the longest text that its field may have. */
  error({code, field, message}, most) {
    const key = [`error.${code}-${field}`, `error.${code}`].find((one) => this.has(one));
    return key ? this.text(key, {most}) : message;
  }

  /** Where people find help, as the pages show it. */
  help() {
    return make('ul', {class: 'lines'},
                [...this.texts.help.matchAll(/<li>(.*?)<\/li>/gs)].map(([, line]) => make('li', {}, this.markup(line))));
  }

  /** A seat in Welsh where it has a Welsh name. */
  seat({name, welsh_name}) { return (this.language === 'cy' && welsh_name) || name; }

  count(key, n) {
    const form = `${key}.${this.plurals.select(n)}`;
    return this.text(this.has(form) ? form : `${key}.other`, {n: n.toLocaleString('en-GB')});
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
