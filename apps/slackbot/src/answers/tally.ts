/** Counts of leads, of one bulk or of an answer: all of them, those that match, and those that each filter would show. No effects. */
import { leadMatcher, QualityCounter, SummaryAccumulator } from '@leadbell/domain';
import type { HourBucket, Instant, Lead, LeadOutcome, Quality, Summary } from '@leadbell/domain';
import type { Filters } from '../asks/ask.ts';

/** Sources that are told apart for choosing: a select shows fewer. */
const maxSources = 100;

/** The filters as tests, made once for all the tallies of an answer. */
export interface Matchers {
  readonly status: (lead: Lead) => boolean;
  readonly source: (lead: Lead) => boolean;
  readonly others: (lead: Lead) => boolean;
}

export function matchersFor({ status, source, ...others }: Filters): Matchers {
  return {
    status: leadMatcher(status === undefined ? {} : { status }),
    source: leadMatcher(source === undefined ? {} : { source }),
    others: leadMatcher(others),
  };
}

export class Tally {
  readonly #matchers: Matchers;
  readonly #summary = new SummaryAccumulator();
  readonly outcomes: Record<LeadOutcome, number> = { errored: 0, created: 0, pending: 0 };
  readonly sources = new Map<string, number>();
  total = 0;
  errored = 0;

  readonly #quality: QualityCounter | null;

  constructor(matchers: Matchers, withQuality: boolean) {
    this.#matchers = matchers;
    this.#quality = withQuality ? new QualityCounter() : null;
  }

  /** Whether the lead matches the filters. */
  add(lead: Lead): boolean {
    this.total += 1;
    if (lead.outcome === 'errored') this.errored += 1;
    if (!this.#matchers.others(lead)) return false;
    const isOfStatus = this.#matchers.status(lead);
    const isOfSource = this.#matchers.source(lead);
    if (isOfSource) this.outcomes[lead.outcome] += 1;
    if (isOfStatus && lead.source !== null) this.#countSource(lead.source, 1);
    if (!isOfStatus || !isOfSource) return false;
    this.#summary.add(lead);
    this.#quality?.add(lead);
    return true;
  }

  /** Takes in a bulk's. `buckets`: the hours of the period, none for a bulk alone. */
  merge(other: Tally, createdAt: Instant | null, buckets: readonly HourBucket[]): void {
    this.total += other.total;
    this.errored += other.errored;
    for (const outcome of ['errored', 'created', 'pending'] as const) this.outcomes[outcome] += other.outcomes[outcome];
    for (const [source, count] of other.sources) this.#countSource(source, count);
    this.#summary.merge(other.#summary, createdAt, buckets);
    if (other.#quality !== null) this.#quality?.merge(other.#quality);
  }

  summary(buckets: readonly HourBucket[]): Summary {
    return this.#summary.finish(buckets);
  }

  quality(): Quality | null {
    return this.#quality?.finish() ?? null;
  }

  #countSource(source: string, count: number): void {
    const known = this.sources.get(source);
    if (known === undefined && this.sources.size >= maxSources) return;
    this.sources.set(source, (known ?? 0) + count);
  }
}
