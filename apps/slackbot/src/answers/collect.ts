/**
 * One pass over an answer, in bounded memory: counts of all that matches, and the newest leads. No effects of its own; rethrows what the answer throws.
 * A bulk's leads come before its own fields, so they are counted apart until it is known whether they belong to the answer.
 */
import { hourBuckets } from '@leadbell/domain';
import type { Bulk, HourBucket, Instant, Lead } from '@leadbell/domain';
import type { AnswerPart, ContractProblem } from '@leadbell/leads-api';
import type { Answer, Inquiry } from './answer.ts';
import { NewestRows } from './newest-rows.ts';
import { leadRef } from './lead-ref.ts';
import { matchersFor, Tally } from './tally.ts';
import type { Matchers } from './tally.ts';

export interface CollectOptions {
  readonly since: Instant;
  readonly maxRows: number;
}

/** Bulks told of by name, problems told of by path. */
const maxBulks = 3;
const maxExamples = 5;

interface Provisional {
  readonly tally: Tally;
  /** Leads that match, each with its place in the bulk. */
  readonly leads: (readonly [lead: Lead, index: number])[];
  /** Leads that came, those that were not asked for included. */
  seen: number;
}

export async function collect(
  parts: AsyncIterable<AnswerPart>,
  inquiry: Inquiry,
  options: CollectOptions,
): Promise<Answer> {
  const collector = new Collector(inquiry, options);
  for await (const part of parts) collector.take(part);
  return collector.answer();
}

class Collector {
  readonly #inquiry: Inquiry;
  readonly #options: CollectOptions;
  readonly #matchers: Matchers;
  readonly #all: Tally;
  readonly #buckets: readonly HourBucket[];
  readonly #newest: NewestRows;
  readonly #provisional = new Map<number, Provisional>();
  readonly #bulks: Bulk[] = [];
  readonly #server = { total: 0, errored: 0, ourTotal: 0, ourErrored: 0 };
  readonly #examples: ContractProblem[] = [];
  readonly #unread = { leads: 0, others: 0 };
  readonly #bulkStates = { open: 0, cancelled: 0 };
  #maybeIncomplete: Answer['maybeIncomplete'] = null;
  #bulkCount = 0;

  constructor(inquiry: Inquiry, options: CollectOptions) {
    this.#inquiry = inquiry;
    this.#options = options;
    this.#matchers = matchersFor(inquiry.filters);
    this.#all = new Tally(this.#matchers, inquiry.withQuality);
    const { question, zone } = inquiry;
    this.#buckets = question.kind === 'window' ? hourBuckets(question.window, zone) : [];
    this.#newest = new NewestRows(options.maxRows);
  }

  take(part: AnswerPart): void {
    if (part.type === 'leads') this.#takeLeads(part.bulk, part.leads);
    else if (part.type === 'bulk') this.#takeBulk(part.info, this.#forget(part.bulk));
    else if (part.type === 'dropped') this.#forget(part.bulk);
    else if (part.type === 'problem') this.#takeProblem(part.problem, part.count ?? 1);
    else if (part.type === 'maybe-incomplete') this.#takeDoubt(part.bulks);
  }

  answer(): Answer {
    const { question, narrowed } = this.#inquiry;
    const { total, errored, ourTotal, ourErrored } = this.#server;
    // One lead, or one source's, are some of a bulk's leads: the DMS's counts are not of them.
    const comparable = question.kind !== 'lead' && !narrowed;
    const differs = total !== ourTotal || errored !== ourErrored;
    return {
      since: this.#options.since,
      window: question.kind === 'bulk' ? null : question.window,
      summary: this.#all.summary(this.#buckets),
      quality: this.#all.quality(),
      all: { total: this.#all.total, errored: this.#all.errored },
      choices: { outcomes: this.#all.outcomes, sources: narrowed ? null : this.#all.sources },
      serverDiffers: comparable && differs ? this.#server : null,
      maybeIncomplete: this.#maybeIncomplete,
      bulks: this.#bulks,
      bulkCount: this.#bulkCount,
      bulkStates: { ...this.#bulkStates },
      rows: this.#newest.rows(),
      unread: { ...this.#unread, examples: this.#examples },
    };
  }

  #takeLeads(number: number, leads: readonly Lead[]): void {
    const bulk = this.#provisional.get(number) ?? this.#begin();
    this.#provisional.set(number, bulk);
    for (const lead of leads) {
      const index = bulk.seen;
      bulk.seen += 1;
      if (this.#isAskedFor(lead) && bulk.tally.add(lead) && bulk.leads.length < this.#options.maxRows)
        bulk.leads.push([lead, index]);
    }
  }

  #takeBulk(info: Bulk, { tally, leads }: Provisional): void {
    this.#all.merge(tally, info.createdAt, this.#buckets);
    this.#newest.add(
      info,
      leads.map(([lead, index]) => ({ ref: leadRef(info, lead, index), lead, bulk: info })),
    );
    this.#bulkCount += 1;
    if (info.state === 'cancelled') this.#bulkStates.cancelled += 1;
    else if (info.state !== 'completed') this.#bulkStates.open += 1;
    if (this.#bulks.length < maxBulks) this.#bulks.push(info);
    if (info.totalRecords !== null) {
      this.#server.total += info.totalRecords;
      this.#server.ourTotal += tally.total;
    }
    if (info.errorRecords !== null) {
      this.#server.errored += info.errorRecords;
      this.#server.ourErrored += tally.errored;
    }
  }

  #takeDoubt(bulks: number): void {
    const before = this.#maybeIncomplete;
    this.#maybeIncomplete = { parts: (before?.parts ?? 0) + 1, bulks: Math.max(before?.bulks ?? 0, bulks) };
  }

  #takeProblem(problem: ContractProblem, count: number): void {
    if (problem.kind === 'lead') this.#unread.leads += count;
    else this.#unread.others += count;
    if (this.#examples.length < maxExamples) this.#examples.push(problem);
  }

  /** The DMS is asked for one lead; should it answer with more, they are not it. A number can be the DMS's or the sender's. */
  #isAskedFor(lead: Lead): boolean {
    const { question } = this.#inquiry;
    return question.kind !== 'lead' || lead.leadId === question.leadId || lead.externalId === question.leadId;
  }

  #begin(): Provisional {
    return { tally: new Tally(this.#matchers, this.#inquiry.withQuality), leads: [], seen: 0 };
  }

  #forget(number: number): Provisional {
    const bulk = this.#provisional.get(number) ?? this.#begin();
    this.#provisional.delete(number);
    return bulk;
  }
}
