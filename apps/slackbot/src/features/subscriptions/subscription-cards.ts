/** Builds the cards of a channel's subscriptions: description, next time, buttons. Pure. */
import { type AlertRuleId, type Instant, plainDateIn, thresholds, type Zone } from '@leadbell/domain';
import { languageTags, languageTypedBy } from '@leadbell/i18n';
import type { ParseContext } from '../../queries/query.ts';
import { isPerhapsPosted } from '../../subscriptions/notices.ts';
import { actionIds } from '../../cards/action-ids.ts';
import type { Messages } from '../../words/index.ts';
import type { Button, Card, CardPart, Confirm, Text } from '@leadbell/slack-kit';
import type { SectionId } from '../../subscriptions/sections.ts';
import { type AlertsDefinition, type LeadsDefinition, thresholdsOf } from '../../subscriptions/definition.ts';
import { byHand } from './debts.ts';
import type { Refused, Verb } from './may-change.ts';
import type { Listed, OwnSubscription, Subscribed } from './subscription-service.ts';
import { queryButton } from '../../cards/controls.ts';
import { filterText } from '../../cards/head.ts';
import { data, lines, words } from '../../cards/text.ts';

/** For each threshold, the key of its words. The compiler reports a missing threshold. */
export const saidAs = {
  erroredLeads: 'atLeast',
  erroredPercent: 'share',
  stalledMinutes: 'stalled',
  unreachableMinutes: 'unreachable',
} as const satisfies Readonly<Record<(typeof thresholds)[number]['key'], keyof Messages['subscriptions']>>;

export function subscribedCard(
  done: Subscribed | Refused | null,
  verb: 'subscribed' | 'changed',
  context: ParseContext,
): Card {
  const { messages } = context;
  const say = messages.subscriptions;
  if (done === null) return sentence(say.gone, messages);
  if (typeof done === 'string') return sentence(say.refused[done], messages);
  const { one, needsInvite, wasThere } = done;
  const told = wasThere
    ? say.alreadyThere(say.language[wasThere.language], say.language[wasThere.asked])
    : verb === 'subscribed'
      ? say.subscribed[one.definition?.kind ?? 'digest']
      : say.edited;
  return small(messages, needsInvite ? say.inviteHint : told, [
    // Nothing is posted before Leadbell is invited, so the hint comes first.
    ...(needsInvite ? [{ kind: 'text', text: [words(`⚠️ ${say.inviteHint}`)] } as const] : []),
    { kind: 'text', text: lines([words(told, 'bold'), describe(one, context)]) },
    buttons(one, messages),
  ]);
}

/** `elsewhere`: the reader's own subscriptions in other channels. */
export function subscriptionsCard(
  all: readonly Listed[],
  context: ParseContext,
  elsewhere: readonly OwnSubscription[] = [],
): Card {
  const { messages } = context;
  const say = messages.subscriptions;
  const parts: CardPart[] = all.flatMap((one) => [
    { kind: 'text', text: describe(one, context) },
    buttons(one, messages),
  ]);
  const none: CardPart[] = [{ kind: 'text', text: [words(say.none)] }];
  return small(messages, say.title, [
    { kind: 'header', text: say.title },
    ...(all.length === 0 && elsewhere.length === 0 ? none : parts),
    ...(elsewhere.length === 0 ? [] : [{ kind: 'text', text: [words(say.elsewhere)] } as const]),
    ...elsewhere.map((one): CardPart => ({ kind: 'text', text: ownRow(one, context) })),
    { kind: 'note', text: [words(say.how(languageTags.map((tag) => languageTypedBy(tag, messages.tag))))] },
  ]);
}

/** Builds the reply to a button. `one`: null when the subscription no longer exists. */
export function changedCard(one: Listed | Refused | null, verb: Verb, context: ParseContext): Card {
  const { messages } = context;
  const say = messages.subscriptions;
  if (one === null) return sentence(say.gone, messages);
  if (typeof one === 'string') return sentence(say.refused[one], messages);
  const isRefused = verb === 'send' && one.pausedReason !== null;
  const told = isRefused ? messages.notices.resume : say.changed[verb];
  return small(messages, told, [
    // There is no heading, because this text already says what was done.
    {
      kind: 'text',
      text: lines([words(told, 'bold'), describe(isRefused ? one : justChanged(one, verb), context)]),
    },
    ...(verb === 'remove' ? [] : [buttons(one, messages)]),
  ]);
}

