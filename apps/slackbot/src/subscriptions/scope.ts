/** The stored form of the leads that a subscription may show. Pure; validated on read. */
import { type Scope, scopeKey, wideHash } from '@leadbell/domain';
import * as v from 'valibot';

const names = v.exactOptional(v.array(v.string()));
const schema = v.pipe(v.array(v.strictObject({ brands: names, branches: names })), v.minLength(1));

/** An unreadable one holds no leads. */
export function readScope(stored: unknown): Scope {
  if (stored === null || stored === undefined) return 'all';
  const read = v.safeParse(schema, stored);
  return read.success ? read.output : [];
}

/** Names a scope in a button. */
export function scopeMark(scope: Scope): string {
  return wideHash(scopeKey(scope)).toString(36);
}

export function writeScope(scope: Scope): object | null {
  return scope === 'all' ? null : scope;
}
