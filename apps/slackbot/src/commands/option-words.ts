/**
 * Rules, sections and numbers as people type them in `subscribe`, `replay` and `silence`, such as `no-hours`, `from-5`
 * or `call-S0123ABCD`. Pure.
 */
import { type AlertRuleId, foldWord, type ThresholdWord } from '@leadbell/domain';
import type { Language } from '@leadbell/i18n';
import { userGroupForm } from '../subscriptions/draft.ts';
import type { NumberWord } from '../subscriptions/numbers.ts';
import type { SectionId } from '../subscriptions/sections.ts';
import { wordTable } from './word-table.ts';

export const ruleWords = wordTable<AlertRuleId>({
  'bulk-errors': ['bulk-errors', 'أخطاء-الدفعات'],
  'bulk-cancelled': ['bulk-cancelled', 'دفعات-ملغاة'],
  'bulk-stalled': ['bulk-stalled', 'دفعات-متوقفة'],
  'new-error': ['new-error', 'أخطاء-جديدة', 'خطأ-جديد'],
  'counts-differ': ['counts-differ', 'أعداد-مختلفة'],
  'bulk-set-aside': ['bulk-set-aside', 'دفعات-لم-تُحفظ'],
  'dms-unreachable': ['dms-unreachable', 'انقطاع-النظام'],
  'not-watching': ['not-watching', 'توقف-المتابعة'],
  'no-leads': ['no-leads', 'غياب-العملاء'],
});

export const sectionWords = wordTable<SectionId>({
  outcomes: ['outcomes', 'نتائج', 'النتائج'],
  hot: ['hot', 'ساخنين', 'الساخنين', 'الساخنون'],
  ranking: ['ranking', 'ترتيب', 'الترتيب'],
  breakdown: ['breakdown', 'توزيع', 'التوزيع'],
  hours: ['hours', 'أوقات', 'الأوقات', 'ساعات'],
  errors: ['errors', 'أخطاء', 'الأخطاء'],
  bulks: ['bulks', 'دفعات', 'الدفعات'],
  quality: ['quality', 'جودة', 'الجودة'],
});

/** A threshold that has no words here does not compile. */
const numberNames = wordTable<NumberWord | ThresholdWord>({
  from: ['from', 'من'],
  share: ['share', 'نسبة'],
  stalled: ['stalled', 'توقف'],
  unreachable: ['unreachable', 'انقطاع'],
  usual: ['usual', 'معتاد'],
  escalate: ['escalate', 'تصعيد'],
  together: ['together', 'معًا'],
});

const prefixes = wordTable({ without: ['no', 'without', 'بلا', 'بدون'], call: ['call', 'نداء'] });

/** The word after `no-`; null for any other word. */
export function leftOutBy(word: string): string | null {
  return afterPrefix(word, 'without');
}

/** The user group in `call-S0123ABCD`; null for any other word. */
export function groupIn(word: string): string | null {
  const group = afterPrefix(word, 'call')?.toUpperCase() ?? '';
  return userGroupForm.test(group) ? group : null;
}

/**
 * The kind of number and its value in words such as `from-5`, `share-10%` or `stalled-30m`. The caller checks the
 * bounds.
 */
export function numberIn(word: string): { readonly name: string; readonly value: number } | null {
  const [, named = '', digits = ''] = /^(\p{L}+)-(\d{1,7})[m%د]?$/u.exec(foldWord(word)) ?? [];
  const name = numberNames.named(named);
  return name === undefined ? null : { name, value: Number(digits) };
}

export function writeNumber(name: string, value: number, reader: Language): string {
  return `${numberName(name, reader)}-${value}`;
}

/** The word for a kind of number, such as `from`, in the reader's language. */
export function numberName(name: string, reader: Language): string {
  const known = numberNames.named(name);
  return known === undefined ? name : numberNames.typed(known, reader);
}

function afterPrefix(word: string, prefix: 'without' | 'call'): string | null {
  const [, first = '', rest = ''] = /^(\p{L}+)-(.+)$/u.exec(foldWord(word)) ?? [];
  return prefixes.named(first) === prefix ? rest : null;
}