function justChanged({ id, definition, owner, nextRunAt }: Listed, verb: Verb): Listed {
  return {
    id,
    definition,
    owner,
    pausedReason: null,
    nextRunAt: verb === 'resume' || verb === 'keep' ? nextRunAt : null,
  };
}

export interface PreviewLine {
  readonly at: Instant;
  readonly leads: number;
  /** Whether a digest would have been sent: false when there were no leads and the subscription skips empty digests. */
  readonly isSent: boolean;
}

/** Shows what the subscription would have sent at each time, with the latest digest in full. */
export function previewCard(one: Listed, times: readonly PreviewLine[], digest: Card, context: ParseContext): Card {
  const { messages } = context;
  const { preview } = messages.subscriptions;
  const zone = one.definition?.zone ?? context.zone;
  const told = times.map(({ at, leads, isSent }) => {
    const format = messages.formats.subscriptions;
    const time = `${format.date(plainDateIn(zone, at), { year: false })} ${format.time(at, zone)}`;
    return words(preview.line(time, isSent ? messages.leads.count(leads) : preview.nothing));
  });
  return {
    ...digest,
    summary: preview.title,
    parts: [
      {
        kind: 'text',
        text: lines([words(preview.title, 'bold'), describe({ ...one, nextRunAt: null }, context), ...told]),
      },
      { kind: 'note', text: [words(preview.latest)] },
      { kind: 'divider' },
      ...digest.parts,
      { kind: 'divider' },
      buttons(one, messages),
    ],
  };
}

/** Describes a subscription with its channel, for its owner. */
export function ownRow(one: OwnSubscription, context: ParseContext): Text {
  return [{ channel: one.channel }, words(' · '), ...describe(one, context)];
}

/** A card of one sentence, for an act that was not done. */
function sentence(text: string, messages: Messages): Card {
  return small(messages, text, [{ kind: 'text', text: [words(text)] }]);
}

function small(messages: Messages, summary: string, parts: readonly CardPart[]): Card {
  return { summary, direction: messages.direction, parts };
}

/** Such as: `3 · daily digest: every day at 08:30 (Asia/Riyadh) · in English`, then its filters, options and times. */
function describe(one: Listed, { messages }: ParseContext): Text {
  const { id, definition, pausedReason, nextRunAt } = one;
  const say = messages.subscriptions;
  if (definition === null) return [words(`${id} · ${say.unreadable}`)];
  if (definition.kind !== 'digest') return describeOther(one, definition, messages);
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
        : words(say.next(timeText(nextRunAt, zone, messages)));
  const options = [
    definition.skipEmpty ? say.skipsEmpty : null,
    definition.workingDaysOnly ? say.workingDaysOnly : null,
    definition.hijri ? say.hijri : null,
    definition.without.length === 0
      ? null
      : say.without(definition.without.map((id) => say.sections[id as SectionId] ?? id).join(messages.listSeparator)),
  ].filter((one) => one !== null);
  return lines([
    when,
    filterText(filters, { messages }),
    options.length === 0 ? null : words(options.join(' ')),
    lastText(one, zone, messages),
    owedText(one, zone, messages),
    next,
  ]);
}

/** Such as: `Last: 26 August 2025 08:30, delivered.` */
function lastText({ last }: Listed, zone: Zone, messages: Messages): Text | null {
  if (last === undefined) return null;
  const { subscriptions: say, notices } = messages;
  const { state, at, reason, nextTryAt } = last;
  const isPerhaps = state === 'dead' && isPerhapsPosted(reason ?? '');
  const text = say.last[isPerhaps ? 'perhaps' : state](timeText(at, zone, messages));
  const why = state === 'posted' || reason === null ? null : notices.undeliveredWhy(reason);
  return [
    words(why === null ? `${text}.` : `${text}: ${why}`),
    ...(nextTryAt === null ? [] : [words(` ${say.triedAgain(timeText(nextTryAt, zone, messages))}`)]),
  ];
}

