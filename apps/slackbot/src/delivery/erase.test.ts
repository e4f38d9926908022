/** Tests with the real store and the stand-in that cards about a forgotten person are deleted in Slack. */
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { everyPersonKey, type Lead, personTraits } from '@leadbell/domain';
import { createTransport } from '@leadbell/slack-kit';
import { readForgotten } from '@leadbell/store';
import { temporaryFolder } from '@leadbell/store/testing';
import { testKey } from '@leadbell/testing';
import { afterEach, beforeEach, expect, test } from 'vitest';
import {
  bulkOf,
  channel,
  databases,
  pollOf,
  setUpAnnouncing,
  store,
  subscribe,
  url,
} from '../testing/announcing-fixtures.ts';
import { outboundFixture } from '../testing/delivery-fixtures.ts';
import { nthLead } from '../testing/lead-fixtures.ts';
import { type SlackSide, startSlackSide } from '../testing/slack-side-fixtures.ts';
import { adoptForgotten, eraseDue } from './erase.ts';

setUpAnnouncing();

let side: SlackSide;
let folder: string;
beforeEach(async () => {
  side = await startSlackSide(store, 'T1', [channel]);
  folder = temporaryFolder();
  await subscribe();
  await pollOf([bulkOf([maha, omar])], true);
  await side.settled();
});
afterEach(async () => {
  await side.close();
  rmSync(folder, { recursive: true });
});

const log = { debug() {}, info() {}, warn() {}, error() {} };
const maha: Lead = { ...nthLead(1), firstName: 'Maha', externalId: '501', phoneNumber: '500000101' };
const omar: Lead = { ...nthLead(2), firstName: 'Omar', externalId: '502', phoneNumber: '500000102' };

async function forgetMaha(): Promise<void> {
  const persons = everyPersonKey(personTraits(maha), [testKey()]);
  const by = { receipt: 'F-1', actor: 'operator', workspace: null };
  await store.transaction((tx) => store.persons.erase(tx, { persons }, by));
}

function erasing() {
  const how = { timeoutMs: 60_000, graceMs: 60_000, elapsed: () => performance.now(), send: createTransport() };
  const { outbound } = outboundFixture({ slack: side.sandbox, log, ...how });
  return { store, outbounds: new Map([['T1', outbound]]), forgottenFile: join(folder, 'forgotten.keys'), log };
}
const names = () =>
  side.sandbox.control.messages(channel).flatMap(({ blocks }) => /Maha|Omar/.exec(JSON.stringify(blocks))?.[0] ?? []);
const receipt = async () => (await store.persons.erasures(1))[0];

test('the card of the forgotten person is deleted, another person’s card stays, and the receipt is closed', async () => {
  expect(names().toSorted()).toEqual(['Maha', 'Omar']);
  await forgetMaha();
  expect(await eraseDue(erasing())).toBe(1);
  expect(names()).toEqual(['Omar']);
  expect((await receipt())?.doneAt).not.toBeNull();
  expect(await eraseDue(erasing())).toBe(0);
  expect(readForgotten(erasing().forgottenFile)).toEqual(await store.persons.forgotten());
  // The deleted card does not count as a message that was not delivered.
  expect(await side.undelivered()).toEqual([]);
});

test('a card that someone has already deleted counts as erased', async () => {
  const root = side.roots(channel).find(({ blocks }) => JSON.stringify(blocks).includes('Maha'));
  if (root !== undefined) side.sandbox.control.deleteMessage(root);
  await forgetMaha();
  expect(await eraseDue(erasing())).toBe(1);
  expect((await receipt())?.notReached).toEqual({});
});

test('a deletion that Slack rate-limits is tried again', async () => {
  await forgetMaha();
  side.sandbox.faults.add({ kind: 'ratelimited', method: 'chat.delete', retryAfterS: 1 });
  expect(await eraseDue(erasing())).toBe(0);
  expect(names()).toContain('Maha');
  expect((await receipt())?.doneAt).toBeNull();
  await databases.query(url, `update person_index set next_try_at = now() - interval '1 s'`);
  expect(await eraseDue(erasing())).toBe(1);
  expect(names()).toEqual(['Omar']);
});

test('the receipt names a message that Slack does not let us delete', async () => {
  await forgetMaha();
  side.sandbox.faults.add({ kind: 'error:cant_delete_message', method: 'chat.delete' });
  expect(await eraseDue(erasing())).toBe(0);
  expect((await receipt())?.notReached).toEqual({ cant_delete_message: 1 });
});

test('tombstones in the file are read at the start', async () => {
  await forgetMaha();
  await eraseDue(erasing());
  await databases.query(url, 'delete from forgotten');
  await adoptForgotten(erasing());
  const persons = (await store.persons.forgotten()).map(({ person }) => person);
  expect(persons.toSorted()).toEqual(
    readForgotten(erasing().forgottenFile)
      .map(({ person }) => person)
      .toSorted(),
  );
});
