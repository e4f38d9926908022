/**
 * The schema of `retention` in the settings file: the days for which each kind of row is kept. The store has the table
 * of kinds. Pure.
 */
import { mostDays, type RetentionKind, retentionKinds, retentionRules } from '@leadbell/store';
import * as v from 'valibot';

function daysOf(kind: RetentionKind) {
  const { days, least } = retentionRules[kind];
  const said = `whole days, ${least} to ${mostDays}`;
  const number = v.pipe(v.number(said), v.integer(said), v.minValue(least, said), v.maxValue(mostDays, said));
  return v.optional(number, days);
}

const entries = Object.fromEntries(retentionKinds.map((kind) => [kind, daysOf(kind)])) as Record<
  RetentionKind,
  ReturnType<typeof daysOf>
>;

export const retentionSchema = v.strictObject(
  entries,
  `an object with any of ${retentionKinds.map((kind) => `"${kind}"`).join(', ')}, and nothing else`,
);
