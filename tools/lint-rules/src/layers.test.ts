import { describe, expect, test } from 'vitest';
import { checkHouse } from './check.ts';
import { checkLayers } from './check-layers.ts';
import { layers } from './layers.ts';
import { mapOf } from './map.ts';
import { readWorkspace } from './workspace.ts';

const house = readWorkspace();

/** Checks the real workspace with planted files. Returns the violations. */
function plant(planted: Readonly<Record<string, string>>): string[] {
  return checkHouse(new Map([...house, ...Object.entries(planted)])).map(
    ({ file, line, rule, says }) => `${file}:${line} [${rule}] ${says}`,
  );
}

/** Checks the real workspace without the files at the path. Returns the violations. */
function without(path: string): string[] {
  return checkHouse(new Map([...house].filter(([file]) => !file.startsWith(path))))
    .filter(({ rule }) => rule === 'path')
    .map(({ file, says }) => `${file} ${says}`);
}

describe('layers', () => {
  test('an import that goes up is reported', () => {
    expect(
      plant({ 'apps/slackbot/src/words/planted.ts': `\nimport { parseWords } from '../commands/parse.ts';` }),
    ).toContain(
      'apps/slackbot/src/words/planted.ts:2 [layer] imports apps/slackbot/src/commands/parse.ts: ' +
        'words -> commands goes up or sideways; move what both need below them',
    );
  });

  test('a type import that goes up is reported', () => {
    expect(
      plant({
        'libs/domain/src/time/planted.ts': `import type { Lead } from '../leads/lead.ts';\nexport type A = Lead;`,
      }),
    ).toContain(
      'libs/domain/src/time/planted.ts:1 [layer] imports libs/domain/src/leads/lead.ts: ' +
        'time -> leads goes up or sideways; move what both need below them',
    );
  });

  test('an import from a sibling folder is reported', () => {
    expect(plant({ 'apps/slackbot/src/features/digest/planted.ts': `import '../alerts/alert-service.ts';` })).toContain(
      'apps/slackbot/src/features/digest/planted.ts:1 [layer] imports apps/slackbot/src/features/alerts/alert-service.ts: ' +
        'features/digest -> features/alerts goes up or sideways; move what both need below them',
    );
  });

  test('a file in no layer is reported', () => {
    expect(plant({ 'libs/store/src/planted.ts': 'export const a = 1;' })).toContain(
      'libs/store/src/planted.ts:1 [layer] is in no layer of libs/store: add it to layers.ts',
    );
  });

  test('a package that gains folders without layers is reported', () => {
    expect(plant({ 'libs/jobs/src/planted/a.ts': 'export const a = 1;' })).toContain(
      'libs/jobs/package.json:1 [layer] has folders (planted) and no layers: add it to layers.ts',
    );
  });

  test('imports down, inside a folder, and from a test are allowed', () => {
    expect(
      plant({
        'apps/slackbot/src/cards/planted.ts': `import '../reports/tally.ts';\nimport './rows.ts';`,
        'apps/slackbot/src/words/planted.test.ts': `import '../commands/parse.ts';`,
      }),
    ).toEqual([]);
  });

  test('a listed upward import that no longer exists is reported', () => {
    const [bot] = layers;
    if (bot === undefined) throw new Error('the table is empty');
    const knownUpward = [...(bot.knownUpward ?? []), 'words -> commands'];
    expect(checkLayers(house, [{ ...bot, knownUpward }, ...layers.slice(1)])).toEqual([
      {
        file: 'tools/lint-rules/src/layers.ts',
        line: 1,
        rule: 'known-arrow',
        says: 'words -> commands of apps/slackbot is gone: take it off knownUpward',
      },
    ]);
  });

  test('an upward import that is not listed is reported', () => {
    const [bot] = layers;
    if (bot === undefined) throw new Error('the table is empty');
    const known = bot.knownUpward ?? [];
    const found = checkLayers(house, [{ ...bot, knownUpward: [] }, ...layers.slice(1)]).map(({ says }) => says);
    for (const name of known) expect(found.join('\n')).toContain(`: ${name} goes up or sideways`);
  });
});

