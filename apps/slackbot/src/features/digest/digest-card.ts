/**
 * Builds the digest of a period as a card: its sections, the time when it was due if it is late,
 * and buttons that open the matching `/leads` views. Pure.
 */
import type { Scope } from '@leadbell/domain';
import { actions, queryButton } from '../../cards/controls.ts';
import { card, doubtNotes, zoneNote } from '../../cards/head.ts';
import type { Shown } from '../../reports/shown.ts';
import { lines, words } from '../../cards/text.ts';
import { type CountedLeads, mostScopeChars, type PeriodQuery } from '../../queries/leads-query.ts';
import { scopeMark } from '../../subscriptions/scope.ts';
import type { Messages } from '../../words/index.ts';
import type { LongList } from '../../cards/breakdowns.ts';
import type { Card, CardPart, Text } from '@leadbell/slack-kit';
import { isAskable } from './askable.ts';
import type { DigestFacts } from './facts.ts';
import { changes } from './sections/headline.ts';
import { sections } from './sections/index.ts';

/** These limits are far below those of Slack for one text and for one message. */
const itemsInPart = 40;
const itemsInCard = 160;

export function digestCard(facts: DigestFacts, messages: Messages): Card {
  const { answer } = facts;
  const { digest, leads } = messages;
  const shown = shownOf(facts, messages);
  const { query } = shown;
  const summary = [`${digest.title}: ${leads.count(answer.summary.total)}`, ...changes(facts, messages)].join(
    messages.listSeparator,
  );
  return card(shown, summary, [
    { kind: 'header', text: digest.title },
    ...wanted(facts).map((section) => section.present(facts, shown)),
    ...doubtNotes(answer, shown),
    zoneNote(shown),
    lateNote(facts, messages),
    isAskable(shown)
      ? actions([
          queryButton(messages.buttons.seeForYourself, query, 'primary'),
          answer.summary.outcomes.errored > 0 ? queryButton(messages.buttons.errors, errorsOf(facts, query)) : null,
        ])
      : null,
  ]);
}

/** Builds cards for the digest's thread, as few as possible, with the lists that did not fit into the digest. */
export function digestRest(facts: DigestFacts, messages: Messages): readonly Card[] {
  const shown = shownOf(facts, messages);
  const parts = wanted(facts)
    .flatMap((section) => section.rest?.(facts, shown) ?? [])
    .flatMap(partsOf);
  const cards: { readonly parts: CardPart[]; items: number }[] = [];
  for (const { items, text } of parts) {
    const last = cards.at(-1);
    if (last !== undefined && last.items + items <= itemsInCard) {
      last.parts.push({ kind: 'text', text });
      last.items += items;
    } else {
      cards.push({ parts: [{ kind: 'text', text }], items });
    }
  }
  return cards.map((one) => ({ summary: messages.digest.rest, direction: messages.direction, parts: one.parts }));
}

function partsOf({ title, items }: LongList): { readonly items: number; readonly text: Text }[] {
  return Array.from({ length: Math.ceil(items.length / itemsInPart) }, (_, index) => {
    const some = items.slice(index * itemsInPart, (index + 1) * itemsInPart);
    return { items: some.length, text: lines([index === 0 ? words(title, 'bold') : null, ...some]) };
  });
}

function wanted({ without }: DigestFacts) {
  return sections.filter(({ id }) => !without.includes(id));
}

function shownOf(
  { period, filters, scope, subscription, answer }: DigestFacts,
  messages: Messages,
): Shown<PeriodQuery> {
  const leads = answer.summary.total;
  const query: PeriodQuery = {
    command: 'period',
    period: period.spec,
    filters,
    page: 0,
    share: false,
    counted: { leads, ...countedScope(scope, subscription) },
  };
  return { query, period, messages, zone: period.zone, audience: 'channel' };
}

function countedScope(scope: Scope, subscription: number | undefined): CountedLeads {
  if (scope === 'all') return {};
  const isLong = JSON.stringify(scope).length > mostScopeChars;
  return {
    scope,
    ...(isLong && subscription !== undefined ? { scopeOf: { subscription, mark: scopeMark(scope) } } : {}),
  };
}

function errorsOf({ answer }: DigestFacts, query: PeriodQuery): PeriodQuery {
  return { ...query, command: 'errors', counted: { ...query.counted, leads: answer.summary.outcomes.errored } };
}

function lateNote({ meantFor, merged }: DigestFacts, { digest }: Messages): CardPart | null {
  const told = [
    meantFor === null ? null : words(digest.late(meantFor)),
    merged > 1 ? words(digest.merged(merged)) : null,
  ];
  return told.every((one) => one === null) ? null : { kind: 'note', text: lines(told) };
}
