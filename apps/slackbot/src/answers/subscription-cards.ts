/** A channel's subscriptions: what they are, when they come next, and their buttons. Pure. */
import type { ParseContext } from '../asks/ask.ts';
import { actionIds } from '../listeners/action-ids.ts';
import type { Messages } from '../locales/en.ts';
import type { Button, Card, CardPart, Text } from '../slack/card.ts';
import { byHand, type Listed, type Verb } from '../subscriptions/desk.ts';
import { filterText } from './head.ts';
import { data, lines, words } from './text.ts';

export function subscribedCard(one: Listed, context: ParseContext): Card {
  const { messages } = context;
  const say = messages.subscriptions;
  return small(messages, say.subscribed, [
    { kind: 'text', text: lines([words(say.subscribed, 'bold'), describe(one, context)]) },
    buttons(one, messages),
    { kind: 'note', text: [words(say.inviteHint)] },
  ]);
}

export function subscriptionsCard(all: readonly Listed[], context: ParseContext): Card {
  const { messages } = context;
  const say = messages.subscriptions;
  const parts: CardPart[] = all.flatMap((one) => [
    { kind: 'text', text: describe(one, context) },
    buttons(one, messages),
  ]);
  const none: CardPart[] = [{ kind: 'text', text: [words(say.none)] }];
  return small(messages, say.title, [
    { kind: 'header', text: say.title },
    ...(all.length === 0 ? none : parts),
    { kind: 'note', text: [words(say.how)] },
  ]);
}

/** After a button. `one` is null when it was gone already. */
export function changedCard(one: Listed | null, verb: Verb, context: ParseContext): Card {
  const { messages } = context;
  const say = messages.subscriptions;
  if (one === null) return small(messages, say.gone, [{ kind: 'text', text: [words(say.gone)] }]);
  const sentence = say.changed[verb];
  return small(messages, sentence, [
    // What has just been done is not said twice.
    {
      kind: 'text',
      text: lines([
        words(sentence, 'bold'),
        describe({ ...one, pausedReason: null, nextRunAt: verb === 'resume' ? one.nextRunAt : null }, context),
      ]),
    },
    ...(verb === 'remove' ? [] : [buttons(one, messages)]),
  ]);
}

function small(messages: Messages, summary: string, parts: readonly CardPart[]): Card {
  return { summary, direction: messages.direction, parts };
}

/** 3 · Daily digest, Sunday to Thursday at 08:30 (Asia/Riyadh), then its filters and its next time. */
function describe({ id, definition, pausedReason, nextRunAt }: Listed, { messages }: ParseContext): Text {
  const say = messages.subscriptions;
  if (definition === null) return [words(`${id} · ${say.unreadable}`)];
  const { schedule, zone, filters, language } = definition;
  const when = [
    words(`${id} · `),
    words(messages.notices.kind('digest'), 'bold'),
    words(`: ${say.schedule(schedule)} (`),
    data(zone, 40),
    words(`) · ${say.language[language]}`),
  ];
  const next =
    pausedReason !== null
      ? words(pausedReason === byHand ? say.pausedByHand : `${say.paused} ${messages.notices.why(pausedReason)}`)
      : nextRunAt === null
        ? null
        : words(say.next(`${messages.format.day(nextRunAt, zone)} ${messages.format.time(nextRunAt, zone)}`));
  const skips = definition.skipEmpty ? words(say.skipsEmpty) : null;
  return lines([when, filterText(filters, { messages }), skips, next]);
}

function buttons({ id, pausedReason }: Listed, { subscriptions }: Messages): CardPart {
  const verb: Verb = pausedReason === null ? 'pause' : 'resume';
  return {
    kind: 'actions',
    elements: [
      ...(pausedReason === null ? [button('send' as const, id, subscriptions.buttons.send)] : []),
      button(verb, id, subscriptions.buttons[verb]),
      button('remove', id, subscriptions.buttons.remove),
    ],
  };
}

function button(verb: Verb, id: number, label: string): Button {
  return {
    kind: 'button',
    action: actionIds.subscription,
    value: `${verb} ${id}`,
    label,
    ...(verb === 'remove' ? { style: 'danger' } : {}),
  };
}

export function readSubscriptionValue(value: string): { readonly verb: Verb; readonly id: number } | null {
  const [, verb, id] = /^(pause|resume|send|remove) (\d{1,15})$/.exec(value) ?? [];
  return verb === undefined ? null : { verb: verb as Verb, id: Number(id) };
}
