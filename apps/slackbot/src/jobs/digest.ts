/**
 * Digests: whose time has come, and what they say. A time is served once, however many processes look and however often they die; a digest is about
 * its scheduled time, never about when it was made. Effects: by what it is handed. Errors: the database's, and `LeadsApiError`: the job is tried again.
 */
import {
  type BusinessCalendar,
  clockTime,
  type Instant,
  nextOccurrence,
  type Occurrence,
  occurrencesIn,
} from '@leadbell/domain';
import type { JobData } from '@leadbell/jobs';
import type { SqlExecutor, Store, Subscription } from '@leadbell/store';
import { digestCard, digestRest } from '../digest/digest-card.ts';
import { gatherDigest, type GatherOptions } from '../digest/gather.ts';
import { messagesFor } from '../locales/index.ts';
import { renderMessage } from '../slack/render.ts';
import {
  closedDays,
  type DigestDefinition,
  nextRun,
  readDefinition,
  writeDefinition,
} from '../subscriptions/definition.ts';

export interface DigestOptions extends GatherOptions {
  readonly store: Store;
  /** Missed ones are made into one message; of a longer stop, the last of these. */
  readonly maxMissedDigests: number;
  /** In the transaction that the executor is of. */
  readonly sendAll: (
    name: string,
    jobs: readonly { readonly data: JobData; readonly key: string }[],
    executor: SqlExecutor,
  ) => Promise<void>;
}

/** Of one transaction. */
const batch = 200;
/** Within this it is on time. */
const punctualMs = 10 * 60_000;

/** Each minute, and whenever somebody looks. Returns how many were set going. */
export async function startDueDigests(options: DigestOptions): Promise<number> {
  const { store, sendAll } = options;
  for (let total = 0; ;) {
    const now = await store.now();
    const taken = await store.transaction(async (tx) => {
      const due = await store.subscriptions.due(tx, now, batch);
      if (due.length === 0) return 0;
      const served: { readonly job: DigestJob; readonly nextRunAt: Instant; readonly scheduledFor: Instant }[] = [];
      for (const subscription of due) {
        const one = nextJob(subscription, now, options);
        if (typeof one === 'string') {
          const { id, workspace, channel } = subscription;
          await store.subscriptions.change(tx, id, { workspace, channel }, { pausedReason: one });
        } else served.push(one);
      }
      const isFirst = await store.subscriptions.serve(
        tx,
        served.map(({ job: { subscription: id }, ...times }) => ({ id, ...times })),
      );
      const jobs = served.flatMap(({ job }) =>
        // Its zone's rules have changed since: there is nothing at that time any more.
        job.merged > 0 && isFirst.has(job.subscription)
          ? [{ data: { ...job }, key: `${job.subscription} ${job.last}` }]
          : [],
      );
      await sendAll('digest', jobs, store.raw(tx));
      return due.length;
    });
    total += taken;
    if (taken < batch) return total;
  }
}

/** Which digest: the first and the last of the times that it stands for. */
type DigestJob = Readonly<Record<'subscription' | 'first' | 'last' | 'merged', number>>;

/** Or the reason why there can be none. */
function nextJob({ id, nextRunAt, definition }: Subscription, now: Instant, options: DigestOptions) {
  const digest = readDefinition('digest', definition);
  if (digest?.kind !== 'digest' || nextRunAt === null) return 'unreadable';
  const next = nextRun(digest, options.calendar, now);
  if (next === null) return 'never_comes';
  const missed = occurrencesIn(
    digest.schedule,
    digest.zone,
    { after: (nextRunAt - 1) as Instant, until: now },
    options.maxMissedDigests,
    closedDays(digest, options.calendar),
  );
  const last = missed.at(-1)?.at ?? nextRunAt;
  const job: DigestJob = { subscription: id, first: missed[0]?.at ?? nextRunAt, last, merged: missed.length };
  return { job, scheduledFor: last, nextRunAt: next };
}

interface Wanted {
  readonly subscription: Subscription;
  readonly definition: DigestDefinition;
  readonly first: Occurrence;
  readonly last: Occurrence;
  readonly merged: number;
  /** Whose, when somebody asked for it now. */
  readonly wish: string | null;
  /** Its place among the jobs. */
  readonly index: number;
}

