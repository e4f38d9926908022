import * as v from 'valibot';

/** Null for what is not of this form. Pure. */
export function readWith<T>(schema: v.GenericSchema<unknown, T>, what: unknown): T | null {
  const read = v.safeParse(schema, what);
  return read.success ? read.output : null;
}
