/**
 * Reads an answer in one pass and in bounded memory: counts all matching leads, and keeps the newest of them. Has no
 * effects of its own; throws the errors of the parts. A bulk's leads arrive before its own fields, so leads are counted
 * separately until we know whether the bulk belongs to the answer.
 */
import {
  bucketIndex,
  type Bulk,
  type CountedLead,
  type DatedBulk,
  type HourBucket,
  hourBuckets,
  type Instant,
  isHot,
  qualityOf,
  scopeMatcher,
  wideHash,
} from '@leadbell/domain';
import type { ContractProblem, CountedPart } from '@leadbell/leads-api';
import type { Answer, Inquiry } from './answer.ts';
import { LeadColumns } from './columns.ts';
import type { KeptRows } from './kept-rows.ts';
import { NewestRows } from './newest-rows.ts';
import { findResends, leadsInTurn, type Resends, type Turn } from './resends.ts';
import { emptyPlaced, matchersFor, Tally } from './tally.ts';

export interface CollectOptions {
  readonly since: Instant;
  readonly maxRows: number;
  /**
   * Gives other work a turn of the event loop between long pieces of this work. By default, other work gets no turn.
   */
  readonly turn?: Turn;
  /** About this many leads at most are compared with each other to find resends. Default 500,000. */
  readonly maxTogether?: number;
}

/** An answer lists at most this many bulks, and the paths of at most `maxExamples` problems. */
const maxBulks = 3;
const maxExamples = 5;

interface Provisional {
  /** A number that is unique over all parts of the answer; the parts' own bulk numbers may repeat. */
  readonly number: number;
  /** The matching leads; the newest of them will be shown. */
  readonly rows: KeptRows;
  /** The hot leads among the matching leads, including hot leads for which `rows` has no room. */
  readonly hot: KeptRows;
  /** The number of received leads, including those that were not requested. */
  seen: number;
  /** The number of received leads that were requested. */
  total: number;
  errored: number;
}

/** A bulk that belongs to the answer. */
interface CountedBulk extends DatedBulk {
  readonly hour: number;
}

export async function collect(
  parts: AsyncIterable<CountedPart> | Iterable<CountedPart>,
  inquiry: Inquiry,
  options: CollectOptions,
): Promise<Answer> {
  const collector = new Collector(inquiry, options);
  try {
    for await (const part of parts) {
      collector.take(part);
      if (collector.isFull) await collector.settle();
    }
    return await collector.answer();
  } finally {
    collector.release();
  }
}

class Collector {
  readonly #inquiry: Inquiry;
  readonly #options: CollectOptions;
  readonly #isInScope: (lead: CountedLead) => boolean;
  readonly #all: Tally;
  readonly #buckets: readonly HourBucket[];
  readonly #newest: NewestRows;
  readonly #hottest: NewestRows;
  readonly #provisional = new Map<number, Provisional>();
  readonly #bulks: Bulk[] = [];
  readonly #server = { total: 0, errored: 0, ourTotal: 0, ourErrored: 0 };
  readonly #examples: ContractProblem[] = [];
  readonly #unread = { leads: 0, others: 0 };
  readonly #bulkStates = { open: 0, cancelled: 0 };
  #maybeIncomplete: Answer['maybeIncomplete'] = null;
  readonly #turn: Turn;
  readonly #placed = emptyPlaced();
  #counted = new Map<number, CountedBulk>();
  #columns = new LeadColumns();
  #maxTogether: number;
  #areAllTogether = true;
  #bulkNumber = 0;
  #bulkCount = 0;

  constructor(inquiry: Inquiry, options: CollectOptions) {
    this.#inquiry = inquiry;
    this.#options = options;
    this.#isInScope = scopeMatcher(inquiry.scope);
    this.#turn = options.turn ?? (() => Promise.resolve());
    this.#maxTogether = options.maxTogether ?? 500_000;
    this.#all = new Tally(matchersFor(inquiry), inquiry.withQuality);
    const { question, zone } = inquiry;
    this.#buckets = question.kind === 'window' ? hourBuckets(question.window, zone) : [];
    this.#newest = new NewestRows(options.maxRows);
    this.#hottest = new NewestRows(options.maxRows);
  }

