/**
 * A DMS with odd habits, for tests of behaviour that the API's documentation leaves open. It answers
 * through `fetch`, without a socket and by a given clock. Instants are epoch milliseconds.
 */

export interface OddHabits {
  readonly fromIncluded: boolean;
  readonly toIncluded: boolean;
  /**
   * The longest range; a longer one is answered with 400. The limit is in hours, or in calendar
   * dates that the range touches in the server's zone.
   */
  readonly longest: { readonly hours: number } | { readonly dates: number; readonly offsetMinutes: number };
  /** An answer lists at most this many bulks, or leads, and does not say that there are more. */
  readonly capBulks: number | null;
  readonly capLeads: number | null;
  /** Whether a bulk beyond the limit of leads is left out as a whole; if not, only some of its leads are missing. */
  readonly wholeBulks: boolean;
  readonly newestFirst: boolean;
  /** The server's clock minus the real one. The server dates its bulks by its own clock. */
  readonly aheadMs: number;
  readonly sendsDate: boolean;
  /** Whether a range that ends in the server's future is answered with 400. */
  readonly refusesFuture: boolean;
  /** `fromDate` and `toDate` are rounded down to this many milliseconds: 1 or 1,000. */
  readonly precisionMs: number;
}

export const plainHabits: OddHabits = {
  fromIncluded: true,
  toIncluded: true,
  longest: { hours: 168 },
  capBulks: null,
  capLeads: null,
  wholeBulks: false,
  newestFirst: false,
  aheadMs: 0,
  sendsDate: true,
  refusesFuture: false,
  precisionMs: 1,
};

export interface OddBulk {
  /** When the bulk was created, by the server's clock. */
  readonly createdAt: number;
  readonly createdBy: number;
  /** The senders' numbers. */
  readonly leads: readonly string[];
  /** The time from which the server lists the bulk, by the real clock. */
  readonly visibleAt: number;
}

export interface OddDms {
  readonly fetch: typeof globalThis.fetch;
  readonly requests: { readonly from: number; readonly to: number }[];
  /** Sorted by `createdAt`. */
  readonly bulks: OddBulk[];
}

const dayMs = 86_400_000;

export function createOddDms(habits: OddHabits, bulks: readonly OddBulk[], now: () => number): OddDms {
  const sorted = bulks.toSorted((a, b) => a.createdAt - b.createdAt);
  const requests: { from: number; to: number }[] = [];

  function answer(from: number, to: number): Response {
    requests.push({ from, to });
    const headers = new Headers({ 'content-type': 'application/json' });
    const clock = now() + habits.aheadMs;
    if (habits.sendsDate) headers.set('date', new Date(clock).toUTCString());
    if (isTooLong(from, to, habits) || (habits.refusesFuture && to > clock))
      return new Response('{"error":"date range"}', { status: 400, headers });
    const listed = list(sorted, from, to, habits, now());
    return new Response(JSON.stringify(listed), { headers });
  }

  return {
    requests,
    bulks: sorted,
    fetch: async (input) => {
      const { searchParams } = new URL(input instanceof Request ? input.url : String(input));
      const [from = 0, to = 0] = ['fromDate', 'toDate'].map((name) => Date.parse(searchParams.get(name) ?? ''));
      return answer(from, to);
    },
  };
}

function isTooLong(from: number, to: number, { longest }: OddHabits): boolean {
  if ('hours' in longest) return to - from > longest.hours * 3_600_000;
  const dateOf = (at: number): number => Math.floor((at + longest.offsetMinutes * 60_000) / dayMs);
  return dateOf(to) - dateOf(from) + 1 > longest.dates;
}

function list(bulks: readonly OddBulk[], from: number, to: number, habits: OddHabits, now: number): object[] {
  const cut = (at: number): number => Math.floor(at / habits.precisionMs) * habits.precisionMs;
  const [first, last] = [cut(from), cut(to)];
  const isIn = ({ createdAt, visibleAt }: OddBulk): boolean =>
    visibleAt <= now &&
    (habits.fromIncluded ? createdAt >= first : createdAt > first) &&
    (habits.toIncluded ? createdAt <= last : createdAt < last);
  const found = between(bulks, first, last).filter((bulk) => isIn(bulk));
  if (habits.newestFirst) found.reverse();
  let room = habits.capLeads ?? Infinity;
  const listed: object[] = [];
  for (const bulk of found.slice(0, habits.capBulks ?? found.length)) {
    if (room <= 0 || (habits.wholeBulks && bulk.leads.length > room)) break;
    listed.push(wireOf(bulk, room));
    room -= bulk.leads.length;
  }
  return listed;
}

/** Uses binary search, because the bulks are sorted. */
function between(bulks: readonly OddBulk[], from: number, to: number): OddBulk[] {
  let low = 0;
  let high = bulks.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((bulks[middle]?.createdAt ?? 0) < from) low = middle + 1;
    else high = middle;
  }
  let end = low;
  while (end < bulks.length && (bulks[end]?.createdAt ?? 0) <= to) end += 1;
  return bulks.slice(low, end);
}

function wireOf({ createdAt, createdBy, leads }: OddBulk, room: number): object {
  return {
    createdDate: new Date(createdAt).toISOString(),
    createdBy,
    isProcessed: 4,
    totalRecords: leads.length,
    leads: leads.slice(0, room).map((leadExternalId) => ({ leadExternalId, leadId: 0, errorList: null })),
  };
}
