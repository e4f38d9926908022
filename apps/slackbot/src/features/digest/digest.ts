/**
 * Finds the digests that are owed, and makes them. A subscription's row records the time up to
 * which it is covered. Every later hour is owed until a digest that covers the hour is in the
 * outbox. So a lost job or jobs table, a killed process or a failing DMS can only make a digest
 * late. A job is merely a hint to look at one subscription. Effects: those of its options. Errors:
 * those of the database; DMS failures are stored with the subscription and retried as long as it
 * exists.
 */
import type { DigestOptions } from './options.ts';
import {
  clockTime,
  type Instant,
  leftToNext,
  nextOccurrence,
  type Occurrence,
  owedDigest,
  type OwedDigest,
  type Period,
  punctualMs,
  scopeKey,
} from '@leadbell/domain';
import type { JobData } from '@leadbell/jobs';
import { type GrowingWaits, Moved, type NewMessage, type Store, type Subscription } from '@leadbell/store';
import { digestCard, digestRest } from './digest-card.ts';
import { gatherDigest, periodIn } from './gather.ts';
import { type Addressee, coveredBy, createDigestWriter, type MadeDigest } from './write-digests.ts';
import { messagesFor } from '../../words/index.ts';
import type { Messages } from '../../words/index.ts';
import { traced } from '../../health/traced.ts';
import { errorFields } from '../../log-error.ts';
import { renderMessage } from '@leadbell/slack-kit';
import { type DigestDefinition, readDefinition, rhythmOf, writeDefinition } from '../../subscriptions/definition.ts';
import { readScope } from '../../subscriptions/scope.ts';
import { failureOf } from '../../failure.ts';
import { ownerNotice, pausedNotice } from '../../subscriptions/notices.ts';
import {
  openDigestRequests,
  type OpenRequest,
  sayUnsent,
  sendDigestRequests,
  requestedDigest,
  requestFailed,
  idempotencyKey,
} from './requests.ts';

/** The number of subscriptions in one transaction. */
const batch = 200;
/** If a job has no result after this time, it is sent again. The engine itself reruns a job whose process died. */
const askAgainMs = 5 * 60_000;
const waits: GrowingWaits = { firstMs: 30_000, longestMs: 10 * 60_000 };
/** If a digest could not be made for this long, the owner is notified. */
const tellOwnerMs = 12 * 3_600_000;

/** Runs each minute, and on demand. Returns how many jobs were sent. */
export async function startDueDigests(options: DigestOptions): Promise<number> {
  const { store, sendAll } = options;
  for (let total = await sendDigestRequests(options); ;) {
    const now = await store.now();
    const { taken, sent, news } = await store.transaction(async (tx) => {
      const due = await store.subscriptions.due(tx, now, batch);
      const asked: number[] = [];
      const all: News[] = [];
      for (const subscription of due) {
        const { id, workspace, channel } = subscription;
        const state = stateOf(subscription, now, options);
        if (typeof state === 'string') {
          const write = () => pausedNotice({ ...subscription, pausedAt: now }, state, options.messages);
          all.push({ subscription, write, change: { pausedReason: state } });
          continue;
        }
        const { owed, left, nextAt } = state;
        const write = lateNotice(subscription, state, now);
        if (write !== null) all.push({ subscription, write, change: { left } });
        // If nothing is owed, the stored time has left the schedule: the calendar or the zone's rules have changed.
        if (owed === null) await store.subscriptions.change(tx, id, { workspace, channel }, { nextRunAt: nextAt });
        else if (left === null) asked.push(id);
        else if (write === null) await store.subscriptions.putOff(tx, [id], left);
      }
      const again = [...asked, ...all.map(({ subscription }) => subscription.id)];
      if (again.length > 0) await store.subscriptions.putOff(tx, again, (now + askAgainMs) as Instant);
      const jobs = asked.map((id) => ({ data: { subscription: id }, key: String(id) }));
      await sendAll('digest', jobs, store.raw(tx));
      return { taken: due.length, sent: asked.length, news: all };
    });
    for (const one of news) await notifyNews(store, one);
    total += sent;
    if (taken < batch) return total;
  }
}

/** A notice for the owner, and the change of the subscription that is written with it. */
interface News {
  readonly subscription: Subscription;
  /** Renders the notice. Call it outside transactions. */
  readonly write: () => NewMessage;
  readonly change: { readonly pausedReason: string } | Pick<DigestState, 'left'>;
}

/**
 * Writes the notice before the change, as `put` does. Writes nothing if a person or another process
 * changed the subscription meanwhile. In that case, or if the process is killed before it writes,
 * the digest is due again in a few minutes.
 */
