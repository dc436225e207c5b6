// A real `postbag serve` in a folder of its own, and what a test needs to talk to it.
import { execFile, spawn } from 'node:child_process';
import { createHmac } from 'node:crypto';
import { createWriteStream } from 'node:fs';
import fs from 'node:fs/promises';
import net from 'node:net';
import os from 'node:os';
import path from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

export const SOURCE = fileURLToPath(new URL('../..', import.meta.url));
const PROGRAM = process.env.POSTBAG_PROGRAM ?? path.join(SOURCE, 'build/debug/postbag');

// After how many milliseconds a wait is a failure; never how long one takes.
export const PATIENCE = 60_000;

// Asks again and again until there is an answer; throws when there never is one.
export async function until(ask, what) {
  for (const deadline = Date.now() + PATIENCE; Date.now() < deadline; await pause(20)) {
    const answer = await ask();
    if (answer) return answer;
  }
  throw new Error(`not in time: ${what}`);
}

// Makes an assertion until it holds: a browser that went Back puts what was typed into the fields a moment after it shows them.
export async function eventually(assertion) {
  let said;
  const holds = async () => {
    said = await assertion().then(() => null, (error) => error);
    return said === null;
  };
  await until(holds, '').catch(() => { throw said; });
}

async function freePort() {
  const listener = net.createServer().listen(0, '127.0.0.1');
  await new Promise((resolve) => listener.once('listening', resolve));
  const { port } = listener.address();
  await new Promise((resolve) => listener.close(resolve));
  return port;
}

export class Service {
  // The sandbox, unless `settings` (environment variables without `POSTBAG_`) say otherwise.
  static async start(settings = {}) {
    const service = new Service();
    service.folder = await fs.mkdtemp(path.join(os.tmpdir(), 'postbag-browser-'));
    const port = await freePort();
    service.url = `http://127.0.0.1:${port}`;
    service.environment = { ...process.env, POSTBAG_SERVER_LISTEN: `127.0.0.1:${port}` };
    for (const [name, value] of Object.entries(settings)) service.environment[`POSTBAG_${name}`] = value;
    try {
      await service.#begin();
    } catch (problem) {
      await service.stop();
      throw problem;
    }
    return service;
  }

  #process;

