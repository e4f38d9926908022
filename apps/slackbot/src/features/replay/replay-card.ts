/**
 * Builds the card of a replay: the number of alerts, in total and by day, the most frequent and the
 * first few, beside the results with the present settings. Pure.
 */
import {
  type AlertRuleId,
  type Instant,
  isOfErrors,
  type LeadError,
  type PeriodSpec,
  type ReplayReport,
  thresholds,
  type Zone,
} from '@leadbell/domain';
import { actions, queryButton } from '../../cards/controls.ts';
import { sentenceCard } from '../../cards/sentence.ts';
import { data, joined, lines, words } from '../../cards/text.ts';
import { reasonOf } from '../../cards/rows.ts';
import type { PeriodQuery } from '../../queries/leads-query.ts';
import type { Messages } from '../../words/index.ts';
import type { Draft } from '../../subscriptions/draft.ts';
import type { Card, CardPart, Text } from '@leadbell/slack-kit';
import type { Replayed } from './replay.ts';
import { numbersOf, type ReplayRequest, writeNumbers } from './replay-request.ts';
import { times } from '../alerts/title.ts';

interface Shown {
  readonly messages: Messages;
  readonly zone: Zone;
}

/** `period`: the days that were replayed, whose errors a button opens. */
type ShownDays = Shown & { readonly period: PeriodSpec };

const errorsShown = 3;

export function nothingToReplayCard(keptDays: number, { messages }: Shown): Card {
  return sentenceCard(messages.replay.nothing(keptDays), messages);
}

/** `cutTo`: how many days are kept, if more were requested; otherwise null. */
export function replayCard(replayed: Replayed, request: ReplayRequest, cutTo: number | null, shown: ShownDays): Card {
  const { asked, usual, settings, knownSince } = replayed;
  const { messages, zone } = shown;
  const { replay: say, direction } = messages;
  const title = request.rule === null ? say.titleOfAll : say.titleOf(messages.alerts.rules[request.rule]);
  const summary = say.sum(asked.alerts, asked.pings);
  const names = nameWith(replayed.errorTexts, messages);
  const isRefused = request.numbers.size > 0;
  const shownNumbers = isRefused ? request.numbers : numbersOf(settings, request.rule);
  return {
    summary: `${title}: ${summary}`,
    direction,
    parts: [
      { kind: 'header', text: title },
      {
        kind: 'text',
        text: lines([
          [...followed(numbersText(shownNumbers, messages), ': '), words(summary, 'bold')],
          asked.pings > asked.alerts
            ? words(say.pingsOf(asked.fired, asked.joined, asked.reopened, asked.repeated))
            : null,
          asked.standing > 0 ? words(say.standing(asked.standing)) : null,
          usual === null
            ? null
            : [
                words(`${say.today} `),
                ...followed(numbersText(numbersOf(settings, request.rule), messages), ': '),
                words(say.sum(usual.alerts, usual.pings)),
              ],
        ]),
      },
      ...(request.rule === null ? [byRule(asked, messages)] : []),
      byDay(asked, usual, messages),
      ...details(asked, names, shown),
      { kind: 'note', text: note(knownSince, cutTo, shown, zone) },
      ...buttons(request, shown),
    ],
  };
}

/** Such as `from-5`; empty if no numbers were given. */
function numbersText(numbers: ReplayRequest['numbers'], { tag }: Messages): Text {
  const written = writeNumbers(numbers, tag);
  return written.length === 0 ? [] : [data(written.join(' '), 100, 'code')];
}

function followed(text: Text, by: string): Text {
  return text.length === 0 ? text : [...text, words(by)];
}

function byRule({ rules }: ReplayReport, { alerts, replay: say }: Messages): CardPart {
  return {
    kind: 'text',
    text: lines(
      rules.map(({ rule, alerts: times, pings }) => [words(`${alerts.rules[rule]}: ${say.counts(times, pings)}`)]),
    ),
  };
}