/**
 * Makes them and puts them into the outbox, where their keys make each one for ever. Those that say the same (a zone, a language, filters and times that
 * are alike) are made once. Returns what each was stopped by, or null.
 */
export async function makeDigests(
  all: readonly JobData[],
  options: DigestOptions,
  signal: AbortSignal,
): Promise<readonly unknown[]> {
  const found = await options.store.subscriptions.find(all.map((data) => Number(data['subscription'])));
  const subscriptions = new Map(found.map((one) => [one.id, one]));
  const wanted = all.flatMap((data, index) => wantedOf(data, index, subscriptions, options.calendar) ?? []);
  const failures: unknown[] = all.map(() => null);
  for (const alike of Map.groupBy(wanted, likeness).values()) {
    try {
      await makeAlike(alike, options, signal);
    } catch (error) {
      for (const { index } of alike) failures[index] = error;
    }
  }
  return failures;
}

/** Null: it was removed, paused or given other times meanwhile; those have digests of their own. */
function wantedOf(
  data: JobData,
  index: number,
  subscriptions: ReadonlyMap<number, Subscription>,
  calendar: BusinessCalendar,
): Wanted | null {
  const subscription = subscriptions.get(Number(data['subscription']));
  const definition = subscription === undefined ? null : readDefinition(subscription.kind, subscription.definition);
  if (subscription === undefined || definition?.kind !== 'digest' || subscription.pausedAt !== null) return null;
  const [first, last] = [
    occurrenceAt(definition, Number(data['first']), calendar),
    occurrenceAt(definition, Number(data['last']), calendar),
  ];
  if (first.at !== Number(data['first']) || last.at !== Number(data['last'])) return null;
  const wish = data['wish'] === undefined ? null : String(data['wish']);
  return { subscription, definition, first, last, merged: Number(data['merged'] ?? 1), wish, index };
}

function likeness({ definition, first, last, merged, wish }: Wanted): string {
  return JSON.stringify([writeDefinition(definition), first.at, last.at, merged, wish !== null]);
}

async function makeAlike(alike: readonly Wanted[], options: DigestOptions, signal: AbortSignal): Promise<void> {
  const [one] = alike;
  if (one === undefined) return;
  const { definition, first, last, merged } = one;
  const gathered = await gatherDigest(definition, { first, last }, options, signal);
  const isWished = one.wish !== null;
  // Whoever asks for one now is told that there is nothing.
  if (gathered.answer.summary.total === 0 && definition.skipEmpty && !isWished) return;
  const lateMs = (await options.store.now()) - last.at;
  const { hour, minute } = clockTime(last.at, definition.zone);
  const messages = messagesFor(definition.language);
  const meantFor = `${messages.format.date(last.date, { year: false })} ${two(hour)}:${two(minute)}`;
  // What somebody asked for is not late.
  const facts = { ...gathered, merged, meantFor: !isWished && lateMs > punctualMs ? meantFor : null };
  const rendering = { tag: messages.tag, more: messages.leads.more };
  const payload = renderMessage(digestCard(facts, messages), { ...rendering, charts: true });
  const rest = digestRest(facts, messages).map((card) => renderMessage(card, rendering));
  const { store } = options;
  await store.transaction(async (tx) => {
    const roots = await store.outbox.add(
      tx,
      alike.map((to) => ({ ...placeOf(to), key: keyOf(to), payload })),
    );
    await store.outbox.add(
      tx,
      alike.flatMap((to, index) =>
        rest.map((more, n) => ({
          ...placeOf(to),
          key: `${keyOf(to)} rest ${n}`,
          threadOf: roots[index] ?? 0,
          payload: more,
        })),
      ),
    );
  });
}

function placeOf({ subscription: { id, workspace, channel } }: Wanted) {
  return { workspace, channel, kind: 'digest', subscription: id };
}

/** A wish is one message, whatever time it is about. */
function keyOf({ subscription, last, wish }: Wanted): string {
  return `digest ${subscription.id} ${wish === null ? last.at : `wish ${wish}`}`;
}

function occurrenceAt(definition: DigestDefinition, at: number, calendar: BusinessCalendar): Occurrence {
  const { schedule, zone } = definition;
  return nextOccurrence(schedule, zone, (at - 1) as Instant, closedDays(definition, calendar));
}

function two(value: number): string {
  return String(value).padStart(2, '0');
}
