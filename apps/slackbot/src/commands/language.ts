/** `language arabic`: in which language Leadbell answers the one who asks, wherever they ask. */
import { sentenceCard } from '../answers/sentence.ts';
import { messagesFor } from '../locales/index.ts';
import type { Command } from './command.ts';
import { languageOf } from './language-words.ts';

export const language: Command = {
  name: 'language',
  synonyms: ['lang', 'لغة', 'اللغة'],
  usage: (messages) => messages.commands.language,
  parse: ({ rest }, { messages }) => {
    const chosen = languageOf(rest.trim());
    if (chosen === undefined)
      return { ok: false, complaint: { sentence: messages.people.whichLanguage, suggestion: 'language arabic' } };
    return { ok: true, ask: { command: 'language', filters: {}, page: 0, share: false, words: chosen } };
  },
  answer: async ({ words }, { people, place }) => {
    const chosen = words === 'ar' ? 'ar' : 'en';
    await people.setLanguage(place.user, chosen);
    const messages = messagesFor(chosen);
    return sentenceCard(messages.people.languageSet, messages);
  },
};
