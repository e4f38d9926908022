/** Counts of leads: all of them, those that match, and those that each filter would show. No effects. */
import {
  type CountedLead,
  type HourBucket,
  leadMatcher,
  type LeadFilter,
  type LeadOutcome,
  type LeadPlaces,
  type LeadQuality,
  type Quality,
  QualityCounter,
  type Summary,
  SummaryAccumulator,
  WordCounts,
} from '@leadbell/domain';

/** Sources that are told apart for choosing: a select shows fewer. */
const maxSources = 100;
/** A lead that no choice of a source would show. */
const noChoice = -2;

/** The filters as tests, made once for all that is counted of an answer. */
export interface Matchers {
  readonly status: (lead: CountedLead) => boolean;
  readonly source: (lead: CountedLead) => boolean;
  readonly others: (lead: CountedLead) => boolean;
}

export function matchersFor({ status, source, ...others }: LeadFilter): Matchers {
  return {
    status: leadMatcher(status === undefined ? {} : { status }),
    source: leadMatcher(source === undefined ? {} : { source }),
    others: leadMatcher(others),
  };
}

/** How a lead is counted once it is known that it counts: in one tally. */
export interface PlacedLead {
  readonly outcome: LeadOutcome;
  /** It matches the filters but for that of the source. */
  readonly isOfStatus: boolean;
  /** It matches the filters but for that of the status. */
  readonly isOfSource: boolean;
  /** Its place among the sources to choose from. */
  readonly choice: number;
  /** Null when it does not match. */
  readonly places: LeadPlaces | null;
}

export interface CountedOnce {
  /** The index of its bulk's bucket of hours, or -1. */
  readonly hour: number;
  readonly isSentAgain: boolean;
  /** Null when it is not counted. */
  readonly quality: LeadQuality | null;
}

export class Tally {
  readonly #matchers: Matchers;
  readonly #summary = new SummaryAccumulator();
  readonly #quality: QualityCounter | null;
  readonly #sources = new WordCounts(maxSources);
  readonly outcomes: Record<LeadOutcome, number> = { errored: 0, created: 0, pending: 0 };
  total = 0;
  errored = 0;
  /** Of those that match. */
  sentAgain = 0;

  constructor(matchers: Matchers, withQuality: boolean) {
    this.#matchers = matchers;
    this.#quality = withQuality ? new QualityCounter() : null;
  }

  place(lead: CountedLead): PlacedLead {
    const isOther = this.#matchers.others(lead);
    const isOfStatus = isOther && this.#matchers.status(lead);
    const isOfSource = isOther && this.#matchers.source(lead);
    return {
      outcome: lead.outcome,
      isOfStatus,
      isOfSource,
      choice: isOfStatus && lead.source !== null ? this.#sources.placeOf(lead.source) : noChoice,
      places: isOfStatus && isOfSource ? this.#summary.placesOf(lead) : null,
    };
  }

  count(
    { outcome, isOfStatus, isOfSource, choice, places }: PlacedLead,
    { hour, isSentAgain, quality }: CountedOnce,
  ): void {
    this.total += 1;
    if (outcome === 'errored') this.errored += 1;
    if (isOfSource) this.outcomes[outcome] += 1;
    if (isOfStatus && choice !== noChoice) this.#sources.count(choice, 1);
    if (places === null) return;
    this.#summary.count(places, hour);
    if (quality !== null) this.#quality?.count(quality);
    if (isSentAgain) this.sentAgain += 1;
  }

  /** By name, as they are written most often. */
  sources(): ReadonlyMap<string, number> {
    const named = this.#sources.list().filter(({ value, others }) => value !== null && others !== true);
    return new Map(named.map(({ value, count }) => [value ?? '', count]));
  }

  summary(buckets: readonly HourBucket[]): Summary {
    return this.#summary.finish(buckets);
  }

  quality(): Quality | null {
    return this.#quality?.finish() ?? null;
  }
}
