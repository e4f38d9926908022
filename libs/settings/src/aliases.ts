/**
 * The schema of the lists of equal spellings in the settings file. Pure. The message of an issue describes the expected
 * value.
 */
import type { AliasGroups, TextFilter } from '@leadbell/domain';
import * as v from 'valibot';

const expected = 'lists of spellings that mean the same, such as [["KIA", "كيا"]]';
const maxValue = 60;

const spelling = v.pipe(v.string(expected), v.trim(), v.nonEmpty(expected), v.maxLength(maxValue, expected));
const groups = v.exactOptional(v.array(v.pipe(v.array(spelling, expected), v.minLength(2, expected)), expected));

/** If a filter is missing here, the code does not compile. */
const entries = {
  brand: groups,
  branch: groups,
  source: groups,
  sub: groups,
  priority: groups,
  type: groups,
} satisfies Readonly<Record<TextFilter, typeof groups>>;

export const aliasesSchema: v.GenericSchema<unknown, AliasGroups> = v.strictObject(
  entries,
  `an object with any of ${Object.keys(entries).join(', ')}, and nothing else`,
);
