/**
 * Accepted spellings of filters, statuses and flags, in English and Arabic. Keys are folded. Pure.
 */
import { filterTable, textFilters } from '../queries/filters.ts';
import { type FilterGroup, foldWord, type TextFilter } from '@leadbell/domain';
import { type Language, wordFor } from '@leadbell/i18n';

type FilterName = keyof FilterGroup;
type Status = NonNullable<FilterGroup['status']>;

const filterWords: Readonly<Record<FilterName, readonly string[]>> = {
  ...(Object.fromEntries(textFilters.map((name) => [name, filterTable[name].words])) as Record<
    TextFilter,
    readonly string[]
  >),
  status: ['status', 'state', 'outcome', 'حالة', 'الحالة'],
};

const statusWords: Readonly<Record<Status, readonly string[]>> = {
  errored: ['errored', 'error', 'errors', 'failed', 'خطأ', 'أخطاء', 'بأخطاء', 'فاشل', 'فشل'],
  created: ['created', 'done', 'منشأ', 'منشأة', 'مُنشأ', 'تم', 'أنشئ', 'مكتمل'],
  pending: ['pending', 'waiting', 'معلق', 'معلقة', 'انتظار', 'قيد-الانتظار', 'قيد الانتظار', 'بالانتظار'],
};

/** The names of all filters, as a reader of this language types them. */
export function filtersTyped(reader: Language): readonly string[] {
  return (Object.keys(filterWords) as FilterName[]).map((name) => typedFilterName(name, reader));
}

export function typedFilterName(name: FilterName, reader: Language): string {
  return wordFor(reader, filterWords[name]);
}

export function typedStatus(status: Status, reader: Language): string {
  return wordFor(reader, statusWords[status]);
}

const shareWords = new Set(['share', 'post', 'مشاركة', 'شارك'].map(foldWord));

/** The meaning of a word and its canonical spelling. */
export interface Meaning<Name> {
  readonly name: Name;
  readonly word: string;
}

export const filterNames: ReadonlyMap<string, Meaning<FilterName>> = byWord(filterWords);
export const statusNames: ReadonlyMap<string, Meaning<Status>> = byWord(statusWords);

/** Also accepts autocorrected dashes: `—share`, `–share`. */
export function isShareFlag(word: string): boolean {
  return shareWords.has(foldWord(word.replace(/^[-–—−‐‑]+/, '')));
}

function byWord<Name extends string>(table: Readonly<Record<Name, readonly string[]>>): Map<string, Meaning<Name>> {
  const found = new Map<string, Meaning<Name>>();
  for (const name in table) for (const word of table[name]) found.set(foldWord(word), { name, word });
  return found;
}
