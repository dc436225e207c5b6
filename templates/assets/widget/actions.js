// What the main button of each step does.

const seatsOf = ({constituencies, nearby}) => [...constituencies, ...nearby];

async function findMp(journey) {
  const {draft, words} = journey;
  if (!draft.fields.postcode?.trim())
    return journey.show('postcode', {errors: [{field: 'postcode', message: words.text('widget.postcode_missing')}]});
  const answer = await journey.service.recipients(draft.fields.postcode.trim(), () => journey.retrying());
  if (!answer.ok) return journey.refused(answer, findMp);
  draft.answer = answer.json;
  draft.fields.constituency = '';
  draft.seat = null;
  draft.chosen = false;
  if (answer.json.constituencies.length > 1) return journey.show('choose');
  return meetMp(journey, answer.json.constituencies[0]);
}

function chooseSeat(journey) {
  const {draft} = journey;
  const seat = seatsOf(draft.answer).find(({code}) => code === draft.fields.constituency);
  if (!seat)
    return journey.show('choose', {errors: [{field: 'constituency', message: journey.words.text('choose.missing')}]});
  draft.chosen = true;
  return meetMp(journey, seat);
}

function meetMp(journey, seat) {
  journey.draft.seat = seat;
  return seat.obstacle ? journey.show('explain', {extra: seat.obstacle}) : journey.show('details');
}

/** What is wrong with the details is said beside them, and not a step later. */
async function checkDetails(journey) {
  const answer = await journey.service.preview(journey.letter(false), () => journey.retrying());
  return answer.ok ? journey.show('story') : journey.refused(answer, checkDetails);
}

/** The campaign's letter, without losing what was changed in it by hand. */
async function draftLetter(journey) {
  const {draft, words} = journey;
  const answer = await journey.service.preview(journey.letter(false), () => journey.retrying());
  if (!answer.ok) return journey.refused(answer, draftLetter);
  const {fields, seat} = draft;
  const before = draft.drafted;
  const own = kLetter.filter((name) => fields[name]?.trim() && fields[name] !== before?.[name]);
  const letterFor = `${seat.code}:${seat.mp.id}`;
  const moved = draft.letterFor !== '' && draft.letterFor !== letterFor;
  const notice = [];
  if (moved)
    notice.push(words.text(fields.story?.trim() ? 'letter.for_another_with_story' : 'letter.for_another',
                           {mp: seat.mp.name, constituency: words.seat(seat)}));
  if (moved && own.length > 0) {
    draft.earlier = [...own.map((name) => fields[name]), draft.earlier].filter(Boolean).join('\n\n');
    notice.push(words.text('letter.set_aside'));
  }
  const changed = moved || own.length === 0 ? [] : changesSince(before, fields, words);
  if (changed.length > 0)
    notice.push(words.text('letter.stays', {list: new Intl.ListFormat(words.language).format(changed.map(({name}) => name))}));
  for (const name of kLetter)
    if (moved || !own.includes(name)) fields[name] = answer.json[name];
  draft.letterFor = letterFor;
  if (moved || own.length === 0) journey.preview = answer.json;
  draft.drafted = {subject: answer.json.subject, body: answer.json.body, ...origins(fields)};
  return journey.show('letter', {notice: notice.join(' '), extra: changed});
}

async function checkLetter(journey) {
  const {words, draft: {fields, drafted}} = journey;
  const emptied = kLetter.filter((name) => !fields[name]?.trim());
  for (const name of emptied) fields[name] = drafted[name];
  if (emptied.length > 0)
    return journey.show('letter', {errors: emptied.map((field) => ({field, message: words.text(`letter.${field}_was_empty`)}))});
  const answer = await journey.service.preview(journey.letter(), () => journey.retrying());
  if (!answer.ok) return journey.refused(answer, checkLetter);
  journey.preview = answer.json;
  return journey.show('preview');
}

/** One letter has one key, however often it is tried, until the service has answered or it changed. */
async function sendLetter(journey) {
  const {draft} = journey;
  const letter = journey.letter();
  const text = JSON.stringify(letter);
  if (draft.attempt?.text !== text) draft.attempt = {key: newKey(), text};
  journey.keep();
  const answer = await journey.service.send(letter, draft.attempt.key, () => journey.retrying());
  if (!answer.ok) {
    if (answer.status >= 400 && answer.status < 500 && answer.status !== 429) draft.attempt = null;
    return journey.refused(answer, sendLetter);
  }
  journey.kept.clear();
  journey.draft = emptyDraft();
  journey.show('sent');
  return journey.tell('sent', {});
}
