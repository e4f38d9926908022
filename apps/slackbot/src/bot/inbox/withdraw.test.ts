// If the confirmation of a commit is lost, the act's row may exist. The act is then withdrawn as
// soon as the database is reachable.
import { setTimeout } from 'node:timers/promises';
import type { Inbox } from '@leadbell/store';
import { expect, test } from 'vitest';
import { createInbox } from './inbox.ts';

const act = { workspace: 'T1', key: 'k', object: 'o', same: 's', merges: 'latest', body: {} } as const;
const log = { debug() {}, info() {}, warn() {}, error() {} };

const sleep = (_ms: number, signal: AbortSignal) => setTimeout(1, undefined, { signal });

function inboxThatFails(times: number) {
  let tries = 0;
  const queue = {
    write: () => Promise.reject(new Error('the answer of the commit is lost')),
    withdraw: () => {
      tries += 1;
      return tries <= times ? Promise.reject(new Error('gone')) : Promise.resolve();
    },
  } as unknown as Inbox;
  return { inbox: createInbox({ queue, sleep, log }), tries: () => tries };
}

test('the withdrawal of an act is retried until it succeeds, however long that takes, but not after that', async () => {
  const { inbox, tries } = inboxThatFails(40);
  expect(await inbox.take(act)).toEqual({ kind: 'refused' });
  await expect.poll(tries).toBe(41);
  await setTimeout(10);
  expect(tries()).toBe(41);
});

test('the withdrawal of an act is retried until the process closes', async () => {
  const { inbox, tries } = inboxThatFails(Infinity);
  await inbox.take(act);
  await expect.poll(tries).toBeGreaterThan(2);
  await inbox.close();
  const last = tries();
  await setTimeout(10);
  expect(tries()).toBeLessThanOrEqual(last + 1);
});
