/** `assign 12 @noura`: she has it now, and is told so; `assign 12 me`; `assign 12 nobody` gives it back. */
import { alertOf, wordsOf } from '../acts.ts';
import { alertDetailCard } from '../alert-list.ts';
import { sentenceCard } from '../../../cards/sentence.ts';
import type { Command } from '../../../commands/command.ts';
import { ownNumber, readId } from '../../../commands/ids.ts';
import { personIn } from '../../../commands/typed-text.ts';

const me = new Set(['me', 'myself', 'لي', 'أنا', 'انا']);
const nobody = new Set(['nobody', 'none', 'لا-أحد', 'لاأحد', 'لا-احد']);

export const assign: Command = {
  name: 'assign',
  synonyms: ['إسناد', 'اسناد', 'أسند'],
  usage: (messages) => messages.commands.assign,
  does: { isAct: () => true, object: alertOf, detail: wordsOf, afterRestart: 'done' },
  parse: ({ rest }, context) => {
    const parsed = readId(rest, 'assign 12 @noura', context);
    if (!parsed.ok) return parsed;
    const word = parsed.rest.toLowerCase();
    const to = me.has(word) ? 'me' : nobody.has(word) ? 'nobody' : personIn(parsed.rest);
    if (to === null) return { ok: false, complaint: { sentence: context.messages.alerts.whomToAssign } };
    return { ok: true, ask: { command: 'assign', id: parsed.id, filters: {}, page: 0, share: false, words: to } };
  },
  answer: async ({ id, words = 'me' }, { alerts, place, messages, zone }) => {
    const to = words === 'me' ? place.user : words;
    const done = await (words === 'nobody'
      ? alerts.act(ownNumber(id) ?? 0, 'release', place.user)
      : alerts.act(ownNumber(id) ?? 0, 'assign', place.user, { to }));
    if (done === null) return sentenceCard(messages.alerts.gone, messages);
    return alertDetailCard(done.alert, { messages, zone, errorTexts: done.errorTexts });
  },
};
