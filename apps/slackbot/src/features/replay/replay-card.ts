/**
 * Builds the card of a replay: the number of alerts in total and by day, the most frequent alerts,
 * and the first few. Beside them are the results with the present settings. Pure.
 */
import {
  type AlertRuleId,
  type Instant,
  isOfErrors,
  type PeriodSpec,
  type ReplayedAlert,
  type ReplayReport,
  thresholds,
  type Zone,
} from '@leadbell/domain';
import { actions, queryButton } from '../../cards/controls.ts';
import { sentenceCard } from '../../cards/sentence.ts';
import { data, joined, lines, words } from '../../cards/text.ts';
import { errorText } from '../../cards/rows.ts';
import type { PeriodQuery } from '../../queries/leads-query.ts';
import type { Messages } from '../../words/index.ts';
import type { Draft } from '../../subscriptions/draft.ts';
import type { Card, CardPart, Text } from '@leadbell/slack-kit';
import type { Replayed } from './replay.ts';
import { numbersOf, type ReplayRequest, writeNumbers } from './replay-request.ts';
import { errorName, type ErrorTexts, times } from '../alerts/title.ts';

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
      ...details(asked, replayed.errorTexts, shown),
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
  errorTexts: ErrorTexts,
  { messages, zone }: Shown,
): readonly CardPart[] {
  const names = nameWith(errorTexts, messages);
  const { replay: say } = messages;
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
    ...first.map((one) => alertText(one, errorTexts, { messages, zone })),
  ];
  return [{ kind: 'text', text: lines(parts) }];
}

/** Such as `24 August 2025 09:05 · Errors in 2 bulks · Branch … not found × 28`. */
function alertText(
  { rule, at, bulks, errors }: ReplayedAlert,
  errorTexts: ErrorTexts,
  { messages, zone }: Shown,
): Text {
  const format = messages.formats.replay;
  // Several errors may have the same text here, because the line has no room for their field or code.
  const leadsOf = new Map<string, number>();
  for (const { fingerprint, leads } of errors) {
    const name = errorName(fingerprint, messages, errorTexts);
    leadsOf.set(name, (leadsOf.get(name) ?? 0) + leads);
  }
  const said = [...leadsOf]
    .slice(0, errorsShown)
    .map(([name, leads]): Text => [data(name, 80), words(times(format.number(leads)))]);
  return joined(
    [
      words(`${format.day(at, zone)} ${format.time(at, zone)}`),
      words(messages.alerts.title(rule, bulks)),
      ...(isOfErrors(rule) ? [joined(said, words(messages.listSeparator))] : []),
    ],
    words(' · '),
  );
}

type Names = (rule: AlertRuleId, group: string) => Text;

/** Returns a function that names an alert by its error, with the error's field and code, or else by its rule. */
function nameWith(errorTexts: ErrorTexts, messages: Messages): Names {
  return (rule, group) => {
    if (!isOfErrors(rule)) return [words(messages.alerts.rules[rule])];
    const error = errorTexts.get(group);
    return error === undefined ? [data(errorName(group, messages, errorTexts), 80)] : errorText(error, messages, 80);
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
