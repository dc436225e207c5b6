/**
 * Postbag's widget: a campaign's whole way to a letter, from a postcode to "check your email", in any page.
 *
 *   <script async src="https://HOST/widget.js"></script>
 *   <postbag-campaign slug="back-to-work"><a href="https://HOST/c/back-to-work">Write to your MP</a></postbag-campaign>
 *
 * docs/widget.md is for those who put it into a page. It follows the steps and words of /c/{slug};
 * the service checks everything, so there is no second set of rules here. It writes no markup as
 * text and no style as an attribute: a page may forbid both.
 */

/** Only known while the script runs for the first time. */
const kScript = document.currentScript;

/** The element, for one campaign; other attributes make it begin anew. What was typed is kept under its campaign. */
class PostbagCampaign extends HTMLElement {
  static observedAttributes = ['slug', 'lang', 'host'];
  #journey;
  #observer;

  connectedCallback() {
    if (this.shadowRoot) return;
    this.attachShadow({mode: 'open'}).adoptedStyleSheets = [styleSheet()];
    this.#begin();
  }

  attributeChangedCallback(name, before, now) {
    if (this.shadowRoot && before !== now) this.#begin();
  }

  #begin() {
    const slug = this.getAttribute('slug') ?? '';
    const base = baseOf(this);
    const words = new Words(languageOf(this), base);
    this.#journey?.end();
    const journey = this.#journey = new Journey(this, slug, base, words);
    // Shows the link of the page around it, until there is something better.
    this.shadowRoot.replaceChildren(
      make('slot', {}, make('a', {href: `${base}/c/${encodeURIComponent(slug)}`}, words.text('home.title'))));
    // Two screens away is near enough to be there in time, and nothing is loaded for who never scrolls.
    this.#observer?.disconnect();
    const observer = this.#observer = new IntersectionObserver((entries) => {
      if (!entries.some((entry) => entry.isIntersecting)) return;
      observer.disconnect();
      journey.begin();
    }, {rootMargin: '200% 0px'});
    if (slug) observer.observe(this);
  }
}

/** The address of the service: the attribute `host`, else where this script came from. */
function baseOf(element) {
  const given = element.getAttribute('host') ?? '';
  if (/^https?:\/\//.test(given)) return given.replace(/\/+$/, '');
  return kScript?.src ? new URL('.', kScript.src).href.replace(/\/$/, '') : location.origin;
}

let sheet;
/** One for all elements of the page. */
function styleSheet() {
  if (!sheet) (sheet = new CSSStyleSheet()).replaceSync(POSTBAG_STYLE);
  return sheet;
}

const kElement = 'postbag-campaign';
const kStyleable = 'adoptedStyleSheets' in Document.prototype && 'replaceSync' in CSSStyleSheet.prototype;
// In a browser without these the link inside the element stays, and leads to the campaign's page.
if (kStyleable && !customElements.get(kElement)) customElements.define(kElement, PostbagCampaign);
