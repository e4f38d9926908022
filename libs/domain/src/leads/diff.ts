/**
 * Compares two observations of a bulk and finds the events between them. Pure. Digests, alerts and announcements of
 * leads use these events. The newest observation counts, so a late answer changes nothing. A lead that is missing from
 * an answer keeps its state. A lead that is missing from a complete answer is gone in two cases: the complete answer
 * before lacked it too, or this answer lists exactly as many leads as the DMS counts. So repeated answers, overlapping
 * windows and the order of windows make no difference.
 */
import type { Instant } from '../time/instant.ts';
import type { Bulk } from './bulk.ts';
import type { Id } from './id.ts';
import { type BulkObservation, type LeadState, stateName } from './observation.ts';

export interface KnownLead extends LeadState {
  /** How many complete answers in a row did not list the lead; absent if the last answer listed it. */
  readonly missed?: number;
  /** The DMS no longer lists the lead. */
  readonly gone?: true;
  /** A later bulk sent the lead again, so the lead is counted in that bulk. */
  readonly replaced?: true;
}

export interface BulkSnapshot {
  readonly key: string;
  readonly dmsId: Id | null;
  readonly createdAt: Instant | null;
  readonly createdBy: Id | null;
  /** See `stateName`. */
  readonly state: string;
  readonly totalRecords: number | null;
  readonly errorRecords: number | null;
  readonly leads: ReadonlyMap<string, KnownLead>;
  readonly firstSeenAt: Instant;
  readonly observedAt: Instant;
}

export type BulkEventKind =
  | 'bulk-appeared'
  | 'bulk-progressed'
  | 'bulk-completed'
  | 'bulk-cancelled'
  | 'bulk-errored'
  | 'bulk-recovered';
export type LeadEventKind =
  | 'lead-appeared'
  | 'lead-errored'
  | 'lead-recovered'
  | 'lead-created'
  | 'lead-gone'
  /** A later bulk sent the lead again; this is an event of the earlier bulk. */
  | 'lead-sent-again';

export type BulkEvent =
  | { readonly kind: BulkEventKind; readonly from: string | null; readonly to: string }
  /** The keys of the leads, as in the snapshot. */
  | { readonly kind: LeadEventKind; readonly leads: readonly string[] };

export interface BulkChange {
  readonly snapshot: BulkSnapshot;
  readonly events: readonly BulkEvent[];
}

export function diffBulk(previous: BulkSnapshot | null, observation: BulkObservation, at: Instant): BulkChange {
  if (previous !== null && at < previous.observedAt) return { snapshot: previous, events: [] };
  const { info, leads } = observation;
  const snapshot: BulkSnapshot = {
    key: info.key,
    dmsId: info.id ?? previous?.dmsId ?? null,
    createdAt: info.createdAt ?? previous?.createdAt ?? null,
    createdBy: info.createdBy ?? previous?.createdBy ?? null,
    state: stateName(info.state),
    totalRecords: info.totalRecords ?? previous?.totalRecords ?? null,
    errorRecords: info.errorRecords ?? previous?.errorRecords ?? null,
    leads: merged(previous, observation, at),
    firstSeenAt: previous?.firstSeenAt ?? at,
    observedAt: at,
  };
  return { snapshot, events: [...bulkEvents(previous, snapshot), ...leadEvents(previous?.leads, leads, snapshot)] };
}

/**
 * A lead is gone when this many complete answers in a row lack it. One answer is not enough, because the DMS may be in
 * the middle of its work.
 */
const answersWithout = 2;

function merged(previous: BulkSnapshot | null, observation: BulkObservation, at: Instant): BulkSnapshot['leads'] {
  const { leads: now } = observation;
  const all = new Map<string, KnownLead>();
  const tells = tellsWhatIsGone(observation);
  const isCounted = observation.info.totalRecords === now.size;
  for (const [key, was] of previous?.leads ?? []) {
    if (now.has(key) || was.gone === true || !tells) {
      all.set(key, was);
      continue;
    }
    // The same answer counts once, even if a poll gets it twice.
    const missed = (was.missed ?? 0) + (at > (previous?.observedAt ?? at) ? 1 : 0);
    const isGone = isCounted || missed >= answersWithout;
    all.set(key, { ...was, missed, ...(isGone ? { gone: true } : {}) });
  }
  for (const [key, { externalId, dmsId, outcome, errors }] of now) {
    const isReplaced = all.get(key)?.replaced === true;
    all.set(key, { externalId, dmsId, outcome, errors, ...(isReplaced ? { replaced: true } : {}) });
  }
  return all;
}

/** An empty list proves something only if the DMS counts no leads. */
function tellsWhatIsGone({ isComplete, info: { totalRecords }, leads }: BulkObservation): boolean {
  return isComplete === true && (leads.size > 0 || totalRecords === 0);
}

/** Whether the lead is counted in its bulk. */
export function isCounted({ gone, replaced }: KnownLead): boolean {
  return gone !== true && replaced !== true;
}

const finals: Readonly<Record<string, BulkEventKind>> = { completed: 'bulk-completed', cancelled: 'bulk-cancelled' };

