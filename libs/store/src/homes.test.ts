import { afterAll, beforeAll, expect, test } from 'vitest';
import { openStore, type Store } from './index.ts';
import { startTestDatabases, type TestDatabases } from './testing.ts';

let databases: TestDatabases;
let url: string;
let one: Store;
let two: Store;

beforeAll(async () => {
  databases = await startTestDatabases();
  url = await databases.createReady();
  [one, two] = [await openStore({ url }), await openStore({ url })];
});
afterAll(async () => {
  await Promise.all([one.close(), two.close()]);
  await databases.close();
});

const later = (table: string, by: string) =>
  databases.query(url, `update ${table} set claimed_at = claimed_at - interval '${by}'`);
const rules = { openedWithinMs: 600_000, everyMs: 60_000, most: 1_000 };

test('each Home that was opened recently is claimed once a minute by only one process', async () => {
  await databases.empty(url);
  for (let n = 0; n < 40; n += 1) await one.homes.opened('T1', `U${n}`, `D${n}`);
  await one.homes.opened('T2', 'U1', null);
  const claims = async () => {
    const found = await Promise.all([one, two, one, two].map(({ homes }) => homes.claim('T1', rules)));
    return found.flat().map(({ user }) => user);
  };
  // Opening a Home counts as a claim, so none is due yet.
  expect(await claims()).toEqual([]);
  await later('homes', '1 minute');
  const found = await claims();
  expect([found.length, new Set(found).size]).toEqual([40, 40]);
  expect(await claims()).toEqual([]);
  await later('homes', '1 minute');
  await databases.query(url, "update homes set opened_at = opened_at - interval '11 minutes' where user_id <> 'U7'");
  expect(await claims()).toEqual(['U7']);
});

async function claim(store: Store): Promise<string[]> {
  return (await store.homes.claim('T1', { ...rules, most: 6 })).map(({ user }) => user);
}

test('all processes together claim at most the given number a minute; Homes that were claimed longest ago come first', async () => {
  await databases.empty(url);
  for (let n = 0; n < 9; n += 1) {
    await one.homes.opened('T1', `U${n}`, null);
    await later('homes', '1 minute');
  }
  expect((await claim(one)).toSorted()).toEqual(['U0', 'U1', 'U2', 'U3', 'U4', 'U5']);
  expect(await claim(two)).toEqual([]);
  await later('homes', '1 minute');
  const next = await claim(two);
  expect([next.length, next.filter((user) => /^U[678]/.test(user)).length]).toEqual([6, 3]);
});

test('the hash of the published view and the id of the direct message are kept', async () => {
  await databases.empty(url);
  expect(await one.homes.find('T1', 'U1', 600_000)).toBe(null);
  await one.homes.opened('T1', 'U1', 'D1');
  expect(await two.homes.find('T1', 'U1', 600_000)).toMatchObject({ user: 'U1', channel: 'D1' });
  expect(await two.homes.find('T1', 'U1', -1)).toBe(null);
  await two.homes.published('T1', 'U1', { hash: '1.a', content: 'x' });
  expect(await one.homes.opened('T1', 'U1', null)).toEqual({
    user: 'U1',
    channel: 'D1',
    hash: '1.a',
    content: 'x',
    isFirst: true,
  });
  await databases.query(url, "update homes set opened_at = opened_at - interval '2 minutes'");
  expect(await two.homes.opened('T1', 'U1', null)).toMatchObject({ channel: 'D1', isFirst: false });
});

test('only one process welcomes a person as new, and the person’s settings stay', async () => {
  await databases.empty(url);
  await one.people.change('T1', 'U1', { language: 'ar' });
  const asked = await Promise.all([one, two, one, two].map(({ people }) => people.isFirst('T1', 'U1', 'welcomed')));
  expect(asked.filter(Boolean)).toHaveLength(1);
  expect(await two.people.isFirst('T1', 'U2', 'welcomed')).toBe(true);
  expect(await one.people.settings('T1', 'U1')).toEqual({ language: 'ar', welcomed: true });
});
