/**
 * Two looks at a bulk, and what happened between them. Pure. Digests, alerts and lead work live on these events.
 * What was seen later counts; an answer that came late changes nothing; what an answer does not mention stays as it was known
 * (an answer may be partial, and a DMS forgets nothing on purpose). So repeats, overlaps and the order of windows make no difference.
 */
import type { Instant } from '../time/instant.ts';
import type { Bulk } from './bulk.ts';
import type { Id } from './id.ts';
import { type BulkObservation, type LeadState, stateName } from './observation.ts';

export interface BulkSnapshot {
  readonly key: string;
  readonly dmsId: Id | null;
  readonly createdAt: Instant | null;
  readonly createdBy: Id | null;
  /** See `stateName`. */
  readonly state: string;
  readonly totalRecords: number | null;
  readonly errorRecords: number | null;
  readonly leads: ReadonlyMap<string, LeadState>;
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
export type LeadEventKind = 'lead-appeared' | 'lead-errored' | 'lead-recovered' | 'lead-created';

export type BulkEvent =
  | { readonly kind: BulkEventKind; readonly from: string | null; readonly to: string }
  /** Keys of the leads, as in the snapshot. */
  | { readonly kind: LeadEventKind; readonly leads: readonly string[] };

export interface BulkChange {
  readonly snapshot: BulkSnapshot;
  readonly events: readonly BulkEvent[];
}

export function diffBulk(previous: BulkSnapshot | null, { info, leads }: BulkObservation, at: Instant): BulkChange {
  if (previous !== null && at < previous.observedAt) return { snapshot: previous, events: [] };
  const snapshot: BulkSnapshot = {
    key: info.key,
    dmsId: info.id ?? previous?.dmsId ?? null,
    createdAt: info.createdAt ?? previous?.createdAt ?? null,
    createdBy: info.createdBy ?? previous?.createdBy ?? null,
    state: stateName(info.state),
    totalRecords: info.totalRecords ?? previous?.totalRecords ?? null,
    errorRecords: info.errorRecords ?? previous?.errorRecords ?? null,
    leads: merged(previous?.leads, leads),
    firstSeenAt: previous?.firstSeenAt ?? at,
    observedAt: at,
  };
  return { snapshot, events: [...bulkEvents(previous, snapshot), ...leadEvents(previous?.leads, leads)] };
}

function merged(before: BulkSnapshot['leads'] | undefined, now: BulkObservation['leads']): BulkSnapshot['leads'] {
  const all = new Map(before);
  for (const [key, { externalId, dmsId, outcome, errors }] of now) all.set(key, { externalId, dmsId, outcome, errors });
  return all;
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

/** By the leads that we saw, or by the server's own count. */
export function isErrored({ leads, errorRecords }: Pick<BulkSnapshot, 'leads' | 'errorRecords'>): boolean {
  if ((errorRecords ?? 0) > 0) return true;
  for (const { outcome } of leads.values()) if (outcome === 'errored') return true;
  return false;
}

function leadEvents(before: BulkSnapshot['leads'] | undefined, now: BulkObservation['leads']): BulkEvent[] {
  const found: Record<LeadEventKind, string[]> = {
    'lead-appeared': [],
    'lead-errored': [],
    'lead-recovered': [],
    'lead-created': [],
  };
  for (const [key, lead] of now) {
    const was = before?.get(key);
    if (was === undefined) found['lead-appeared'].push(key);
    if (lead.outcome === 'errored' && hasNewError(was, lead)) found['lead-errored'].push(key);
    if (was?.outcome === 'errored' && lead.outcome !== 'errored') found['lead-recovered'].push(key);
    if (lead.dmsId !== null && (was?.dmsId ?? null) === null) found['lead-created'].push(key);
  }
  return (Object.entries(found) as [LeadEventKind, string[]][]).flatMap(([kind, leads]) =>
    leads.length === 0 ? [] : [{ kind, leads }],
  );
}

function hasNewError(was: LeadState | undefined, { errors }: LeadState): boolean {
  return was?.outcome !== 'errored' || errors.some((error) => !was.errors.includes(error));
}

export interface KnownBulk {
  readonly key: string;
  readonly dmsId: Id | null;
  readonly createdAt: Instant | null;
  readonly createdBy: Id | null;
  readonly leads: { has(key: string): boolean; readonly size: number };
}

/**
 * Which of the known bulks an observation is of. The answer may name no bulk, and one that is being filled has other leads each time:
 * so by its number, else by the same leads, else by when and by whom it was made and the most leads in common. `null`: a new one.
 */
export function matchBulk<T extends KnownBulk>(
  {
    info,
    leads,
  }: Pick<BulkObservation, 'leads'> & { readonly info: Pick<Bulk, 'id' | 'key' | 'createdAt' | 'createdBy'> },
  known: readonly T[],
): T | null {
  if (info.id !== null) {
    const named = known.find(({ dmsId }) => dmsId === info.id);
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
  // One that was empty, or is: nothing contradicts it.
  return candidates.find((candidate) => candidate.leads.size === 0 || leads.size === 0) ?? null;
}