describe('import cycles', () => {
  test('a cycle that consists only of type imports is reported as a chain of names', () => {
    const found = plant({
      'libs/domain/src/time/planted-a.ts': `import type { B } from './planted-b.ts';\nexport type A = B;`,
      'libs/domain/src/time/planted-b.ts': `import type { C } from './planted-c.ts';\nexport type B = C;`,
      'libs/domain/src/time/planted-c.ts': `\nexport type { A as C } from './planted-a.ts';`,
    });
    expect(found).toEqual([
      'libs/domain/src/time/planted-a.ts:1 [circle] time/planted-a.ts -> time/planted-b.ts -> time/planted-c.ts -> ' +
        'time/planted-a.ts (3 files are in this circle; types count)',
    ]);
  });

  test('cycles in a package without layers are reported', () => {
    const found = plant({
      'tools/launcher/src/planted-a.ts': `import './planted-b.ts';`,
      'tools/launcher/src/planted-b.ts': `await import('./planted-a.ts');`,
    });
    expect(found).toEqual([
      'tools/launcher/src/planted-a.ts:1 [circle] planted-a.ts -> planted-b.ts -> planted-a.ts ' +
        '(2 files are in this circle; types count)',
    ]);
  });
});

describe('a table that names a path without files', () => {
  test.each([
    ['libs/domain/src/time', ['rooms.ts names libs/domain/src/time', 'layers.ts names libs/domain/src/time']],
    [
      'apps/slackbot/src/clock.ts',
      ['rooms.ts names apps/slackbot/src/clock.ts', 'layers.ts names apps/slackbot/src/clock.ts'],
    ],
    ['tools/e2e/', ['rooms.ts names tools/e2e/src']],
    ['libs/jobs/', ['rooms.ts names libs/jobs']],
    ['libs/postgres/src/cluster.ts', ['cuts.ts names libs/postgres/src/cluster.ts']],
  ])('%s', (path, expected) => {
    const found = without(path);
    for (const start of expected)
      expect(found.join('\n')).toContain(`tools/lint-rules/src/${start}, and there is no such file or folder`);
  });

  test('public types that are not built are reported', () => {
    const bare = new Map([...house].filter(([file]) => !file.startsWith('libs/store/out/')));
    expect(checkHouse(bare).map(({ file, rule, says }) => `${file} [${rule}] ${says}`)).toEqual([
      'libs/store/out/types/index.d.ts [public-type] is not built: run `tsc -b libs/store` first',
    ]);
  });
});

test('the map counts arrows, cycles, and files and functions that are too long', () => {
  const files = new Map([
    ['apps/a/src/low/a.ts', `import type { B } from '../high/b.ts';\nexport type A = B;\n`],
    ['apps/a/src/high/b.ts', `import '../low/a.ts';\nimport './c.ts';\n${'\n'.repeat(7)}`],
    ['apps/a/src/high/c.ts', `export const wide = (a, b, c, d, e) => 1;\nfunction long() {\n${'\n'.repeat(59)}}\n`],
    ['apps/a/src/high/c.test.ts', `import '../low/a.ts';`],
  ]);
  expect(mapOf('apps/a', files, [{ project: 'apps/a', layers: [['low'], ['high']] }])).toMatchInlineSnapshot(`
    "apps/a: 3 files, lines: median 9, p90 62, longest 62
    Layers, from the top:
      high
      low
    Arrows: 2, upward: 1
      high -> low 1
      low -> high 1  upward
    Circles of folders: 1
      2 in it, such as high -> low -> high
    Circles of files: 1
      2 in it, such as high/b.ts -> low/a.ts -> high/b.ts
    Functions over 60 lines: 1 of 2
      long 61 (high/c.ts:2)
    Functions over 4 parameters: 1
      wide 5 (high/c.ts:1)
    "
  `);
});
