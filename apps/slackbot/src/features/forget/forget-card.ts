/** Builds the cards before and after a person is forgotten. Pure. The cards name no one. */
import type { Card, CardPart } from '@leadbell/slack-kit';
import type { Erased, PersonFound } from '@leadbell/store';
import { actionIds } from '../../cards/action-ids.ts';
import { data, lines, words } from '../../cards/text.ts';
import { encodeQuery } from '../../queries/query-codec.ts';
import type { Messages } from '../../words/index.ts';
import type { ForgetQuery } from './forget-query.ts';
import type { HeldOfPerson } from './forgetting.ts';

const alertsShown = 20;

export function forgetCard(query: ForgetQuery, { found, waiting, noted }: HeldOfPerson, messages: Messages): Card {
  const { forget: say } = messages;
  const sure: ForgetQuery = { ...query, sure: true };
  const total = totalOf(found);
  const summary = total === 0 ? say.nothing : say.held(total);
  return {
    summary,
    direction: messages.direction,
    parts: [
      { kind: 'header', text: say.title },
      {
        kind: 'text',
        text: lines([
          words(summary, 'bold'),
          ...foundLines(found, messages),
          waiting === 0 ? null : words(say.waiting(waiting)),
          noted.length === 0 ? null : words(say.noted(noted.slice(0, alertsShown).join(messages.listSeparator))),
        ]),
      },
      { kind: 'note', text: lines([words(say.foundBy[query.by]), words(say.notReached)]) },
      { kind: 'text', text: [words(total === 0 ? say.askAnyway : say.ask)] },
      {
        kind: 'actions',
        elements: [
          {
            kind: 'button',
            action: actionIds.ask,
            value: encodeQuery(sure),
            label: total === 0 ? say.forget : say.erase,
            style: 'danger',
          },
        ],
      },
    ],
  };
}

/** `erased`: null if there was nothing to erase. */
export function erasedCard(erased: Erased | null, messages: Messages): Card {
  const { forget: say } = messages;
  const summary = erased === null ? say.before : say.erased;
  return {
    summary,
    direction: messages.direction,
    parts: [
      { kind: 'header', text: say.title },
      {
        kind: 'text',
        text: lines([
          words(summary, 'bold'),
          ...(erased === null ? [] : [[words(`${say.receipt} `), data(erased.receipt, 40, 'code')]]),
          ...(erased === null ? [] : foundLines(erased.found, messages)),
        ]),
      },
      ...(erased === null ? [] : [note(say.goes)]),
      note(say.notReached),
    ],
  };
}

function note(text: string): CardPart {
  return { kind: 'note', text: [words(text)] };
}

function foundLines(found: PersonFound, { forget: { kinds } }: Messages) {
  const names = Object.keys(kinds) as (keyof PersonFound)[];
  return names.flatMap((name) => (found[name] === 0 ? [] : [words(`• ${kinds[name](found[name])}`)]));
}

function totalOf(found: PersonFound): number {
  return Object.values(found).reduce((sum, count) => sum + count, 0);
}
