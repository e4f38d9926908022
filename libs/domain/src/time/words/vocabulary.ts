/**
 * The parts of a language's vocabulary for periods. Words are spelled as people write them, and folded when they are
 * read.
 */
import type { PartOfDay, TypedPeriod } from '../period.ts';

export type Unit = 'hours' | 'days' | 'weeks' | 'months' | 'minutes';

export interface Vocabulary {
  /** Whole periods, the usual form first. */
  readonly periods: readonly Phrase[];
  /** Whole phrases that are not accepted, each with the period that is suggested instead. */
  readonly hints: readonly Phrase[];
  /** Words for future days, with the nearest period that has begun. */
  readonly future: readonly Phrase[];
  /** Monday first. */
  readonly weekdays: readonly (readonly string[])[];
  /** The months from January on, each with all its names. */
  readonly months: readonly (readonly string[])[];
  /** The months from Muharram on, each with all its names. */
  readonly hijriMonths: readonly (readonly string[])[];
  /** Words for today and the days before it. The index is the number of days before today. */
  readonly daysAgo: readonly (readonly string[])[];
  /** Words for "last" in "last 3 days", before or after it. */
  readonly last: readonly string[];
  /** Words for "last" in "last friday", if the language uses other words there than in `last`. */
  readonly previous: readonly string[];
  /** Words for "since" in "since sunday". */
  readonly since: readonly string[];
  /** Words for "between" in "between 20 and 24 August". */
  readonly between: readonly string[];
  /** Words for "and" after "between", and between two days. */
  readonly and: readonly string[];
  /** Words for "this" in "this morning". */
  readonly thisWords: readonly string[];
  readonly partsOfDay: Readonly<Record<PartOfDay, readonly string[]>>;
  /** Words for the days on which the business is closed. */
  readonly weekends: readonly string[];
  readonly quarters: {
    readonly current: readonly string[];
    readonly last: readonly string[];
    /** Words for the first to the fourth quarter of a year. */
    readonly named: readonly (readonly string[])[];
  };
  readonly units: Readonly<Record<Unit, readonly string[]>>;
  /** Single words for two of a unit, such as the Arabic word for two days. */
  readonly pairs: Readonly<Partial<Record<Unit, readonly string[]>>>;
  /** Words for 0, 1, 2 and so on. */
  readonly numbers: readonly (readonly string[])[];
  /** Words for "to" in "24 to 30 August". */
  readonly rangeWords: readonly string[];
  /** Words for "day" before a weekday or a date. */
  readonly dayWords: readonly string[];
  /** Words that do not change the meaning. */
  readonly fillers: readonly string[];
}

export interface Phrase {
  readonly spec: TypedPeriod;
  readonly texts: readonly string[];
}
