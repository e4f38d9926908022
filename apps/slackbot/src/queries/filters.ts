/**
 * The table of filters. Typed words, button values, stored queries, form fields and card labels all
 * derive from this table. Pure. To add a filter, write its comparison
 * (`libs/domain/src/leads/filter.ts`), a line here, and a label in the words files. The compiler
 * reports a missing part.
 */
import * as v from 'valibot';
import type { LeadFilter, TextFilter } from '@leadbell/domain';

interface FilterFacts {
  /**
   * The filter's letter in a button's value. Buttons live for months, so never reuse a letter for
   * another filter.
   */
  readonly letter: string;
  /** Accepted spellings in English and Arabic. The first is the canonical one. */
  readonly words: readonly string[];
}

/** The filters in the order in which forms and cards show them. */
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

/** Returns the entries of an object schema in which every filter has the schema `form`. */
export function filterEntries<T>(form: T): Record<TextFilter, T> {
  return Object.fromEntries(textFilters.map((name) => [name, form])) as Record<TextFilter, T>;
}

export const statuses = ['errored', 'created', 'pending'] as const satisfies readonly LeadFilter['status'][];
export const statusForm: v.PicklistSchema<typeof statuses, undefined> = v.picklist(statuses);
