/**
 * Evaluates a DMS connection: the current problems, the changes since the last look, and the
 * resulting messages, all in the given transaction. One at a time for each connection, by its row's
 * lock. Effects: the store by its handle. Errors: the store's.
 */
import {
  type AlertFacts,
  type AlertRuleId,
  type AlertSettings,
  type AlertState,
  type BusinessCalendar,
  expiredOf,
  findingsOf,
  type Finding,
  type Instant,
  isCurrent,
  isInhibited,
  isOfErrors,
  isOpenAt,
  isSilenced,
  isUnstableMember,
  isWatchTroubled,
  needsPace,
  placed,
  reopenMs,
  saysOutage,
  staysPlaced,
  stepAlert,
  type Window,
  wordsOfError,
  type Zone,
} from '@leadbell/domain';
import type { Store, StoredAlert, Transaction } from '@leadbell/store';
import { announceGaps, type EndedGap, endedGaps } from './gaps.ts';
import { escalate, introduce, notify } from './notify.ts';
import { asItWas, type Look, type Looked, summarise } from './summaries.ts';
import { placeOf, type Subscriber, subscribersOf } from './subscriber.ts';
import { loosest } from './thresholds.ts';

export interface AlertOptions {
  readonly store: Store;
  readonly zone: Zone;
  readonly calendar: BusinessCalendar;
  readonly alertSettings: AlertSettings;
}

const minuteMs = 60_000;
const newcomerMs = 3 * minuteMs;

/**
 * `changed`: bulks that changed in a poll. Returns milliseconds until a group wait or interval ends
 * if that is before the next minute's look, otherwise null.
 */
export async function evaluateAlerts(
  tx: Transaction,
  connection: string,
  changed: readonly number[],
  now: Instant,
  options: AlertOptions,
): Promise<number | null> {
  const { store, zone, calendar, alertSettings } = options;
  // Everything in one transaction: a second connection of the pool might have to wait for this one.
  const standing = await store.alerts.lock(tx, connection);
  const all = await store.alerts.current(tx, connection, (now - reopenMs) as Instant);
  const current = all.filter(({ state }) => isCurrent(state, now));
  const subscribers = await subscribersOf(store, tx, alertSettings);
  const settings = loosest(
    alertSettings,
    subscribers.map(({ definition }) => definition),
  );
  const facts = await factsOf(tx, connection, changed, current, standing, now, options);
  const findings = grouped(findingsOf(facts, settings), current);
  const silences = await store.alerts.silences(tx, now);
  const wordsOf = silences.some(({ matcher }) => matcher.error !== undefined)
    ? await errorWords(tx, connection, findings, store)
    : undefined;
  const isTroubled = isWatchTroubled(facts.connection, now);
  const gaps = isTroubled ? [] : await endedGaps(store, tx, connection, now);
  const staying = new Set(isTroubled ? current.flatMap((alert) => (isOfWatch(alert) ? alert.rule : [])) : []);
  const down = staying.size > 0 ? staying : new Set(findings.flatMap((one) => (saysOutage(one.rule) ? one.rule : [])));
  const isOpen = isOpenAt(now, zone, calendar);
  // A new subscription gets the alerts that are already open.
  const newcomers = subscribers.filter(({ subscription }) => subscription.createdAt > now - newcomerMs);
  const found = Map.groupBy(findings, ({ rule, group }) => `${rule} ${group}`);
  const known = new Map(current.map((alert) => [`${alert.rule} ${alert.group}`, alert]));
  const looked: LookedAlone[] = [];
  let waitMs: number | null = null;
  for (const key of new Set([...known.keys(), ...found.keys()])) {
    const before = known.get(key) ?? null;
    const its = found.get(key) ?? [];
    const about = before ?? its[0];
    if (about === undefined) continue;
    const { group } = about;
    const rule = about.rule as AlertRuleId;
    // The rate of leads is unknown at the moment, so the alert stays as it is.
    const isUnknown = needsPace(rule) && facts.pace === null;
    // Reading is still interrupted, but for another reason.
    if (isUnknown || (staying.has(rule) && its.length === 0)) {
      if (before !== null) looked.push(asItWas(before));
      continue;
    }
    const members = its.map(({ bulk }) => ({
      errors: bulk?.errors ?? [],
      traits: bulk?.traits ?? null,
      resolvedAt: null,
    }));
    const silenced = silences.some(({ matcher }) => isSilenced({ rule, group }, members, matcher, wordsOf));
    const inhibited = isInhibited(rule, down);
    const step = stepAlert(before?.state ?? null, its, {
      now,
      settings,
      silenced,
      inhibited,
      quiet: !isOpen,
      expired: expiredOf({ rule, group }, Object.keys(before?.state.members ?? {}), facts, settings),
      resent: resentOf(rule, before?.state ?? null, facts),
      ...(before === null || !isOfWatch(before) ? {} : spanOf(before.state, gaps)),
    });
    if (step === null) continue;
    const { state, told, joined } = step;
    const id = before?.id ?? (await store.alerts.add(tx, { connection, rule, group, state }));
    const alert: StoredAlert = { id, connection, rule, group, state };
    if (before !== null && sorted(before.state) !== sorted(state)) await store.alerts.save(tx, id, state);
    const isMuted = silenced || inhibited || state.snoozedUntil !== null;
    looked.push({ alert, told, joined, isMuted, before: before?.state ?? null });
    const leftMs = waitLeftMs(state, settings, now);
    if (leftMs !== null) waitMs = Math.min(waitMs ?? Infinity, leftMs);
  }
  const look = { connection, looked, now, settings: alertSettings, newcomers, isOpen };
  const isInSummary = await summarise(store, tx, look, subscribers);
  for (const one of looked)
    await notifyAlone(
      store,
      tx,
      one,
      look,
      subscribers.filter((subscriber) => !isInSummary(one.alert, subscriber)),
    );
  const ofWatch = current.filter(isOfWatch);
  await announceGaps(
    store,
    tx,
    { connection, gaps, alerts: ofWatch, silences, settings: alertSettings, at: now },
    subscribers,
  );
  return waitMs;
}

