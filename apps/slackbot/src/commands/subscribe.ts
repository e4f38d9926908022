/**
 * `subscribe digest 08:30 sun-thu brand:KIA`: the channel gets its own day, on time. In any order besides: a zone (`Europe/Berlin`),
 * a language (`english`, `arabic`), `skip-empty` for no message when there is nothing to tell, `working-days` for none on holidays,
 * `hijri` for that date too, and `no-hours`, `no-errors` … to leave sections out.
 */
import {
  type AlertRuleId,
  alertRules,
  formatScheduleText,
  parseZone,
  readSchedule,
  type Schedule,
  type Zone,
} from '@leadbell/domain';
import { subscribedCard, subscriptionsCard } from '../answers/subscription-cards.ts';
import { optionalSections } from '../digest/sections/index.ts';
import type { Filters, ParseContext } from '../asks/ask.ts';
import type { Definition } from '../subscriptions/definition.ts';
import type { Command } from './command.ts';
import { languageOf } from './language-words.ts';

const alertWords = new Set(['alerts', 'alert', 'تنبيهات', 'التنبيهات', 'تنبيه']);
const leadWords = new Set(['leads', 'new-leads', 'newleads', 'العملاء', 'الجدد', 'جدد']);
const digestWords = new Set(['digest', 'digests', 'ملخص', 'الملخص', 'اليومي']);
const skipWords = new Set(['skip-empty', 'skipempty', 'تخطي-الفارغ', 'بلا-فارغ']);
const workingWords = new Set(['working-days', 'workdays', 'أيام-العمل', 'ايام-العمل']);
const hijriWords = new Set(['hijri', 'هجري']);
/** Minutes until somebody is called, when nobody has acknowledged an alert. */
const usualMinutes = 30;
const usualTogether = 5;

interface Wished {
  readonly kind: Definition['kind'];
  readonly rulesOff: readonly AlertRuleId[];
  readonly atLeast: number | null;
  readonly together: number | null;
  readonly group: string | null;
  readonly minutes: number | null;
  readonly schedule: Schedule | null;
  readonly zone: Zone | null;
  readonly language: 'en' | 'ar' | null;
  readonly skipEmpty: boolean;
  readonly workingDaysOnly: boolean;
  readonly hijri: boolean;
  readonly without: readonly string[];
  readonly strange: readonly string[];
}

export const subscribe: Command = {
  name: 'subscribe',
  synonyms: ['اشترك', 'اشتراك'],
  usage: (messages) => messages.commands.subscribe,
  parse: ({ rest, filters }, { messages }) => {
    const say = messages.subscriptions;
    // Without a word it is the form that is wanted.
    if (rest === '' && Object.keys(filters).length === 0)
      return { ok: true, ask: { command: 'subscribe', filters, page: 0, share: false } };
    const wished = read(rest);
    const [first] = wished.strange;
    const suggestion = 'subscribe digest 08:30 sun-thu';
    if (first !== undefined)
      return {
        ok: false,
        complaint: { sentence: first.includes('/') ? say.notAZone(first) : say.notASchedule(first), suggestion },
      };
    if (wished.kind === 'digest' && wished.schedule === null)
      return { ok: false, complaint: { sentence: say.noTime, suggestion } };
    return {
      ok: true,
      ask: { command: 'subscribe', filters, page: 0, share: false, words: write(wished) },
    };
  },
  answer: async ({ filters, words, id }, context) => {
    const { desk, place } = context;
    // Where no form can be opened.
    if (words === undefined) return subscriptionsCard(await desk.list(place), context);
    const definition = definitionOf(read(words), filters, context);
    const done = id === undefined ? await desk.subscribe(place, definition) : await desk.replace(place, id, definition);
    return subscribedCard(done, id === undefined ? 'subscribed' : 'changed', context);
  },
};

