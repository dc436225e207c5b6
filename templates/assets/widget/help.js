/** Always in view: where people find help. Its lines lie over what is below, so that nothing moves when it closes. */
function helpBar({words}) {
  const summary = make('summary', {}, words.text('help.now'));
  const onkeydown = (event) => {
    if (event.key !== 'Escape' || !bar.open) return;
    event.stopPropagation();
    bar.open = false;
    summary.focus();
  };
  const bar = make('details', {class: 'help-now', part: 'help', onkeydown}, summary, words.help());
  return bar;
}

/** The same lines beside a text that speaks of suicide or self-harm. Nobody is told, and nothing is held up. */
function offeredHelp({words, preview}) {
  return make('div', {'aria-live': 'polite'},
    make('div', {class: 'offer', part: 'notice', role: 'group', 'aria-labelledby': 'help', hidden: !preview?.offer_help},
      make('h3', {id: 'help', part: 'heading'}, words.text('help.heading')), paragraph(words.text('help.people_listen')),
      words.help(), paragraph(words.text('help.only_you'), {class: 'after'})));
}

/** Of each service, loaded when somebody begins to write. */
const helpModules = {};

/** Whether a text speaks of it, by the service's reviewed lists. */
async function speaksOn(base) {
  try {
    helpModules[base] ??= import(`${base}/assets/help-words.js`);
    return (await helpModules[base]).speaks;
  } catch {
    // Then the service says so as it makes the preview.
    delete helpModules[base];
    return () => false;
  }
}

/** Shows the box of a step once what is typed there asks for it. Nothing of it is sent, kept or counted. */
async function offerHelp({stage, base}) {
  const box = stage.querySelector('.offer[hidden]');
  if (!box) return;
  const speaks = await speaksOn(base);
  if ([...stage.querySelectorAll('textarea, input')].some(({value}) => speaks(value))) box.hidden = false;
}
