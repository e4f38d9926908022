/**
 * Reads an alert's errored leads from the DMS, as they are at the moment; nothing is stored. Bulks
 * created close together share one request. Effects: reads the DMS through its options. Errors:
 * `LeadsApiError`.
 */
import {
  type AlertMember,
  type AlertState,
  type Bulk,
  type Instant,
  type Lead,
  type Scope,
  scopeMatcher,
  type Window,
} from '@leadbell/domain';
import type { LeadsApi } from '@leadbell/leads-api';
import { closeWindows } from '../../reports/close-windows.ts';
import type { ForgottenPeople } from '../../reports/forgotten.ts';
import { leadRef } from '../../reports/lead-ref.ts';

export interface ErroredLead {
  readonly bulk: Bulk;
  readonly lead: Lead;
  /** The reference by which the lead is found again in its bulk: see `leadRef`. */
  readonly ref: string;
  /** Leadbell's own number of the bulk; null if it is unknown. */
  readonly bulkNumber: number | null;
  /** The range of the request in which the lead was found. */
  readonly readIn: Window;
}

export interface ErroredLeads {
  /** The leads of the newest bulks come first, the leads of undated bulks last. */
  readonly leads: readonly ErroredLead[];
  /** The number of bulks that were not read, because only a limited number of windows is read. */
  readonly unreadBulks: number;
  /** The number of leads beyond the limit. */
  readonly unreadLeads: number;
}

/** The alert's bulks without a readable creation time; only the DMS knows when they were created. */
export interface UndatedBulks {
  /** When each bulk was first seen, by the bulk's stored key. */
  readonly seenAt: ReadonlyMap<string, Instant>;
  /** Leadbell's own numbers of the bulks, by stored key. */
  readonly numbers?: ReadonlyMap<string, number>;
  /** The keys under which a bulk may be stored. */
  keysOf(bulk: Bulk): readonly string[];
}

export interface ErroredSource {
  readonly alert: { readonly state: Pick<AlertState, 'members'> };
  /** Leads that a later bulk sent again: see `leadOfBulk`. */
  readonly sentAgain: ReadonlySet<string>;
  /** Returns every value under which a lead's number from the sender may be stored. */
  readonly numbersOf: (externalId: string) => readonly string[];
  readonly undated: UndatedBulks;
}

export interface ErroredReading {
  readonly signal: AbortSignal;
  readonly scope: Scope;
  readonly forgotten: Pick<ForgottenPeople, 'lead'>;
}

const mostLeads = 50_000;
const mostWindows = 60;
const dayMs = 24 * 3_600_000;
/**
 * Where to search for an undated bulk, relative to the time when it was first seen. A poll usually
 * reads only the last day, but the first poll reads a week.
 */
const undatedSpans = [
  { fromMs: -dayMs, toMs: dayMs },
  { fromMs: -7 * dayMs, toMs: -dayMs },
] as const;

