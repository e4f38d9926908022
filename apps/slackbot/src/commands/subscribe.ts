/** `subscribe digest 08:30 sun-thu brand:KIA`: the channel gets its own day, on time. */
import { formatScheduleText, readSchedule } from '@leadbell/domain';
import { subscribedCard } from '../answers/subscription-cards.ts';
import type { Command } from './command.ts';

const digestWords = new Set(['digest', 'digests', 'ملخص', 'الملخص', 'اليومي']);

export const subscribe: Command = {
  name: 'subscribe',
  synonyms: ['اشترك', 'اشتراك'],
  usage: (messages) => messages.commands.subscribe,
  parse: ({ rest, filters }, { messages }) => {
    const say = messages.subscriptions;
    const words = rest.split(' ').filter((word) => word !== '' && !digestWords.has(word.toLowerCase()));
    const { schedule, rest: strange } = readSchedule(words);
    const [first] = strange;
    if (first !== undefined)
      return {
        ok: false,
        complaint: { sentence: say.notASchedule(first), suggestion: 'subscribe digest 08:30 sun-thu' },
      };
    if (schedule === null)
      return { ok: false, complaint: { sentence: say.noTime, suggestion: 'subscribe digest 08:30' } };
    return {
      ok: true,
      ask: { command: 'subscribe', filters, page: 0, share: false, words: formatScheduleText(schedule) },
    };
  },
  answer: async ({ filters, words = '' }, context) => {
    const { desk, place, zone, messages } = context;
    const { schedule } = readSchedule(words.split(' '));
    if (schedule === null) throw new RangeError('a schedule that was understood is none');
    const one = await desk.subscribe(place, { schedule, zone, language: messages.tag, filters });
    return subscribedCard(one, context);
  },
};
