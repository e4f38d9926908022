/** `language arabic`: in which language Leadbell answers the one who asks, wherever they ask. */
import { isLanguage, languageNamed, languageTags, languageTypedBy } from '@leadbell/i18n';
import { sentenceCard } from '../../../cards/sentence.ts';
import { messagesFor } from '../../../words/index.ts';
import type { Command } from '../../../commands/command.ts';
import type { Messages } from '../../../words/index.ts';

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
      return { ok: false, complaint: { sentence: whichOf(messages), suggestion: 'language arabic' } };
    return { ok: true, ask: { command: 'language', filters: {}, page: 0, share: false, words: chosen } };
  },
  answer: async ({ words }, { people, place, messages }) => {
    // A button or a row of another version may carry one that this version has not.
    if (!isLanguage(words)) return sentenceCard(whichOf(messages), messages);
    await people.setLanguage(place.user, words);
    const chosen = messagesFor(words);
    return sentenceCard(chosen.people.languageSet, chosen);
  },
};

function whichOf({ people, tag }: Messages): string {
  return people.whichLanguage(languageTags.map((one) => languageTypedBy(one, tag)));
}
