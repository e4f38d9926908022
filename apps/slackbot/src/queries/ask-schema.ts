/** What an ask must be to be believed: a button's value comes from outside. Pure. */
import * as v from 'valibot';
import { daysBetween, isPlainDate, MAX_PERIOD_DAYS, parseId, readAlternatives } from '@leadbell/domain';
import type { Ask } from './ask.ts';
import { filterEntries, statusForm } from './filters.ts';
import { maxFilterChars, maxFiltersChars, maxTextChars } from './limits.ts';

const maxPage = 100_000;

const dateSchema = v.pipe(v.string(), v.guard(isPlainDate));

function countUpTo(max: number): v.GenericSchema<number> {
  return v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(max));
}

const periodSchema = v.variant('kind', [
  v.object({ kind: v.picklist(['today', 'yesterday', 'this-week', 'last-week', 'this-month', 'last-month']) }),
  v.object({
    kind: v.literal('weekday'),
    weekday: v.picklist([1, 2, 3, 4, 5, 6, 7]),
  }),
  v.object({ kind: v.literal('last-days'), days: countUpTo(MAX_PERIOD_DAYS) }),
  v.object({ kind: v.literal('last-hours'), hours: countUpTo(MAX_PERIOD_DAYS * 24) }),
  v.object({ kind: v.literal('date'), date: dateSchema }),
  v.pipe(
    v.object({ kind: v.literal('range'), first: dateSchema, last: dateSchema }),
    v.check(({ first, last }) => first <= last && daysBetween(first, last) < MAX_PERIOD_DAYS),
  ),
]);

const filterText = v.pipe(
  v.string(),
  v.nonEmpty(),
  v.maxLength(maxFilterChars),
  v.check((text) => !/\p{Cc}/u.test(text)),
);

const alternativesText = v.pipe(
  v.string(),
  v.maxLength(maxFiltersChars),
  v.check((text) => !/\p{Cc}/u.test(text) && readAlternatives(text).length > 0),
);

const filtersSchema = v.pipe(
  v.strictObject({
    ...filterEntries(v.exactOptional(filterText)),
    status: v.exactOptional(statusForm),
    or: v.exactOptional(alternativesText),
  }),
  v.check((filters) => Object.values(filters).join('').length <= maxFiltersChars),
);

const askSchema = v.object({
  command: v.pipe(v.string(), v.regex(/^[a-z]{1,20}$/)),
  period: v.exactOptional(periodSchema),
  id: v.exactOptional(
    v.pipe(
      v.string(),
      v.check((text) => parseId(text) === text),
    ),
  ),
  words: v.exactOptional(v.pipe(v.string(), v.regex(/^\P{Cc}+$/u), v.maxLength(maxTextChars))),
  filters: filtersSchema,
  page: v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(maxPage)),
  share: v.boolean(),
  fresh: v.exactOptional(v.literal(true)),
});

/** Null for what is no ask. */
export function checkAsk(raw: unknown): Ask | null {
  const checked = v.safeParse(askSchema, raw);
  return checked.success ? checked.output : null;
}
