/** Tells whether a line only greets or thanks. Pure. */
import { foldWord } from '@leadbell/domain';
import { greetings, longestPhrase } from './plain-words.ts';

/** A line with more words does more than greet. */
const mostWords = 6;

export function isGreeting(words: readonly string[]): boolean {
  if (words.length === 0 || words.length > mostWords) return false;
  const folded = words.map((word) => foldWord(word.replaceAll(/[!?.,،؟…]+$/g, '')));
  for (let at = 0; at < folded.length;) {
    const length = [...Array(longestPhrase).keys()]
      .map((shorter) => longestPhrase - shorter)
      .find((count) => greetings.has(folded.slice(at, at + count).join(' ')));
    if (length === undefined) return false;
    at += length;
  }
  return true;
}