function definitionOf(wished: Wished, filters: Filters, { zone: home, messages }: ParseContext): Definition {
  const common = { zone: wished.zone ?? home, language: wished.language ?? messages.tag };
  switch (wished.kind) {
    case 'alerts': {
      const { group, minutes } = wished;
      const escalation = group === null ? null : { group, minutes: minutes ?? usualMinutes };
      return { ...common, kind: 'alerts', without: wished.rulesOff, atLeast: wished.atLeast ?? 1, escalation };
    }
    case 'leads':
      return { ...common, kind: 'leads', filters, together: wished.together ?? usualTogether };
    case 'digest': {
      const { schedule, skipEmpty, workingDaysOnly, hijri, without } = wished;
      if (schedule === null) throw new RangeError('a schedule that was understood is none');
      return { ...common, kind: 'digest', schedule, filters, skipEmpty, workingDaysOnly, hijri, without };
    }
    default:
      return wished.kind satisfies never;
  }
}

const numberAfter = (all: readonly string[], name: string): number | null => {
  const found = all.map((word) => new RegExp(`^${name}-(\\d{1,4})m?$`, 'i').exec(word)?.[1]).find(Boolean);
  return found === undefined ? null : Number(found);
};
const groupOf = (word: string): string | undefined => /^call-(S[A-Z0-9]{5,20})$/.exec(word)?.[1];
const ruleOf = (word: string): AlertRuleId | undefined => alertRules.find((id) => word.toLowerCase() === `no-${id}`);
const isTuning = (word: string): boolean =>
  /^(?:from|together|escalate)-\d{1,4}m?$/i.test(word) || groupOf(word) !== undefined || ruleOf(word) !== undefined;

const isSkip = (word: string): boolean => skipWords.has(word.toLowerCase());
const isWorking = (word: string): boolean => workingWords.has(word.toLowerCase());
const isHijri = (word: string): boolean => hijriWords.has(word.toLowerCase());
const sectionOf = (word: string): string | undefined =>
  optionalSections.find((id) => word.toLowerCase() === `no-${id}` || word === `بلا-${id}`);
const isOption = (word: string): boolean =>
  isTuning(word) ||
  isSkip(word) ||
  isWorking(word) ||
  isHijri(word) ||
  sectionOf(word) !== undefined ||
  languageOf(word) !== undefined;
// A day is a word, a zone has a stroke: `sun` is no zone, `Europe/Berlin` no day.
const zoneOf = (word: string): Zone | null => (word.includes('/') || /^utc$/i.test(word) ? parseZone(word) : null);

function read(text: string): Wished {
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
    atLeast: numberAfter(all, 'from'),
    together: numberAfter(all, 'together'),
    group: all.map(groupOf).find((one) => one !== undefined) ?? null,
    minutes: numberAfter(all, 'escalate'),
    schedule,
    zone: all.map(zoneOf).find((zone) => zone !== null) ?? null,
    language: all.map(languageOf).find((language) => language !== undefined) ?? null,
    skipEmpty: all.some(isSkip),
    workingDaysOnly: all.some(isWorking),
    hijri: all.some(isHijri),
    without: optionalSections.filter((id) => all.some((word) => sectionOf(word) === id)),
    strange: rest,
  };
}

/** In the form that `read` reads, without what was not said. */
function write(wished: Wished): string {
  const { kind, schedule, zone, language, skipEmpty, workingDaysOnly, hijri, without, rulesOff } = wished;
  const { atLeast, together, group, minutes } = wished;
  return [
    kind === 'digest' ? null : kind,
    schedule === null ? null : formatScheduleText(schedule),
    zone,
    language === null ? null : language === 'ar' ? 'arabic' : 'english',
    skipEmpty ? 'skip-empty' : null,
    workingDaysOnly ? 'working-days' : null,
    hijri ? 'hijri' : null,
    ...[...without, ...rulesOff].map((id) => `no-${id}`),
    atLeast === null ? null : `from-${atLeast}`,
    together === null ? null : `together-${together}`,
    group === null ? null : `call-${group}`,
    minutes === null ? null : `escalate-${minutes}`,
  ]
    .filter((word) => word !== null)
    .join(' ');
}
