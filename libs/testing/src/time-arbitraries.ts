/** fast-check arbitraries of time: every zone, instants near changes of the clock, every kind of period. */
import {
  addDays,
  type Instant,
  MAX_PERIOD_DAYS,
  parsePlainDate,
  parseZone,
  type PeriodContext,
  type TypedPeriod,
  type PlainDate,
  type Weekday,
  type Zone,
} from '@leadbell/domain';
import * as fc from 'fast-check';

/** Every zone that the runtime has. */
export const ZONES: readonly Zone[] = Intl.supportedValuesOf('timeZone')
  .map(parseZone)
  .filter((zone) => zone !== null);

function zones(): fc.Arbitrary<Zone> {
  return fc.constantFrom(...ZONES);
}

/** Instants from 2000 to 2037, exact to the millisecond, some of them on a full hour. */
export function instants(): fc.Arbitrary<Instant> {
  const [from, to] = [Date.UTC(2000, 0, 1), Date.UTC(2038, 0, 1) - 1];
  const any = fc.integer({ min: from, max: to });
  return fc
    .oneof(
      any,
      any.map((at) => at - (at % 3_600_000)),
    )
    .map((at) => at as Instant);
}

/** 2000-01-01 to 2037-12-31. */
export function plainDates(): fc.Arbitrary<PlainDate> {
  return fc.integer({ min: 0, max: 13_879 }).map((days) => addDays('2000-01-01' as PlainDate, days));
}

function weekdays(): fc.Arbitrary<Weekday> {
  return fc.constantFrom(1, 2, 3, 4, 5, 6, 7);
}

export function periodContexts(): fc.Arbitrary<PeriodContext> {
  return fc.record({ now: instants(), zone: zones(), weekStart: weekdays() });
}

/** Every kind of period that can be requested on `today`: none is in the future, and none is too long. */
export function periodSpecs(today: PlainDate): fc.Arbitrary<TypedPeriod> {
  const daysAgo = fc.integer({ min: 0, max: 5000 });
  return fc.oneof(
    fc
      .constantFrom('today', 'yesterday', 'this-week', 'last-week', 'this-month', 'last-month')
      .map((kind): TypedPeriod => ({ kind })),
    weekdays().map((weekday): TypedPeriod => ({ kind: 'weekday', weekday })),
    fc.integer({ min: 1, max: MAX_PERIOD_DAYS }).map((days): TypedPeriod => ({ kind: 'last-days', days })),
    fc.integer({ min: 1, max: MAX_PERIOD_DAYS * 24 }).map((hours): TypedPeriod => ({ kind: 'last-hours', hours })),
    daysAgo.map((days): TypedPeriod => ({ kind: 'date', date: addDays(today, -days) })),
    fc
      .tuple(daysAgo, fc.constantFrom('morning', 'afternoon', 'evening'))
      .map(([days, part]): TypedPeriod => ({ kind: 'part-of-day', date: addDays(today, -days - 1), part })),
    fc.tuple(daysAgo, fc.integer({ min: 0, max: MAX_PERIOD_DAYS - 1 })).map(([days, length]): TypedPeriod => {
      const first = addDays(today, -days);
      return { kind: 'range', first, last: addDays(first, length) };
    }),
  );
}

/** For constants in tests: throws for a text that is not a date. */
export function day(text: string): PlainDate {
  const date = parsePlainDate(text);
  if (date === null) throw new RangeError(`not a date: ${text}`);
  return date;
}

/** For constants in tests: throws for a text that is not a zone. */
export function zoneOf(text: string): Zone {
  const zone = parseZone(text);
  if (zone === null) throw new RangeError(`not a zone: ${text}`);
  return zone;
}
