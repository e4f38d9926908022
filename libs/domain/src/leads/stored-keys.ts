/**
 * Gives an observation the keys under which its leads are stored. Pure. A row keeps the key with which it was created,
 * even if another key of the installation becomes current or a later release reads a text in another way. So no stored
 * lead counts as new again.
 */
import type { KnownBulk } from './diff.ts';
import { isLegacyKey } from './legacy-identity.ts';
import { type BulkObservation, type LeadState, Numbered, type ObservedLead } from './observation.ts';

type Stored = ReadonlyMap<string, LeadState>;
interface Observed {
  readonly key: string;
  readonly lead: ObservedLead;
  readonly names: readonly string[];
}

/** Returns the observation with the keys of the stored rows. */
export function withStoredKeys(observation: BulkObservation, stored: Stored): BulkObservation {
  if (stored.size === 0 || !needsLook(observation, stored)) return observation;
  const found = storedKeysOf(observation, stored);
  const leads = new Map<string, ObservedLead>();
  const names = new Numbered((name) => stored.has(name) || leads.has(name));
  for (const [key, lead] of observation.leads) leads.set(found.get(key) ?? names.next(nameOf(observation, key)), lead);
  return { ...observation, leads };
}

/** Whether a known bulk has this lead, under any of its keys. */
export function isStoredIn(
  known: { has(key: string): boolean },
  { identities }: BulkObservation,
  key: string,
): boolean {
  return known.has(key) || (identities.get(key)?.aliases.some((alias) => known.has(alias)) ?? false);
}

/**
 * Finds a bulk that an earlier release stored, if none of its keys match because today's release reads the texts in
 * another way. The stored bulk and the observed bulk must have the same time, the same author and the same number of
 * leads, and all leads must be without a number. Returns null if no stored bulk fits, or if several fit.
 */
export function matchLegacyBulk<
  T extends Pick<KnownBulk, 'createdAt' | 'createdBy' | 'dmsId'> & { readonly leads: Stored },
>({ info, leads }: BulkObservation, known: readonly T[]): T | null {
  if (info.createdAt === null || [...leads.values()].some(({ externalId }) => externalId !== null)) return null;
  const fitting = known.filter(
    (bulk) =>
      bulk.createdAt === info.createdAt &&
      bulk.createdBy === info.createdBy &&
      (bulk.dmsId === null || info.id === null) &&
      bulk.leads.size === leads.size &&
      [...bulk.leads.keys()].every(isLegacyKey),
  );
  return fitting.length === 1 ? (fitting[0] ?? null) : null;
}

/** Most bulks have each lead once, under its stored key, and need nothing more. */
function needsLook({ identities }: BulkObservation, stored: Stored): boolean {
  for (const [key, { key: name }] of identities) if (key !== name || !stored.has(key)) return true;
  return false;
}

function storedKeysOf(observation: BulkObservation, stored: Stored): Map<string, string> {
  const pairs = new Map<string, string>();
  const rows = Map.groupBy(stored.keys(), unnumbered);
  let open = [...observation.leads].map(([key, lead]): Observed => ({
    key,
    lead,
    names: [nameOf(observation, key), ...(observation.identities.get(key)?.aliases ?? [])],
  }));
  for (let place = 0; open.some(({ names }) => place < names.length); place += 1) {
    for (const [name, alike] of Map.groupBy(open, ({ names }) => names[place])) {
      if (name !== undefined) rows.set(name, pairUp(alike, rows.get(name) ?? [], { stored, pairs }));
    }
    open = open.filter(({ key }) => !pairs.has(key));
  }
  const unnamed = open.filter(({ lead }) => lead.externalId === null);
  const legacy = [...rows.values()].flat().filter(isLegacyKey);
  // If the counts are equal, no lead came or went. Otherwise a row whose outcome is no longer "pending" may belong to a
  // lead that has gone.
  const isSameCount = unnamed.length === legacy.length;
  pairUp(unnamed, legacy, { stored, pairs }, (row) => isSameCount || row?.outcome === 'pending');
  return pairs;
}

/**
 * First pairs leads and rows in the same state, because it does not matter which of these belong together. Then pairs
 * the other leads with rows that may change. Returns the rows that remain.
 */
function pairUp(
  observed: readonly Observed[],
  rows: readonly string[],
  { stored, pairs }: { readonly stored: Stored; readonly pairs: Map<string, string> },
  mayChange: (row: LeadState | undefined) => boolean = () => true,
): string[] {
  if (rows.length === 0) return [];
  const byState = Map.groupBy(rows.toReversed(), (row) => stateOf(stored.get(row)));
  const waiting = observed.filter(({ key, lead }) => {
    const row = byState.get(stateOf(lead))?.pop();
    if (row !== undefined) pairs.set(key, row);
    return row === undefined;
  });
  const left = new Set([...byState.values()].flat());
  const changing = rows.filter((row) => left.has(row) && mayChange(stored.get(row)));
  for (const [at, { key }] of waiting.slice(0, changing.length).entries()) {
    const row = changing[at] ?? '';
    pairs.set(key, row);
    left.delete(row);
  }
  return rows.filter((row) => left.has(row));
}

/** Equal for two states if changing from one to the other causes no event. */
function stateOf(state: LeadState | undefined): string {
  return state === undefined ? '' : JSON.stringify([state.dmsId, state.outcome, state.errors]);
}

/** Returns the key that identical leads share, without the number that tells them apart. */
function unnumbered(key: string): string {
  return key.replace(/#\d+$/, '');
}

function nameOf({ identities }: BulkObservation, key: string): string {
  return identities.get(key)?.key ?? key;
}
