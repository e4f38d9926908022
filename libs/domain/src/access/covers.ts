/** Compares scopes: whether one contains all leads of another, and which leads two scopes have in common. Pure. */
import { installationAliases } from '../leads/value-aliases.ts';
import type { Area, Scope } from './rights.ts';

/**
 * Returns whether `wide` contains all leads of `narrow`. The result is sometimes false although it should be true,
 * because the function does not notice that two areas together contain a third.
 */
export function coversScope(wide: Scope, narrow: Scope): boolean {
  if (wide === 'all') return true;
  return narrow !== 'all' && narrow.every((area) => wide.some((one) => isWithin(area, one)));
}

/**
 * Returns the scope of the leads that are in both scopes. If there are no such leads, it returns a scope without areas.
 */
export function commonScope(one: Scope, other: Scope): Scope {
  if (one === 'all' || coversScope(one, other)) return other;
  if (other === 'all' || coversScope(other, one)) return one;
  return one.flatMap((area) => other.flatMap((its) => commonArea(area, its) ?? []));
}

function commonArea(one: Area, other: Area): Area | null {
  const brands = commonNames('brand', one.brands, other.brands);
  const branches = commonNames('branch', one.branches, other.branches);
  if (brands?.length === 0 || branches?.length === 0) return null;
  return { ...(brands === undefined ? {} : { brands }), ...(branches === undefined ? {} : { branches }) };
}

type Names = readonly string[] | undefined;

function commonNames(filter: 'brand' | 'branch', some: Names, others: Names): Names {
  if (some === undefined || others === undefined) return some ?? others;
  const known = keysOf(filter, others);
  return some.filter((one) => known.has(installationAliases.keyOf(filter, one)));
}

function isWithin(narrow: Area, wide: Area): boolean {
  return isPart('brand', narrow.brands, wide.brands) && isPart('branch', narrow.branches, wide.branches);
}

function isPart(filter: 'brand' | 'branch', some: Names, all: Names): boolean {
  if (all === undefined) return true;
  const known = keysOf(filter, all);
  return some !== undefined && some.every((one) => known.has(installationAliases.keyOf(filter, one)));
}

function keysOf(filter: 'brand' | 'branch', names: readonly string[]): ReadonlySet<string> {
  return new Set(names.map((one) => installationAliases.keyOf(filter, one)));
}
