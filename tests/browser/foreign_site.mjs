// Another website, on another port, that shows the widget: with style sheets that would spoil anything they
// reach, and a Content-Security-Policy that allows what docs/widget.md asks for and nothing else.
import http from 'node:http';

const HOSTILE = `
html { font-size: 8px; direction: rtl; }
body { margin: 0; font: italic 30px/3 fantasy; letter-spacing: 9px; text-transform: uppercase; word-spacing: 2em; }
* { color: #ff00ff !important; background: #00ff00; text-align: right; }
postbag-campaign, postbag-campaign * {
  all: unset; display: none !important; visibility: hidden !important; opacity: 0 !important; width: 1px !important;
  height: 0 !important; overflow: hidden !important; font-size: 2px !important; position: absolute !important;
  transform: scale(0) !important; pointer-events: none !important; clip-path: inset(50%) !important;
}
button, input, textarea, h2, label, form, p { display: none !important; border: 9px solid red !important; }
`;

const PLAIN = 'body { margin: 0; } .above { height: 300px; } .far { height: 20000px; }';

export class ForeignSite {
  static async open(service) {
    const site = new ForeignSite();
    site.pages = new Map();
    site.policies = new Map();
    site.policy = `default-src 'none'; style-src 'self'; script-src ${service.url} 'self'; ` +
      `connect-src ${service.url}; base-uri 'none'; form-action 'none'; require-trusted-types-for 'script'; trusted-types 'none'`;
    site.service = service;
    site.server = http.createServer((request, response) => site.#answer(request, response)).listen(0, '127.0.0.1');
    await new Promise((resolve) => site.server.once('listening', resolve));
    site.url = `http://127.0.0.1:${site.server.address().port}`;
    return site;
  }

  // A page with this inside; its address. `style` is `hostile` or `plain`; `copied`: the widget comes from this
  // website, whose policy allows no other's script; `nonce`: the policy names scripts and not their hosts.
  page(name, content, { style = 'plain', language = 'en-GB', direction = 'ltr', copied = false, nonce = false } = {}) {
    const hosts = `${this.service.url} 'self'`;
    const scripts = nonce ? "'nonce-abc' 'strict-dynamic'" : copied ? "'self'" : hosts;
    this.policies.set(`/${name}`, this.policy.replace(`script-src ${hosts}`, `script-src ${scripts}`));
    this.pages.set(`/${name}`, `<!DOCTYPE html>
<html lang="${language}" dir="${direction}">
<head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>A charity’s own page</title>
<link rel="stylesheet" href="/${style}.css">
<script nonce="abc" src="/analytics.js"></script>
<script nonce="abc" async src="${copied ? '' : this.service.url}/widget.js"></script></head>
<body><main><h1>A charity’s own page</h1>
${content}
</main></body></html>`);
    return `${this.url}/${name}`;
  }

  // The snippet that /c/{slug}/widget gives.
  snippet(slug, attributes = '') {
    return `<postbag-campaign slug="${slug}" ${attributes}><a href="${this.service.url}/c/${slug}">Write to your MP</a></postbag-campaign>`;
  }

  async close() {
    this.server.closeAllConnections();
    await new Promise((resolve) => this.server.close(resolve));
  }

  async #answer({ url }, response) {
    const files = {
      '/widget.js': ['text/javascript', url === '/widget.js' && await (await fetch(`${this.service.url}/widget.js`)).text()],
      '/hostile.css': ['text/css', HOSTILE],
      '/plain.css': ['text/css', PLAIN],
      '/analytics.js': ['text/javascript', `window.heard = [];
window.globals = [...Object.getOwnPropertyNames(window), 'globals'];
for (const name of ['ready', 'step', 'sent'])
  addEventListener('postbag:' + name, (event) => heard.push([event.type, JSON.stringify(event.detail)]));`],
    };
    const [type, content] = files[url] ?? ['text/html; charset=utf-8', this.pages.get(url)];
    response.writeHead(content ? 200 : 404, { 'Content-Type': type, 'Content-Security-Policy': this.policies.get(url) ?? this.policy });
    response.end(content ?? '');
  }
}
