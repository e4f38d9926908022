/**
 * Digests: whose time has come, and what they say. A time is served once, however many processes look and however often they die; a digest is about
 * its scheduled time, never about when it was made. Effects: by what it is handed. Errors: the database's, and `LeadsApiError`: the job is tried again.
 */
import {
  addDays,
  clockTime,
  dayWindow,
  daysBetween,
  type Instant,
  nextOccurrence,
  type Occurrence,
  occurrencesIn,
  type Period,
  periodOf,
  plainDateIn,
  type PlainDate,
  type Window,
  type Zone,
} from '@leadbell/domain';
import type { JobData, SendOptions } from '@leadbell/jobs';
import type { LeadsApi } from '@leadbell/leads-api';
import type { SqlExecutor, Store } from '@leadbell/store';
import type { Answers } from '../answers/answers.ts';
import type { Catalogue } from '../answers/context.ts';
import { inquiryOf } from '../answers/inquiry.ts';
import { digestCard } from '../digest/digest-card.ts';
import { messagesFor } from '../locales/index.ts';
import { renderMessage } from '../slack/render.ts';
import { type DigestDefinition, readDefinition } from '../subscriptions/definition.ts';

export interface DigestOptions {
  readonly store: Store;
  readonly leadsApi: LeadsApi;
  readonly answers: Answers;
  readonly catalogue: Catalogue;
  readonly clockOffsetMs: number;
  readonly send: (name: string, data: JobData, options: SendOptions, executor?: SqlExecutor) => Promise<boolean>;
}

const batch = 50;
/** Missed ones are made into one message; of a longer stop, the last of these. */
const mostMissed = 31;
/** Within this it is on time. */
const punctualMs = 10 * 60_000;
const freshMs = 600_000;
const dayMs = 86_400_000;

async function nowOf({ store, clockOffsetMs }: DigestOptions): Promise<Instant> {
  return ((await store.now()) + clockOffsetMs) as Instant;
}

/** Once a minute. Returns how many were set going. */
export async function startDueDigests(options: DigestOptions): Promise<number> {
  const { store, send } = options;
  for (let total = 0; ;) {
    const now = await nowOf(options);
    const taken = await store.transaction(async (tx) => {
      const due = await store.subscriptions.due(tx, now, batch);
      for (const { id, workspace, channel, nextRunAt, definition } of due) {
        const digest = readDefinition(definition);
        if (digest === null || nextRunAt === null) {
          await store.subscriptions.change(tx, id, { workspace, channel }, { pausedReason: 'unreadable' });
          continue;
        }
        const { schedule, zone } = digest;
        const missed = occurrencesIn(schedule, zone, { after: (nextRunAt - 1) as Instant, until: now }, mostMissed);
        const next = nextOccurrence(schedule, zone, now).at;
        const [first, last] = [missed[0], missed.at(-1)];
        // Its zone's rules have changed since: there is nothing at that time any more.
        const scheduledFor = last?.at ?? nextRunAt;
        const isFirst = await store.subscriptions.serve(tx, id, scheduledFor, next);
        if (!isFirst || first === undefined || last === undefined) continue;
        const data = { subscription: id, first: first.at, last: last.at, merged: missed.length };
        await send('digest', data, { key: `${id} ${last.at}` }, store.raw(tx));
      }
      return due.length;
    });
    total += taken;
    if (taken < batch) return total;
  }
}

/** Makes one and puts it into the outbox, where its key makes it one for ever. */
export async function makeDigest(data: JobData, options: DigestOptions, signal: AbortSignal): Promise<void> {
  const { store } = options;
  const subscription = await store.subscriptions.find(Number(data['subscription']));
  const definition = subscription === null ? null : readDefinition(subscription.definition);
  // It was removed or paused meanwhile.
  if (subscription === null || definition === null || subscription.pausedAt !== null) return;
  const [first, last] = [
    occurrenceAt(definition, Number(data['first'])),
    occurrenceAt(definition, Number(data['last'])),
  ];
  const { schedule, zone, filters, language } = definition;
  const window = { from: periodOf(schedule, zone, first).from, to: periodOf(schedule, zone, last).to };
  const period = periodIn(window, zone);
  const days = daysBetween(period.firstDate, period.lastDate) + 1;
  const leadsBefore = (by: number) => countLeads(shifted(period, by), definition, options, signal);
  const answer = await findAnswer(period, definition, options, signal);
  // Whoever asks for one now is told that there is nothing.
  if (answer.summary.total === 0 && definition.skipEmpty && data['wish'] === undefined) return;
  const [before, weekBefore] = [await leadsBefore(days), days < 7 ? await leadsBefore(7) : null];
  const lateMs = (await nowOf(options)) - last.at;
  const { hour, minute } = clockTime(last.at, zone);
  const messages = messagesFor(language);
  const card = digestCard(
    {
      answer,
      period,
      filters,
      before,
      weekBefore,
      days,
      merged: Number(data['merged'] ?? 1),
      // What somebody asked for is not late.
      meantFor:
        data['wish'] === undefined && lateMs > punctualMs
          ? `${messages.format.date(last.date, { year: false })} ${two(hour)}:${two(minute)}`
          : null,
    },
    messages,
  );
  const { id, workspace, channel } = subscription;
  await store.transaction((tx) =>
    store.outbox.add(tx, [
      {
        workspace,
        channel,
        key: `digest ${id} ${last.at}${data['wish'] === undefined ? '' : ` ${data['wish']}`}`,
        kind: 'digest',
        subscription: id,
        payload: renderMessage(card, { tag: messages.tag, more: messages.leads.more }),
      },
    ]),
  );
}

function occurrenceAt({ schedule, zone }: DigestDefinition, at: number): Occurrence {
  return nextOccurrence(schedule, zone, (at - 1) as Instant);
}

function periodIn(window: Window, zone: Zone): Period {
  const firstDate = plainDateIn(zone, window.from);
  const lastDate = plainDateIn(zone, (window.to - 1) as Instant);
  const spec =
    firstDate === lastDate
      ? ({ kind: 'date', date: firstDate } as const)
      : ({ kind: 'range', first: firstDate, last: lastDate } as const);
  return { spec, zone, window, firstDate, lastDate };
}

/** The same days of the calendar, so many days earlier; where a period begins or ends within a day, the same hours. */
function shifted({ window, firstDate, lastDate, zone }: Period, days: number): Period {
  const isWhole = dayWindow(firstDate, zone).from === window.from && dayWindow(lastDate, zone).to === window.to;
  const moved = (date: PlainDate): PlainDate => addDays(date, -days);
  return isWhole
    ? periodIn({ from: dayWindow(moved(firstDate), zone).from, to: dayWindow(moved(lastDate), zone).to }, zone)
    : periodIn({ from: (window.from - days * dayMs) as Instant, to: (window.to - days * dayMs) as Instant }, zone);
}

/** Many subscriptions of a minute are about the same day: it is read once. */
function findAnswer(
  period: Period,
  { zone, filters }: DigestDefinition,
  { answers, leadsApi, catalogue }: DigestOptions,
  signal: AbortSignal,
) {
  const inquiry = inquiryOf({ kind: 'window', period }, filters, { catalogue, zone });
  return answers.find(inquiry, { leadsApi, signal, fresh: false, maxAgeMs: freshMs });
}

async function countLeads(
  period: Period,
  definition: DigestDefinition,
  options: DigestOptions,
  signal: AbortSignal,
): Promise<number> {
  return (await findAnswer(period, definition, options, signal)).summary.total;
}

function two(value: number): string {
  return String(value).padStart(2, '0');
}
