/**
 * Reads the leads of a stored set in their present state. If a later bulk resent a lead, the lead's state in that bulk
 * is used. Effects: reads the DMS through its options. Errors: `LeadsApiError`.
 */
import {
  type Bulk,
  BulkObserver,
  type Instant,
  isPlainNumber,
  type Lead,
  type LeadIdentities,
  type Window,
} from '@leadbell/domain';
import type { AnswerPart, LeadsApi } from '@leadbell/leads-api';
import { leadsOf, type Placed, storedNamesOf } from './arrived.ts';
import { closeWindows } from './close-windows.ts';

/**
 * `announced`: the set contains keys of announced leads. `stored`: the set contains keys of all
 * leads in some bulks.
 */
export type SetKeys = 'announced' | 'stored';

/** The keys under which a lead of a set may be found. */
export interface LeadPlaces {
  readonly lead: string;
  /** The lead's key in the set, and its keys in later bulks that resent it, the oldest first. */
  readonly places: readonly string[];
  /** When the latest bulk with the lead was created. */
  readonly createdAt: Instant | null;
}

/** A set before its leads are read. */
export interface SetSource {
  readonly keys: SetKeys;
  readonly size: number;
  readonly leads: readonly LeadPlaces[];
  /** The window in which the DMS listed bulks without a date. */
  readonly readIn: Window | null;
}

export interface SetFacts {
  /** The number of leads that the message counted. */
  readonly size: number;
  /** The number of these leads that the DMS still has, whether or not the reader may see them. */
  readonly found: number;
  /**
   * The number of leads that the DMS no longer has or that were forgotten. `goneNumbers`: the senders' numbers of these
   * leads, as far as the keys contain them.
   */
  readonly gone: number;
  readonly goneNumbers: readonly string[];
  /** The number of leads that were not read, because there were too many to read at once. */
  readonly unread: number;
}

export interface SetAnswer {
  readonly parts: readonly AnswerPart[];
  readonly facts: SetFacts;
}

const mostWindows = 60;
const dayMs = 24 * 3_600_000;

interface Found {
  readonly bulk: Bulk;
  readonly lead: Lead;
  /** The rank of this place among the places of the same lead: the later place has the higher rank. */
  readonly rank: number;
}

export async function readSet(
  { keys, size, leads, readIn }: SetSource,
  identities: LeadIdentities,
  leadsApi: LeadsApi,
  signal: AbortSignal,
): Promise<SetAnswer> {
  const wanted = new Map(leads.flatMap(({ lead, places }) => places.map((place, rank) => [place, { lead, rank }])));
  const found = new Map<string, Found>();
  const windows = windowsOf(leads, readIn);
  const read = windows.slice(0, mostWindows);
  for (const window of read) {
    for (const one of await readNamed(window, { keys, identities, leadsApi, signal })) {
      const its = one.names.map((name) => wanted.get(name)).find((member) => member !== undefined);
      if (its === undefined || (found.get(its.lead)?.rank ?? -1) >= its.rank) continue;
      found.set(its.lead, { bulk: one.bulk, lead: one.placed.lead, rank: its.rank });
    }
  }
  const missing = leads.filter(({ lead }) => !found.has(lead));
  const isRead = ({ createdAt }: LeadPlaces) => createdAt === null || read.some((window) => isIn(window, createdAt));
  const lost = missing.filter(isRead);
  const unread = missing.length - lost.length;
  const numbers = lost.flatMap(({ lead }) => / x(\d+)$/.exec(lead)?.[1] ?? []).filter(isPlainNumber);
  const facts = { size, found: found.size, gone: size - found.size - unread, goneNumbers: numbers, unread };
  return { parts: partsOf([...found.values()]), facts };
}

function windowsOf(leads: readonly LeadPlaces[], readIn: Window | null): readonly Window[] {
  const times = leads.flatMap(({ places, createdAt }) => [...places.map(timeOf), createdAt]);
  const dated = [...new Set(times)].filter((at) => at !== null);
  const undated = readIn !== null && dated.length < times.length ? [readIn] : [];
  return closeWindows([...dated.map((at) => ({ from: at, to: (at + 1) as Instant })), ...undated]);
}

/** Reads, from a lead's key, when the lead's bulk was created. */
function timeOf(key: string): Instant | null {
  const [, at] = /^(\d+) /.exec(key) ?? [];
  return at === undefined ? null : (Number(at) as Instant);
}

function isIn({ from, to }: Window, at: Instant): boolean {
  return at >= from && at < to;
}

interface Named {
  readonly names: readonly string[];
  readonly placed: Placed;
  readonly bulk: Bulk;
}

async function readNamed(
  window: Window,
  {
    keys,
    identities,
    leadsApi,
    signal,
  }: {
    readonly keys: SetKeys;
    readonly identities: LeadIdentities;
    readonly leadsApi: LeadsApi;
    readonly signal: AbortSignal;
  },
): Promise<readonly Named[]> {
  const named: Named[] = [];
  const coming = new Map<number, { readonly observer: BulkObserver; readonly leads: Map<string, Placed> }>();
  for await (const part of leadsApi.read({ kind: 'window', window }, { signal })) {
    if (part.type === 'leads') {
      const bulk = coming.get(part.bulk) ?? { observer: new BulkObserver(identities), leads: new Map() };
      coming.set(part.bulk, bulk);
      for (const lead of part.leads) bulk.leads.set(bulk.observer.add(lead), { lead, index: bulk.leads.size });
    } else if (part.type === 'dropped') {
      coming.delete(part.bulk);
    } else if (part.type === 'bulk') {
      const { info } = part;
      const seen = { info, leads: coming.get(part.bulk)?.leads ?? new Map<string, Placed>() };
      coming.delete(part.bulk);
      if (keys === 'stored') named.push(...storedNamesOf(seen, identities).map((one) => ({ ...one, bulk: info })));
      else
        for (const { key, aliases, lead, index } of leadsOf(seen, identities))
          named.push({ names: [key, ...aliases], placed: { lead, index }, bulk: info });
    }
  }
  return named;
}

/** The found leads by bulk, the newest first. The DMS's own counts are left out, because they are about whole bulks. */
function partsOf(found: readonly Found[]): readonly AnswerPart[] {
  const bulks = [...Map.groupBy(found, ({ bulk }) => bulk.key).values()];
  const newest = bulks.toSorted((a, b) => (b[0]?.bulk.createdAt ?? 0) - (a[0]?.bulk.createdAt ?? 0));
  return newest.flatMap((its, number): AnswerPart[] => {
    const [first] = its;
    if (first === undefined) return [];
    return [
      { type: 'leads', bulk: number, leads: its.map(({ lead }) => lead) },
      { type: 'bulk', bulk: number, info: { ...first.bulk, totalRecords: null, errorRecords: null } },
    ];
  });
}

/**
 * The time from the first to the last lead of a set. The answer about the set covers this time.
 */
export function spanOfSet({ leads, readIn }: Pick<SetSource, 'leads' | 'readIn'>): Window {
  const times = leads.flatMap(({ createdAt }) => createdAt ?? []);
  if (times.length === 0) return readIn ?? { from: 0 as Instant, to: dayMs as Instant };
  return { from: Math.min(...times) as Instant, to: (Math.max(...times) + 1) as Instant };
}
