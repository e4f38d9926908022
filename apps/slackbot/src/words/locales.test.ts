import type { PeriodSpec, Schedule } from '@leadbell/domain';
import { completeLanguages, type Language, type LanguageFacts, languages, languageTags } from '@leadbell/i18n';
import type { LeadsApiErrorKind } from '@leadbell/leads-api';
import { readdirSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { messagesFor } from '../features/index.ts';

const source = new URL('..', import.meta.url);
const others = languageTags.filter((tag) => tag !== 'en');

/** The files with a language's words, such as `words/leads.en.ts` or `features/alerts/words.en.ts`. */
function filesIn(tag: string): string[] {
  return readdirSync(source, { recursive: true, encoding: 'utf8' }).filter((file) => file.endsWith(`.${tag}.ts`));
}

type Node = Readonly<Record<string, unknown>>;

/** All texts in a language, without the sections from its fallback. */
function ownWords(tag: Language): Node {
  const { fallback }: LanguageFacts = languages[tag];
  const other = languageTags.find((one) => one === fallback);
  if (other === undefined) return { ...messagesFor(tag) };
  const { commands, ...sections } = messagesFor(tag);
  const { commands: otherCommands, ...otherSections } = messagesFor(other);
  return { ...without(sections, otherSections), commands: without({ ...commands }, { ...otherCommands }) };
}

function without(all: Node, theirs: Node): Node {
  return Object.fromEntries(Object.entries(all).filter(([section, words]) => words !== theirs[section]));
}

/** The English texts of the same sections. */
function englishOf(own: Node): Node {
  const { commands, ...sections } = messagesFor('en');
  return { ...only(sections, own), commands: only({ ...commands }, own['commands'] as Node) };
}

function only(all: Node, names: Node): Node {
  return Object.fromEntries(Object.entries(all).filter(([name]) => Object.hasOwn(names, name)));
}

describe('the languages', () => {
  it.each(completeLanguages)('%s has each file that English has', (tag) => {
    expect(
      filesIn(tag)
        .map((file) => file.replace(`.${tag}.ts`, '.en.ts'))
        .toSorted(),
    ).toEqual(filesIn('en').toSorted());
  });

  it.each(languageTags)('%s has its own tag and direction', (tag) => {
    expect(messagesFor(tag)).toMatchObject({ tag, direction: languages[tag].direction });
  });

  const words = languageTags.flatMap((tag) =>
    filesIn(tag).flatMap((file) => (file.includes('grammar.') ? [] : [[file, tag] as const])),
  );

  it.each(words)('all words of %s are in use', async (file, tag) => {
    const module = (await import(new URL(file, source).href)) as Record<string, object>;
    const used = new Set(leavesOf(messagesFor(tag)));
    const unused = leavesOf(module[tag]).filter((leaf) => !used.has(leaf));
    expect(unused, `${file} is not joined: see its feature.ts, or words/${tag}.ts`).toEqual([]);
  });

  it.each(others)('%s has no English text', (tag) => {
    const own = ownWords(tag);
    const [english, other] = [textsOf(englishOf(own)), textsOf(own)];
    const { script }: LanguageFacts = languages[tag];
    // Ignore a single word if both languages have the same script, because it may be the same in both.
    const isText = (text: string) => (script === null ? /\p{L}+[^\p{L}]+\p{L}/u : /\p{L}/u).test(text);
    const same = [...english].filter(([path, text]) => other.get(path) === text && isText(text));
    expect(same.map(([path]) => path).filter((path) => path !== 'direction')).toEqual([]);
    const foreign = [...other].filter(([, text]) => /\p{L}/u.test(text) && script !== null && !script.test(text));
    expect(foreign.map(([path]) => path).filter((path) => path !== 'tag' && path !== 'direction')).toEqual([]);
  });

  it.each(others)('%s has texts of its own for everything that depends on a number or a name', (tag) => {
    const own = ownWords(tag);
    const [english, other] = [saidBy(englishOf(own)), saidBy(own)];
    expect([...other.keys()]).toEqual([...english.keys()]);
    const { script }: LanguageFacts = languages[tag];
    const isText = (text: string) =>
      (script === null ? /\p{L}{2,}[^\p{L}]+\p{L}{2}/u : /\p{L}{2}/u).test(wordsOf(text));
    const same = [...english].filter(([path, texts]) =>
      texts.some((text, n) => isText(text) && text === other.get(path)?.[n]),
    );
    expect(same.map(([path]) => path)).toEqual([]);
    const foreign = [...other].filter(
      ([, texts]) => script !== null && texts.some((text) => isText(text) && !script.test(text)),
    );
    expect(foreign.map(([path]) => path)).toEqual([]);
  });
});
/** All strings and functions in the texts. */
function leavesOf(node: unknown): unknown[] {
  return typeof node === 'object' && node !== null ? Object.values(node).flatMap(leavesOf) : [node];
}

/** All strings in the texts, by their paths. */
function textsOf(node: unknown, path = ''): Map<string, string> {
  if (typeof node === 'string') return new Map([[path, node]]);
  if (typeof node !== 'object' || node === null) return new Map();
  return new Map(
    Object.entries(node).flatMap(([key, value]) => [...textsOf(value, path === '' ? key : `${path}.${key}`)]),
  );
}

const kinds: readonly LeadsApiErrorKind[] = ['unauthorized', 'rate-limited', 'unavailable', 'timeout', 'contract'];
const codes = ['is_archived', 'never_comes', 'no_answer', 'file_uploads_disabled', 'overdue', 'digest', 'unheard_of'];
const periods: readonly PeriodSpec[] = [{ kind: 'today' }, { kind: 'last-days', days: 2 }, { kind: 'last-month' }];
const schedule: Schedule = { kind: 'monthly', day: 31, minuteOfDay: 510 };

/**
 * Sample arguments. In the first samples, all arguments are the same number or name. In the others, the first argument
 * is a rule, a kind of failure, a code or a period, and the next arguments are numbers.
 */
const samples: readonly (readonly unknown[])[] = [
  ...[0, 1, 2, 5, '§'].map((one) => Array.from({ length: 6 }, () => one)),
  ...[...Object.keys(messagesFor('en').alerts.rules), ...kinds, ...codes, ...periods, schedule].map((one) => [
    one,
    2,
    2,
    2,
  ]),
];

/**
 * The result of every function for each sample, by the function's path, without text that came from the sample. Empty
 * if the function does not accept the sample.
 */
function saidBy(node: unknown, path = ''): Map<string, readonly string[]> {
  if (typeof node === 'function') return new Map([[path, samples.map((sample) => said(node as Says, sample))]]);
  if (typeof node !== 'object' || node === null || path === 'formats') return new Map();
  const inside = Object.entries(node).flatMap(([key, one]) => [...saidBy(one, path === '' ? key : `${path}.${key}`)]);
  return new Map(inside.toSorted(([a], [b]) => (a < b ? -1 : 1)));
}

type Says = (...sample: readonly unknown[]) => unknown;

function said(says: Says, sample: readonly unknown[]): string {
  try {
    const texts = [...textsOf({ result: says(...sample) }).values()].join(' ');
    return sample.reduce<string>((text, one) => text.replaceAll(String(one), ''), texts);
  } catch (error) {
    // The function needs another kind of argument.
    if (error instanceof TypeError || error instanceof RangeError) return '';
    throw error;
  }
}

function wordsOf(text: string): string {
  return text.replaceAll(/undefined|NaN/g, '');
}

describe('numbers of leads', () => {
  it.each([
    [0, '0 leads', 'لا عملاء محتملين'],
    [1, '1 lead', 'عميل محتمل واحد'],
    [2, '2 leads', 'عميلان محتملان'],
    [3, '3 leads', '3 عملاء محتملين'],
    [10, '10 leads', '10 عملاء محتملين'],
    [11, '11 leads', '11 عميلًا محتملًا'],
    [99, '99 leads', '99 عميلًا محتملًا'],
    [100, '100 leads', '100 عميل محتمل'],
    [103, '103 leads', '103 عملاء محتملين'],
    [12_345, '12,345 leads', '12,345 عميلًا محتملًا'],
  ])('%i has the plural form of each language', (count, english, arabic) => {
    expect(messagesFor('en').leads.count(count)).toBe(english);
    expect(messagesFor('ar').leads.count(count)).toBe(arabic);
  });
});
