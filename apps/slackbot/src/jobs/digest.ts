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
import type { SqlExecutor, Store } from '@leadbell/store';
import { digestCard, digestRest } from '../digest/digest-card.ts';
import { gatherDigest, type GatherOptions } from '../digest/gather.ts';
import { messagesFor } from '../locales/index.ts';
import { renderMessage } from '../slack/render.ts';
import { closedDays, type DigestDefinition, nextRun, readDefinition } from '../subscriptions/definition.ts';

export interface DigestOptions extends GatherOptions {
  readonly store: Store;
  readonly clockOffsetMs: number;
  /** Missed ones are made into one message; of a longer stop, the last of these. */
  readonly maxMissedDigests: number;
  /** In the transaction that the executor is of. */
  readonly sendAll: (
    name: string,
    jobs: readonly { readonly data: JobData; readonly key: string }[],
    executor: SqlExecutor,
  ) => Promise<void>;
}

const batch = 50;
/** Within this it is on time. */
const punctualMs = 10 * 60_000;

async function nowOf({ store, clockOffsetMs }: DigestOptions): Promise<Instant> {
  return ((await store.now()) + clockOffsetMs) as Instant;
}

/** Once a minute. Returns how many were set going. */
export async function startDueDigests(options: DigestOptions): Promise<number> {
  const { store, sendAll } = options;
  for (let total = 0; ;) {
    const now = await nowOf(options);
    const taken = await store.transaction(async (tx) => {
      const due = await store.subscriptions.due(tx, now, batch);
      const jobs: { readonly data: JobData; readonly key: string }[] = [];
      for (const { id, workspace, channel, nextRunAt, definition } of due) {
        const digest = readDefinition('digest', definition);
        if (digest?.kind !== 'digest' || nextRunAt === null) {
          await store.subscriptions.change(tx, id, { workspace, channel }, { pausedReason: 'unreadable' });
          continue;
        }
        const next = nextRun(digest, options.calendar, now);
        if (next === null) {
          await store.subscriptions.change(tx, id, { workspace, channel }, { pausedReason: 'never_comes' });
          continue;
        }
        const missed = occurrencesIn(
          digest.schedule,
          digest.zone,
          { after: (nextRunAt - 1) as Instant, until: now },
          options.maxMissedDigests,
          closedDays(digest, options.calendar),
        );
        const [first, last] = [missed[0], missed.at(-1)];
        // Its zone's rules have changed since: there is nothing at that time any more.
        const scheduledFor = last?.at ?? nextRunAt;
        const isFirst = await store.subscriptions.serve(tx, id, scheduledFor, next);
        if (!isFirst || first === undefined || last === undefined) continue;
        const data = { subscription: id, first: first.at, last: last.at, merged: missed.length };
        jobs.push({ data, key: `${id} ${last.at}` });
      }
      await sendAll('digest', jobs, store.raw(tx));
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
  const definition = subscription === null ? null : readDefinition(subscription.kind, subscription.definition);
  // It was removed or paused meanwhile.
  if (subscription === null || definition?.kind !== 'digest' || subscription.pausedAt !== null) return;
  const { calendar } = options;
  const [first, last] = [
    occurrenceAt(definition, Number(data['first']), calendar),
    occurrenceAt(definition, Number(data['last']), calendar),
  ];
  // It was given other times meanwhile: those have digests of their own.
  if (first.at !== Number(data['first']) || last.at !== Number(data['last'])) return;
  const gathered = await gatherDigest(definition, { first, last }, options, signal);
  const isWished = data['wish'] !== undefined;
  // Whoever asks for one now is told that there is nothing.
  if (gathered.answer.summary.total === 0 && definition.skipEmpty && !isWished) return;
  const lateMs = (await nowOf(options)) - last.at;
  const { hour, minute } = clockTime(last.at, definition.zone);
  const messages = messagesFor(definition.language);
  const facts = {
    ...gathered,
    merged: Number(data['merged'] ?? 1),
    // What somebody asked for is not late.
    meantFor:
      !isWished && lateMs > punctualMs
        ? `${messages.format.date(last.date, { year: false })} ${two(hour)}:${two(minute)}`
        : null,
  };
  const { id, workspace, channel } = subscription;
  const key = `digest ${id} ${last.at}${isWished ? ` ${data['wish']}` : ''}`;
  const rendering = { tag: messages.tag, more: messages.leads.more };
  const common = { workspace, channel, kind: 'digest', subscription: id };
  await store.transaction(async (tx) => {
    const payload = renderMessage(digestCard(facts, messages), { ...rendering, charts: true });
    const [root = 0] = await store.outbox.add(tx, [{ ...common, key, payload }]);
    const rest = digestRest(facts, messages);
    await store.outbox.add(
      tx,
      rest.map((card, index) => ({
        ...common,
        key: `${key} rest ${index}`,
        threadOf: root,
        payload: renderMessage(card, rendering),
      })),
    );
  });
}

function occurrenceAt(definition: DigestDefinition, at: number, calendar: BusinessCalendar): Occurrence {
  const { schedule, zone } = definition;
  return nextOccurrence(schedule, zone, (at - 1) as Instant, closedDays(definition, calendar));
}

function two(value: number): string {
  return String(value).padStart(2, '0');
}
