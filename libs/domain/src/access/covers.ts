/** Whether one scope holds all leads of another. Pure. */
import { foldText } from '../text/fold.ts';
import type { Area, Scope } from './rights.ts';

/** False in doubt: two areas that only together hold a third do not count. */
export function coversScope(wide: Scope, narrow: Scope): boolean {
  if (wide === 'all') return true;
  return narrow !== 'all' && narrow.every((area) => wide.some((one) => isWithin(area, one)));
}

function isWithin(narrow: Area, wide: Area): boolean {
  return isPart(narrow.brands, wide.brands) && isPart(narrow.branches, wide.branches);
}

function isPart(some: readonly string[] | undefined, all: readonly string[] | undefined): boolean {
  if (all === undefined) return true;
  const known = new Set(all.map(foldText));
  return some !== undefined && some.every((one) => known.has(foldText(one)));
}
