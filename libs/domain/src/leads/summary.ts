/**
 * Leads, counted. One pass, no lead is kept; memory is bounded whatever a DMS puts in its vocabularies. Pure but for the accumulator's own state.
 * A bulk's date and state come after its leads, so a bulk is counted alone and merged when it is complete, or thrown away.
 */
import type { Instant, Window } from '../time/instant.ts';
import { bucketIndex, type HourBucket } from '../time/hour-buckets.ts';
import { type Counted, WordCounts } from '../text/word-counts.ts';
import type { Lead, LeadError, LeadOutcome } from './lead.ts';
import { errorGroup, fingerprintOf } from './lead-errors.ts';

export interface HourCount extends Window {
  /** Of the wall clock, 0 to 23. */
  readonly hour: number;
  readonly count: number;
}

export interface ErrorCount {
  /** Without a person's data. */
  readonly error: LeadError;
  /** Leads that have it. */
  readonly count: number;
  /** The rest, when there are too many groups to be counted one by one. */
  readonly others?: true;
}

/** Lists are ordered, most first. */
export interface Summary {
  readonly total: number;
  readonly outcomes: Readonly<Record<LeadOutcome, number>>;
  readonly testDrives: number;
  readonly sources: readonly Counted[];
  readonly subSources: readonly Counted[];
  readonly brands: readonly Counted[];
  readonly branches: readonly Counted[];
  readonly priorities: readonly Counted[];
  /** By the hour in which a lead's bulk was created: the only instant the DMS gives. */
  readonly hours: readonly HourCount[];
  readonly errorGroups: readonly ErrorCount[];
}

const maxDistinct = 300;

export class SummaryAccumulator {
  total = 0;
  testDrives = 0;
  readonly outcomes: Record<LeadOutcome, number> = { errored: 0, created: 0, pending: 0 };
  readonly #sources = new WordCounts();
  readonly #subSources = new WordCounts();
  readonly #brands = new WordCounts();
  readonly #branches = new WordCounts();
  readonly #priorities = new WordCounts();
  readonly #hours = new Map<number, number>();
  readonly #errors = new Map<string, { error: LeadError; count: number }>();
  #otherErrors = 0;

  add(lead: Lead): void {
    this.total += 1;
    this.outcomes[lead.outcome] += 1;
    if (lead.testDriveRequired === true) this.testDrives += 1;
    this.#sources.add(lead.source);
    this.#subSources.add(lead.subSource);
    this.#brands.add(lead.brand);
    this.#branches.add(lead.branch);
    this.#priorities.add(lead.priority);
    if (lead.outcome === 'errored') this.#addErrors(lead);
  }

  /** Takes in a bulk that is complete. `createdAt` places its leads among the hours of `buckets`. */
  merge(bulk: SummaryAccumulator, createdAt: Instant | null, buckets: readonly HourBucket[]): void {
    this.total += bulk.total;
    this.testDrives += bulk.testDrives;
    for (const outcome of ['errored', 'created', 'pending'] as const) this.outcomes[outcome] += bulk.outcomes[outcome];
    this.#sources.merge(bulk.#sources);
    this.#subSources.merge(bulk.#subSources);
    this.#brands.merge(bulk.#brands);
    this.#branches.merge(bulk.#branches);
    this.#priorities.merge(bulk.#priorities);
    for (const [fingerprint, { error, count }] of bulk.#errors) this.#countError(fingerprint, error, count);
    this.#otherErrors += bulk.#otherErrors;
    const index = createdAt === null ? -1 : bucketIndex(buckets, createdAt);
    if (index >= 0 && bulk.total > 0) this.#hours.set(index, (this.#hours.get(index) ?? 0) + bulk.total);
  }

  /** `buckets`: the same that were given to `merge`; none when hours don't matter. */
  finish(buckets: readonly HourBucket[]): Summary {
    return {
      total: this.total,
      outcomes: { ...this.outcomes },
      testDrives: this.testDrives,
      sources: this.#sources.list(),
      subSources: this.#subSources.list(),
      brands: this.#brands.list(),
      branches: this.#branches.list(),
      priorities: this.#priorities.list(),
      hours: buckets.map(({ from, to, hour }, index) => ({ from, to, hour, count: this.#hours.get(index) ?? 0 })),
      errorGroups: this.#errorGroups(),
    };
  }

  #errorGroups(): ErrorCount[] {
    const groups = mergedByMessage([...this.#errors.values()]);
    groups.sort((a, b) => b.count - a.count || a.error.message.localeCompare(b.error.message, 'en'));
    const others = {
      error: { message: '…', code: null, field: null },
      count: this.#otherErrors,
      others: true,
    } as const;
    return others.count === 0 ? groups : [...groups, others];
  }

  #addErrors(lead: Lead): void {
    if (lead.errors.length === 0) {
      this.#countError('', { message: '', code: null, field: null }, 1);
      return;
    }
    const groups = new Map(
      lead.errors.map((error) => errorGroup(error, lead)).map((group) => [group.fingerprint, group.error]),
    );
    // A lead counts once for what it says twice, with its code and in words.
    for (const { error } of mergedByMessage([...groups.values()].map((error) => ({ error, count: 1 })))) {
      this.#countError(fingerprintOf(error), error, 1);
    }
  }

  #countError(fingerprint: string, error: LeadError, count: number): void {
    const known = this.#errors.get(fingerprint);
    if (known) known.count += count;
    else if (this.#errors.size < maxDistinct) this.#errors.set(fingerprint, { error, count });
    else this.#otherErrors += count;
  }
}

/** A DMS may say the same with its code, without it, or as words alone: groups of one message whose codes and fields do not contradict each other are one. */
function mergedByMessage(groups: readonly ErrorCount[]): ErrorCount[] {
  const merged: { error: LeadError; count: number }[] = [];
  const told = ({ error }: ErrorCount): number => (error.code === null ? 0 : 2) + (error.field === null ? 0 : 1);
  for (const { error, count } of groups.toSorted((a, b) => told(b) - told(a))) {
    const same = merged.find(
      (known) =>
        error.message !== '' &&
        known.error.message.toLowerCase() === error.message.toLowerCase() &&
        (error.code === null || known.error.code === error.code) &&
        (error.field === null || known.error.field === error.field),
    );
    if (same) same.count += count;
    else merged.push({ error, count });
  }
  return merged;
}
