/** Priorities are the DMS's own words; these mean "call now". Pure. */
import { foldText } from '../text/fold.ts';

const hotWords: ReadonlySet<string> = new Set(
  ['hot', 'high', 'very high', 'urgent', 'critical', 'ساخن', 'عالي', 'عالية', 'عاجل', 'عاجلة', 'مرتفع', 'مرتفعة'].map(
    foldText,
  ),
);

export function isHot(priority: string | null): boolean {
  return priority !== null && hotWords.has(foldText(priority));
}