  async #begin() {
    this.#process = spawn(PROGRAM, ['serve'], {
      cwd: this.folder, env: this.environment, stdio: ['ignore', 'pipe', 'pipe'],
    });
    const log = createWriteStream(path.join(this.folder, 'serve.log'));
    this.#process.stderr.pipe(log, { end: false });
    this.#process.stdout.pipe(log, { end: false });
    await new Promise((resolve, reject) => {
      let said = '';
      const listen = (bytes) => {
        said += bytes;
        if (said.includes('Postbag is ready')) resolve();
      };
      this.#process.stdout.on('data', listen);
      this.#process.stderr.on('data', listen);
      this.#process.once('error', reject);
      this.#process.once('exit', (code) => reject(new Error(`serve ended with ${code}: ${said}`)));
    });
  }

  async #end() {
    if (this.#process?.exitCode !== null || this.#process.signalCode !== null) return;
    const ended = new Promise((resolve) => this.#process.once('exit', resolve));
    this.#process.kill('SIGTERM');
    await ended;
  }

  // Ends it and takes its folder away.
  async stop() {
    await this.#end();
    await fs.rm(this.folder, { recursive: true, force: true });
  }

  // Starts it again, with another key to sign forms with.
  async restartWithAnotherKey() {
    await this.#end();
    await fs.rm(path.join(this.folder, 'var/secret'));
    await this.run('store', 'forget-secret');
    await this.#begin();
  }

  // Starts it again after its database was changed behind its back: days cannot be waited for.
  async restartAfter(sql) {
    await this.#end();
    const run = 'import sqlite3, sys; d = sqlite3.connect(sys.argv[1]); d.executescript(sys.argv[2]); d.commit()';
    await promisify(execFile)('python3', ['-c', run, path.join(this.folder, 'var/postbag.db'), sql]);
    await this.#begin();
  }

  // Runs one postbag command beside it; what it printed.
  async run(...words) {
    const { stdout } = await promisify(execFile)(PROGRAM, words, { cwd: this.folder, env: this.environment });
    return stdout;
  }

  // The same with a text on its stdin.
  async runWith(text, ...words) {
    const running = promisify(execFile)(PROGRAM, words, { cwd: this.folder, env: this.environment });
    running.child.stdin.end(text);
    return (await running).stdout;
  }

  // Imports a campaign: a shipped one with lines put before its first key and `edit`ed, under a name of its own.
  async importCampaign(slug, lines, from = 'sanctions', edit = (text) => text) {
    const shipped = await fs.readFile(path.join(SOURCE, `templates/campaigns/${from}.toml`), 'utf8');
    const file = path.join(this.folder, `${slug}.toml`);
    await fs.writeFile(file, `${lines}\n${edit(shipped).replace(/^slug = .*$/m, `slug = "${slug}"`)}`);
    await this.run('campaign', 'import', file);
    await until(async () => (await fetch(`${this.url}/api/v1/campaigns/${slug}`)).status !== 404,
      `the campaign ${slug} shows`);
  }

  // How many letters the database holds, on their way or not.
  async letterCount() {
    return JSON.parse(await this.run('letters', '--json')).length;
  }

  // Every whole mail that the sandbox captured, the oldest first.
  async outbox() {
    const folder = path.join(this.folder, 'var/outbox');
    const names = await fs.readdir(folder).catch(() => []);
    const mails = names.filter((name) => name.endsWith('.eml')).sort();
    return Promise.all(mails.map(async (name) => readMail(await fs.readFile(path.join(folder, name), 'utf8'))));
  }

  // The letters to MPs among them.
  async letters() {
    return (await this.outbox()).filter((mail) => !mail.isOurs);
  }

  // Those whose answers go to this address.
  async lettersFrom(address) {
    return (await this.letters()).filter((mail) => mail.headers['reply-to'].includes(address));
  }

  // The letter from this address, once it has left.
  async letterFrom(address) {
    return until(async () => (await this.lettersFrom(address))[0], `the letter of ${address}`);
  }

  // The link in the confirmation mail to this address, the newest if there are more.
  confirmationLink(address) {
    return this.#linkIn(address, 'confirm');
  }

  // The link there to this person's own letters.
  ownLettersLink(address) {
    return this.#linkIn(address, 'me');
  }

  // The link there with which a member of staff chooses a password.
  passwordLink(address) {
    return this.#linkIn(address, 'staff/reset');
  }

  // The link there to the question whether the MP replied.
  followUpLink(address) {
    return this.#linkIn(address, 'follow-up');
  }

  #linkIn(address, folder) {
    const link = new RegExp(`http:\\S+/${folder}/\\S+`);
    return until(async () => {
      const mails = (await this.outbox()).filter((mail) => mail.isOurs && mail.headers.to === address);
      return mails.map((mail) => mail.text.match(link)?.[0]).filter(Boolean).at(-1);
    }, `a mail to ${address} with a link to /${folder}/`);
  }

  // A form's token as it was signed some milliseconds ago (server/http/form_token.cpp).
  async formToken(purpose, age) {
    const secret = await fs.readFile(path.join(this.folder, 'var/secret'));
    const issued = `${Date.now() - age}.a-word-of-no-meaning`;
    return `${issued}.${createHmac('sha256', secret).update(`form ${purpose} ${issued}`).digest('hex')}`;
  }
}

// A mail of one text part, as Postbag writes them (RFC 5322, RFC 2045 section 6.7, RFC 3676).
function readMail(bytes) {
  const [head, ...rest] = bytes.split(/\r?\n\r?\n/);
  const headers = {};
  for (const line of head.replace(/\r?\n[ \t]+/g, ' ').split(/\r?\n/)) {
    const colon = line.indexOf(':');
    headers[line.slice(0, colon).toLowerCase()] = line.slice(colon + 1).trim();
  }
  let text = rest.join('\n\n').replace(/\r\n/g, '\n');
  const encoding = headers['content-transfer-encoding'];
  if (encoding === 'base64') text = Buffer.from(text, 'base64').toString('utf8');
  if (encoding === 'quoted-printable') {
    const plain = text.replace(/=\n/g, '').replace(/=([0-9A-F]{2})/g, (_, code) =>
      String.fromCharCode(parseInt(code, 16)));
    text = Buffer.from(plain, 'latin1').toString('utf8');
  }
  if (/format=flowed/.test(headers['content-type'])) text = text.replace(/ \n/g, ' ');
  return { headers, text, isOurs: 'auto-submitted' in headers };
}
