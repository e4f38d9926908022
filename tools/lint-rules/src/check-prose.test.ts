import { describe, expect, test } from 'vitest';
import { checkProse } from './check-prose.ts';
import { allowedPhrases, unclearPhrases } from './phrases.ts';

function check(file: string, text: string): string[] {
  return checkProse(new Map([[file, text]]), []).map(({ line, says }) => `${line} ${says.split(':')[0]}`);
}

describe('an unclear phrase', () => {
  test.each([
    ['/** What a rule wants. */', ['1 “What” is hard to read']],
    ['/**\n * One rule.\n * Of each bulk the errors.\n */', ['3 “Of” is hard to read']],
    ['/** One rule. Who asks waits. */', ['1 “Who” is hard to read']],
    ['const a = 1; // That which is left.', ['1 “That which” is hard to read']],
    ['\n// Somebody has\n// nobody to ask.', ['2 “Somebody” is hard to read', '3 “nobody” is hard to read']],
    ['/** It was\n * told and mended. */', ['1 “was told” is hard to read', '2 “mended” is hard to read']],
    ['// Swept up, and handed in.', ['1 “Swept up” is hard to read', '1 “handed in” is hard to read']],
    ["test('what is found', () => {});", ['1 “what” is hard to read']],
    ["describe.each(['a'])('who %s', () => {});", ['1 “who” is hard to read']],
    ['it(`is an ${kind} that nobody reads`, () => {});', ['1 “nobody” is hard to read']],
  ])('an unclear phrase is reported with its line: %j', (text, expected) => {
    expect(check('libs/domain/src/planted.test.ts', text)).toEqual(expected);
  });

  test('an unclear phrase is reported in texts of all code except tests, also in templates', () => {
    const text = "export const en = {\n  a: 'Nobody is here',\n  b: (n: number) => `${n} bulks do not get on`,\n};";
    const expected = ['2 “Nobody” is hard to read', '3 “do not get on” is hard to read'];
    for (const file of ['apps/cli/src/main.ts', 'libs/kit/src/words/en.ts', 'tools/launcher/src/main.ts'])
      expect(check(file, text)).toEqual(expected);
    expect(check('libs/kit/src/cards.test.ts', text)).toEqual([]);
  });

  test('an unclear phrase is reported in a words file even if the text is a single word', () => {
    const text = "export const en = { none: 'nobody' };";
    expect(check('libs/kit/src/features/a/words.en.ts', text)).toEqual(['1 “nobody” is hard to read']);
    expect(check('libs/kit/src/commands/assign.ts', text)).toEqual([]);
  });

  test('an unclear phrase is reported in documents', () => {
    expect(check('docs/a.md', '# A\n\nThe alert is\nno news, so nobody is pinged.')).toEqual([
      '4 “no news” is hard to read',
      '4 “nobody” is hard to read',
    ]);
  });
});

test.each([
  ['libs/domain/src/planted.ts', "/** Errors of a bulk: what the DMS says, who asked. */\nconst somebody = 'nobody';"],
  ['libs/domain/src/planted.ts', '/** See `untold` and `wish`. Told apart by number: they are told apart. */'],
  ['libs/domain/src/planted.ts', '/** Of course. What if it fails? */'],
  ['libs/domain/src/planted.test.ts', "describe('a refusal', () => { test('of one message', () => {}); });"],
  ['docs/a.md', 'Run `su nobody`:\n\n```\nsu nobody\n```\n\n## Who can ask, and what'],
  ['libs/domain/out/types/planted.d.ts', '/** Nobody. */'],
])('a phrase in %s is accepted: %j', (file, text) => {
  expect(check(file, text)).toEqual([]);
});

test('an exception allows one text in one file, and is reported when it is no longer needed', () => {
  const exception = { file: 'docs/a.md', phrase: 'account nobody', because: 'the name of a Unix account' };
  const found = (text: string) => checkProse(new Map([['docs/a.md', text]]), [exception]).map(({ says }) => says);
  expect(found('The account nobody runs it.')).toEqual([]);
  expect(found('The account nobody runs it, nobody else.')).toMatchObject([expect.stringContaining('“nobody”')]);
  expect(found('The service runs it.')).toEqual([
    'no longer has “account nobody”: take it off the exceptions in phrases.ts',
  ]);
});

test('each exception contains an unclear phrase', () => {
  for (const { phrase } of allowedPhrases)
    expect(unclearPhrases.some(({ pattern }) => pattern.test(phrase))).toBe(true);
});