/** Describes a digest that is due and has not been made yet. */
function owedText({ owed }: Listed, zone: Zone, messages: Messages): Text | null {
  if (owed === undefined) return null;
  const { subscriptions: say, status, watch } = messages;
  const since = timeText(owed.since, zone, messages);
  if (owed.failure === null) return [words(say.beingMade(since))];
  return [
    words(say.owed(since, watch.why(owed.failure)), 'bold'),
    ...(owed.nextTryAt === null
      ? []
      : [words(` ${status.nextTry(timeText(owed.nextTryAt, zone, messages), owed.tries)}.`)]),
  ];
}

function timeText(at: Instant, zone: Zone, { formats: { subscriptions: format } }: Messages): string {
  return `${format.day(at, zone)} ${format.time(at, zone)}`;
}

/** Such as: `4 · alerts · in English`, then its thresholds. */
function describeOther(one: Listed, definition: AlertsDefinition | LeadsDefinition, messages: Messages): Text {
  const { id, pausedReason } = one;
  const say = messages.subscriptions;
  const { kind, language } = definition;
  const what = [words(`${id} · `), words(messages.notices.kind(kind), 'bold'), words(` · ${say.language[language]}`)];
  const details =
    kind === 'leads'
      ? [filterText(definition.filters, { messages }), words(say.together(definition.together))]
      : [
          ...thresholdTexts(definition, say),
          definition.without.length === 0
            ? null
            : words(
                say.without(
                  definition.without
                    .map((rule) => messages.alerts.rules[rule as AlertRuleId] ?? rule)
                    .join(messages.listSeparator),
                ),
              ),
          definition.escalation === null ? null : words(say.escalates(definition.escalation.minutes)),
        ];
  const paused =
    pausedReason === null
      ? null
      : words(pausedReason === byHand ? say.pausedByHand : `${say.paused} ${messages.notices.why(pausedReason)}`);
  return lines([
    what,
    ...details,
    definition.threadOnly ? words(say.threadOnly) : null,
    lastText(one, definition.zone, messages),
    paused,
  ]);
}

function thresholdTexts(definition: AlertsDefinition, say: Messages['subscriptions']): Text[] {
  const given = thresholdsOf(definition);
  return thresholds.flatMap(({ key }) => {
    const value = given[key];
    return value === undefined ? [] : [[words(say[saidAs[key]](value))]];
  });
}

function buttons({ id, pausedReason, definition }: Listed, { subscriptions, bot }: Messages): CardPart {
  const verb: Verb = pausedReason === null ? 'pause' : 'resume';
  const say = subscriptions.buttons;
  const { no } = bot.shareQuestion;
  const sendQuestion: Confirm = { ...subscriptions.sendQuestion, yes: say.send, no };
  const removeQuestion: Confirm = { ...subscriptions.removeQuestion, yes: say.remove, no };
  return {
    kind: 'actions',
    elements: [
      ...(pausedReason === null && definition?.kind === 'digest'
        ? [{ ...button('send', id, say.send), confirm: sendQuestion }]
        : []),
      ...(definition === null ? [] : [button('edit', id, say.edit)]),
      ...(definition === null || definition.kind === 'leads'
        ? []
        : [
            queryButton(say.preview, {
              command: 'preview',
              id: String(id),
              share: false,
            }),
          ]),
      button(verb, id, say[verb]),
      { ...button('remove', id, say.remove), style: 'danger', confirm: removeQuestion },
    ],
  };
}

function button(verb: Verb | 'edit', id: number, label: string): Button {
  return {
    kind: 'button',
    action: actionIds.subscription,
    value: `${verb} ${id}`,
    label,
  };
}

export function readSubscriptionValue(value: string): { readonly verb: Verb | 'edit'; readonly id: number } | null {
  const [, verb, id] = /^(pause|resume|send|remove|keep|edit) (\d{1,15})$/.exec(value) ?? [];
  return verb === undefined ? null : { verb: verb as Verb | 'edit', id: Number(id) };
}
