import { languageNamed, languageTags, languageTypedBy, type Language } from '@leadbell/i18n';
import { describe, expect, it } from 'vitest';
import { answerQuery, parseText } from '../../../testing/commands-fixtures.ts';
import { contextFor, fakeApi } from '../../../testing/lead-fixtures.ts';
import { messagesFor, registry } from '../../index.ts';

const unknown = ['klingon', 'xx', 'كلينغوني', '', 'constructor', 'english klingon'];
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

/** Expects the sentence to name each available language by a word that selects it. */
function expectEveryLanguage(sentence: string, reader: Language): void {
  for (const tag of languageTags) expect(sentence).toContain(languageTypedBy(tag, reader));
}

describe('an unavailable language', () => {
  it.each(pairs)('%j is refused in %s with the list of available ones', (word, reader) => {
    expect(languageNamed(word)).toBeNull();
    const parsed = parseText(`language ${word}`, contextWith(reader).context);
    if (parsed.ok) throw new Error(`${word} was taken`);
    expectEveryLanguage(parsed.complaint.sentence, reader);
  });

  it.each([{ language: 'xx' }, { words: 'xx', filters: {}, page: 0 }])(
    'a button or row with an unavailable language, or of another version, has no valid query: %j',
    (own) => {
      expect(registry.readQuery({ command: 'language', share: false, ...own })).toBeNull();
    },
  );
});

it.each(languageTags)('a person who chooses %s is answered in it', async (tag) => {
  const { context, chosen } = contextWith('en');
  const parsed = parseText(`language ${languageTypedBy(tag, tag)}`, context);
  if (!parsed.ok) throw new Error(parsed.complaint.sentence);
  expect((await answerQuery(parsed.query, context)).summary).toBe(messagesFor(tag).people.languageSet);
  expect(chosen).toEqual([tag]);
});