function bulkEvents(previous: BulkSnapshot | null, next: BulkSnapshot): BulkEvent[] {
  const from = previous?.state ?? null;
  const to = next.state;
  const events: BulkEvent[] = [];
  if (previous === null) events.push({ kind: 'bulk-appeared', from, to });
  const final = finals[to];
  if (from !== to && final !== undefined) events.push({ kind: final, from, to });
  else if (previous !== null && from !== to) events.push({ kind: 'bulk-progressed', from, to });
  const wasErrored = previous !== null && isErrored(previous);
  if (!wasErrored && isErrored(next)) events.push({ kind: 'bulk-errored', from, to });
  if (wasErrored && !isErrored(next)) events.push({ kind: 'bulk-recovered', from, to });
  return events;
}

/** Whether the server reports errored leads, or the bulk has an errored lead that is neither gone nor replaced. */
function isErrored({ leads, errorRecords }: Pick<BulkSnapshot, 'leads' | 'errorRecords'>): boolean {
  if ((errorRecords ?? 0) > 0) return true;
  for (const lead of leads.values()) if (lead.outcome === 'errored' && isCounted(lead)) return true;
  return false;
}

function leadEvents(
  before: BulkSnapshot['leads'] | undefined,
  now: BulkObservation['leads'],
  after: Pick<BulkSnapshot, 'leads'>,
): BulkEvent[] {
  const found: Record<LeadEventKind, string[]> = {
    'lead-appeared': [],
    'lead-errored': [],
    'lead-recovered': [],
    'lead-created': [],
    'lead-gone': [],
    'lead-sent-again': [],
  };
  for (const [key, lead] of now) {
    const was = before?.get(key);
    const wasErrored = was?.outcome === 'errored' && was.gone !== true;
    if (was === undefined) found['lead-appeared'].push(key);
    if (lead.outcome === 'errored' && (!wasErrored || hasNewError(was, lead))) found['lead-errored'].push(key);
    if (wasErrored && lead.outcome !== 'errored') found['lead-recovered'].push(key);
    if (lead.dmsId !== null && (was?.dmsId ?? null) === null) found['lead-created'].push(key);
  }
  for (const [key, was] of before ?? [])
    if (was.gone !== true && after.leads.get(key)?.gone === true) found['lead-gone'].push(key);
  return (Object.entries(found) as [LeadEventKind, string[]][]).flatMap(([kind, leads]) =>
    leads.length === 0 ? [] : [{ kind, leads }],
  );
}

function hasNewError(was: LeadState, { errors }: LeadState): boolean {
  return errors.some((error) => !was.errors.includes(error));
}

/** Earlier releases rounded numbers above 2^53 to the nearest double. */
function roundedIn<T extends KnownBulk>(
  known: readonly T[],
  { id, createdAt }: Pick<Bulk, 'id' | 'createdAt'>,
  leads: BulkObservation['leads'],
): T | undefined {
  if (id === null || createdAt === null || Number.isSafeInteger(Number(id))) return undefined;
  const rounded = String(BigInt(Number(id)));
  return known.find(
    (bulk) =>
      bulk.dmsId === rounded &&
      bulk.createdAt === createdAt &&
      // Another bulk's number may have been rounded to the same number, so the two must also have a lead in common.
      [...leads.keys()].some((key) => bulk.leads.has(key)),
  );
}

export interface KnownBulk {
  readonly key: string;
  readonly dmsId: Id | null;
  readonly createdAt: Instant | null;
  readonly createdBy: Id | null;
  readonly leads: { has(key: string): boolean; readonly size: number };
}

/**
 * Finds the known bulk that an observation belongs to; returns null for a new bulk. It looks for the bulk's number,
 * then for this number as an earlier release rounded it. Otherwise it compares only bulks with the same creation time
 * and author: it looks for the same key, and then for the most leads in common, because a bulk that is being filled has
 * more leads each time.
 */
export function matchBulk<T extends KnownBulk>(
  {
    info,
    leads,
  }: Pick<BulkObservation, 'leads'> & { readonly info: Pick<Bulk, 'id' | 'key' | 'createdAt' | 'createdBy'> },
  known: readonly T[],
): T | null {
  if (info.id !== null) {
    const named = known.find(({ dmsId }) => dmsId === info.id) ?? roundedIn(known, info, leads);
    if (named !== undefined) return named;
  }
  const candidates = known.filter(
    ({ dmsId, createdAt, createdBy }) =>
      (dmsId === null || info.id === null) && createdAt === info.createdAt && createdBy === info.createdBy,
  );
  const same = candidates.find(({ key }) => key === info.key);
  if (same !== undefined) return same;
  let best: T | null = null;
  let most = 0;
  for (const candidate of candidates) {
    let common = 0;
    for (const key of leads.keys()) if (candidate.leads.has(key)) common += 1;
    if (common > most) [best, most] = [candidate, common];
  }
  if (best !== null || info.createdAt === null) return best;
  // One of the two has no leads, so nothing speaks against the match.
  return candidates.find((candidate) => candidate.leads.size === 0 || leads.size === 0) ?? null;
}
