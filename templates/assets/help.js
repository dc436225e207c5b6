// Offers help beside a letter that speaks of suicide or self-harm, as one types: shows a box of the page, and does
// nothing else. The server puts help_words.js before this file.
globalThis.PostbagHelp = { speaks };
(() => {
  'use strict';
  // One listener for good: the page's parts may be replaced while it is open.
  let waiting;
  document.addEventListener('input', (event) => {
    if (!event.target.matches?.('textarea')) return;
    clearTimeout(waiting);
    waiting = setTimeout(() => {
      const box = document.querySelector('[data-help]');
      if (box && box.hidden && PostbagHelp.speaks(event.target.value)) box.hidden = false;
    }, 400);
  });
})();
