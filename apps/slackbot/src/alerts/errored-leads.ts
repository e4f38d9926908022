/**
 * The errored leads of an alert as they are now: read from the DMS each time, nothing is kept. Bulks that were made close to each other are one question.
 * Effects: the DMS by what it is handed. Errors: `LeadsApiError`.
 */
import {
  type AlertMember,
  type AlertState,
  type Bulk,
  cutWindow,
  type Instant,
  type Lead,
  type Window,
} from '@leadbell/domain';
import type { LeadsApi } from '@leadbell/leads-api';

export interface ErroredLead {
  readonly bulk: Bulk;
  readonly lead: Lead;
  /** Its place in the bulk. */
  readonly index: number;
}

export interface ErroredLeads {
  /** Of the newest bulks first. */
  readonly leads: readonly ErroredLead[];
  /** Bulks that were not read: there are more than may be asked for at once, or they can't be asked for. */
  readonly unreadBulks: number;
  /** Leads beyond the most that are given. */
  readonly unreadLeads: number;
}

const mostLeads = 50_000;
const mostWindows = 60;
const togetherMs = 10 * 60_000;
const longestWindowMs = 24 * 3_600_000;

export async function readErrored(
  { members }: Pick<AlertState, 'members'>,
  /** Leads that a later bulk brought again: see `leadOfBulk`. */
  sentAgain: ReadonlySet<string>,
  leadsApi: LeadsApi,
  signal: AbortSignal,
): Promise<ErroredLeads> {
  const all = Object.values(members);
  const dated = all.filter((one): one is DatedMember => one.createdAt !== null);
  const windows = windowsOf(dated.map(({ createdAt }) => createdAt));
  const leads: ErroredLead[] = [];
  let unreadLeads = 0;
  for (const window of windows.slice(0, mostWindows)) {
    const its = dated.filter(({ createdAt }) => createdAt >= window.from && createdAt < window.to);
    for (const found of await readWindow(window, its, leadsApi, signal)) {
      const { createdAt } = found.bulk;
      if (sentAgain.has(leadOfBulk(createdAt, found.lead.externalId))) continue;
      if (leads.length < mostLeads) leads.push(found);
      else unreadLeads += 1;
    }
  }
  const read = windows.slice(0, mostWindows);
  const isRead = ({ createdAt }: DatedMember): boolean =>
    read.some(({ from, to }) => createdAt >= from && createdAt < to);
  return { leads, unreadBulks: all.length - dated.filter(isRead).length, unreadLeads };
}

export function leadOfBulk(createdAt: Instant | null, externalId: string | null): string {
  return `${createdAt ?? ''} ${externalId ?? ''}`;
}

type DatedMember = AlertMember & { readonly createdAt: Instant };

/** The newest first. */
function windowsOf(instants: readonly Instant[]): readonly Window[] {
  const windows: { from: Instant; to: Instant }[] = [];
  for (const at of instants.toSorted((a, b) => a - b)) {
    const last = windows.at(-1);
    const end = (at + 1) as Instant;
    if (last !== undefined && at - last.to <= togetherMs) last.to = end;
    else windows.push({ from: at, to: end });
  }
  return windows.flatMap((window) => cutWindow(window, longestWindowMs)).toReversed();
}

async function readWindow(
  window: Window,
  members: readonly DatedMember[],
  leadsApi: LeadsApi,
  signal: AbortSignal,
): Promise<ErroredLead[]> {
  const found: ErroredLead[] = [];
  /** Of bulks that are coming: what a bulk is, is known at its end. */
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
      const isIts = members.some(
        ({ createdAt, dmsId }) =>
          info.createdAt === createdAt && (dmsId === null || info.id === null || info.id === dmsId),
      );
      if (isIts) for (const one of coming.get(part.bulk)?.errored ?? []) found.push({ bulk: info, ...one });
      coming.delete(part.bulk);
    }
  }
  return found.toSorted((a, b) => (b.bulk.createdAt ?? 0) - (a.bulk.createdAt ?? 0));
}
