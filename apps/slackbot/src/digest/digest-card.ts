/** The digest of a period as a card: its sections, when it was meant to come, and buttons to the same views that `/leads` gives. Pure. */
import { actions, askButton } from '../answers/controls.ts';
import { card, doubtNotes, periodNote } from '../answers/head.ts';
import type { Shown } from '../answers/shown.ts';
import { lines, words } from '../answers/text.ts';
import type { Ask } from '../asks/ask.ts';
import type { Messages } from '../locales/en.ts';
import type { Card, CardPart } from '../slack/card.ts';
import type { DigestFacts } from './facts.ts';
import { changes } from './sections/headline.ts';
import { sections } from './sections/index.ts';

export function digestCard(facts: DigestFacts, messages: Messages): Card {
  const { answer } = facts;
  const { digest, leads } = messages;
  const shown = shownOf(facts, messages);
  const { ask } = shown;
  const summary = [`${digest.title}: ${leads.count(answer.summary.total)}`, ...changes(facts, messages)].join(
    messages.listSeparator,
  );
  return card(shown, summary, [
    { kind: 'header', text: digest.title },
    ...wanted(facts).map((section) => section.present(facts, shown)),
    ...doubtNotes(answer, shown),
    periodNote(shown),
    lateNote(facts, messages),
    actions([
      askButton(messages.buttons.seeForYourself, ask, 'primary'),
      answer.summary.outcomes.errored > 0 ? askButton(messages.buttons.errors, { ...ask, command: 'errors' }) : null,
    ]),
  ]);
}

/** What the digest had no room for, whole: a card each, for its thread. */
export function digestRest(facts: DigestFacts, messages: Messages): readonly Card[] {
  const shown = shownOf(facts, messages);
  return wanted(facts).flatMap((section) => section.rest?.(facts, shown) ?? []);
}

function wanted({ without }: DigestFacts) {
  return sections.filter(({ id }) => !without.includes(id));
}

function shownOf({ period, filters }: DigestFacts, messages: Messages): Shown {
  const ask: Ask = { command: 'period', period: period.spec, filters, page: 0, share: false };
  return { ask, period, messages, zone: period.zone, audience: 'channel' };
}

function lateNote({ meantFor, merged }: DigestFacts, { digest }: Messages): CardPart | null {
  const told = [
    meantFor === null ? null : words(digest.late(meantFor)),
    merged > 1 ? words(digest.merged(merged)) : null,
  ];
  return told.every((one) => one === null) ? null : { kind: 'note', text: lines(told) };
}
