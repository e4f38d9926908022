/**
 * The text form of filters, used in buttons, stored subscriptions and cache keys. `KIA|Hyundai` matches either value,
 * and `!KIA` matches everything but KIA. `|`, `!` and `%` inside a value are escaped. Pure.
 */
import type { FilterGroup, FilterValue, LeadFilter } from '@leadbell/domain';
import { textFilters } from './filters.ts';

function writeFilterValue({ isNot, alternatives }: FilterValue): string {
  const written = alternatives.map((one) => one.replace(/[%|]/g, encodeURIComponent).replace(/^!/, '%21'));
  return (isNot ? '!' : '') + written.join('|');
}

export function readFilterValue(text: string): FilterValue {
  const isNot = text.startsWith('!');
  const alternatives = text
    .slice(isNot ? 1 : 0)
    .split('|')
    .map((one) => one.trim().replace(/%(?:25|7C|21)/g, decodeURIComponent))
    .filter((one) => one !== '');
  return { isNot, alternatives };
}

/**
 * Writes groups in a form such as `brand=KIA&priority=hot;source=Website`. A lead must match all filters of one of the
 * groups.
 */
function writeAlternatives(groups: readonly FilterGroup[]): string {
  return groups
    .map((group) =>
      Object.entries(writeGroup(group))
        .map(([name, text]) => `${name}=${text.replace(/[%&=;]/g, encodeURIComponent)}`)
        .join('&'),
    )
    .join(';');
}

/** Splits the text into groups. The result is not validated. */
export function readAlternatives(text: string): readonly Readonly<Record<string, string>>[] {
  return text.split(';').map((group) =>
    Object.fromEntries(
      group.split('&').map((one) => {
        const at = Math.max(0, one.indexOf('='));
        return [one.slice(0, at), one.slice(at + 1).replace(/%(?:25|26|3D|3B)/g, decodeURIComponent)];
      }),
    ),
  );
}

export function writeFilters({ or, ...group }: LeadFilter): Readonly<Record<string, string>> {
  return { ...writeGroup(group), ...(or === undefined ? {} : { or: writeAlternatives(or) }) };
}

/** The total length of the values as people read them, without escape characters. */
export function lengthOf({ or = [], ...group }: LeadFilter): number {
  return [group, ...or].reduce((sum, one) => sum + lengthOfGroup(one), 0);
}

function lengthOfGroup(group: FilterGroup): number {
  const values = textFilters.flatMap((name) => group[name]?.alternatives ?? []);
  return [...values, group.status ?? ''].join('').length;
}

function writeGroup(group: FilterGroup): Readonly<Record<string, string>> {
  const written: Record<string, string> = {};
  for (const name of textFilters) {
    const value = group[name];
    if (value !== undefined) written[name] = writeFilterValue(value);
  }
  if (group.status !== undefined) written['status'] = group.status;
  return written;
}
