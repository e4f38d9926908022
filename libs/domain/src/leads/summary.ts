/**
 * Counts leads in one pass without keeping any. The memory is bounded, whatever values a DMS sends. Pure except for the
 * accumulator's own state. A bulk's date and state come after its leads. So each bulk is counted by itself; when it is
 * complete, its counts are merged or dropped.
 */
import { installationWords } from '../redact/word-book.ts';
import type { Instant, Window } from '../time/instant.ts';
import { bucketIndex, type HourBucket } from '../time/hour-buckets.ts';
import { type Counted, WordCounts } from '../text/word-counts.ts';
import { type CountedLead, personOf } from './counted-lead.ts';
import type { LeadError, LeadOutcome } from './lead.ts';
import { errorGroup, fingerprintOf } from './lead-errors.ts';

export interface HourCount extends Window {
  /** The hour of the wall clock, 0 to 23. */
  readonly hour: number;
  readonly count: number;
}

export interface ErrorCount {
  /** The error, without personal data. */
  readonly error: LeadError;
  /** The number of leads with this error. */
  readonly count: number;
  /** This entry stands for all other groups, if there are too many to count each of them. */
  readonly others?: true;
}

/** The lists are sorted with the highest count first. They show no person: see `redact/word-book.ts`. */
export interface Summary {
  readonly total: number;
  readonly outcomes: Readonly<Record<LeadOutcome, number>>;
  readonly testDrives: number;
  readonly sources: readonly Counted[];
  readonly subSources: readonly Counted[];
  readonly brands: readonly Counted[];
  readonly branches: readonly Counted[];
  readonly priorities: readonly Counted[];
  /** Counts by the hour in which a lead's bulk was created, the only time that the DMS gives. */
  readonly hours: readonly HourCount[];
  readonly errorGroups: readonly ErrorCount[];
}

const maxDistinct = 300;
const none: readonly number[] = Object.freeze([]);
/** Stands for the error of a lead for which the DMS gives no reason. */
const unsaid: LeadError = Object.freeze({ message: '', code: null, field: null });

/**
 * The indexes at which an accumulator counts the values of a lead. One object is reused for all leads, because a day
 * has a hundred thousand of them.
 */
export interface LeadPlaces {
  outcome: LeadOutcome;
  testDrive: boolean;
  source: number;
  subSource: number;
  brand: number;
  branch: number;
  priority: number;
  /** The indexes of the lead's error groups; -1 for groups that are counted together. */
  errors: readonly number[];
}

export function emptyPlaces(): LeadPlaces {
  const nowhere = { source: -1, subSource: -1, brand: -1, branch: -1, priority: -1 };
  return { outcome: 'pending', testDrive: false, ...nowhere, errors: none };
}

export class SummaryAccumulator {
  total = 0;
  testDrives = 0;
  readonly outcomes: Record<LeadOutcome, number> = { errored: 0, created: 0, pending: 0 };
  readonly #sources: WordCounts;
  readonly #subSources: WordCounts;
  readonly #brands: WordCounts;
  readonly #branches: WordCounts;
  readonly #priorities: WordCounts;
  readonly #hours = new Map<number, number>();
  readonly #errors: ErrorPlaces;
  readonly #errorCounts: number[] = [];
  #otherErrors = 0;

  /** `like`: an accumulator whose indexes are valid here too. */
  constructor(like?: SummaryAccumulator) {
    const words = (of: (one: SummaryAccumulator) => WordCounts): WordCounts =>
      like === undefined ? new WordCounts() : of(like).likewise();
    this.#sources = words((one) => one.#sources);
    this.#subSources = words((one) => one.#subSources);
    this.#brands = words((one) => one.#brands);
    this.#branches = words((one) => one.#branches);
    this.#priorities = words((one) => one.#priorities);
    this.#errors = like === undefined ? { byFingerprint: new Map(), all: [] } : like.#errors;
  }

