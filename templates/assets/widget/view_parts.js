const reachLink = ({words, base, campaign}, key) => outside(`${base}/c/${campaign.slug}/reach`, words.text(key));

/** A few answers that make a paragraph, for who has little energy. */
function shortQuestions(journey) {
  const {words, campaign, draft: {fields}} = journey;
  const lang = journey.lang('short_questions');
  const ids = campaign.short_questions.map((_, i) => `answer_${i + 1}`);
  const write = () => {
    journey.gather();
    const made = paragraphOf(campaign.short_questions, ids.map((id) => fields[id] ?? ''));
    if (!made) return;
    fields.story = [(fields.story ?? '').trim(), made].filter(Boolean).join('\n\n');
    for (const id of ids) delete fields[id];
    journey.show('story', {notice: words.text('details.paragraph_made')});
  };
  // Elsewhere it sends the form on, without a paragraph.
  const onkeydown = (event) => {
    if (event.key !== 'Enter') return;
    event.preventDefault();
    write();
  };
  const questions = campaign.short_questions.map(({question, choices}, i) => {
    const id = ids[i];
    const options = choices.map((choice) => make('option', {value: choice, ...lang}, choice));
    const input = choices.length > 0
      ? make('select', {id, name: id, part: 'input'}, new Option(words.text('details.no_answer'), ''), options)
      : make('input', {id, name: id, part: 'input', type: 'text', maxlength: 200, autocomplete: 'off',
                       autocapitalize: 'none', onkeydown});
    input.value = fields[id] ?? '';
    return make('div', {class: 'field', part: 'field'}, make('label', {for: id, part: 'label', ...lang}, question), input);
  });
  return more(words.text('details.little_energy'), ids.some((id) => fields[id]),
              paragraph(words.text('details.little_energy_how')), questions,
              make('button', {class: 'button plain', part: 'button', type: 'button', onclick: write}, words.text('details.make_paragraph')));
}

function paragraphOf(questions, answers) {
  return answers.map((answer, i) => {
    const {sentence} = questions[i];
    let given = answer.trim().replace(/\s+/g, ' ');
    if (/\{answer\}[.!?,]/.test(sentence)) given = given.replace(/[. ]+$/, '');
    if (sentence.startsWith('{answer}')) given = given.replace(/^[a-z]/, (letter) => letter.toUpperCase());
    return given && sentence.replace('{answer}', () => given);
  }).filter(Boolean).join(' ');
}

/** Says gently how much of the letter is the supporter's own, as it was when the service last saw it. */
function ownWords({words, preview}) {
  const texts = {none: 'letter.as_we_wrote_it', part: 'letter.partly_own', most: 'letter.mostly_own'};
  return preview && paragraph(words.text(texts[preview.own_words]), {class: 'hint'});
}

function seatOption(journey, seat, id) {
  const {words, draft} = journey;
  const mp = seat.mp ? `${seat.mp.name}, ${seat.mp.party}` : words.text(seat.seat === 'vacant' ? 'page.no_mp' : 'page.new_mp');
  return make('div', {class: 'choice'},
              make('input', {type: 'radio', id, name: 'constituency', value: seat.code, part: 'choice',
                             checked: seat.code === draft.fields.constituency}),
              make('label', {for: id, part: 'label'}, words.seat(seat), ' ', make('span', {class: 'hint', part: 'hint'}, mp)));
}

/** Who gets the letter; the step's start, read before its heading. */
function mpBox(journey, likely) {
  const {words, draft: {seat}} = journey;
  return make('div', {class: 'mp', part: 'mp', role: 'group', tabindex: '-1', 'aria-labelledby': 'mp'},
              make('div', {id: 'mp'},
                   make('p', {}, words.text(likely ? 'details.mp_is_likely' : 'details.mp_is')),
                   make('p', {class: 'mp-name'}, seat.mp.name),
                   make('p', {}, words.text('details.party_for', {mp_party: seat.mp.party, constituency_name: words.seat(seat)}))),
              likely && make('p', {class: 'hint'}, words.text('details.likely', {constituency_name: words.seat(seat)})),
              secondary(words.text('details.not_mine'), () => journey.go('choose')));
}

function consent(journey) {
  const {words, draft, campaign, errors} = journey;
  const wrong = errors.find(({field}) => field === 'opt_in');
  return choices(wrong, {}, make('h3', {part: 'heading'}, words.text('preview.stay_in_touch')),
                 wrong && errorText(words, 'opt_in', wrong.message),
                 make('div', {class: 'choice'},
                      make('input', {type: 'checkbox', id: 'opt_in', name: 'opt_in', part: 'choice', checked: draft.optIn,
                                     'aria-describedby': wrong ? 'opt_in-hint opt_in-error' : 'opt_in-hint'}),
                      make('label', {for: 'opt_in', part: 'label', ...journey.lang('consent')}, campaign.consent)),
                 make('p', {class: 'hint', part: 'hint', id: 'opt_in-hint'}, words.text('preview.either_way')));
}

function keptNote(journey) {
  return make('p', {class: 'hint kept', part: 'hint'}, journey.words.text('widget.kept'), ' ',
              secondary(journey.words.text('widget.start_again'), () => journey.startAgain()));
}
