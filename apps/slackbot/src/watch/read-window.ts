/**
 * Reads one window of a poll and stores it in pieces, so that a day of any size is never in memory
 * at once. Errors: `LeadsApiError`, and the keeper's.
 */
import {
  type Bulk,
  BulkObserver,
  type Instant,
  type Lead,
  type LeadIdentities,
  type PlannedWindow,
  ValueGroups,
  type Window,
  type WordBook,
} from '@leadbell/domain';
import type { AnswerPart, LeadsApi } from '@leadbell/leads-api';
import type { Progress } from '@leadbell/store';
import type { SeenBulk } from '../reports/arrived.ts';
import type { NotFound } from './not-found.ts';
import type { RequestLog } from './requests.ts';
import type { Keeper, ReadBulk } from './write.ts';

export interface WindowOptions {
  readonly leadsApi: LeadsApi;
  readonly requests: Pick<RequestLog, 'asked'>;
  readonly notFound: Pick<NotFound, 'said' | 'heard'>;
  readonly identities: LeadIdentities;
  readonly wordBook: WordBook;
  readonly now: Instant;
  /** Whether to record the progress of this window: the covered time, or the time of a sweep. */
  readonly isMarked: boolean;
}

export interface Read {
  readonly bulks: number;
  readonly events: number;
}

/** About this many leads are stored in one transaction; there may be more, because bulks are not split. */
const batchLeads = 2_000;
const batchBulks = 500;
/** At most this many leads of one bulk are kept and announced; the other leads of a larger bulk are not announced. */
const mostKept = 5_000;
/** At most this many unreadable values of one bulk are counted; a longer list would not help anyone. */
const mostUnread = 1_000;

interface Coming {
  readonly observer: BulkObserver;
  readonly values: ValueGroups;
  readonly leads: Map<string, { readonly lead: Lead; readonly index: number }>;
}

export async function readWindow(
  { kind, window, covers }: PlannedWindow,
  keeper: Keeper,
  { leadsApi, identities, wordBook, now, requests, notFound, isMarked }: WindowOptions,
  signal: AbortSignal,
): Promise<Read> {
  const coming = new Map<number, Coming>();
  const seen = { bulks: 0, events: 0 };
  let unread: string[] = [];
  let hasLostLeads = false;
  const doubted: Window[] = [];
  let batch: ReadBulk[] = [];
  let leads = 0;

  async function write(progress: Progress): Promise<void> {
    seen.events += await keeper.write(batch, progress);
    seen.bulks += batch.length;
    batch = [];
    leads = 0;
  }

  const begin = (): Coming => ({
    observer: new BulkObserver(identities, wordBook),
    values: new ValueGroups(),
    leads: new Map(),
  });

  function take(part: Extract<AnswerPart, { type: 'leads' }>): void {
    const bulk = coming.get(part.bulk) ?? begin();
    coming.set(part.bulk, bulk);
    for (const lead of part.leads) {
      const key = bulk.observer.add(lead);
      bulk.values.add(lead);
      if (keeper.wantsLeads && bulk.leads.size < mostKept) bulk.leads.set(key, { lead, index: bulk.leads.size });
    }
  }

  function finish({ bulk: number, info }: Extract<AnswerPart, { type: 'bulk' }>): void {
    const bulk = coming.get(number) ?? begin();
    coming.delete(number);
    // An unreadable or cut-off lead may still exist, so the bulk counts as incomplete.
    const observation = bulk.observer.finish(info, !hasLostLeads && !doubted.some((one) => isMadeIn(one, info)));
    hasLostLeads = false;
    const announced: SeenBulk | null = bulk.leads.size === 0 ? null : { info, leads: bulk.leads, readIn: window };
    batch.push({ observation, values: bulk.values, seen: announced, unread });
    unread = [];
    leads += observation.leads.size;
  }

  const onRequest = (): void => requests.asked();
  for await (const part of leadsApi.read({ kind: 'window', window }, { signal, onRequest })) {
    if (part.type === 'nothing' && part.status === 404) await notFound.said(window);
    else notFound.heard();
    if (part.type === 'leads') take(part);
    else if (part.type === 'dropped') coming.delete(part.bulk);
    else if (part.type === 'problem') {
      const { problem, count = 1 } = part;
      hasLostLeads ||= problem.kind === 'lead' || problem.field === 'leads';
      for (let n = 0; n < count && unread.length < mostUnread; n += 1) unread.push(problem.field || 'bulk');
    } else if (part.type === 'maybe-incomplete') {
      doubted.push(part.window);
      batch = batch.map((one) => withDoubt(one, part.window));
    } else if (part.type === 'bulk') {
      finish(part);
      if (leads >= batchLeads || batch.length >= batchBulks) await write({});
    }
  }
  // Count an unreadable part outside any bulk together with the last bulk.
  const last = batch.at(-1);
  if (last !== undefined) batch = [...batch.slice(0, -1), { ...last, unread: [...last.unread, ...unread] }];
  await write(isMarked ? progressOf(kind, covers, now) : {});
  // Do not count bulks as vanished if the DMS may have truncated its list.
  if (doubted.length === 0) await keeper.whole(window);
  return seen;
}

function progressOf(kind: PlannedWindow['kind'], covers: Instant | null, now: Instant): Progress {
  return { ...(covers === null ? {} : { coveredTo: covers }), ...(kind === 'sweep' ? { sweptAt: now } : {}) };
}

function isMadeIn({ from, to }: Window, { createdAt }: Bulk): boolean {
  return createdAt === null || (createdAt >= from && createdAt < to);
}

/** Marks the bulk as incomplete if it was created in this window, because the DMS may have cut the window's list. */
function withDoubt(bulk: ReadBulk, window: Window): ReadBulk {
  const { observation } = bulk;
  return isMadeIn(window, observation.info) ? { ...bulk, observation: { ...observation, isComplete: false } } : bulk;
}
