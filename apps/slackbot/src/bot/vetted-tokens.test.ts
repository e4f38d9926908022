import { expect, test } from 'vitest';
import { createLog } from '../log.ts';
import { vetTokens } from './vetted-tokens.ts';

const workspaces: Readonly<Record<string, string>> = { a1: 'A', a2: 'A', b1: 'B', b2: 'B' };

/** The file's tokens by place; a place is named by the token that it had at the start. */
function start(...given: readonly string[]) {
  const file = new Map(given.map((token) => [token, token]));
  const log = createLog({ level: 'silent', secrets: [], destination: { write: () => {} } });
  const tokens = vetTokens(
    { present: (place) => file.get(place) ?? place, lookAgain: () => Promise.resolve() },
    { workspaceOf: (token) => Promise.resolve(workspaces[token] ?? ''), log },
  );
  for (const token of given) tokens.settle(token, workspaces[token] ?? '');
  return {
    write: async (...now: readonly string[]) => {
      for (const [at, place] of given.entries()) file.set(place, now[at] ?? '');
      await tokens.lookAgain();
    },
    used: () => given.map((place) => tokens.present(place)),
  };
}

test('a new token of the workspace is used, and the earlier token is used again when it is put back', async () => {
  const { write, used } = start('a1');
  await write('a2');
  expect(used()).toEqual(['a2']);
  await write('a1');
  expect(used()).toEqual(['a1']);
});

test('a place keeps its token while its new token belongs to another workspace', async () => {
  const { write, used } = start('a1', 'b1');
  await write('a1', 'a2');
  expect(used()[1]).toBe('b1');
  await write('a1', 'b2');
  expect(used()).toEqual(['a1', 'b2']);
});

test('tokens that changed places, and were replaced at the same time, serve their workspaces', async () => {
  const { write, used } = start('a1', 'b1');
  await write('b2', 'a2');
  expect(used()).toEqual(['a2', 'b2']);
});
