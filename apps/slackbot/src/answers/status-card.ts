/** How Leadbell itself fares, for integration people and whoever runs it. Pure. */
import type { Instant } from '@leadbell/domain';
import type { ParseContext } from '../asks/ask.ts';
import type { Card, CardPart, Text } from '../slack/card.ts';
import type { Status } from './context.ts';
import { actions, askButton } from './controls.ts';
import { words } from './text.ts';

export function statusCard(status: Status | null, { messages, zone }: ParseContext): Card {
  const say = messages.status;
  const { format } = messages;
  const when = (at: Instant): string => `${format.day(at, zone)} ${format.time(at, zone)}`;
  const again = askButton(messages.buttons.refresh, { command: 'status', filters: {}, page: 0, share: false });
  const foot = actions([again]);
  const parts: CardPart[] =
    status === null ? [{ kind: 'text', text: [words(say.unavailable)] }] : [{ kind: 'facts', facts: facts(status) }];
  if (status !== null && status.dead > 0) parts.push({ kind: 'note', text: [words(say.deadHint)] });
  return {
    summary: say.title,
    direction: messages.direction,
    parts: [{ kind: 'header', text: say.title }, ...parts, ...(foot === null ? [] : [foot])],
  };

  function facts({ connections, waiting, waitingSince, sentLastDay, dead }: Status) {
    const count = (value: number): Text => [words(format.number(value))];
    return [
      ...connections.flatMap(({ lastOkAt, failedSince, failure, coveredTo, unsettled }) => [
        { label: say.dms, value: [words(state(lastOkAt, failedSince, failure))] },
        { label: say.coveredTo, value: [words(coveredTo === null ? say.neverRead : when(coveredTo))] },
        { label: say.unsettled, value: count(unsettled) },
      ]),
      {
        label: say.waiting,
        value: [
          words(format.number(waiting)),
          ...(waitingSince === null ? [] : [words(` · ${say.since(when(waitingSince))}`)]),
        ],
      },
      { label: say.sent, value: count(sentLastDay) },
      { label: say.dead, value: count(dead) },
    ];
  }

  function state(lastOkAt: Instant | null, failedSince: Instant | null, failure: string | null): string {
    if (failedSince !== null) return say.notAnswering(when(lastOkAt ?? failedSince), failure ?? '?');
    return lastOkAt === null ? say.neverRead : say.answering(when(lastOkAt));
  }
}
