import { languageNamed, languageTags, languageTypedBy, type Language } from '@leadbell/i18n';
import { describe, expect, it } from 'vitest';
import { answerAsk, parseText } from '../../../testing/commands-fixtures.ts';
import { contextFor, fakeApi } from '../../../testing/lead-fixtures.ts';
import { messagesFor } from '../../index.ts';

const unknown = ['french', 'fr', 'فرنسي', '', 'constructor', 'english french'];
const pairs = languageTags.flatMap((reader) => unknown.map((word) => [word, reader] as const));

function contextWith(tag: Language) {
  const chosen: string[] = [];
  const context = contextFor(fakeApi([]), tag);
  const people = {
    ...context.people,
    setLanguage: (_user: string, language: Language) => Promise.resolve(void chosen.push(language)),
  };
  return { context: { ...context, people }, chosen };
}

/** The question names each language there is, by a word that means it. */
function expectEveryLanguage(sentence: string, reader: Language): void {
  for (const tag of languageTags) expect(sentence).toContain(languageTypedBy(tag, reader));
}

describe('a language that there is not', () => {
  it.each(pairs)('%j is refused in %s with the list of those there are', (word, reader) => {
    expect(languageNamed(word)).toBeNull();
    const parsed = parseText(`language ${word}`, contextWith(reader).context);
    if (parsed.ok) throw new Error(`${word} was taken`);
    expectEveryLanguage(parsed.complaint.sentence, reader);
  });

  it.each(languageTags)('is refused in %s also when a button of another version carries it', async (reader) => {
    const { context, chosen } = contextWith(reader);
    const ask = { command: 'language', filters: {}, page: 0, share: false, words: 'fr' } as const;
    expectEveryLanguage((await answerAsk(ask, context)).summary, reader);
    expect(chosen).toEqual([]);
  });
});

it.each(languageTags)('whoever chooses %s is answered in it', async (tag) => {
  const { context, chosen } = contextWith('en');
  const parsed = parseText(`language ${languageTypedBy(tag, tag)}`, context);
  if (!parsed.ok) throw new Error(parsed.complaint.sentence);
  expect((await answerAsk(parsed.ask, context)).summary).toBe(messagesFor(tag).people.languageSet);
  expect(chosen).toEqual([tag]);
});
