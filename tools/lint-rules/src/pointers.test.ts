import { expect, test } from 'vitest';
import { checkPicture } from './check-picture.ts';
import { checkPointers } from './check-pointers.ts';
import { picture } from './draw.ts';
import { readWorkspace } from './workspace.ts';

const files = readWorkspace();

const said = (all: ReturnType<typeof checkPointers>) => all.map(({ file, line, says }) => `${file}:${line} ${says}`);

test('everything that documents and comments point to exists, and the picture is up to date', () => {
  expect(said([...checkPointers(files), ...checkPicture(files)])).toEqual([]);
});

const tree = new Map([
  ['libs/domain/src/alerts/step.ts', 'export function stepAlert() { return "goal"; }'],
  ['docs/decisions/0001-first.md', '# The first one\n\n## Words, and `code`\n'],
  ['apps/slackbot/src/words/en.ts', ''],
  ['apps/slackbot/src/words/ar.ts', ''],
  ['docs/images/card.png', ''],
]);
const none = { names: [], files: [] };

function stale(file: string, text: string, others: Parameters<typeof checkPointers>[1] = none): string[] {
  return checkPointers(new Map([...tree, [file, text]]), others).map(({ line, says }) => {
    const what = /^(?:points to|nothing points to) (?:[^ ,:]|,(?! ))+/.exec(says)?.[0] ?? says;
    return `${line} ${what}`;
  });
}

test.each([
  ['a whole path, or its end', 'See `libs/domain/src/alerts/step.ts`, `alerts/step.ts`, `step.ts`.', []],
  ['a folder', '`libs/domain/src/alerts`, `docs/decisions/`, `libs/gone`', ['1 points to libs/gone']],
  [
    'several at once',
    '`src/words/{en,ar}.ts` and `docs/*/*.md`, `src/{words,gone}/ar.ts`',
    ['1 points to src/{words,gone}/ar.ts'],
  ],
  ['a file that moved', 'First.\n\nSee `answers/step.ts`.', ['3 points to answers/step.ts']],
  ['half of a name', '`lerts/step.ts`', ['1 points to lerts/step.ts']],
  ['a name of the code', '`stepAlert` and `stepAlert()`, then `alert.stepAlarm()`', ['1 points to alert.stepAlarm()']],
  [
    'what is no name of code',
    '`bulk-errors`, `from-5`, `/leads today`, `application/json`, `Europe/Berlin`, `goal`',
    [],
  ],
  ['a sample', '```sh\n`gone.ts` `isGone`\n```\n`gone.ts`', ['4 points to gone.ts']],
  ['a link', '[a](docs/decisions/0001-first.md), [b](docs/images), [c](https://x.example/y)', []],
  ['a link to nowhere', '[a](docs/0001-first.md)', ['1 points to docs/0001-first.md']],
  [
    'a heading',
    '# Here\n[a](docs/decisions/0001-first.md#words-and-code) [b](#here) [c](#there)',
    ['2 points to #there'],
  ],
])('in a document: %s', (_, text, expected) => {
  expect(stale('README.md', text)).toEqual(expected);
});

test('in code, only comments can point to something', () => {
  const text =
    'const a = "`gone.ts`";\n// See `gone.ts` and `isGone`.\n/** `stepAlert` of\n * `step.ts`, `gone.ts` */\nexport { a };';
  expect(stale('libs/domain/src/a.ts', text)).toEqual([
    '2 points to gone.ts',
    '2 points to isGone',
    '4 points to gone.ts',
  ]);
});

test('names from outside the tree are listed, and each entry of the list is used', () => {
  const others = { names: ['startOf', 'endOf'], files: ['given.json'] };
  expect(stale('README.md', '`startOf` in `given.json`', others)).toEqual(['1 nothing points to endOf']);
});

test('a picture that does not show the current tables is reported', () => {
  const old = new Map([...files, [picture, `${files.get(picture)} `]]);
  expect(checkPicture(old)).toMatchObject([{ file: picture, rule: 'picture' }]);
});
