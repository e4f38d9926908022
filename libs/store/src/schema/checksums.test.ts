/**
 * Checks that released migrations never change. `migrations/checksums.json` lists them all, and lines are only added to
 * it: `RELEASE_MIGRATIONS=1` adds every missing migration, see `docs/recipes.md`.
 */
import { execFileSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { migrations } from '../migrations/index.ts';
import { checksumsOf } from './checksum.ts';

const file = fileURLToPath(new URL('../migrations/checksums.json', import.meta.url));
const today = Object.fromEntries(await checksumsOf(migrations));
const names = Object.keys(migrations);

type Checksums = Readonly<Record<string, string>>;
const readReleased = () => JSON.parse(readFileSync(file, 'utf8')) as Checksums;

if (process.env['RELEASE_MIGRATIONS'] === '1')
  writeFileSync(file, `${JSON.stringify({ ...today, ...readReleased() }, null, 2)}\n`);

/** Returns the file's content in each reachable commit; empty if there is no history, as in an archive. */
function committed(): readonly { readonly commit: string; readonly checksums: Checksums }[] {
  try {
    const git = (...words: string[]) =>
      execFileSync('git', words, { cwd: dirname(file), encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] });
    const commits = git('log', '--format=%h', '--diff-filter=AM', '--', 'checksums.json').split('\n').filter(Boolean);
    return commits.map((commit) => ({
      commit,
      checksums: JSON.parse(git('show', `${commit}:./checksums.json`)) as Checksums,
    }));
  } catch {
    return [];
  }
}

/** Returns one sentence for each forbidden change. */
function problems(released: Checksums, now: Checksums, history: ReturnType<typeof committed>): readonly string[] {
  const changed = Object.keys(released).filter((name) => now[name] !== released[name]);
  const rewritten = history.flatMap(({ commit, checksums }) =>
    Object.keys(checksums)
      .filter((name) => released[name] !== checksums[name])
      .map((name) => `${name} was released with another checksum (${commit}): put that one back`),
  );
  const last = Object.keys(released).at(-1) ?? '';
  const before = Object.keys(now).filter((name) => name < last && !(name in released));
  return [
    ...changed.map((name) => `${name} was released and has changed: undo that, and write a new migration`),
    ...rewritten,
    ...before.map((name) => `${name} comes before the released ${last}: give it the next number`),
  ];
}

describe('released migrations', () => {
  it('released migrations are unchanged since their release', () => {
    expect(problems(readReleased(), today, committed())).toEqual([]);
  });

  it('the released migrations include the first five', () => {
    expect(Object.keys(readReleased()).slice(0, 5)).toEqual(names.slice(0, 5));
  });
});

describe('a forbidden change is reported:', () => {
  const released = { '0001-a': '1', '0002-b': '2' };
  const history = [{ commit: 'abc', checksums: released }];
  it.each([
    ['an edited migration', released, { '0001-a': '1', '0002-b': 'x' }, /^0002-b was released and has changed/],
    ['a renamed migration', released, { '0001-a': '1', '0002-c': '2' }, /^0002-b was released and has changed/],
    [
      'a migration edited together with its checksum',
      { '0001-a': '1', '0002-b': 'x' },
      { '0001-a': '1', '0002-b': 'x' },
      /^0002-b was released with another checksum \(abc\)/,
    ],
    ['a migration removed from the file', { '0001-a': '1' }, { '0001-a': '1', '0002-b': 'x' }, /^0002-b was released/],
    [
      'a new migration among the old ones',
      released,
      { ...released, '0001-b': '3' },
      /^0001-b comes before the released 0002-b/,
    ],
  ])('%s', (_, file, now, says) => {
    const said = problems(file, now, history);
    expect(said.length).toBeGreaterThan(0);
    expect(said[0]).toMatch(says);
  });

  it('a new migration and a missing history are allowed', () => {
    expect(problems(released, { ...released, '0003-c': '3' }, history)).toEqual([]);
    expect(problems(released, released, [])).toEqual([]);
  });
});
