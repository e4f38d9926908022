/** The words of `subscribe`, in any order and in both languages: from what was typed to what is wished, and back to the shortest form. Pure. */
import { type Language, languageNamed, languages } from '@leadbell/i18n';
import {
  type AlertRuleId,
  alertRules,
  formatScheduleText,
  parseZone,
  readSchedule,
  type Schedule,
  thresholds,
  type Thresholds,
  type Zone,
} from '@leadbell/domain';
import { optionalSections } from '../../../subscriptions/sections.ts';
import type { Definition } from '../../../subscriptions/definition.ts';
import { type NumberWord, numberWords, typedNumber } from '../../../subscriptions/numbers.ts';

const alertWords = new Set(['alerts', 'alert', 'تنبيهات', 'التنبيهات', 'تنبيه']);
const leadWords = new Set(['leads', 'new-leads', 'newleads', 'العملاء', 'الجدد', 'جدد']);
const digestWords = new Set(['digest', 'digests', 'ملخص', 'الملخص', 'اليومي']);
const skipWords = new Set(['skip-empty', 'skipempty', 'تخطي-الفارغ', 'بلا-فارغ']);
const workingWords = new Set(['working-days', 'workdays', 'أيام-العمل', 'ايام-العمل']);
const threadWords = new Set(['thread-only', 'threadonly', 'in-thread', 'في-سلسلة', 'سلسلة-فقط']);
const hijriWords = new Set(['hijri', 'هجري']);

/** What the words say; null for what they do not. */
export interface Wished {
  readonly kind: Definition['kind'];
  readonly rulesOff: readonly AlertRuleId[];
  readonly thresholds: Thresholds;
  readonly together: number | null;
  readonly group: string | null;
  readonly minutes: number | null;
  readonly schedule: Schedule | null;
  readonly zone: Zone | null;
  readonly language: Language | null;
  readonly skipEmpty: boolean;
  readonly workingDaysOnly: boolean;
  readonly hijri: boolean;
  readonly threadOnly: boolean;
  readonly without: readonly string[];
  readonly strange: readonly string[];
}

const numberAfter = (all: readonly string[], name: NumberWord): number | null =>
  all.map((word) => typedNumber(name, word)).find((number) => number !== null) ?? null;
const isNumbered = (word: string): boolean => numberWords.some((name) => typedNumber(name, word) !== null);
const groupOf = (word: string): string | undefined => /^call-(S[A-Z0-9]{5,20})$/.exec(word)?.[1];
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
// A day is a word, a zone has a stroke: `sun` is no zone, `Europe/Berlin` no day.
const zoneOf = (word: string): Zone | null => (word.includes('/') || /^utc$/i.test(word) ? parseZone(word) : null);

export function readWished(text: string): Wished {
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
  return {
    kind,
    rulesOff: alertRules.filter((id) => all.some((word) => ruleOf(word) === id)),
    thresholds: Object.fromEntries(
      thresholds.flatMap(({ key, word }) => {
        const number = numberAfter(all, word);
        return number === null ? [] : [[key, number] as const];
      }),
    ),
    together: numberAfter(all, 'together'),
    group: all.map(groupOf).find((one) => one !== undefined) ?? null,
    minutes: numberAfter(all, 'escalate'),
    schedule,
    zone: all.map(zoneOf).find((zone) => zone !== null) ?? null,
    language: all.map(languageNamed).find((language) => language !== null) ?? null,
    skipEmpty: all.some(isSkip),
    workingDaysOnly: all.some(isWorking),
    hijri: all.some(isHijri),
    threadOnly: all.some(isThread),
    without: optionalSections.filter((id) => all.some((word) => sectionOf(word) === id)),
    strange: rest,
  };
}

function counted(name: NumberWord, value: number | null | undefined): string | null {
  return value === null || value === undefined ? null : `${name}-${value}`;
}

/** In the form that `readWished` reads, without what was not said. */
export function writeWished(wished: Wished): string {
  const { kind, schedule, zone, language, skipEmpty, workingDaysOnly, hijri, without, rulesOff } = wished;
  const { together, group, minutes } = wished;
  return [
    kind === 'digest' ? null : kind,
    schedule === null ? null : formatScheduleText(schedule),
    zone,
    language === null ? null : languages[language].typed,
    skipEmpty ? 'skip-empty' : null,
    workingDaysOnly ? 'working-days' : null,
    hijri ? 'hijri' : null,
    wished.threadOnly ? 'thread-only' : null,
    ...[...without, ...rulesOff].map((id) => `no-${id}`),
    ...thresholds.map(({ key, word }) => counted(word, wished.thresholds[key])),
    counted('together', together),
    group === null ? null : `call-${group}`,
    counted('escalate', minutes),
  ]
    .filter((word) => word !== null)
    .join(' ');
}
