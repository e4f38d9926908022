/**
 * Reads the facts for an evaluation of a connection, and decides the next step of each alert.
 * Effects: reads the store. Errors: those of the store.
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
import type { Basis, Silence, Store, StoredAlert } from '@leadbell/store';
import type { AlertPlan } from './alert-plan.ts';
import { type EndedGap, endedGaps } from './gaps.ts';
import type { Reading } from './subscriber.ts';
import { asItWas, type Looked } from './summaries.ts';
import { loosest } from './thresholds.ts';

export interface AlertOptions {
  readonly store: Store;
  readonly zone: Zone;
  readonly calendar: BusinessCalendar;
  readonly alertSettings: AlertSettings;
}

/** Everything that an evaluation is based on. */
export interface Seen {
  readonly connection: string;
  readonly current: readonly StoredAlert[];
  readonly facts: AlertFacts;
  readonly findings: readonly Finding[];
  readonly silences: readonly Silence[];
  /** Returns the texts that Leadbell shows for an error. */
  readonly wordsOf: ((fingerprint: string) => readonly string[]) | undefined;
  readonly gaps: readonly EndedGap[];
  readonly settings: AlertSettings;
  readonly isTroubled: boolean;
  readonly isOpen: boolean;
}

export async function seenNow(plan: AlertPlan, basis: Basis, now: Instant, options: AlertOptions): Promise<Seen> {
  const { store, tx, connection } = plan.reading;
  const all = await store.alerts.current(tx, connection, (now - reopenMs) as Instant);
  const current = all.filter(({ state }) => isCurrent(state, now));
  const settings = loosest(
    options.alertSettings,
    plan.subscribers.map(({ definition }) => definition),
  );
  const facts = await factsOf(plan.reading, basis, current, { ...options, now });
  const findings = grouped(findingsOf(facts, settings), current);
  const silences = await store.alerts.silences(tx, now);
  const isTroubled = isWatchTroubled(facts.connection, now);
  return {
    connection,
    current,
    facts,
    findings,
    silences,
    wordsOf: silences.some(({ matcher }) => matcher.error !== undefined)
      ? await errorWords(plan.reading, findings)
      : undefined,
    gaps: isTroubled ? [] : await endedGaps(plan.reading, now),
    settings,
    isTroubled,
    isOpen: isOpenAt(now, options.zone, options.calendar),
  };
}

/** An alert after this evaluation; without an id if it is new. */
export type Stepped = Omit<LookedAlone, 'alert'> & {
  readonly alert: Omit<StoredAlert, 'id'> & { readonly id: number | null };
};

export function stepsOf(seen: Seen, now: Instant): readonly Stepped[] {
  const { current, findings, isTroubled } = seen;
  const staying = new Set(isTroubled ? current.flatMap((alert) => (isOfWatch(alert) ? alert.rule : [])) : []);
  const down = staying.size > 0 ? staying : new Set(findings.flatMap((one) => (saysOutage(one.rule) ? one.rule : [])));
  const found = Map.groupBy(findings, ({ rule, group }) => `${rule} ${group}`);
  const known = new Map(current.map((alert) => [`${alert.rule} ${alert.group}`, alert]));
  return [...new Set([...known.keys(), ...found.keys()])].flatMap((key) => {
    const before = known.get(key) ?? null;
    const its = found.get(key) ?? [];
    const about = before ?? its[0];
    if (about === undefined) return [];
    const rule = about.rule as AlertRuleId;
    // While the rate of leads is unknown, an alert whose rule needs it stays unchanged.
    const isUnknown = needsPace(rule) && seen.facts.pace === null;
    // An alert about interrupted reading stays unchanged while reading is interrupted for another
    // reason.
    if (isUnknown || (staying.has(rule) && its.length === 0)) return before === null ? [] : [asItWas(before)];
    return stepOf({ before, its, rule, group: about.group, isInhibited: isInhibited(rule, down) }, seen, now) ?? [];
  });
}

