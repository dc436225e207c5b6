// Whether the script in the browser finds what the program finds: the same table, the lists as the
// program gives them out. Run as: node help_script_test.mjs LISTS.json (printed by test_templates).
import { readFileSync } from 'node:fs';
import { runInThisContext } from 'node:vm';

const here = new URL('.', import.meta.url);
const lists = readFileSync(process.argv[2], 'utf8');
const script = readFileSync(new URL('../../templates/assets/help_words.js', here), 'utf8');
const speaks = runInThisContext(`const helpWords = ${lists};\n${script}speaks;`);

let wrong = 0;
let sentences = 0;
const began = performance.now();
for (const line of readFileSync(new URL('help_sentences.txt', here), 'utf8').split('\n')) {
  if (!line.includes('|') || line.startsWith('#')) continue;
  const bar = line.indexOf('|');
  sentences++;
  if (speaks(line.slice(bar + 1)) === (line.slice(0, bar) === 'yes')) continue;
  wrong++;
  console.error(`told wrongly: ${line}`);
}
const short = performance.now() - began;
const long = 'I have waited for months, and nobody has called. '.repeat(200);
const start = performance.now();
if (speaks(long)) wrong++;
console.log(`${sentences} sentences in ${short.toFixed(0)} ms, ${long.length} characters in ` +
            `${(performance.now() - start).toFixed(0)} ms`);
process.exit(wrong === 0 && sentences > 100 ? 0 : 1);
