/** `language arabic`: in which language Leadbell answers the one who asks, wherever they ask. */
import { fallbackLanguage, isLanguage, languageNamed } from '@leadbell/i18n';
import { sentenceCard } from '../../../cards/sentence.ts';
import { messagesFor } from '../../../words/index.ts';
import type { Command } from '../../../commands/command.ts';

export const language: Command = {
  name: 'language',
  synonyms: ['lang', 'لغة', 'اللغة'],
  usage: (messages) => messages.commands.language,
  does: {
    isAct: () => true,
    object: (_ask, { user }) => `person ${user}`,
    detail: ({ words = '', filters }) => `${words} ${JSON.stringify(filters)}`,
    afterRestart: 'done',
  },
  parse: ({ rest }, { messages }) => {
    const chosen = languageNamed(rest);
    if (chosen === null)
      return { ok: false, complaint: { sentence: messages.people.whichLanguage, suggestion: 'language arabic' } };
    return { ok: true, ask: { command: 'language', filters: {}, page: 0, share: false, words: chosen } };
  },
  answer: async ({ words }, { people, place }) => {
    const chosen = isLanguage(words) ? words : fallbackLanguage;
    await people.setLanguage(place.user, chosen);
    const messages = messagesFor(chosen);
    return sentenceCard(messages.people.languageSet, messages);
  },
};
