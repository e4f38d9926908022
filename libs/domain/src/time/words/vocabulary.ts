/** The parts of a language's vocabulary for periods. Spelled as people write them; folded when read. */
import type { PartOfDay, TypedPeriod } from '../period.ts';

export type Unit = 'hours' | 'days' | 'weeks' | 'months' | 'minutes';

export interface Vocabulary {
  /** Whole periods, the usual form first. */
  readonly periods: readonly Phrase[];
  /** Phrases that can't be requested, with the nearest period that can: whole phrases only. */
  readonly hints: readonly Phrase[];
  /** Future days, with the nearest period that has begun. */
  readonly future: readonly Phrase[];
  /** Monday first. */
  readonly weekdays: readonly (readonly string[])[];
  /** January first; every naming family. */
  readonly months: readonly (readonly string[])[];
  /** Muharram first; every naming family. */
  readonly hijriMonths: readonly (readonly string[])[];
  /** Days before today, by their number. */
  readonly daysAgo: readonly (readonly string[])[];
  /** "last" in "last 3 days", before it or after. */
  readonly last: readonly string[];
  /** "last" in "last friday", if the language uses another word there. */
  readonly previous: readonly string[];
  /** "since" in "since sunday". */
  readonly since: readonly string[];
  /** "between" in "between 20 and 24 August". */
  readonly between: readonly string[];
  /** "and" there, and between two days. */
  readonly and: readonly string[];
  /** "this" in "this morning". */
  readonly thisWords: readonly string[];
  readonly partsOfDay: Readonly<Record<PartOfDay, readonly string[]>>;
  /** The days on which the business is closed. */
  readonly weekends: readonly string[];
  readonly quarters: {
    readonly current: readonly string[];
    readonly last: readonly string[];
    /** The first to the fourth of a year. */
    readonly named: readonly (readonly string[])[];
  };
  readonly units: Readonly<Record<Unit, readonly string[]>>;
  /** One word for two of a unit. */
  readonly pairs: Readonly<Partial<Record<Unit, readonly string[]>>>;
  /** Words for 0, 1, 2, …. */
  readonly numbers: readonly (readonly string[])[];
  /** "to" in "24 to 30 August". */
  readonly rangeWords: readonly string[];
  /** "day" as it may precede a weekday or a date. */
  readonly dayWords: readonly string[];
  /** Words without effect on the meaning. */
  readonly fillers: readonly string[];
}

export interface Phrase {
  readonly spec: TypedPeriod;
  readonly texts: readonly string[];
}
