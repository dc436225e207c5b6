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

const more = (summary, open, ...content) =>
  make('details', {open}, make('summary', {part: 'link'}, summary), content);
