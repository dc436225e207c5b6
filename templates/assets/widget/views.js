/** Reasons why no letter can go to a seat: somebody may live in another. */
const kSeatObstacles = ['vacant_seat', 'unknown_member', 'unreachable_member', 'excluded'];

/** The steps: each gives what is shown and, as `submit`, what its main button does. */
const kViews = {
  postcode(journey) {
    const {words, campaign} = journey;
    const reached = campaign.reach.mps_reached;
    return {submit: findMp, content: [
      heading(campaign.title, journey.lang('title')),
      paragraph(words.text('page.by', {organisation: campaign.organisation}), {class: 'hint'}),
      paragraph(campaign.summary, {class: 'lead', ...journey.lang('summary')}),
      campaign.ask && paragraph([make('strong', {}, words.text('campaign.ask')), ' ', make('span', journey.lang('ask'), campaign.ask)]),
      make('h3', {part: 'heading'}, words.text('campaign.first')),
      field(journey, 'postcode'),
      primary(words.text('campaign.show_mp')),
      paragraph(reached === 0 ? words.text('campaign.none_reached')
                              : [words.count('home.reached', reached), ' ', reachLink(journey, 'campaign.which')], {class: 'count'}),
    ]};
  },

  choose(journey) {
    const {words, draft} = journey;
    const wrong = journey.errors[0];
    const {constituencies} = draft.answer;
    // Of several candidates most people find theirs: the seats around them are for who has looked at one.
    const seats = constituencies.length === 1 || draft.seat ? seatsOf(draft.answer) : constituencies;
    const hint = seats.length === 1 ? 'alone' : constituencies.length === 1 ? 'near' : 'several';
    const rates = constituencies[0].nation === 'Northern Ireland';
    return {submit: chooseSeat, content: [
      choices(wrong, {'aria-describedby': wrong ? 'constituency-hint constituency-error' : 'constituency-hint'},
              heading(words.text('choose.heading')),
              make('p', {class: 'hint', part: 'hint', id: 'constituency-hint'},
                   words.text(`choose.${hint}`)),
              wrong && errorText(words, 'constituency', wrong.message),
              seats.map((seat, i) => seatOption(journey, seat, i === 0 ? 'constituency' : seat.code))),
      paragraph(words.nodes('choose.unsure', {bill: words.text(rates ? 'choose.rates' : 'choose.council_tax')}), {class: 'hint', part: 'hint'}),
      primary(words.text('choose.continue')),
      secondary(words.text('choose.change_postcode'), () => journey.go('postcode')),
    ]};
  },

  explain(journey, {code, message, language}) {
    const {words, draft} = journey;
    return {submit: (one) => one.show('postcode'), content: [
      heading(words.text(`explain.${code}`)),
      paragraph(words.error({code, message}), code === 'excluded' ? words.lang(language) : {}),
      primary(words.text('explain.another')),
      kSeatObstacles.includes(code) && draft.answer && secondary(words.text('details.not_mine'), () => journey.go('choose')),
    ]};
  },

  details(journey) {
    const {words, draft, campaign} = journey;
    const required = campaign.fields.find(({name}) => name === 'address')?.required;
    return {submit: checkDetails, content: [
      mpBox(journey, draft.answer.match === 'area' && !draft.chosen),
      heading(words.text('details.heading')),
      paragraph(words.text('details.why')),
      ['title', 'first_name', 'last_name', 'email'].map((name) => field(journey, name)),
      field(journey, 'address', required ? {} : {label: words.text('field.address_optional')}),
      primary(words.text('choose.continue')),
      secondary(words.text('choose.change_postcode'), () => journey.go('postcode')),
      keptNote(journey),
    ]};
  },

  story(journey) {
    const {words, draft, campaign} = journey;
    const prompts = campaign.story_prompts;
    return {submit: draftLetter, content: [
      heading(words.text('details.story_heading')),
      paragraph(words.text('details.story_why')),
      prompts.length > 0 && make('div', {id: 'prompts'}, paragraph(words.text('details.prompts')),
                                 make('ul', {part: 'text'}, prompts.map((prompt) => make('li', journey.lang('story_prompts'), prompt)))),
      field(journey, 'story', {prompts: prompts.length > 0}),
      offeredHelp(journey),
      campaign.short_questions.length > 0 && shortQuestions(journey),
      more(words.text('details.for_other'), Boolean(draft.fields.on_behalf_of),
           paragraph(words.text('details.for_other_how')), field(journey, 'on_behalf_of')),
      primary(words.text('details.show_letter')),
      secondary(words.text('letter.change_details'), () => journey.go('details')),
      keptNote(journey),
    ]};
  },

  letter(journey, changed) {
    const {words, draft} = journey;
    const texts = (changed ?? []).filter(({text}) => text);
    return {submit: checkLetter, content: [
      heading(words.text('letter.heading', {mp_name: draft.seat.mp.name})),
      paragraph(words.text('letter.lead')),
      texts.length > 0 && make('dl', {class: 'letter changed', part: 'letter'}, texts.flatMap(({name, text}) =>
        [make('dt', {}, words.text('letter.new', {changed_name: name})), make('dd', {class: 'as-written'}, text)])),
      kLetter.map((name) => field(journey, name)),
      offeredHelp(journey),
      ownWords(journey),
      draft.earlier && more(words.text('letter.earlier'), false, make('div', {class: 'letter body', part: 'letter'}, draft.earlier)),
      primary(words.text('letter.see')),
      secondary(words.text('letter.change_details'), () => journey.go('details')),
      keptNote(journey),
    ]};
  },

  preview(journey) {
    const {words, draft, campaign, preview} = journey;
    const row = (name, text, lang) => [make('dt', {}, words.text(`preview.${name}`)), make('dd', lang, text)];
    const own = words.lang(preview.language);
    return {submit: sendLetter, content: [
      heading(words.text('preview.title')),
      paragraph(words.text('preview.exact', {mp_name: draft.seat.mp.name})),
      make('div', {class: 'letter', part: 'letter'},
           make('dl', {}, row('from', preview.from), row('replies', preview.reply_to), row('to', preview.to),
                row('subject', preview.subject, own)),
           make('div', {class: 'body', ...own}, preview.body)),
      preview.offer_help && offeredHelp(journey),
      ownWords(journey),
      secondary(words.text('letter.change'), () => journey.go('letter')),
      secondary(words.text('letter.change_details'), () => journey.go('details')),
      campaign.consent && consent(journey),
      more(words.text('preview.use'), false, paragraph(campaign.privacy_notice, {class: 'as-written', ...journey.lang('privacy_notice')}),
           paragraph([words.nodes('preview.more', {lang_query: `?lang=${words.language}`}), ' ', words.text('widget.new_tab')])),
      paragraph(words.nodes('preview.next', {reply_to: preview.reply_to})),
      primary(words.text('preview.send')),
      keptNote(journey),
    ]};
  },

  sent(journey) {
    const {words, campaign} = journey;
    const again = words.nodes('check_email.again', {campaign_href: `c/${campaign.slug}`});
    again.find((node) => node.localName === 'a')?.addEventListener('click', (event) => {
      event.preventDefault();
      journey.startAgain();
    });
    return {content: [
      heading(words.text('check_email.title')),
      paragraph(words.text('check_email.lead'), {class: 'lead'}),
      paragraph(words.text('check_email.minutes')),
      paragraph(again),
    ]};
  },

  /** `typed`: what somebody wrote before it closed. */
  closed(journey, typed) {
    const {words, campaign} = journey;
    const {closed_because: why, letters_from: from} = campaign;
    // A campaign that was deleted meanwhile gives no reason.
    const key = `closed.${why ?? 'closed_campaign'}`;
    const date = from && new Intl.DateTimeFormat(`${words.language}-GB`, {dateStyle: 'long', timeZone: 'Europe/London'}).format(new Date(from));
    return {content: [
      heading(words.text(key)),
      paragraph(words.text(`${key}_${from ? 'until' : 'text'}`, {date})),
      typed && [make('h3', {part: 'heading'}, words.text('closed.typed')), paragraph(words.text('closed.copy')),
                make('div', {class: 'letter body', part: 'letter'}, typed)],
      campaign.reach.mps_reached > 0 && paragraph(reachLink(journey, 'page.see_reach')),
    ]};
  },
};
