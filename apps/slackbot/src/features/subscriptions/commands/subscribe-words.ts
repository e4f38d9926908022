/** Parses the words of `subscribe`, in any order and in both languages, into a draft. Pure. */
import { languageNamed } from '@leadbell/i18n';
import { alertRules, foldWord, isWithin, parseZone, readSchedule, type Zone } from '@leadbell/domain';
import { optionalSections } from '../../../subscriptions/sections.ts';
import type { Definition } from '../../../subscriptions/definition.ts';
import { type Draft, whatIsSaid } from '../../../subscriptions/draft.ts';
import { type NumberWord, numberWords, subscriptionNumbers } from '../../../subscriptions/numbers.ts';
import { groupIn, leftOutBy, numberIn, ruleWords, sectionWords } from '../../../commands/option-words.ts';
import { wordTable } from '../../../commands/word-table.ts';

/** These words also begin a line: `digest 08:30`. */
export const digestWords = ['digest', 'digests', 'ملخص', 'الملخص'] as const;

const kindWords = wordTable<Definition['kind']>({
  digest: [...digestWords, 'اليومي'],
  alerts: ['alerts', 'alert', 'تنبيهات', 'التنبيهات', 'تنبيه'],
  leads: ['leads', 'new-leads', 'newleads', 'عملاء', 'العملاء', 'الجدد', 'جدد'],
});

/** Whether the word stands for both the command and the kind, as `digest` does. */
export function isDigestWord(word: string): boolean {
  return digestWords.some((one) => foldWord(one) === foldWord(word));
}

export const optionWords = wordTable({
  skipEmpty: ['skip-empty', 'skipempty', 'بلا-فارغ', 'بدون-فارغ', 'تخطي-الفارغ'],
  workingDaysOnly: ['working-days', 'workdays', 'أيام-العمل'],
  hijri: ['hijri', 'هجري'],
  threadOnly: ['thread-only', 'threadonly', 'in-thread', 'في-سلسلة', 'سلسلة-فقط'],
});

export interface DraftWords {
  readonly draft: Draft;
  /** Words that are not understood. */
  readonly strange: readonly string[];
}

const ruleOf = (word: string) => ruleWords.named(leftOutBy(word) ?? '');
const sectionOf = (word: string) => sectionWords.named(leftOutBy(word) ?? '');

function isOption(word: string): boolean {
  const meanings = [optionWords.named(word), groupIn(word), typedNumber(word), ruleOf(word), sectionOf(word)];
  return meanings.some((meaning) => meaning != null) || languageNamed(word) !== null;
}

// Only a word with a slash, or `UTC`, is read as a zone.
const zoneOf = (word: string): Zone | null => (word.includes('/') || /^utc$/i.test(word) ? parseZone(word) : null);

/**
 * `isDigest`: whether the line begins with "digest". If so, "leads" does not choose the kind, and
 * "alerts" is a mistake.
 */
export function readDraft(text: string, isDigest = false): DraftWords {
  const spoken = text.split(' ').filter((word) => word !== '');
  const named = new Set(spoken.map(kindWords.named));
  const other = named.has('alerts') ? 'alerts' : named.has('leads') ? 'leads' : 'digest';
  const kind = isDigest ? 'digest' : other;
  const strangeKind = isDigest ? 'alerts' : undefined;
  const all = spoken.filter((word) => [undefined, strangeKind].includes(kindWords.named(word)));
  const options = new Set(all.map(optionWords.named));
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
    skipEmpty: options.has('skipEmpty') ? true : null,
    workingDaysOnly: options.has('workingDaysOnly') ? true : null,
    hijri: options.has('hijri') ? true : null,
    threadOnly: options.has('threadOnly') ? true : null,
    without: without.length === 0 ? null : without,
    numbers: numbersIn(all),
    group: first(all, groupIn),
  });
  return { draft, strange: rest };
}

function numbersIn(all: readonly string[]): Draft['numbers'] | null {
  // If a word is given twice, its first number applies. `fromEntries` uses the last value of a key,
  // so reverse the order.
  const found = all
    .map(typedNumber)
    .filter((one) => one !== null)
    .toReversed();
  return found.length === 0 ? null : Object.fromEntries(found);
}

/** Returns null for a value that is not allowed. */
function typedNumber(word: string): readonly [NumberWord, number] | null {
  const typed = numberIn(word);
  const name = numberWords.find((one) => one === typed?.name);
  if (typed === null || name === undefined) return null;
  return isWithin(subscriptionNumbers[name], typed.value) ? [name, typed.value] : null;
}

function first<T>(words: readonly string[], read: (word: string) => T | null | undefined): T | null {
  for (const word of words) {
    const value = read(word);
    if (value != null) return value;
  }
  return null;
}