interface Standing {
  readonly before: StoredAlert | null;
  readonly its: readonly Finding[];
  readonly rule: AlertRuleId;
  readonly group: string;
  readonly isInhibited: boolean;
}

function stepOf(
  { before, its, rule, group, isInhibited: inhibited }: Standing,
  { connection, facts, silences, wordsOf, gaps, settings, isOpen }: Seen,
  now: Instant,
): Stepped | null {
  const members = its.map(({ bulk }) => ({
    errors: bulk?.errors ?? [],
    traits: bulk?.traits ?? null,
    resolvedAt: null,
  }));
  const silenced = silences.some(({ matcher }) => isSilenced({ rule, group }, members, matcher, wordsOf));
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
  if (step === null) return null;
  const { state, told, joined } = step;
  const isMuted = silenced || inhibited || state.snoozedUntil !== null;
  const alert = { id: before?.id ?? null, connection, rule, group, state };
  return { alert, told, joined, isMuted, before: before?.state ?? null, isAsItWas: false };
}

export interface LookedAlone extends Looked {
  readonly joined: readonly string[];
  readonly before: AlertState | null;
  /** Whether the alert can't be evaluated at the moment. */
  readonly isAsItWas: boolean;
}

/**
 * Counts the alert's errored leads that a later bulk sent again. Bulks whose errors are already
 * resolved are left out.
 */
function resentOf(rule: AlertRuleId, before: AlertState | null, { bulks }: AlertFacts): number {
  if (before === null || !isOfErrors(rule)) return 0;
  return bulks.reduce(
    (sum, { id, resentErrored }) => sum + (before.members[id]?.resolvedAt === null ? resentErrored : 0),
    0,
  );
}

/** Whether the alert is firing and about interrupted reading. */
export function isOfWatch({ rule, state }: StoredAlert): boolean {
  return saysOutage(rule) && state.status === 'firing';
}

function spanOf({ startedAt, firedAt }: AlertState, gaps: readonly EndedGap[]): { readonly span?: Window } {
  const gap = gaps.findLast(({ from }) => from <= (firedAt ?? startedAt));
  return gap === undefined ? {} : { span: { from: gap.from, to: gap.to } };
}

/** Reads the shown texts of the errors in the findings. */
async function errorWords(
  { store, tx, connection }: Reading,
  findings: readonly Finding[],
): Promise<(fingerprint: string) => readonly string[]> {
  const found = findings.flatMap(({ bulk }) => bulk?.errors ?? []).map(({ fingerprint }) => fingerprint);
  const texts = await store.alerts.errorTexts(tx, connection, [...new Set(found)]);
  return (fingerprint) => {
    const text = texts.get(fingerprint);
    return text === undefined ? [] : wordsOfError(text);
  };
}

async function factsOf(
  { store, tx, connection }: Reading,
  { changed, connection: standing }: Basis,
  current: readonly StoredAlert[],
  { now, zone, calendar }: Pick<AlertOptions, 'zone' | 'calendar'> & { readonly now: Instant },
): Promise<AlertFacts> {
  const members = current.flatMap(({ state }) => Object.keys(state.members).map(Number));
  return {
    now,
    bulks: await store.alerts.bulks(tx, connection, [...new Set([...changed, ...members.filter((id) => id > 0)])], now),
    setAside: await store.setAside.list(connection, tx),
    connection: standing,
    newErrors: await store.alerts.newErrors(tx, connection, now),
    // While reading is interrupted, the rate of leads is not known.
    pace:
      !isWatchTroubled(standing, now) && isOpenAt(now, zone, calendar)
        ? await store.alerts.pace(tx, connection, now)
        : null,
  };
}

/** Keeps a bulk in its alert, even if another error has become the most frequent in the bulk. */
function grouped(findings: readonly Finding[], current: readonly StoredAlert[]): readonly Finding[] {
  const places = new Map<string, string>();
  for (const { rule, group, state } of current)
    if (staysPlaced(rule)) for (const member of Object.keys(state.members)) places.set(`${rule} ${member}`, group);
  return findings.map((finding) => placed(finding, (rule, member) => places.get(`${rule} ${member}`)));
}
