/**
 * Typed words and their meanings, in all languages. Any spelling of a word counts as that word (see `foldWord`). Pure.
 */
import { foldWord } from '@leadbell/domain';
import { type Language, wordFor } from '@leadbell/i18n';

export interface WordTable<Name extends string> {
  readonly all: readonly Name[];
  readonly named: (word: string) => Name | undefined;
  /** The word that a reader of the language types for this name. */
  readonly typed: (name: Name, reader: Language) => string;
}

export function wordTable<Name extends string>(words: Readonly<Record<Name, readonly string[]>>): WordTable<Name> {
  const names = new Map<string, Name>();
  for (const name in words) for (const word of words[name]) names.set(foldWord(word), name);
  return {
    all: Object.keys(words) as Name[],
    named: (word) => names.get(foldWord(word)),
    typed: (name, reader) => wordFor(reader, words[name]),
  };
}
