/** Schemas for the fields of a query. The schemas validate untrusted input: button values and stored rows. Pure. */
import * as v from 'valibot';
import {
  daysBetween,
  type FilterGroup,
  type FilterValue,
  type Id,
  type Instant,
  isPlainDate,
  type LeadFilter,
  MAX_PERIOD_DAYS,
  parseId,
  type PeriodSpec,
} from '@leadbell/domain';
import { readAlternatives, readFilterValue, lengthOf } from './filter-text.ts';
import { filterEntries, statusForm } from './filters.ts';
import { maxFilterChars, maxFiltersChars, maxTextChars } from './limits.ts';
import type { Query } from './query.ts';

const maxPage = 100_000;
const hourMs = 3_600_000;

const dateSchema = v.pipe(v.string(), v.guard(isPlainDate));

function countUpTo(max: number): v.GenericSchema<number> {
  return v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(max));
}

/** An instant between the years 2000 and 2100. */
const instantField = v.pipe(
  v.number(),
  v.integer(),
  v.minValue(Date.UTC(2000, 0)),
  v.maxValue(Date.UTC(2100, 0)),
  v.transform((at) => at as Instant),
);

/** The longest period; it has one more hour when the clocks go back. */
const longestMs = MAX_PERIOD_DAYS * 24 * hourMs + hourMs;

export const periodField: v.GenericSchema<unknown, PeriodSpec> = v.variant('kind', [
  v.object({ kind: v.picklist(['today', 'yesterday', 'this-week', 'last-week', 'this-month', 'last-month']) }),
  v.object({
    kind: v.literal('weekday'),
    weekday: v.picklist([1, 2, 3, 4, 5, 6, 7]),
  }),
  v.object({ kind: v.literal('last-days'), days: countUpTo(MAX_PERIOD_DAYS) }),
  v.object({
    kind: v.literal('last-hours'),
    hours: countUpTo(MAX_PERIOD_DAYS * 24),
    until: v.exactOptional(instantField),
  }),
  v.object({ kind: v.literal('date'), date: dateSchema }),
  v.object({
    kind: v.literal('part-of-day'),
    date: dateSchema,
    part: v.picklist(['morning', 'afternoon', 'evening']),
  }),
  v.pipe(
    v.object({ kind: v.literal('range'), first: dateSchema, last: dateSchema }),
    v.check(({ first, last }) => first <= last && daysBetween(first, last) < MAX_PERIOD_DAYS),
  ),
  v.pipe(
    v.object({ kind: v.literal('span'), from: instantField, to: instantField }),
    v.check(({ from, to }) => from < to && to - from <= longestMs),
  ),
]);

export const idField: v.GenericSchema<unknown, Id> = v.pipe(
  v.string(),
  v.check((text) => parseId(text) === text),
);

export const pageField: v.GenericSchema<unknown, number> = v.optional(
  v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(maxPage)),
  0,
);

/** Text typed by a person, on one line. */
export const textField: v.GenericSchema<unknown, string> = v.pipe(
  v.string(),
  v.regex(/^\P{Cc}+$/u),
  v.maxLength(maxTextChars),
);

/** The greatest length of all filters as encoded text, with its escape characters. */
const maxWritten = 3 * maxFiltersChars;

const alternative = v.pipe(
  v.string(),
  v.check((text) => text.trim() !== ''),
  v.maxLength(maxFilterChars),
  v.regex(/^\P{Cc}+$/u),
);
const structured: v.GenericSchema<unknown, FilterValue> = v.strictObject({
  isNot: v.boolean(),
  alternatives: v.pipe(v.array(alternative), v.minLength(1)),
});

/** A filter's value: an object, or the text form that buttons and stored subscriptions use. */
const filterValue = objectOrText(structured, readFilterValue);
const groupEntries = { ...filterEntries(v.exactOptional(filterValue)), status: v.exactOptional(statusForm) };
const groups = v.pipe(
  v.array(
    v.pipe(
      v.strictObject(groupEntries),
      v.check((one) => Object.keys(one).length > 0),
    ),
  ),
  v.minLength(1),
);

/**
 * Chooses the schema by the value's type, because a schema that does not fit takes more time than
 * the one that fits.
 */
function objectOrText<Output>(
  schema: v.GenericSchema<unknown, Output>,
  read: (text: string) => unknown,
): v.GenericSchema<unknown, Output> {
  const text = v.pipe(
    v.string(),
    v.maxLength(maxWritten),
    v.transform((written): unknown => read(written)),
    schema,
  );
  return v.lazy((raw) => (typeof raw === 'string' ? text : schema));
}

export const filtersField: v.GenericSchema<unknown, LeadFilter> = v.optional(
  v.pipe(
    v.strictObject({
      ...groupEntries,
      or: v.exactOptional(objectOrText<readonly FilterGroup[]>(groups, readAlternatives)),
    }),
    v.check((filters) => lengthOf(filters) <= maxFiltersChars),
  ),
  {},
);

export type QuerySchema<Q> = v.GenericSchema<unknown, Q>;

type Output<Fields extends v.ObjectEntries> = v.InferOutput<v.StrictObjectSchema<Fields, undefined>>;

/**
 * Builds the schema of a command's query from the fields of every query and the command's own. Releases before 1.0
 * wrote `filters` and `page` into every query; commands without these fields ignore them. Any other unknown field is
 * rejected.
 */
export function queryOf<const Name extends string, const Fields extends v.ObjectEntries>(
  command: Name,
  fields: Fields,
): QuerySchema<Query & { readonly command: Name } & Output<Fields>> {
  return v.pipe(
    v.looseObject({}),
    v.transform(({ filters, page, ...rest }): unknown => ({
      ...rest,
      ...('filters' in fields && filters !== undefined ? { filters } : {}),
      ...('page' in fields && page !== undefined ? { page } : {}),
    })),
    v.strictObject({
      command: v.literal(command),
      share: v.boolean(),
      knowingly: v.exactOptional(v.literal(true)),
      fresh: v.exactOptional(v.literal(true)),
      seen: v.exactOptional(v.pipe(v.string(), v.regex(/^[0-9a-z]{1,11}$/))),
      ...fields,
    }) as unknown as QuerySchema<Query & { readonly command: Name } & Output<Fields>>,
  );
}

export function readQueryWith<Q extends Query>(schema: v.GenericSchema<unknown, Q>, raw: unknown): Q | null {
  const checked = v.safeParse(schema, raw);
  return checked.success ? checked.output : null;
}