function byDay(
  { days }: ReplayReport,
  usual: ReplayReport | null,
  { formats: { replay: format }, replay: say }: Messages,
): CardPart {
  const number = (value: number): Text => [words(format.number(value))];
  const others = new Map(usual?.days.map((day) => [day.date, day]));
  return {
    kind: 'table',
    columns: [
      { label: say.day, align: 'start' },
      { label: say.alerts, align: 'end' },
      { label: say.pings, align: 'end' },
      ...(usual === null ? [] : [{ label: say.pingsToday, align: 'end' } as const]),
    ],
    rows: days.map(({ date, alerts, pings }) => [
      [words(format.date(date, { year: false }))],
      number(alerts),
      number(pings),
      ...(usual === null ? [] : [number(others.get(date)?.pings ?? 0)]),
    ]),
  };
}

function details(
  { groups, longest, first }: ReplayReport,
  names: Names,
  { messages, zone }: Shown,
): readonly CardPart[] {
  const {
    replay: say,
    alerts,
    formats: { replay: format },
  } = messages;
  if (first.length === 0 && longest === null) return [];
  const parts: (Text | null)[] = [
    groups.length === 0 ? null : [words(say.noisiest, 'bold')],
    ...groups.map(({ rule, group, alerts: times, pings }): Text => [
      ...names(rule, group),
      words(`: ${say.counts(times, pings)}`),
    ]),
    longest === null
      ? null
      : [
          words(`${say.longest} `, 'bold'),
          ...names(longest.rule, longest.group),
          words(
            `${messages.listSeparator}${say.lasted(Math.round(longest.ms / 60_000))}${longest.isOver ? '' : ` (${say.notOver})`}`,
          ),
        ],
    first.length === 0 ? null : [words(say.first, 'bold')],
    ...first.map(({ rule, at, bulks, errors }): Text => {
      const said = errors
        .slice(0, errorsShown)
        .map(({ fingerprint, leads }): Text => [
          ...names('new-error', fingerprint),
          words(times(format.number(leads))),
        ]);
      return joined(
        [
          words(`${format.day(at, zone)} ${format.time(at, zone)}`),
          words(alerts.title(rule, bulks)),
          ...(isOfErrors(rule) ? [joined(said, words(messages.listSeparator))] : []),
        ],
        words(' · '),
      );
    }),
  ];
  return [{ kind: 'text', text: lines(parts) }];
}

type Names = (rule: AlertRuleId, group: string) => Text;

/** Returns a function that names an alert by its error's text, or else by its rule. */
function nameWith(texts: ReadonlyMap<string, LeadError>, messages: Messages): Names {
  return (rule, group) => {
    if (!isOfErrors(rule)) return [words(messages.alerts.rules[rule])];
    const error = texts.get(group);
    return [data(reasonOf(error ?? { message: group.replace(/\|$/, ''), code: null, field: null }, messages), 80)];
  };
}

function note(knownSince: Instant | null, cutTo: number | null, { messages }: Shown, zone: Zone): Text {
  const {
    replay: say,
    formats: { replay: format },
  } = messages;
  return lines([
    words(say.how),
    cutTo === null ? null : words(say.cut(cutTo)),
    knownSince === null
      ? null
      : words(say.knownSince(`${format.day(knownSince, zone)} ${format.time(knownSince, zone)}`)),
    data(zone, 40),
  ]);
}

/**
 * Shows a button that opens the errors of these days, and offers a subscription with these numbers
 * if subscriptions can have them.
 */
function buttons({ numbers }: ReplayRequest, { messages, period }: ShownDays): readonly CardPart[] {
  const {
    replay: say,
    typed: { subscribeAlerts },
    tag,
  } = messages;
  const errors: PeriodQuery = { command: 'errors', period, filters: {}, page: 0, share: false };
  const known = new Map([...numbers].filter(([name]) => thresholds.some(({ word }) => word === name)));
  const isOffered = numbers.size === known.size;
  const typed = [subscribeAlerts, ...writeNumbers(known, tag)].join(' ');
  const draft: Draft = { kind: 'alerts', ...(known.size === 0 ? {} : { numbers: Object.fromEntries(known) }) };
  const query = { command: 'subscribe', share: false, draft };
  const subscribe = queryButton(say.subscribe, query);
  const foot = actions([isOffered ? subscribe : null, queryButton(messages.buttons.errors, errors)]);
  return [
    { kind: 'note', text: isOffered ? [data(`/leads ${typed}`, 100, 'code')] : [words(say.inSettings)] },
    ...(foot === null ? [] : [foot]),
  ];
}