async function notifyNews(store: Store, { subscription, write, change }: News): Promise<void> {
  const notice = write();
  const { id, workspace, channel } = subscription;
  await store
    .transaction(async (tx) => {
      await store.outbox.add(tx, [notice]);
      if (!(await store.subscriptions.isUnchanged(tx, subscription))) throw new Moved();
      if ('pausedReason' in change) {
        await store.subscriptions.change(tx, id, { workspace, channel }, change);
        const entry = { workspace, actor: 'leadbell', action: 'subscription paused', subject: `subscription ${id}` };
        await store.audit.append(tx, entry);
      } else if (change.left !== null) await store.subscriptions.putOff(tx, [id], change.left);
    })
    .catch((error: unknown) => {
      if (!(error instanceof Moved)) throw error;
    });
}

interface DigestState {
  readonly definition: DigestDefinition;
  readonly owed: OwedDigest | null;
  /** The time of the next digest, if that digest will cover the owed hours; otherwise null. */
  readonly left: Instant | null;
  /** The time of the next digest. */
  readonly nextAt: Instant;
}

/** Returns a reason if there can be no digest. */
function stateOf(
  { definition: stored, kind, nextRunAt, coveredTo, pauses }: Subscription,
  now: Instant,
  { calendar, maxMissedDigests }: Pick<DigestOptions, 'calendar' | 'maxMissedDigests'>,
): DigestState | 'unreadable' | 'never_comes' {
  const definition = readDefinition(kind, stored);
  if (definition?.kind !== 'digest' || nextRunAt === null) return 'unreadable';
  const rhythm = rhythmOf(definition, calendar);
  try {
    const owed = owedDigest(rhythm, { coveredTo, nextAt: nextRunAt, pauses }, now, maxMissedDigests);
    const { at: nextAt } = nextOccurrence(rhythm.schedule, rhythm.zone, now, rhythm.isClosed);
    return { definition, owed, left: owed === null ? null : leftToNext(rhythm, owed, now), nextAt };
  } catch (error) {
    if (error instanceof RangeError) return 'never_comes';
    throw error;
  }
}

/** Returns a notice that is sent once while the same hours are owed; null if none is needed yet. */
function lateNotice(
  subscription: Subscription,
  { definition, owed, left }: DigestState,
  now: Instant,
): News['write'] | null {
  const { nextRunAt, failure } = subscription;
  if (owed === null || nextRunAt === null || failure === null) return null;
  if (left === null && now - owed.first.at < tellOwnerMs) return null;
  return () => {
    const messages = messagesFor(definition.language);
    const meantFor = meantForText(owed.first, definition, messages);
    return ownerNotice(subscription, { kind: 'late', failure, meantFor, since: nextRunAt }, messages);
  };
}

interface Wanted extends Addressee {
  readonly definition: DigestDefinition;
  readonly period: Period;
  readonly last: Occurrence;
  readonly merged: number;
  /** The index of the job. */
  readonly index: number;
}

/**
 * Makes the digests and adds them to the outbox; their keys prevent duplicates. Digests with the
 * same content (zone, language, filters and period) are made once. Returns for each job its error,
 * or null. If an owed digest fails, null is returned for its job, because the digest is tried
 * again.
 */
export async function makeDigests(
  all: readonly JobData[],
  options: DigestOptions,
  signal: AbortSignal,
): Promise<readonly unknown[]> {
  const { store, log, elapsed } = options;
  const found = await store.subscriptions.find(all.map((data) => Number(data['subscription'])));
  const subscriptions = new Map(found.map((one) => [one.id, one]));
  const now = await store.now();
  const nowOf = clockFrom(now, elapsed);
  const failures: unknown[] = all.map(() => null);
  const wanted = await wantedOf(all, { subscriptions, now }, options);
  const writer = createDigestWriter(options);
  const writing: Promise<void>[] = [];
  for (const alike of Map.groupBy(wanted, likeness).values()) {
    try {
      const made = await traced('leadbell.digest', () => makeAlike(alike, { ...options, now: nowOf }, signal));
      // Not awaited: the next digests are made while this one is written.
      if (made !== null) writing.push(writer.write(made).catch((error: unknown) => fail(alike, error)));
    } catch (error) {
      await fail(alike, error);
    }
  }
  writer.flush();
  await Promise.all(writing);
  return failures;

  async function fail(alike: readonly Wanted[], error: unknown): Promise<void> {
    const owed = alike.filter((one) => one.owed !== null);
    // A process that stops is not a failure: the engine runs the job again.
    const isKept = !signal.aborted && owed.length > 0;
    if (isKept) {
      log.warn({ digests: owed.length, failure: failureOf(error), ...errorFields(error) }, 'digest.failed');
      const ids = owed.map(({ subscription }) => subscription.id);
      await store.subscriptions.failed(ids, failureOf(error), waits);
    }
    for (const { subscription, index, request } of alike) {
      const isOver =
        request === null || signal.aborted
          ? isKept
          : await requestFailed(subscription, request, failureOf(error), { store, waits });
      failures[index] = isOver ? null : error;
    }
  }
}

