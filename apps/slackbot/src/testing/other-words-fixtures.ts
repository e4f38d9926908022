/**
 * Replaces every letter in our sentences, in every language, before the scenarios run, so that a scenario that depends
 * on our wording fails. Therefore the scenarios need not run again after a change of wording alone. Slack's codes and
 * typed words are not replaced.
 */
import { languageTags } from '@leadbell/i18n';
import { messagesFor } from '../features/index.ts';

const kept: ReadonlySet<string> = new Set(['tag', 'direction', 'formats', 'typed', 'listSeparator']);

const letters = ['abcdefghijklmnopqrstuvwxyz', 'ABCDEFGHIJKLMNOPQRSTUVWXYZ', 'ابتثجحخدذرزسشصضطظعغفقكلمنهوي'];
const other = new Map(letters.flatMap((row) => Array.from(row, (letter, n) => [letter, row[(n + 1) % row.length]])));

function changed(value: unknown): unknown {
  if (typeof value === 'string') return value.replace(/\w*_\w*|./gsu, (part) => other.get(part) ?? part);
  if (typeof value === 'function') return (...args: readonly unknown[]) => changed(value(...args));
  if (Array.isArray(value)) return value.map(changed);
  if (typeof value !== 'object' || value === null || value instanceof RegExp) return value;
  if ('words' in value) return { ...value, words: changed(value.words) };
  if ('data' in value || 'user' in value) return value;
  return Object.fromEntries(Object.entries(value).map(([key, one]) => [key, changed(one)]));
}

/**
 * Marks a language whose words are replaced already, because Vitest loads this file before each test file, and the test
 * files of one worker share the words.
 */
const isDone = Symbol.for('leadbell.other-words');

for (const language of languageTags.map(messagesFor)) {
  if (isDone in language) continue;
  Object.defineProperty(language, isDone, { value: true });
  for (const [key, value] of Object.entries(language))
    if (!kept.has(key)) Object.assign(language, { [key]: changed(value) });
}
