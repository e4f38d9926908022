import { globSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { checkHouse } from './check.ts';
import { readWorkspace, workspaceRoot } from './workspace.ts';

const house = readWorkspace();

/** Checks the real workspace with one planted file. Returns the violated rules and lines in that file. */
function plant(file: string, text: string): string[] {
  return checkHouse(new Map([...house, [file, text]]))
    .filter((violation) => violation.file === file)
    .map(({ rule, line }) => `${rule}@${line}`);
}

test('the current workspace has no violation', () => {
  expect(checkHouse(house).map(({ file, line, rule, says }) => `${file}:${line} [${rule}] ${says}`)).toEqual([]);
});

test('one type build covers every package, because two at once would read each other’s partial output', () => {
  const { references } = JSON.parse(readFileSync(new URL('tsconfig.json', workspaceRoot), 'utf8')) as {
    readonly references: readonly { readonly path: string }[];
  };
  const packages = globSync('{apps,libs,tools}/*/tsconfig.json', { cwd: fileURLToPath(workspaceRoot) });
  expect(references.map(({ path }) => `${path}/tsconfig.json`).toSorted()).toEqual(packages.toSorted());
});

test('the version is only in libs/domain/src/version.ts, and in no manifest', () => {
  const manifests = [...house].filter(([file]) => file.endsWith('/package.json'));
  const root = readFileSync(new URL('package.json', workspaceRoot), 'utf8');
  const all = [['package.json', root] as const, ...manifests].map(
    ([file, text]) => [file, JSON.parse(text) as { readonly version?: string; readonly license?: string }] as const,
  );
  expect(all.filter(([, { version }]) => version !== undefined).map(([file]) => file)).toEqual([]);
  expect(all.filter(([, { license }]) => license !== 'UNLICENSED').map(([file]) => file)).toEqual([]);
});

describe('a planted violation is reported', () => {
  test.each([
    ['luxon outside its door', 'libs/domain/src/leads/planted.ts', `import { DateTime } from 'luxon';`, ['door@1']],
    [
      'luxon as a type only',
      'apps/slackbot/src/commands/planted.ts',
      `import type { DateTime } from 'luxon';`,
      ['door@1'],
    ],
    ['ky outside its door', 'apps/slackbot/src/bot/planted.ts', `export * from 'ky';`, ['door@1']],
    ['ky by a dynamic import', 'tools/bench/src/planted.ts', `\nawait import('ky');`, ['door@2']],
    [
      'the domain importing one of ours',
      'libs/domain/src/time/planted.ts',
      `import '@leadbell/leads-api';`,
      ['ours@1'],
    ],
    ['leads importing alerts', 'libs/domain/src/leads/planted.ts', `import '../alerts/rules/index.ts';`, ['layer@1']],
    ['Bolt in a command', 'apps/slackbot/src/commands/planted.ts', `import { App } from '@slack/bolt';`, ['outside@1']],
    [
      'another package by a path',
      'libs/leads-api/src/planted-fixtures.ts',
      `import '../../domain/src/index.ts';`,
      ['other-package@1'],
    ],
    [
      'the sandbox importing ours',
      'tools/slack-sandbox/src/state/planted.ts',
      `import '@leadbell/domain';`,
      ['ours@1'],
    ],
    [
      'the sandbox importing ours in a test',
      'tools/slack-sandbox/src/planted.test.ts',
      `import '@leadbell/domain';`,
      ['ours@1'],
    ],
    ['the clock in the core', 'libs/domain/src/leads/planted.ts', `export const a = () => Date.now();`, ['effects@1']],
    [
      'the clock by a longer way',
      'libs/domain/src/leads/planted.ts',
      `export const a = () => globalThis.Date.now();`,
      ['effects@1'],
    ],
    [
      'the network by a longer way',
      'libs/domain/src/leads/planted.ts',
      `export const a = () => globalThis.fetch('');`,
      ['effects@1'],
    ],
    [
      'fixtures in the product',
      'apps/slackbot/src/reports/planted.ts',
      `import './lead-fixtures.ts';`,
      ['test-only@1'],
    ],
    [
      'a test database in the product',
      'apps/slackbot/src/commands/planted.ts',
      `import '@leadbell/store/testing';`,
      ['test-only@1'],
    ],
    ['today in the core', 'libs/domain/src/leads/planted.ts', `export const a = () => new Date();`, ['effects@1']],
    [
      'the environment in a command',
      'apps/slackbot/src/commands/planted.ts',
      `export const a = process.env;`,
      ['effects@1'],
    ],
    ['a timer in a command', 'apps/slackbot/src/commands/planted.ts', `setTimeout(() => {}, 1);`, ['effects@1']],
    ['a node module in the core', 'libs/domain/src/leads/planted.ts', `import 'node:fs';`, ['effects@1']],
    [
      'a text cut to a length',
      'apps/slackbot/src/commands/planted.ts',
      `export const a = (text: string) => text.slice(0, 40);`,
      ['cut@1'],
    ],
    [
      'a text cut to a length by a longer way',
      'libs/store/src/tables/planted.ts',
      `export const a = (words: string[], max: number) => words.join(' ').trim().substring(0, max - 1);`,
      ['cut@1'],
    ],
    [
      'the end of a text',
      'apps/cli/src/commands/planted.ts',
      'export const a = (n: number) => `${n}…`.slice(-n);',
      ['cut@1'],
    ],
    [
      'a text field',
      'apps/slackbot/src/features/alerts/planted.ts',
      `import type { Lead } from '@leadbell/domain';\nexport const a = (lead: Lead) => lead.leadNote?.slice(0, 9);`,
      ['cut@2'],
    ],
    ['an allowed cut that no longer exists', 'libs/domain/src/leads/mask.ts', `/** Planted. */`, ['cut@1']],
    ['a file in no room', 'tools/planted/src/planted.ts', `export const a = 1;`, ['room@1']],
    [
      'a library in public types',
      'libs/leads-api/out/types/index.d.ts',
      `export type { KyInstance } from 'ky';`,
      ['public-type@1'],
    ],
  ])('%s', (_name, file, text, expected) => {
    expect(plant(file, text)).toEqual(expected);
  });

  test('a cycle between packages is reported', () => {
    const manifest = JSON.stringify({
      name: '@leadbell/domain',
      dependencies: { '@leadbell/leads-api': 'workspace:*' },
    });
    const found = checkHouse(new Map([...house, ['libs/domain/package.json', manifest]])).filter(
      ({ rule }) => rule === 'circle',
    );
    expect(found.map(({ says }) => says)).toContain('@leadbell/domain -> @leadbell/leads-api -> @leadbell/domain');
  });

  test('a public file without a header is reported', () => {
    const file = 'libs/domain/src/text/planted.ts';
    const index = `${house.get('libs/domain/src/index.ts')}\nexport * from './text/planted.ts';`;
    const found = checkHouse(new Map([...house, ['libs/domain/src/index.ts', index], [file, 'export const a = 1;']]));
    expect(found.filter((violation) => violation.file === file).map(({ rule }) => rule)).toEqual(['header']);
  });
});

test('slice may cut lists, suffixes, and text at a position that a search has found', () => {
  const text = `
    export const a = (list: readonly string[], text: string, at: number) => {
      const colon = text.indexOf(':');
      return [list.slice(0, 5), text.slice(1), text.slice(1, -1), text.slice(0, colon), text.slice(0, text.length - 1)];
    };`;
  expect(plant('apps/slackbot/src/commands/planted.ts', text)).toEqual([]);
});

test('neither a Date made from a number nor a property called process is an effect', () => {
  expect(plant('libs/domain/src/leads/planted.ts', `export const a = [new Date(0), { process: 1 }.process];`)).toEqual(
    [],
  );
});
