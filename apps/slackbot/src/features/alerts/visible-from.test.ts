import { defaultAlertSettings, type Instant } from '@leadbell/domain';
import { expect, test } from 'vitest';
import {
  branch,
  bulk,
  look,
  minute,
  monday,
  poll,
  query,
  settle,
  setUpScenario,
  subscribe,
  wait,
} from '../../testing/scenario-fixtures.ts';

setUpScenario();

/** For each message of the outbox: how many minutes before the first poll its news may have been visible. */
async function visible(): Promise<readonly (number | null)[]> {
  const rows = (await query('select visible_from as at from outbox order by id')) as readonly { at: Date | null }[];
  return rows.map(({ at }) => (at === null ? null : (monday - new Date(at).getTime()) / minute));
}

const watched = () => query(`update dms_connections set watched_since = '2025-08-24T00:00:00Z'`);

test('the delay of a new bulk is measured from its creation', async () => {
  await watched();
  await poll(bulk(1, [branch, 'fine']));
  expect(await visible()).toEqual([1]);
});

test('no delay is measured for a bulk that was created before Leadbell began to watch the DMS', async () => {
  await poll(bulk(1, [branch, 'fine']));
  expect(await visible()).toEqual([null]);
});

test('the delay of new errors in a stored bulk is measured from the last poll without these errors', async () => {
  await watched();
  await poll(bulk(1, ['fine', 'fine'], { state: 'in-progress' }));
  wait(2 * minute);
  await poll(bulk(1, ['fine', 'fine'], { state: 'in-progress' }));
  wait(minute);
  await poll(bulk(1, [branch, 'fine']));
  expect(await visible()).toEqual([-2]);
});

test('the delay of an alert is measured from its cause, even if it was held for the group wait; for channels that subscribe later no delay is measured', async () => {
  settle({ ...defaultAlertSettings, groupWaitMs: minute });
  await watched();
  await poll(bulk(1, [branch, 'fine']));
  expect(await visible()).toEqual([]);
  wait(2 * minute);
  await look();
  expect(await visible()).toEqual([1]);
  await subscribe({}, 'C0LATER');
  await query('update subscriptions set created_at = $$2025-08-25T09:02:00Z$$ where channel_id = $$C0LATER$$');
  await look();
  expect(await visible()).toEqual([1, null]);
});

test('the delay of a burst is measured from the first of its causes', async () => {
  settle({ ...defaultAlertSettings, groupWaitMs: 0, burstCauses: 3 });
  await watched();
  wait(minute);
  const errors = Array.from({ length: 6 }, (_, n) => ({
    code: `E${n}`,
    field: null,
    message: `Reason ${'abcdef'[n]}`,
  }));
  await poll(
    ...errors.map((error, n) => bulk(n + 1, [error, 'fine'], { createdAt: (monday - n * minute) as Instant })),
  );
  const [summary, ...lists] = await visible();
  expect([summary, ...new Set(lists)]).toEqual([5, null]);
});