interface Known {
  readonly subscriptions: ReadonlyMap<number, Subscription>;
  readonly now: Instant;
}

/** Returns the digests to make. If a request can't be carried out any more, the person who made it is notified. */
async function wantedOf(
  all: readonly JobData[],
  { subscriptions, now }: Known,
  options: DigestOptions,
): Promise<readonly Wanted[]> {
  const { store } = options;
  const wanted: Wanted[] = [];
  const seen = new Set<string>();
  const digestRequests = await openDigestRequests(all, subscriptions, store);
  for (const [index, data] of all.entries()) {
    const subscription = subscriptions.get(Number(data['subscription']));
    if (subscription === undefined) continue;
    const request = digestRequests[index] ?? null;
    // The request has been carried out already.
    if (request === null && data['wish'] !== undefined) continue;
    if (subscription.pausedAt !== null) {
      if (request !== null) await sayUnsent(subscription, request, 'paused', store);
      continue;
    }
    const one = request === null ? owedOf(subscription, now, options) : requestedOf(subscription, request, options);
    if (one === null) {
      if (request !== null) await sayUnsent(subscription, request, 'changed', store);
      continue;
    }
    if ('after' in one) await nothingToTell(subscription, one, store);
    // Several jobs may ask for the same digest.
    else if (!seen.has(one.key)) wanted.push({ ...one, subscription, index });
    if ('key' in one) seen.add(one.key);
  }
  return wanted;
}

/** Returns a clock that starts at `now`, so that the database is not asked for the time of each digest. */
function clockFrom(now: Instant, elapsed: () => number): () => Instant {
  const begunAt = elapsed();
  return () => (now + elapsed() - begunAt) as Instant;
}

type Due = Omit<Wanted, 'subscription' | 'index'>;

/**
 * Returns null when nothing is owed, or the next digest will cover the owed hours. Returns the
 * `OwedDigest` itself when its whole period is already covered.
 */
function owedOf(subscription: Subscription, now: Instant, options: DigestOptions): Due | OwedDigest | null {
  const state = stateOf(subscription, now, options);
  if (typeof state === 'string' || state.owed === null || state.left !== null) return null;
  const { definition, owed } = state;
  const { window, last, merged } = owed;
  if (window === null) return owed;
  const key = `digest ${subscription.id} ${last.at}`;
  return { definition, period: periodIn(window, definition.zone), last, merged, owed, request: null, key };
}

/** Returns null when the subscription was rescheduled meanwhile. Each request gets one message, whatever its period. */
function requestedOf(subscription: Subscription, request: OpenRequest, options: DigestOptions): Due | null {
  const made = requestedDigest(subscription, request, options);
  return made === null ? null : { ...made, merged: 1, owed: null, request, key: idempotencyKey(request) };
}

function likeness({ subscription, definition, period, last, merged, owed }: Wanted): string {
  const scope = scopeKey(readScope(subscription.scope));
  return JSON.stringify([writeDefinition(definition), scope, period.window, last.at, merged, owed === null]);
}

/** Returns null if the digests are empty and their owners do not want empty digests. */
async function makeAlike(
  alike: readonly Wanted[],
  options: DigestOptions & { readonly now: () => Instant },
  signal: AbortSignal,
): Promise<MadeDigest | null> {
  const [one] = alike;
  if (one === undefined) return null;
  const { subscription, definition, period, last, merged, owed } = one;
  const gathered = await gatherDigest(definition, period, { ...options, scope: readScope(subscription.scope) }, signal);
  const { store } = options;
  // A requested digest is sent even if it is empty.
  if (gathered.answer.summary.total === 0 && definition.skipEmpty && owed !== null) {
    await store.transaction((tx) =>
      store.subscriptions.cover(
        tx,
        alike.flatMap((to) => coveredBy(to, null)),
      ),
    );
    return null;
  }
  const messages = messagesFor(definition.language);
  const isLate = owed !== null && options.now() - last.at > punctualMs;
  const facts = {
    ...gathered,
    subscription: subscription.id,
    merged,
    meantFor: isLate ? meantForText(last, definition, messages) : null,
  };
  const rendering = { tag: messages.tag, more: messages.leads.more };
  const payload = renderMessage(digestCard(facts, messages), { ...rendering, charts: true });
  const rest = digestRest(facts, messages).map((card) => renderMessage(card, rendering));
  return { payload, rest, to: alike };
}

async function nothingToTell(subscription: Subscription, owed: OwedDigest, store: Store): Promise<void> {
  await store.transaction((tx) => store.subscriptions.cover(tx, coveredBy({ subscription, owed }, null)));
}

function meantForText({ date, at }: Occurrence, { zone }: DigestDefinition, messages: Messages): string {
  const { hour, minute } = clockTime(at, zone);
  return `${messages.formats.digest.date(date, { year: false })} ${two(hour)}:${two(minute)}`;
}

function two(value: number): string {
  return String(value).padStart(2, '0');
}
