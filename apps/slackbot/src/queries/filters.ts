/**
 * The filters that people can give, in one table: what is typed, carried by buttons, stored, filled into forms and said on cards derives from it. Pure.
 * To add one: what it compares (`libs/domain/src/leads/filter.ts`), its line here, its label in the words. What is missing does not compile.
 */
import * as v from 'valibot';
import type { LeadFilter, TextFilter } from '@leadbell/domain';

interface FilterFacts {
  /** In a button's value. Buttons live for months: one that was used is never another filter's. */
  readonly letter: string;
  /** As it may be written, in English and Arabic. The first is the canonical one. */
  readonly words: readonly string[];
}

/** In the order in which forms and cards have them. */
export const filterTable: Readonly<Record<TextFilter, FilterFacts>> = {
  brand: { letter: 'b', words: ['brand', 'make', 'ماركة', 'الماركة', 'علامة', 'العلامة'] },
  branch: { letter: 'r', words: ['branch', 'showroom', 'فرع', 'الفرع', 'معرض', 'المعرض'] },
  source: { letter: 's', words: ['source', 'src', 'مصدر', 'المصدر'] },
  sub: {
    letter: 'u',
    words: ['sub', 'subsource', 'sub-source', 'sub_source', 'فرعي', 'مصدر-فرعي', 'مصدر_فرعي', 'قناة', 'القناة'],
  },
  priority: { letter: 'p', words: ['priority', 'prio', 'أولوية', 'الأولوية'] },
  type: { letter: 'y', words: ['type', 'نوع', 'النوع'] },
};

export const textFilters = Object.keys(filterTable) as readonly TextFilter[];

/** Of an object that has every filter, each of this form. */
export function filterEntries<T>(form: T): Record<TextFilter, T> {
  return Object.fromEntries(textFilters.map((name) => [name, form])) as Record<TextFilter, T>;
}

export const statuses = ['errored', 'created', 'pending'] as const satisfies readonly LeadFilter['status'][];
export const statusForm: v.PicklistSchema<typeof statuses, undefined> = v.picklist(statuses);
