/**
 * Values such as brands and branches, in the reader's language if the settings name a spelling in
 * that language. Pure.
 */
import { type Counted, installationAliases, type TextFilter } from '@leadbell/domain';
import type { Text } from '@leadbell/slack-kit';
import type { Messages } from '../words/index.ts';
import { data, given, joined, words } from './text.ts';

export function valueShown(filter: TextFilter, value: string, { tag }: Pick<Messages, 'tag'>): string {
  return installationAliases.shown(filter, value, tag);
}

export function valueText(
  filter: TextFilter,
  value: string | null,
  max: number,
  messages: Pick<Messages, 'tag'>,
): Text {
  return given(value === null ? null : valueShown(filter, value, messages), max);
}

/**
 * The counts in the order shown: the most frequent value first, the combined rest last. Spellings of one value count
 * together.
 */
export function countsShown(
  filter: TextFilter,
  counts: readonly Counted[],
  messages: Pick<Messages, 'tag'>,
): readonly Counted[] {
  if (installationAliases.groups(filter).length === 0) return counts;
  const merged = new Map<string, Counted>();
  for (const one of counts) {
    const { value, others } = one;
    if (value === null || others === true) {
      merged.set(value === null ? ' nothing' : ' others', one);
      continue;
    }
    const key = installationAliases.keyOf(filter, value);
    const count = one.count + (merged.get(key)?.count ?? 0);
    merged.set(key, { ...one, value: valueShown(filter, value, messages), count });
  }
  return [...merged.values()].toSorted(
    (a, b) => Number(a.others === true) - Number(b.others === true) || b.count - a.count,
  );
}

const mostListed = 10;

/** Returns a text such as “Brand, as known from the leads: KIA, MG, Toyota”. */
export function knownText(name: TextFilter, known: readonly string[], messages: Messages): Text {
  const { leads, breakdowns, listSeparator } = messages;
  const listed = known.slice(0, mostListed).map((value) => data(valueShown(name, value, messages), 60));
  return [words(`${leads.valuesThere(breakdowns[name])} `), ...joined(listed, words(listSeparator))];
}