  add(lead: CountedLead): void {
    this.total += 1;
    this.outcomes[lead.outcome] += 1;
    if (lead.testDriveRequired === true) this.testDrives += 1;
    this.#sources.add(lead.source);
    this.#subSources.add(lead.subSource);
    this.#brands.add(lead.brand);
    this.#branches.add(lead.branch);
    this.#priorities.add(lead.priority);
    if (lead.outcome === 'errored') for (const place of this.#errorsOf(lead)) this.#countError(place, 1);
  }

  /** Finds where to count a lead that may be counted later. */
  place(lead: CountedLead, places: LeadPlaces): void {
    places.outcome = lead.outcome;
    places.testDrive = lead.testDriveRequired === true;
    places.source = this.#sources.placeOf(lead.source);
    places.subSource = this.#subSources.placeOf(lead.subSource);
    places.brand = this.#brands.placeOf(lead.brand);
    places.branch = this.#branches.placeOf(lead.branch);
    places.priority = this.#priorities.placeOf(lead.priority);
    places.errors = lead.outcome === 'errored' ? this.#errorsOf(lead) : none;
  }

  /** `places`: filled by `place` of this accumulator. `hour`: the index of the hour of the lead's bulk, or -1. */
  count(places: Readonly<LeadPlaces>, hour: number): void {
    const { outcome, testDrive, source, subSource, brand, branch, priority, errors } = places;
    this.total += 1;
    this.outcomes[outcome] += 1;
    if (testDrive) this.testDrives += 1;
    this.#sources.count(source, 1);
    this.#subSources.count(subSource, 1);
    this.#brands.count(brand, 1);
    this.#branches.count(branch, 1);
    this.#priorities.count(priority, 1);
    if (errors.length > 0) for (const place of errors) this.#countError(place, 1);
    if (hour >= 0) this.#hours.set(hour, (this.#hours.get(hour) ?? 0) + 1);
  }

  /** Adds the counts of a complete bulk. `createdAt` decides to which hour of `buckets` its leads belong. */
  merge(bulk: SummaryAccumulator, createdAt: Instant | null, buckets: readonly HourBucket[]): void {
    this.total += bulk.total;
    this.testDrives += bulk.testDrives;
    for (const outcome of ['errored', 'created', 'pending'] as const) this.outcomes[outcome] += bulk.outcomes[outcome];
    this.#sources.merge(bulk.#sources);
    this.#subSources.merge(bulk.#subSources);
    this.#brands.merge(bulk.#brands);
    this.#branches.merge(bulk.#branches);
    this.#priorities.merge(bulk.#priorities);
    for (const [fingerprint, place] of bulk.#errors.byFingerprint)
      this.#countError(this.#errorPlace(fingerprint, bulk.#errors.all[place] ?? unsaid), bulk.#errorCounts[place] ?? 0);
    this.#otherErrors += bulk.#otherErrors;
    const index = createdAt === null ? -1 : bucketIndex(buckets, createdAt);
    if (index >= 0 && bulk.total > 0) this.#hours.set(index, (this.#hours.get(index) ?? 0) + bulk.total);
  }

  /** `buckets`: the buckets that were passed to `merge`; empty if hours do not matter. */
  finish(buckets: readonly HourBucket[]): Summary {
    return {
      total: this.total,
      outcomes: { ...this.outcomes },
      testDrives: this.testDrives,
      sources: installationWords.counts(this.#sources.list()),
      subSources: installationWords.counts(this.#subSources.list()),
      brands: installationWords.counts(this.#brands.list()),
      branches: installationWords.counts(this.#branches.list()),
      priorities: installationWords.counts(this.#priorities.list()),
      hours: buckets.map(({ from, to, hour }, index) => ({ from, to, hour, count: this.#hours.get(index) ?? 0 })),
      errorGroups: this.#errorGroups(),
    };
  }

  #errorGroups(): ErrorCount[] {
    const counted = this.#errors.all.map((error, place) => ({ error, count: this.#errorCounts[place] ?? 0 }));
    const groups = mergedByMessage(counted.filter(({ count }) => count > 0));
    groups.sort((a, b) => b.count - a.count || a.error.message.localeCompare(b.error.message, 'en'));
    const others = {
      error: { message: '…', code: null, field: null },
      count: this.#otherErrors,
      others: true,
    } as const;
    return others.count === 0 ? groups : [...groups, others];
  }

  #errorsOf(counted: CountedLead): readonly number[] {
    if (counted.errors.length === 0) return [this.#errorPlace('', unsaid)];
    const { errors } = counted;
    const person = personOf(counted);
    if (errors.length === 1 && errors[0] !== undefined) {
      const { fingerprint, error } = errorGroup(errors[0], person);
      return [this.#errorPlace(fingerprint, error)];
    }
    const groups = new Map(
      errors.map((error) => errorGroup(error, person)).map((group) => [group.fingerprint, group.error]),
    );
    // A lead that reports an error twice, by code and in words, counts once.
    return mergedByMessage([...groups.values()].map((error) => ({ error, count: 1 }))).map(({ error }) =>
      this.#errorPlace(fingerprintOf(error), error),
    );
  }

  #errorPlace(fingerprint: string, error: LeadError): number {
    const { byFingerprint, all } = this.#errors;
    const known = byFingerprint.get(fingerprint);
    if (known !== undefined) return known;
    if (all.length >= maxDistinct) return -1;
    byFingerprint.set(fingerprint, all.length);
    return all.push(error) - 1;
  }

  #countError(place: number, by: number): void {
    if (place < 0) this.#otherErrors += by;
    else this.#errorCounts[place] = (this.#errorCounts[place] ?? 0) + by;
  }
}

/** The groups of errors in order, and the index of each. */
interface ErrorPlaces {
  readonly byFingerprint: Map<string, number>;
  readonly all: LeadError[];
}

/**
 * A DMS may report one error with its code, without it, or only in words. So groups with the same message are merged,
 * unless their codes or fields contradict each other.
 */
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