export async function readErrored(
  { alert, sentAgain, numbersOf, undated }: ErroredSource,
  leadsApi: LeadsApi,
  { signal, scope, forgotten }: ErroredReading,
): Promise<ErroredLeads> {
  const isInScope = scopeMatcher(scope);
  const leads: ErroredLead[] = [];
  let [unreadLeads, windowsLeft] = [0, mostWindows];
  async function read(window: Window, itsOf: ItsOf): Promise<void> {
    windowsLeft -= 1;
    for (const found of await readWindow(window, itsOf, leadsApi, signal)) {
      if (!isInScope(found.lead)) continue;
      const { externalId } = found.lead;
      const numbers = externalId === null || sentAgain.size === 0 ? [] : numbersOf(externalId);
      if (numbers.some((number) => sentAgain.has(leadOfBulk(found.bulk.createdAt, number)))) continue;
      if (leads.length < mostLeads) leads.push({ ...found, lead: forgotten.lead(found.lead) });
      else unreadLeads += 1;
    }
  }
  const dated = Object.entries(alert.state.members).flatMap(([key, { dmsId, createdAt }]): DatedMember[] =>
    createdAt === null ? [] : [{ dmsId, createdAt, number: /^\d+$/.test(key) ? Number(key) : null }],
  );
  const windows = closeWindows(dated.map(({ createdAt }) => ({ from: createdAt, to: (createdAt + 1) as Instant })));
  let unreadBulks = 0;
  for (const window of windows) {
    const its = dated.filter(({ createdAt }) => createdAt >= window.from && createdAt < window.to);
    if (windowsLeft === 0) unreadBulks += its.length;
    else await read(window, (bulk) => its.find((member) => isMember(bulk, member)) ?? null);
  }
  const missing = new Set(undated.seenAt.keys());
  for (const window of undatedWindows(undated.seenAt)) {
    if (missing.size === 0) break;
    if (windowsLeft === 0) {
      unreadBulks += missing.size;
      break;
    }
    // If a DMS ignores the range, it lists the bulk in each answer. Count the bulk only once.
    await read(window, (bulk) => {
      const key = bulk.createdAt === null ? undated.keysOf(bulk).find((one) => missing.delete(one)) : undefined;
      return key === undefined ? null : { number: undated.numbers?.get(key) ?? null };
    });
  }
  return { leads, unreadBulks, unreadLeads };
}

/** Returns a key of the lead. `number`: the lead's number from the sender, as stored. */
export function leadOfBulk(createdAt: Instant | null, number: string): string {
  return `${createdAt ?? ''} ${number}`;
}

/** Returns null for a bulk that is not in the alert. */
type ItsOf = (bulk: Bulk) => { readonly number: number | null } | null;

interface DatedMember extends Pick<AlertMember, 'dmsId'> {
  readonly createdAt: Instant;
  readonly number: number | null;
}

function isMember({ createdAt, id }: Bulk, member: DatedMember): boolean {
  return createdAt === member.createdAt && (member.dmsId === null || id === null || id === member.dmsId);
}

/** Returns the most likely windows first. */
function undatedWindows(seenAt: UndatedBulks['seenAt']): readonly Window[] {
  return undatedSpans.flatMap(({ fromMs, toMs }) =>
    closeWindows([...seenAt.values()].map((at) => ({ from: (at + fromMs) as Instant, to: (at + toMs) as Instant }))),
  );
}

async function readWindow(
  window: Window,
  itsOf: ItsOf,
  leadsApi: LeadsApi,
  signal: AbortSignal,
): Promise<ErroredLead[]> {
  const found: ErroredLead[] = [];
  /** Errored leads of bulks that have only partly arrived: the DMS sends a bulk's leads before its other fields. */
  const coming = new Map<
    number,
    { seen: number; readonly errored: { readonly lead: Lead; readonly index: number }[] }
  >();
  for await (const part of leadsApi.read({ kind: 'window', window }, { signal })) {
    if (part.type === 'leads') {
      const bulk = coming.get(part.bulk) ?? { seen: 0, errored: [] };
      coming.set(part.bulk, bulk);
      for (const lead of part.leads) {
        if (lead.outcome === 'errored') bulk.errored.push({ lead, index: bulk.seen });
        bulk.seen += 1;
      }
    } else if (part.type === 'dropped') {
      coming.delete(part.bulk);
    } else if (part.type === 'bulk') {
      const { info } = part;
      const its = itsOf(info);
      for (const { lead, index } of its === null ? [] : (coming.get(part.bulk)?.errored ?? [])) {
        const bulkNumber = its?.number ?? null;
        found.push({ bulk: info, bulkNumber, readIn: window, lead, ref: leadRef(info, lead, index) });
      }
      coming.delete(part.bulk);
    }
  }
  return found.toSorted((a, b) => (b.bulk.createdAt ?? 0) - (a.bulk.createdAt ?? 0));
}
