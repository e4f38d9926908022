/** Counts all leads, the matching leads, and the leads that each choice of a filter would find. No effects. */
import {
  type Counted,
  type CountedLead,
  emptyPlaces,
  hidesPart,
  type HourBucket,
  installationAliases,
  installationWords,
  isHot,
  keptValueTests,
  leadMatcher,
  type LeadOutcome,
  type LeadPlaces,
  type LeadQuality,
  type Quality,
  QualityCounter,
  soughtMatcher,
  type Summary,
  SummaryAccumulator,
  type ValueTest,
  type ValueTests,
  WordCounts,
} from '@leadbell/domain';
import type { Inquiry } from './answer.ts';

/** At most this many sources are counted separately as choices; a select shows fewer. */
const maxSources = 100;
/** At most this many of the counted sources can be chosen. */
const maxChoices = 30;
/** Marks a lead that is not found by any choice of source. */
const noChoice = -2;

/** The filters as predicates, built once for an answer. */
export interface Matchers {
  readonly status: (lead: CountedLead) => boolean;
  readonly source: (lead: CountedLead) => boolean;
  readonly others: (lead: CountedLead) => boolean;
  readonly tests: ValueTests;
}

export function matchersFor(
  {
    filters: { status, source, ...others },
    sought,
    onlyHot = false,
  }: Pick<Inquiry, 'filters' | 'sought'> & { readonly onlyHot?: boolean },
  tests = keptValueTests(),
): Matchers {
  const isOther = leadMatcher(others, tests);
  const isSought = sought === undefined ? null : soughtMatcher(sought);
  return {
    status: leadMatcher(status === undefined ? {} : { status }, tests),
    source: leadMatcher(source === undefined ? {} : { source }, tests),
    others:
      isSought === null && !onlyHot
        ? isOther
        : (lead) => isOther(lead) && (isSought?.(lead) ?? true) && (!onlyHot || isHot(lead.priority)),
    tests,
  };
}

/**
 * The places in a tally at which a lead counts if its bulk belongs to the answer. As with `LeadPlaces`, the same object
 * is filled again for each lead.
 */
export interface PlacedLead {
  outcome: LeadOutcome;
  /** Whether the lead matches all filters except the source. */
  isOfStatus: boolean;
  /** Whether the lead matches all filters except the status. */
  isOfSource: boolean;
  /** Whether the lead matches all filters. */
  isOfAll: boolean;
  /** Index of the lead's source among the choices, if the lead matches all filters except the source. */
  choice: number;
  /** Filled only for a lead that matches all filters. */
  readonly places: LeadPlaces;
}

export function emptyPlaced(): PlacedLead {
  const unmatched = { isOfStatus: false, isOfSource: false, isOfAll: false };
  return { outcome: 'pending', ...unmatched, choice: noChoice, places: emptyPlaces() };
}

/** Whether each of the lead's values is counted by itself, not together with others. */
export function hasOwnPlaces({ choice, places }: PlacedLead): boolean {
  const { source, subSource, brand, branch, priority, errors } = places;
  return Math.min(source, subSource, brand, branch, priority, ...errors) >= 0 && choice !== -1;
}

export class Tally {
  readonly #matchers: Matchers;
  readonly #summary: SummaryAccumulator;
  readonly #quality: QualityCounter | null;
  readonly #sources: WordCounts;
  readonly outcomes: Record<LeadOutcome, number> = { errored: 0, created: 0, pending: 0 };
  total = 0;
  errored = 0;
  /** The number of matching leads that were resent. */
  sentAgain = 0;

  /** If `like` is given, this tally uses the places of `like`. */
  constructor(matchers: Matchers, withQuality: boolean, like?: Tally) {
    this.#matchers = matchers;
    this.#quality = withQuality ? new QualityCounter() : null;
    this.#summary = new SummaryAccumulator(like === undefined ? undefined : like.#summary);
    this.#sources = like === undefined ? new WordCounts(maxSources) : like.#sources.likewise();
  }

  place(lead: CountedLead, placed: PlacedLead): void {
    const isOther = this.#matchers.others(lead);
    placed.outcome = lead.outcome;
    placed.isOfStatus = isOther && this.#matchers.status(lead);
    placed.isOfSource = isOther && this.#matchers.source(lead);
    placed.isOfAll = placed.isOfStatus && placed.isOfSource;
    placed.choice = placed.isOfStatus && lead.source !== null ? this.#sources.placeOf(lead.source) : noChoice;
    if (placed.isOfAll) this.#summary.place(lead, placed.places);
  }

  /** `hour` is the index of the bulk's bucket, or -1. `quality` is null if it is not counted. */
  count(placed: Readonly<PlacedLead>, hour: number, isSentAgain: boolean, quality: LeadQuality | null): void {
    this.total += 1;
    if (placed.outcome === 'errored') this.errored += 1;
    if (placed.isOfSource) this.outcomes[placed.outcome] += 1;
    if (placed.isOfStatus && placed.choice !== noChoice) this.#sources.count(placed.choice, 1);
    if (!placed.isOfAll) return;
    this.#summary.count(placed.places, hour);
    if (quality !== null) this.#quality?.count(quality);
    if (isSentAgain) this.sentAgain += 1;
  }

  /**
   * The sources in their most frequent spelling, each with the number of leads that a filter by the name finds: "Email"
   * finds "Email Campaign" too. A name is left out if a part of it is hidden.
   */
  sources(): ReadonlyMap<string, number> {
    const all = this.#sources.list().filter(({ others }) => others !== true);
    const named = installationWords
      .counts(all)
      .flatMap(({ value }) => (value === null || hidesPart(value) ? [] : [value]));
    const byKey = Map.groupBy(named, (name) => installationAliases.keyOf('source', name));
    const names = [...byKey.values()].flatMap(([first]) => first ?? []).slice(0, maxChoices);
    return new Map(names.map((name) => [name, found(this.#matchers.tests('source', name), all)]));
  }

  summary(buckets: readonly HourBucket[]): Summary {
    return this.#summary.finish(buckets);
  }

  quality(): Quality | null {
    return this.#quality?.finish() ?? null;
  }
}

function found(isFound: ValueTest, all: readonly Counted[]): number {
  return all.reduce((sum, { value, count }) => sum + (isFound(value) ? count : 0), 0);
}
