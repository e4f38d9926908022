/**
 * The requests of *Send now*. Each is stored until the message of its digest is in the outbox. As
 * with scheduled digests, a job is only a hint to look at the request. Effects: uses the given
 * store. Errors: those of the store.
 */
import { type Instant, nextOccurrence, type Occurrence, type Period } from '@leadbell/domain';
import type { JobData } from '@leadbell/jobs';
import type { GrowingWaits, NewDigestRequest, Store, Subscription, DigestRequest } from '@leadbell/store';
import { periodOfSpan } from './gather.ts';
import { type DigestDefinition, readDefinition, rhythmOf } from '../../subscriptions/definition.ts';
import type { DigestOptions } from './options.ts';
import { type Unsent, unsentNotice } from '../../subscriptions/notices.ts';

/** If a request fails for this long, it is given up and the person who made it is notified. */
const giveUpMs = 12 * 3_600_000;
/** If a job has no result after this time, it is sent again. */
const askAgainMs = 5 * 60_000;

/** Sends jobs for waiting requests. Returns how many. */
export async function sendDigestRequests({ store, sendAll }: DigestOptions): Promise<number> {
  const now = await store.now();
  return store.transaction(async (tx) => {
    const all = await store.digestRequests.take(tx, now, (now + askAgainMs) as Instant);
    const jobs = all.map(({ subscription, key, about, by, askedAt }) => ({
      data: { subscription, first: about, last: about, wish: key, by, askedAt },
      key: `${subscription} ${key}`,
    }));
    await sendAll('digest', jobs, store.raw(tx));
    return jobs.length;
  });
}

/**
 * An open request. `isKept`: whether the request is stored in the database; earlier releases stored
 * it only in its job.
 */
export interface OpenRequest extends DigestRequest {
  readonly isKept: boolean;
}

/** Returns the open requests in the order of the jobs; null for a job that has no open request. */
export async function openDigestRequests(
  all: readonly JobData[],
  workspaces: ReadonlyMap<number, Pick<Subscription, 'workspace'>>,
  store: Store,
): Promise<readonly (OpenRequest | null)[]> {
  const asked = all.map(requestOf);
  const kept = await store.digestRequests.find(asked.filter((one) => one !== null));
  const keptBy = new Map(kept.map((one) => [idempotencyKey(one), one]));
  const left = asked.filter((one) => one !== null).filter((one) => !keptBy.has(idempotencyKey(one)));
  const over = left.length === 0 ? new Set<string>() : await fulfilled(left, workspaces, store);
  return asked.map((one) => {
    if (one === null) return null;
    const found = keptBy.get(idempotencyKey(one));
    if (found !== undefined) return { ...found, isKept: true };
    return over.has(idempotencyKey(one)) ? null : { ...one, isKept: false };
  });
}

function requestOf(data: JobData): DigestRequest | null {
  if (data['wish'] === undefined) return null;
  return {
    subscription: Number(data['subscription']),
    key: String(data['wish']),
    about: Number(data['last']) as Instant,
    by: String(data['by']),
    askedAt: Number(data['askedAt']) as Instant,
  };
}

/** Returns the keys of the fulfilled requests. */
async function fulfilled(
  digestRequests: readonly DigestRequest[],
  workspaces: ReadonlyMap<number, Pick<Subscription, 'workspace'>>,
  store: Store,
): Promise<ReadonlySet<string>> {
  return store.transaction(async (tx) => {
    const over = new Set<string>();
    for (const request of digestRequests) {
      const workspace = workspaces.get(request.subscription)?.workspace ?? '';
      for (const key of [idempotencyKey(request), `unsent ${request.subscription} ${request.key}`])
        if ((await store.outbox.place(tx, workspace, key)) !== null) over.add(idempotencyKey(request));
    }
    return over;
  });
}

/** The key of the request's message in the outbox. */
export function idempotencyKey({ subscription, key }: Pick<NewDigestRequest, 'subscription' | 'key'>): string {
  return `digest ${subscription} wish ${key}`;
}

export interface RequestedDigest {
  readonly definition: DigestDefinition;
  readonly period: Period;
  readonly last: Occurrence;
}

/** Returns null when the subscription was rescheduled meanwhile. */
export function requestedDigest(
  { kind, definition: stored }: Subscription,
  { about }: DigestRequest,
  { calendar }: Pick<DigestOptions, 'calendar'>,
): RequestedDigest | null {
  const definition = readDefinition(kind, stored);
  if (definition?.kind !== 'digest') return null;
  const { schedule, zone, isClosed } = rhythmOf(definition, calendar);
  const last = nextOccurrence(schedule, zone, (about - 1) as Instant, isClosed);
  if (last.at !== about) return null;
  return { definition, period: periodOfSpan(definition, { first: last, last }, calendar), last };
}

/**
 * Handles a failed attempt. Resolves to true when the job is over, because the stored request is
 * retried later, or was given up and reported; otherwise the engine retries the job.
 */
export async function requestFailed(
  subscription: Subscription,
  request: OpenRequest,
  failure: string,
  { store, waits }: { readonly store: Store; readonly waits: GrowingWaits },
): Promise<boolean> {
  if ((await store.now()) - request.askedAt >= giveUpMs) await sayUnsent(subscription, request, { failure }, store);
  else if (request.isKept) await store.digestRequests.failed([request], waits);
  else return false;
  return true;
}

/**
 * Notifies the requester, only once, that *Send now* sent nothing. If the message was written
 * before and only its job runs again, there is nothing to report.
 */
export async function sayUnsent(
  subscription: Subscription,
  request: DigestRequest,
  why: Unsent,
  store: Store,
): Promise<void> {
  const notice = unsentNotice(subscription, request, why);
  await store.transaction(async (tx) => {
    if ((await store.outbox.place(tx, subscription.workspace, idempotencyKey(request))) === null)
      await store.outbox.add(tx, [notice]);
    await store.digestRequests.done(tx, [request]);
  });
}
