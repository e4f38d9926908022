/**
 * `subscribe digest 08:30 sun-thu brand:KIA`: the channel gets its own day, on time. In any order besides: a zone (`Europe/Berlin`),
 * a language (`english`, `arabic`), and `skip-empty` for no message when there is nothing to tell.
 */
import { formatScheduleText, parseZone, readSchedule, type Schedule, type Zone } from '@leadbell/domain';
import { subscribedCard, subscriptionsCard } from '../answers/subscription-cards.ts';
import type { Command } from './command.ts';

const digestWords = new Set(['digest', 'digests', 'ملخص', 'الملخص', 'اليومي']);
const skipWords = new Set(['skip-empty', 'skipempty', 'تخطي-الفارغ', 'بلا-فارغ']);
const languageWords: Readonly<Record<string, 'en' | 'ar'>> = {
  english: 'en',
  arabic: 'ar',
  إنجليزي: 'en',
  بالإنجليزية: 'en',
  عربي: 'ar',
  بالعربية: 'ar',
};

interface Wished {
  readonly schedule: Schedule | null;
  readonly zone: Zone | null;
  readonly language: 'en' | 'ar' | null;
  readonly skipEmpty: boolean;
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
  answer: async ({ filters, words }, context) => {
    const { desk, place, messages } = context;
    // Where no form can be opened.
    if (words === undefined) return subscriptionsCard(await desk.list(place), context);
    const { schedule, zone, language, skipEmpty } = read(words);
    if (schedule === null) throw new RangeError('a schedule that was understood is none');
    const definition = { schedule, zone: zone ?? context.zone, language: language ?? messages.tag, filters, skipEmpty };
    return subscribedCard(await desk.subscribe(place, definition), context);
  },
};

const isSkip = (word: string): boolean => skipWords.has(word.toLowerCase());
const languageOf = (word: string): 'en' | 'ar' | undefined => languageWords[word.toLowerCase()];
// A day is a word, a zone has a stroke: `sun` is no zone, `Europe/Berlin` no day.
const zoneOf = (word: string): Zone | null => (word.includes('/') || /^utc$/i.test(word) ? parseZone(word) : null);

function read(text: string): Wished {
  const all = text.split(' ').filter((word) => word !== '' && !digestWords.has(word.toLowerCase()));
  const others = all.filter((word) => !isSkip(word) && languageOf(word) === undefined && zoneOf(word) === null);
  const { schedule, rest } = readSchedule(others);
  return {
    schedule,
    zone: all.map(zoneOf).find((zone) => zone !== null) ?? null,
    language: all.map(languageOf).find((language) => language !== undefined) ?? null,
    skipEmpty: all.some(isSkip),
    strange: rest,
  };
}

/** In the form that `read` reads, without what was not said. */
function write({ zone, language, skipEmpty }: Wished, schedule: Schedule): string {
  const said = language === null ? null : language === 'ar' ? 'arabic' : 'english';
  return [formatScheduleText(schedule), zone, said, skipEmpty ? 'skip-empty' : null]
    .filter((word) => word !== null)
    .join(' ');
}
