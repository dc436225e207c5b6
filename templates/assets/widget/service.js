/** Milliseconds before each new try: enough for a phone that changes its mast. */
const kPauses = [1000, 2000, 4000];
/** A service that asks for a longer pause is not waited for: the supporter is told. */
const kLongestPause = 10000;
const kPatience = 20000;

const wait = (milliseconds) => new Promise((resolve) => setTimeout(resolve, milliseconds));

/** The questions that the widget asks the service about one campaign. */
class Service {
  constructor(base, slug, language) {
    this.address = `${base}/api/v1/campaigns/${encodeURIComponent(slug)}`;
    this.language = language;
  }

  campaign(cache) { return this.ask('', {cache}); }
  recipients(postcode, retrying) { return this.ask(`/recipients/${encodeURIComponent(postcode)}`, {}, retrying); }
  preview(letter, retrying) { return this.ask('/preview', {letter}, retrying); }
  send(letter, key, retrying) { return this.ask('/letters', {letter, headers: {'Idempotency-Key': key}}, retrying); }

  /** `{status, json}` once the service has answered, with status 0 when it could not be reached. */
  async ask(path, question, retrying = () => {}) {
    for (const pause of [...kPauses, null]) {
      const answer = await this.once(path, question);
      const passing = [0, 429, 502, 503, 504].includes(answer.status);
      const longer = Math.max(pause, answer.pause * 1000);
      if (!passing || pause === null || longer > kLongestPause) return answer;
      retrying();
      await wait(longer);
    }
  }

  async once(path, {letter, headers, cache}) {
    const options = {cache, credentials: 'omit', referrerPolicy: 'no-referrer', signal: AbortSignal.timeout(kPatience)};
    options.headers = {'Accept-Language': this.language, ...headers};
    if (letter) {
      options.method = 'POST';
      options.headers['Content-Type'] = 'application/json';
      options.body = JSON.stringify(letter);
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
