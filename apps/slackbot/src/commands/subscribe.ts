/**
 * `subscribe digest 08:30 sun-thu brand:KIA`: the channel gets its own day, on time. In any order besides: a zone (`Europe/Berlin`),
 * a language (`english`, `arabic`), `skip-empty` for no message when there is nothing to tell, `working-days` for none on holidays,
 * `hijri` for that date too, and `no-hours`, `no-errors` … to leave sections out.
 */
import { formatScheduleText, parseZone, readSchedule, type Schedule, type Zone } from '@leadbell/domain';
import { subscribedCard, subscriptionsCard } from '../answers/subscription-cards.ts';
import { optionalSections } from '../digest/sections/index.ts';
import type { Command } from './command.ts';
import { languageOf } from './language-words.ts';

const digestWords = new Set(['digest', 'digests', 'ملخص', 'الملخص', 'اليومي']);
const skipWords = new Set(['skip-empty', 'skipempty', 'تخطي-الفارغ', 'بلا-فارغ']);
const workingWords = new Set(['working-days', 'workdays', 'أيام-العمل', 'ايام-العمل']);
const hijriWords = new Set(['hijri', 'هجري']);
interface Wished {
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
    if (first !== undefined) return { ok: false, complaint: { sentence: say.notASchedule(first), suggestion } };
    if (wished.schedule === null) return { ok: false, complaint: { sentence: say.noTime, suggestion } };
    return {
      ok: true,
      ask: { command: 'subscribe', filters, page: 0, share: false, words: write(wished, wished.schedule) },
    };
  },
  answer: async ({ filters, words, id }, context) => {
    const { desk, place, messages } = context;
    // Where no form can be opened.
    if (words === undefined) return subscriptionsCard(await desk.list(place), context);
    const { schedule, zone, language, strange: _, ...wished } = read(words);
    if (schedule === null) throw new RangeError('a schedule that was understood is none');
    const definition = { ...wished, schedule, zone: zone ?? context.zone, language: language ?? messages.tag, filters };
    const done = id === undefined ? await desk.subscribe(place, definition) : await desk.replace(place, id, definition);
    return subscribedCard(done, id === undefined ? 'subscribed' : 'changed', context);
  },
};

const isSkip = (word: string): boolean => skipWords.has(word.toLowerCase());
const isWorking = (word: string): boolean => workingWords.has(word.toLowerCase());
const isHijri = (word: string): boolean => hijriWords.has(word.toLowerCase());
const sectionOf = (word: string): string | undefined =>
  optionalSections.find((id) => word.toLowerCase() === `no-${id}` || word === `بلا-${id}`);
const isOption = (word: string): boolean =>
  isSkip(word) || isWorking(word) || isHijri(word) || sectionOf(word) !== undefined || languageOf(word) !== undefined;
// A day is a word, a zone has a stroke: `sun` is no zone, `Europe/Berlin` no day.
const zoneOf = (word: string): Zone | null => (word.includes('/') || /^utc$/i.test(word) ? parseZone(word) : null);

function read(text: string): Wished {
  const all = text.split(' ').filter((word) => word !== '' && !digestWords.has(word.toLowerCase()));
  const others = all.filter((word) => !isOption(word) && zoneOf(word) === null);
  const { schedule, rest } = readSchedule(others);
  return {
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
function write({ zone, language, skipEmpty, workingDaysOnly, hijri, without }: Wished, schedule: Schedule): string {
  const said = language === null ? null : language === 'ar' ? 'arabic' : 'english';
  const options = [skipEmpty ? 'skip-empty' : null, workingDaysOnly ? 'working-days' : null, hijri ? 'hijri' : null];
  return [formatScheduleText(schedule), zone, said, ...options, ...without.map((id) => `no-${id}`)]
    .filter((word) => word !== null)
    .join(' ');
}
