import type { PeriodSpec, Schedule } from '@leadbell/domain';
import { type LanguageFacts, languages, languageTags } from '@leadbell/i18n';
import type { LeadsApiErrorKind } from '@leadbell/leads-api';
import { readdirSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { features, messagesFor } from '../features/index.ts';

const source = new URL('..', import.meta.url);
const complete = languageTags.filter((tag) => (languages[tag] as LanguageFacts).fallback === null);
const others = languageTags.filter((tag) => tag !== 'en');

/** The files with words of a language: `words/leads.en.ts`, `features/alerts/words.en.ts`. */
function filesIn(tag: string): string[] {
  return readdirSync(source, { recursive: true, encoding: 'utf8' }).filter((file) => file.endsWith(`.${tag}.ts`));
}

describe('the languages', () => {
  it.each(complete)('%s has each file that English has', (tag) => {
    expect(
      filesIn(tag)
        .map((file) => file.replace(`.${tag}.ts`, '.en.ts'))
        .toSorted(),
    ).toEqual(filesIn('en').toSorted());
  });

  it.each(languageTags)('%s is itself', (tag) => {
    expect(messagesFor(tag)).toMatchObject({ tag, direction: languages[tag].direction });
  });

  const folders = filesIn('en').flatMap((file) => /^features\/([^/]+)\/words\.en\.ts$/.exec(file)?.[1] ?? []);

  it.each(folders.flatMap((folder) => complete.map((tag) => [folder, tag] as const)))(
    'the words of %s in %s are used',
    async (folder, tag) => {
      const module = (await import(new URL(`features/${folder}/words.${tag}.ts`, source).href)) as Record<
        string,
        object
      >;
      const feature = features.find(({ name }) => name === folder);
      expect(feature?.words?.[tag]).toBe(module[tag]);
      const { commands = {}, ...sections } = module[tag] as { commands?: object };
      expect(messagesFor(tag)).toMatchObject(sections);
      expect(messagesFor(tag).commands).toMatchObject(commands);
    },
  );

  it.each(others)('say the same things: in %s no text is left in English', (tag) => {
    const [english, other] = [textsOf(messagesFor('en')), textsOf(messagesFor(tag))];
    const same = [...english].filter(([path, text]) => other.get(path) === text && /\p{L}/u.test(text));
    expect(same.map(([path]) => path).filter((path) => path !== 'direction')).toEqual([]);
    const { script }: LanguageFacts = languages[tag];
    const foreign = [...other].filter(([, text]) => /\p{L}/u.test(text) && script !== null && !script.test(text));
    expect(foreign.map(([path]) => path).filter((path) => path !== 'tag' && path !== 'direction')).toEqual([]);
  });

  it.each(others)('say in %s by themselves also what depends on a number or a name', (tag) => {
    const [english, other] = [saidBy(messagesFor('en')), saidBy(messagesFor(tag))];
    expect([...other.keys()]).toEqual([...english.keys()]);
    const same = [...english].filter(([path, texts]) =>
      texts.some((text, n) => hasWords(text) && text === other.get(path)?.[n]),
    );
    expect(same.map(([path]) => path)).toEqual([]);
    const { script }: LanguageFacts = languages[tag];
    const foreign = [...other].filter(
      ([, texts]) => script !== null && texts.some((text) => hasWords(text) && !script.test(text)),
    );
    expect(foreign.map(([path]) => path)).toEqual([]);
  });
});
/** Every string, by its path. */
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

/** A number or a name for every argument; then each rule, kind of failure, code and period, with a number for what follows. */
const samples: readonly (readonly unknown[])[] = [
  ...[0, 1, 2, 5, '§'].map((one) => Array.from({ length: 6 }, () => one)),
  ...[...Object.keys(messagesFor('en').alerts.rules), ...kinds, ...codes, ...periods, schedule].map((one) => [
    one,
    2,
    2,
    2,
  ]),
];

/** The result of every function for each sample, by path. Empty where the function does not take that sample; text that came from the sample is left out. */
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
    // It takes something else.
    if (error instanceof TypeError || error instanceof RangeError) return '';
    throw error;
  }
}

function hasWords(text: string): boolean {
  return /\p{L}{2}/u.test(text.replaceAll(/undefined|NaN/g, ''));
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
  ])('%i is said as it should be', (count, english, arabic) => {
    expect(messagesFor('en').leads.count(count)).toBe(english);
    expect(messagesFor('ar').leads.count(count)).toBe(arabic);
  });
});
