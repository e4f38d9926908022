/** Performs acts on alerts while other processes decide about the same alerts, with the real bot and database. */
import { expect, test } from 'vitest';
import type { Store } from '@leadbell/store';
import {
  allDone,
  audited,
  databases,
  replica,
  sentences,
  setUpReplicas,
  store,
  url,
} from '../../testing/replica-fixtures.ts';

setUpReplicas();

/**
 * A store that simulates another process, which decides about the alerts after an act has read them and before the act
 * writes. `times`: the number of times that the other process does so.
 */
function overtaken(times: number): Store {
  let left = times;
  const decide: Store['alerts']['decide'] = async (tx, connection, basis) => {
    left -= 1;
    if (left >= 0) await databases.query(url, 'update dms_connections set decisions = decisions + 1');
    return store.alerts.decide(tx, connection, basis);
  };
  return { ...store, alerts: { ...store.alerts, decide } };
}

const owners = async () =>
  (await databases.query(url, `select state ->> 'owner' as owner from alerts`)).map(({ owner }) => owner);

test('an act that is overtaken five times stays in the inbox, is tried again, and is performed once', async () => {
  await using bot = await replica({}, overtaken(7));
  await bot.slack.control.say('noura', 'sales', '/leads assign 1 me');
  // The first try returns the act to the inbox, and a process takes it again.
  await expect
    .poll(async () => Number((await databases.query(url, 'select lease from inbox'))[0]?.['lease']))
    .toBeGreaterThan(1);
  await expect.poll(audited('assign'), { interval: 100 }).toBe(1);
  await allDone();
  expect(await owners()).toEqual(['U0NOURA']);
  expect(await audited('assign')()).toBe(1);
  // The person gets one reply, which reports no failure.
  expect(sentences(bot)).toHaveLength(1);
  expect(sentences(bot).join()).not.toMatch(/try again|went wrong/i);
  expect(bot.log.lines.filter(({ level }) => level === 'error')).toEqual([]);
});
