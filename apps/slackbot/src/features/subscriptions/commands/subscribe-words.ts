/** Parses the words of `subscribe`, in any order and in both languages, into a draft. Pure. */
import { languageNamed } from '@leadbell/i18n';
import { type AlertRuleId, alertRules, parseZone, readSchedule, type Zone } from '@leadbell/domain';
import { optionalSections } from '../../../subscriptions/sections.ts';
import { type Draft, userGroupForm, whatIsSaid } from '../../../subscriptions/draft.ts';
import { numberWords, typedNumber } from '../../../subscriptions/numbers.ts';

const alertWords = new Set(['alerts', 'alert', 'تنبيهات', 'التنبيهات', 'تنبيه']);
const leadWords = new Set(['leads', 'new-leads', 'newleads', 'العملاء', 'الجدد', 'جدد']);
const digestWords = new Set(['digest', 'digests', 'ملخص', 'الملخص', 'اليومي']);
const skipWords = new Set(['skip-empty', 'skipempty', 'تخطي-الفارغ', 'بلا-فارغ']);
const workingWords = new Set(['working-days', 'workdays', 'أيام-العمل', 'ايام-العمل']);
const threadWords = new Set(['thread-only', 'threadonly', 'in-thread', 'في-سلسلة', 'سلسلة-فقط']);
const hijriWords = new Set(['hijri', 'هجري']);

export interface DraftWords {
  readonly draft: Draft;
  /** Words without a meaning here. */
  readonly strange: readonly string[];
}

const isNumbered = (word: string): boolean => numberWords.some((name) => typedNumber(name, word) !== null);
const groupOf = (word: string): string | undefined =>
  word.startsWith('call-') && userGroupForm.test(word.slice(5)) ? word.slice(5) : undefined;
const ruleOf = (word: string): AlertRuleId | undefined => alertRules.find((id) => word.toLowerCase() === `no-${id}`);
const isTuning = (word: string): boolean =>
  isNumbered(word) || groupOf(word) !== undefined || ruleOf(word) !== undefined;

const isSkip = (word: string): boolean => skipWords.has(word.toLowerCase());
const isWorking = (word: string): boolean => workingWords.has(word.toLowerCase());
const isThread = (word: string): boolean => threadWords.has(word.toLowerCase());
const isHijri = (word: string): boolean => hijriWords.has(word.toLowerCase());
const sectionOf = (word: string): string | undefined =>
  optionalSections.find((id) => word.toLowerCase() === `no-${id}` || word === `بلا-${id}`);
const isOption = (word: string): boolean =>
  isTuning(word) ||
  isSkip(word) ||
  isWorking(word) ||
  isHijri(word) ||
  isThread(word) ||
  sectionOf(word) !== undefined ||
  languageNamed(word) !== null;
// A zone contains a slash: `sun` is a day, `Europe/Berlin` a zone.
const zoneOf = (word: string): Zone | null => (word.includes('/') || /^utc$/i.test(word) ? parseZone(word) : null);

export function readDraft(text: string): DraftWords {
  const spoken = text.split(' ').filter((word) => word !== '');
  const kind = spoken.some((word) => alertWords.has(word.toLowerCase()))
    ? 'alerts'
    : spoken.some((word) => leadWords.has(word.toLowerCase()))
      ? 'leads'
      : 'digest';
  const all = spoken.filter(
    (word) => ![digestWords, alertWords, leadWords].some((names) => names.has(word.toLowerCase())),
  );
  const others = all.filter((word) => !isOption(word) && zoneOf(word) === null);
  const { schedule, rest } = readSchedule(others);
  const without = (kind === 'alerts' ? alertRules : optionalSections).filter((id) =>
    all.some((word) => (kind === 'alerts' ? ruleOf(word) : sectionOf(word)) === id),
  );
  const draft = whatIsSaid({
    kind,
    schedule,
    zone: first(all, zoneOf),
    language: first(all, languageNamed),
    skipEmpty: all.some(isSkip) ? true : null,
    workingDaysOnly: all.some(isWorking) ? true : null,
    hijri: all.some(isHijri) ? true : null,
    threadOnly: all.some(isThread) ? true : null,
    without: without.length === 0 ? null : without,
    numbers: numbersIn(all),
    group: first(all, groupOf),
  });
  return { draft, strange: rest };
}

function numbersIn(all: readonly string[]): Draft['numbers'] | null {
  const found = numberWords.flatMap((name) => {
    const number = first(all, (word) => typedNumber(name, word));
    return number === null ? [] : [[name, number] as const];
  });
  return found.length === 0 ? null : Object.fromEntries(found);
}

function first<T>(words: readonly string[], read: (word: string) => T | null | undefined): T | null {
  for (const word of words) {
    const value = read(word);
    if (value != null) return value;
  }
  return null;
}