  take(part: CountedPart): void {
    if (part.type === 'leads') this.#takeLeads(part.bulk, part.leads);
    else if (part.type === 'bulk') this.#takeBulk(part.info, this.#forget(part.bulk));
    else if (part.type === 'dropped') this.#drop(this.#forget(part.bulk));
    else if (part.type === 'problem') this.#takeProblem(part.problem, part.count ?? 1);
    else if (part.type === 'maybe-incomplete') this.#takeDoubt(part.bulks);
  }

  release(): void {
    this.#columns.release();
  }

  get isFull(): boolean {
    return this.#columns.size > this.#maxTogether;
  }

  /** Counts each lead of the complete bulks once. Leads that arrive later are not compared with them. */
  async settle(): Promise<void> {
    this.#areAllTogether = false;
    await this.#count();
    this.#keepIncomplete();
    // Raise the limit if incomplete bulks already fill more than half of it.
    this.#maxTogether = Math.max(this.#maxTogether, this.#columns.size * 2);
  }

  async answer(): Promise<Answer> {
    await this.#count();
    const { question, narrowed, scope } = this.#inquiry;
    const { total, errored, ourTotal, ourErrored } = this.#server;
    const rows = await this.#newest.rows(this.#turn);
    const summary = this.#all.summary(this.#buckets);
    // With a filter by lead or source, or a scope, we see only a part of each bulk, so we can't compare the DMS's
    // counts.
    const comparable = question.kind !== 'lead' && !narrowed && scope === 'all';
    const differs = total !== ourTotal || errored !== ourErrored;
    return {
      since: this.#options.since,
      window: question.kind === 'bulk' ? null : question.window,
      summary,
      quality: this.#all.quality(),
      all: { total: this.#all.total, errored: this.#all.errored },
      choices: { outcomes: this.#all.outcomes, sources: narrowed ? null : this.#all.sources() },
      sentAgain: this.#all.sentAgain,
      areAllCompared: this.#areAllTogether,
      serverDiffers: comparable && differs ? this.#server : null,
      maybeIncomplete: this.#maybeIncomplete,
      bulks: this.#bulks,
      bulkCount: this.#bulkCount,
      bulkStates: { ...this.#bulkStates },
      rows,
      ...(rows.length < summary.total ? { hot: await this.#hottest.rows(this.#turn) } : {}),
      unread: { ...this.#unread, examples: this.#examples },
    };
  }

  #takeLeads(number: number, leads: readonly CountedLead[]): void {
    const bulk = this.#provisional.get(number) ?? this.#begin();
    this.#provisional.set(number, bulk);
    for (const lead of leads) {
      const index = bulk.seen;
      bulk.seen += 1;
      if (!this.#isAskedFor(lead)) continue;
      bulk.total += 1;
      if (lead.outcome === 'errored') bulk.errored += 1;
      this.#all.place(lead, this.#placed);
      const place = this.#addToColumns(bulk.number, lead);
      if (!this.#placed.isOfAll) continue;
      if (bulk.rows.size < this.#options.maxRows) bulk.rows.add(lead, index, place);
      if (bulk.hot.size < this.#options.maxRows && isHot(lead.priority)) bulk.hot.add(lead, index, place);
    }
  }

  #addToColumns(bulk: number, lead: CountedLead): number {
    // A set contains each lead once, so leads with equal numbers are different leads.
    const number = this.#inquiry.set === undefined ? numberHash(lead) : Number.NaN;
    const quality = this.#inquiry.withQuality ? qualityOf(lead) : null;
    return this.#columns.add(bulk, this.#placed, { number, person: lead, quality });
  }

  #takeBulk(info: Bulk, bulk: Provisional): void {
    const hour = info.createdAt === null ? -1 : bucketIndex(this.#buckets, info.createdAt);
    this.#counted.set(bulk.number, { createdAt: info.createdAt, key: info.key, hour });
    this.#newest.add(info, bulk.rows);
    this.#hottest.add(info, bulk.hot);
    // A person who may see none of a bulk's leads must not learn that the bulk exists.
    if (bulk.total === 0 && this.#inquiry.scope !== 'all') return;
    this.#bulkCount += 1;
    if (info.state === 'cancelled') this.#bulkStates.cancelled += 1;
    else if (info.state !== 'completed') this.#bulkStates.open += 1;
    if (this.#bulks.length < maxBulks) this.#bulks.push(this.#limited(info));
    // Count resent leads too, because the DMS counts a resent lead each time.
    if (info.totalRecords !== null) {
      this.#server.total += info.totalRecords;
      this.#server.ourTotal += bulk.total;
    }
    if (info.errorRecords !== null) {
      this.#server.errored += info.errorRecords;
      this.#server.ourErrored += bulk.errored;
    }
  }

  /** Returns the bulk; with a scope, without the DMS's counts, because these include leads outside the scope. */
  #limited(info: Bulk): Bulk {
    return this.#inquiry.scope === 'all' ? info : { ...info, totalRecords: null, errorRecords: null };
  }

  #takeDoubt(bulks: number): void {
    const before = this.#maybeIncomplete;
    this.#maybeIncomplete = { parts: (before?.parts ?? 0) + 1, bulks: Math.max(before?.bulks ?? 0, bulks) };
  }

  /** Counts all leads of the complete bulks, each in its latest state. */
  async #count(): Promise<void> {
    const resends = await findResends(this.#columns, this.#counted, this.#turn);
    for (let from = 0; from < this.#columns.size; from += leadsInTurn) {
      if (from > 0) await this.#turn();
      this.#countSome(from, Math.min(from + leadsInTurn, this.#columns.size), resends);
    }
    this.#newest.settle(resends);
    this.#hottest.settle(resends);
  }

  #countSome(from: number, to: number, resends: Resends): void {
    let [bulk, hour] = [-1, -1];
    for (let place = from; place < to; place += 1) {
      if (!resends.isCounted(place)) continue;
      // The leads of a bulk follow each other, so look the bulk up only when it changes.
      const itsBulk = this.#columns.bulkOf(place);
      if (itsBulk !== bulk) [bulk, hour] = [itsBulk, this.#counted.get(itsBulk)?.hour ?? -1];
      const quality = this.#inquiry.withQuality ? this.#columns.qualityOf(place) : null;
      this.#all.count(this.#columns.placedOf(place), hour, resends.isSentAgain(place), quality);
    }
  }

  #keepIncomplete(): void {
    const before = this.#columns;
    const counted = this.#counted;
    this.#columns = new LeadColumns();
    this.#counted = new Map();
    const moved = new Map<number, number>();
    for (let place = 0; place < before.size; place += 1) {
      const bulk = before.bulkOf(place);
      if (counted.has(bulk) || !this.#isOpen(bulk)) continue;
      moved.set(place, this.#columns.add(bulk, before.placedOf(place), before.selfOf(place)));
    }
    const placeNow = (place: number): number => moved.get(place) ?? place;
    for (const { rows, hot } of this.#provisional.values()) for (const one of [rows, hot]) one.move(placeNow);
    before.release();
  }

  #takeProblem(problem: ContractProblem, count: number): void {
    // Ignore the problem if there is a scope, because the unreadable lead may be outside the scope.
    if (this.#inquiry.scope !== 'all') return;
    if (problem.kind === 'lead') this.#unread.leads += count;
    else this.#unread.others += count;
    if (this.#examples.length < maxExamples) this.#examples.push(problem);
  }

  /**
   * Whether the lead was requested: the DMS may answer with other leads too. The requested number can be the DMS's or
   * the sender's.
   */
  #isAskedFor(lead: CountedLead): boolean {
    if (!this.#isInScope(lead)) return false;
    const { question } = this.#inquiry;
    return question.kind !== 'lead' || lead.leadId === question.leadId || lead.externalId === question.leadId;
  }

  #isOpen(bulk: number): boolean {
    for (const { number } of this.#provisional.values()) if (number === bulk) return true;
    return false;
  }

  #begin(): Provisional {
    this.#bulkNumber += 1;
    const [rows, hot] = [this.#newest.begin(), this.#hottest.begin()];
    return { number: this.#bulkNumber, rows, hot, seen: 0, total: 0, errored: 0 };
  }

  #drop({ rows, hot }: Provisional): void {
    for (const one of [rows, hot]) one.keepFirst(0);
  }

  #forget(number: number): Provisional {
    const bulk = this.#provisional.get(number) ?? this.#begin();
    this.#provisional.delete(number);
    return bulk;
  }
}

/** A hash of the lead's number; NaN for a lead without one. */
function numberHash(lead: CountedLead): number {
  if ('numberHash' in lead) return lead.numberHash();
  return lead.externalId === null ? Number.NaN : wideHash(lead.externalId);
}