interface LookedAlone extends Looked {
  readonly joined: readonly string[];
  readonly before: AlertState | null;
}

/** Posts to the channels in which the alert has, or will have, a message of its own. */
async function notifyAlone(
  store: Store,
  tx: Transaction,
  { alert, told, joined, isMuted, before }: LookedAlone,
  { now, newcomers, isOpen }: Look,
  subscribers: readonly Subscriber[],
): Promise<void> {
  const { state } = alert;
  if (told !== null)
    await notify(
      store,
      tx,
      alert,
      { told, entry: state.history.at(-1) ?? null, at: now, joined, isMuted, before },
      subscribers,
    );
  else if (state.status === 'firing' && !isMuted) {
    const to = subscribers.filter((subscriber) => newcomers.includes(subscriber));
    // An unstable alert is not announced at each change, but it may have grown past the thresholds
    // of channels without it.
    if (Object.values(state.members).some((member) => isUnstableMember(member) && member.resolvedAt === null))
      for (const subscriber of subscribers)
        if (!to.includes(subscriber) && (await placeOf(store, tx, alert, subscriber)) === null) to.push(subscriber);
    await introduce(store, tx, alert, now, to);
  }
  if (state.status === 'firing' && state.acknowledgedBy === null && isOpen && !isMuted)
    await escalate(store, tx, alert, now, subscribers);
}

/** Counts errored leads that a later bulk resent, in bulks that had errors until now. */
function resentOf(rule: AlertRuleId, before: AlertState | null, { bulks }: AlertFacts): number {
  if (before === null || !isOfErrors(rule)) return 0;
  return bulks.reduce(
    (sum, { id, resentErrored }) => sum + (before.members[id]?.resolvedAt === null ? resentErrored : 0),
    0,
  );
}

/** A fired alert about interrupted reading. */
function isOfWatch({ rule, state }: StoredAlert): boolean {
  return saysOutage(rule) && state.status === 'firing';
}

function spanOf({ startedAt, firedAt }: AlertState, gaps: readonly EndedGap[]): { readonly span?: Window } {
  const gap = gaps.findLast(({ from }) => from <= (firedAt ?? startedAt));
  return gap === undefined ? {} : { span: { from: gap.from, to: gap.to } };
}

/** The displayed texts of the found errors. */
async function errorWords(
  tx: Transaction,
  connection: string,
  findings: readonly Finding[],
  store: Store,
): Promise<(fingerprint: string) => readonly string[]> {
  const found = findings.flatMap(({ bulk }) => bulk?.errors ?? []).map(({ fingerprint }) => fingerprint);
  const texts = await store.alerts.errorTexts(tx, connection, [...new Set(found)]);
  return (fingerprint) => {
    const text = texts.get(fingerprint);
    return text === undefined ? [] : wordsOfError(text);
  };
}

function waitLeftMs({ reason, startedAt, toldAt }: AlertState, settings: AlertSettings, now: Instant): number | null {
  if (reason === 'group-wait') return Math.max(0, startedAt + settings.groupWaitMs - now);
  const leftMs = (toldAt ?? startedAt) + settings.groupIntervalMs - now;
  const isForInterval = reason === 'group-interval' || reason === 'damped';
  return isForInterval && leftMs < minuteMs ? Math.max(0, leftMs) : null;
}

async function factsOf(
  tx: Transaction,
  connection: string,
  changed: readonly number[],
  current: readonly StoredAlert[],
  standing: AlertFacts['connection'],
  now: Instant,
  { store, zone, calendar }: AlertOptions,
): Promise<AlertFacts> {
  const members = current.flatMap(({ state }) => Object.keys(state.members).map(Number));
  return {
    now,
    bulks: await store.alerts.bulks(tx, connection, [...new Set([...changed, ...members.filter((id) => id > 0)])], now),
    setAside: await store.setAside.list(connection, tx),
    connection: standing,
    newErrors: await store.alerts.newErrors(tx, connection, now),
    // While reading is interrupted the rate of leads is unknown.
    pace:
      !isWatchTroubled(standing, now) && isOpenAt(now, zone, calendar)
        ? await store.alerts.pace(tx, connection, now)
        : null,
  };
}

/** Keeps a bulk in its alert, even if another error is the most frequent now. */
function grouped(findings: readonly Finding[], current: readonly StoredAlert[]): readonly Finding[] {
  const places = new Map<string, string>();
  for (const { rule, group, state } of current)
    if (staysPlaced(rule)) for (const member of Object.keys(state.members)) places.set(`${rule} ${member}`, group);
  return findings.map((finding) => placed(finding, (rule, member) => places.get(`${rule} ${member}`)));
}

/** The database does not preserve the order of keys. */
function sorted(state: object): string {
  return JSON.stringify(state, (_, value: unknown) =>
    typeof value === 'object' && value !== null && !Array.isArray(value)
      ? Object.fromEntries(Object.entries(value).toSorted(([a], [b]) => (a < b ? -1 : 1)))
      : value,
  );
}
