import { foldText } from '@leadbell/domain';
import { languageTags, languages } from '@leadbell/i18n';
import { describe, expect, it } from 'vitest';
import { messagesFor, registry } from './index.ts';

/** Matches every command that a text suggests, by the word after `/leads`. */
const suggested = /\/leads (\p{L}[\p{L}-]*)/gu;
const samples = [['12'], [1, 1, 1, 1], ['bulk-errors', 1, 1], ['not_in_channel'], ['§', '§', '§']] as const;

describe.each(languageTags)('the commands that texts suggest in %s', (tag) => {
  const { help: _help, ...messages } = messagesFor(tag);
  const found = textsIn(messages).flatMap(([path, text]) =>
    [...text.matchAll(suggested)].flatMap(([, word = '']) => (isSample(word) ? [] : [{ path, word }])),
  );

  it('exist', () => {
    const known = new Set(registry.commands.flatMap(({ name, synonyms }) => [name, ...synonyms]).map(foldText));
    expect(found.length).toBeGreaterThan(5);
    expect(found.filter(({ word }) => !known.has(foldText(word)))).toEqual([]);
  });

  it('suggested commands are in the script of the language', () => {
    const { script } = languages[tag] as { readonly script: RegExp | null };
    expect(found.filter(({ word }) => script !== null && !script.test(word))).toEqual([]);
  });
});

/** Whether the word is one of the sample arguments, which a text may repeat. */
function isSample(word: string): boolean {
  return samples.flat().some((one) => String(one).startsWith(word));
}

/** Returns every text by its path; for a function, its results for a few sample arguments. */
function textsIn(node: unknown, path = ''): (readonly [path: string, text: string])[] {
  if (typeof node === 'string') return [[path, node]];
  if (typeof node === 'function') return samples.flatMap((sample) => saidTo(sample, node as Says, path));
  if (typeof node !== 'object' || node === null || path === 'formats') return [];
  return Object.entries(node).flatMap(([key, one]) => textsIn(one, path === '' ? key : `${path}.${key}`));
}

type Says = (...sample: readonly unknown[]) => unknown;

function saidTo(sample: readonly unknown[], says: Says, path: string): (readonly [string, string])[] {
  try {
    return textsIn(says(...sample), path);
  } catch (error) {
    // The function takes other arguments than this sample has.
    if (error instanceof TypeError || error instanceof RangeError) return [];
    throw error;
  }
}
