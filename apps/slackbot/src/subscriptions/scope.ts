/** The stored scope of a subscription: the leads that it may show. Pure. The scope is validated when it is read. */
import { type Scope, scopeKey, wideHash } from '@leadbell/domain';
import * as v from 'valibot';

const names = v.exactOptional(v.array(v.string()));
const schema = v.pipe(v.array(v.strictObject({ brands: names, branches: names })), v.minLength(1));

/** Reads a stored scope. An unreadable scope allows no leads. */
export function readScope(stored: unknown): Scope {
  if (stored === null || stored === undefined) return 'all';
  const read = v.safeParse(schema, stored);
  return read.success ? read.output : [];
}

/** A short hash of the scope, for buttons. */
export function scopeMark(scope: Scope): string {
  return wideHash(scopeKey(scope)).toString(36);
}

export function writeScope(scope: Scope): object | null {
  return scope === 'all' ? null : scope;
}
