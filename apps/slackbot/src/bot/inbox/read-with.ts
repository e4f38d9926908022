import * as v from 'valibot';

/** Parses with the schema; null when it does not match. Pure. */
export function readWith<T>(schema: v.GenericSchema<unknown, T>, what: unknown): T | null {
  const read = v.safeParse(schema, what);
  return read.success ? read.output : null;
}
