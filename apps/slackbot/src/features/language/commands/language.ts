/** `language arabic` sets the language in which Leadbell answers the person, in every channel. */
import { type Language, languageNamed, languageTags, languageTypedBy } from '@leadbell/i18n';
import { sentenceCard } from '../../../cards/sentence.ts';
import { type Messages, messagesFor } from '../../../words/index.ts';
import { queryOf } from '../../../queries/fields.ts';
import * as v from 'valibot';
import type { Query } from '../../../queries/query.ts';
import { type Command, defineCommand } from '../../../commands/command.ts';

const tag = v.picklist(languageTags);

interface LanguageQuery extends Query {
  readonly language: Language;
}

export const language: Command = defineCommand<LanguageQuery>({
  name: 'language',
  synonyms: ['lang', 'لغة', 'اللغة'],
  usage: (messages) => messages.commands.language,
  needs: 'see lists',
  does: {
    isAct: () => true,
    object: (_ask, { user }) => `person ${user}`,
    detail: ({ language: chosen }) => chosen,
    afterRestart: 'done',
  },
  query: v.union([
    queryOf('language', { language: tag }),
    // Releases before 1.0 stored the query like this in the inbox.
    v.pipe(
      queryOf('language', { words: tag }),
      v.transform(({ words, ...query }) => ({ ...query, language: words })),
    ),
  ]),
  parse: ({ rest }, { messages }) => {
    const chosen = languageNamed(rest);
    if (chosen === null)
      return { ok: false, complaint: { sentence: whichOf(messages), suggestion: messages.commands.language.form } };
    return { ok: true, query: { command: 'language', share: false, language: chosen } };
  },
  answer: async ({ language: chosen }, { people, place }) => {
    await people.setLanguage(place.user, chosen);
    const messages = messagesFor(chosen);
    return sentenceCard(messages.people.languageSet, messages);
  },
});

function whichOf({ people, tag }: Messages): string {
  return people.whichLanguage(languageTags.map((one) => languageTypedBy(one, tag)));
}
