/**
 * *Send now*: a digest that somebody asked for is kept until its message is in the outbox. As with what is owed by the clock, a job is a hint to look.
 * Effects: the store by its handle. Errors: the store's.
 */
import { type Instant, nextOccurrence, type Occurrence, type Period } from '@leadbell/domain';
import type { JobData } from '@leadbell/jobs';
import type { GrowingWaits, NewWish, Store, Subscription, Wish } from '@leadbell/store';
import { periodOfSpan } from './gather.ts';
import { type DigestDefinition, readDefinition, rhythmOf } from '../../subscriptions/definition.ts';
import type { DigestOptions } from './options.ts';
import { type Unsent, unsentNotice } from '../../subscriptions/notices.ts';

/** It is given up, and whoever asked hears of it, when the digest could not be made for so long. */
const giveUpMs = 12 * 3_600_000;
/** A job that is not heard of for so long is sent again. */
const askAgainMs = 5 * 60_000;

/** Jobs for those that wait. Returns how many. */
export async function sendWishes({ store, sendAll }: DigestOptions): Promise<number> {
  const now = await store.now();
  return store.transaction(async (tx) => {
    const all = await store.wishes.take(tx, now, (now + askAgainMs) as Instant);
    const jobs = all.map(({ subscription, key, about, by, askedAt }) => ({
      data: { subscription, first: about, last: about, wish: key, by, askedAt },
      key: `${subscription} ${key}`,
    }));
    await sendAll('digest', jobs, store.raw(tx));
    return jobs.length;
  });
}

/** One that is still open. `isKept`: in the database; an earlier release kept it in its job alone. */
export interface OpenWish extends Wish {
  readonly isKept: boolean;
}

/** By job, in their order; null for those that are no wishes, or are fulfilled. */
export async function openWishes(
  all: readonly JobData[],
  workspaces: ReadonlyMap<number, Pick<Subscription, 'workspace'>>,
  store: Store,
): Promise<readonly (OpenWish | null)[]> {
  const asked = all.map(wishOf);
  const kept = await store.wishes.find(asked.filter((one) => one !== null));
  const keptBy = new Map(kept.map((one) => [wishKey(one), one]));
  const left = asked.filter((one) => one !== null).filter((one) => !keptBy.has(wishKey(one)));
  const over = left.length === 0 ? new Set<string>() : await fulfilled(left, workspaces, store);
  return asked.map((one) => {
    if (one === null) return null;
    const found = keptBy.get(wishKey(one));
    if (found !== undefined) return { ...found, isKept: true };
    return over.has(wishKey(one)) ? null : { ...one, isKept: false };
  });
}

function wishOf(data: JobData): Wish | null {
  if (data['wish'] === undefined) return null;
  return {
    subscription: Number(data['subscription']),
    key: String(data['wish']),
    about: Number(data['last']) as Instant,
    by: String(data['by']),
    askedAt: Number(data['askedAt']) as Instant,
  };
}

/** Their keys. */
async function fulfilled(
  wishes: readonly Wish[],
  workspaces: ReadonlyMap<number, Pick<Subscription, 'workspace'>>,
  store: Store,
): Promise<ReadonlySet<string>> {
  return store.transaction(async (tx) => {
    const over = new Set<string>();
    for (const wish of wishes) {
      const workspace = workspaces.get(wish.subscription)?.workspace ?? '';
      for (const key of [wishKey(wish), `unsent ${wish.subscription} ${wish.key}`])
        if ((await store.outbox.place(tx, workspace, key)) !== null) over.add(wishKey(wish));
    }
    return over;
  });
}

/** Of its message in the outbox. */
export function wishKey({ subscription, key }: Pick<NewWish, 'subscription' | 'key'>): string {
  return `digest ${subscription} wish ${key}`;
}

export interface WishedDigest {
  readonly definition: DigestDefinition;
  readonly period: Period;
  readonly last: Occurrence;
}

/** Null: it was given other times meanwhile. */
export function wishedDigest(
  { kind, definition: stored }: Subscription,
  { about }: Wish,
  { calendar }: Pick<DigestOptions, 'calendar'>,
): WishedDigest | null {
  const definition = readDefinition(kind, stored);
  if (definition?.kind !== 'digest') return null;
  const { schedule, zone, isClosed } = rhythmOf(definition, calendar);
  const last = nextOccurrence(schedule, zone, (about - 1) as Instant, isClosed);
  if (last.at !== about) return null;
  return { definition, period: periodOfSpan(definition, { first: last, last }, calendar), last };
}

/** It could not be made now. Resolves to whether that is the end of it: it is kept and tried again, or given up and said. */
export async function wishFailed(
  subscription: Subscription,
  wish: OpenWish,
  failure: string,
  { store, waits }: { readonly store: Store; readonly waits: GrowingWaits },
): Promise<boolean> {
  if ((await store.now()) - wish.askedAt >= giveUpMs) await sayUnsent(subscription, wish, { failure }, store);
  else if (wish.isKept) await store.wishes.failed([wish], waits);
  else return false;
  return true;
}

/** Tells whoever asked, once, that *Send now* sends nothing. A job may run again after its message was written: then there is nothing to tell. */
export async function sayUnsent(subscription: Subscription, wish: Wish, why: Unsent, store: Store): Promise<void> {
  const notice = unsentNotice(subscription, wish, why);
  await store.transaction(async (tx) => {
    if ((await store.outbox.place(tx, subscription.workspace, wishKey(wish))) === null)
      await store.outbox.add(tx, [notice]);
    await store.wishes.done(tx, [wish]);
  });
}
