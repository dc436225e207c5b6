// Whether a text speaks of suicide or self-harm. The server puts the reviewed lists of templates/help before this file,
// as `helpWords`, and the pages' help.js or an export behind it. Nothing is sent, kept or counted.
const speaks = (() => {
  'use strict';
  const plain = (text) => ` ${text.normalize('NFD').toLowerCase()
      .replace(/[\u0300-\u036f'`\u00ad\u00b4\u02bc\u2018\u2019\u2032\u200b-\u200d\ufeff]/g, '')
      .replace(/[^a-z0-9]+/g, ' ').trim().replace(/(.)\1+/g, '$1')} `;

  // One letter wrong, missing, added or swapped with the next.
  const nearly = (word) => {
    const forms = [word];
    for (let i = 0; i <= word.length; i++) {
      const [before, after] = [word.slice(0, i), word.slice(i)];
      forms.push(`${before}\\w${after}`);
      if (!after) continue;
      forms.push(`${before}\\w${after.slice(1)}`, before + after.slice(1));
      if (after.length > 1) forms.push(before + after[1] + after[0] + after.slice(2));
    }
    return `(?:${forms.join('|')})`;
  };
  const choice = (word) => word.startsWith('~') ? nearly(word.slice(1)) : word.replace('*', '\\w*');
  const slot = (part) => {
    if (part === '...') return '(?:\\w+ ){0,2}?';
    const words = part.replace(/[()]/g, '').split('|').map(choice).join('|');
    return `(?:(?:${words}) )${part.startsWith('(') ? '?' : ''}`;
  };
  // Each phrase begins after the space before it and takes the space after it.
  const any = (phrases, flags) => new RegExp(
      `(?<= )(?:${phrases.map((phrase) => phrase.split(' ').map(slot).join('')).join('|')})`, flags);

  const meant = new Map(helpWords.same);
  const spellings = new RegExp(`(?<= )(?:${[...meant.keys()].join('|')})(?= )`, 'g');
  const exceptions = any(helpWords.except, 'g');
  const phrases = any(helpWords.phrases, '');

  return (text) => phrases.test(
      plain(text).replace(spellings, (written) => meant.get(written)).replace(exceptions, '- '));
})();
