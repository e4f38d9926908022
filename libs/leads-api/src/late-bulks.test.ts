// Measures how soon polls see a bulk that appears late or is dated in the future. Runs the poll plan with the real
// client in simulated time.
import { createOddDms, type OddHabits, plainHabits } from '@leadbell/dms-simulator';
import { emptyHabits, type Instant, planPoll } from '@leadbell/domain';
import { expect, test } from 'vitest';
import { client, day, midnight, readAll } from './fixtures.ts';

const second = 1_000;
const minute = 60 * second;
const hour = 60 * minute;
const pollMs = 10 * second;

/**
 * Polls from five minutes before the bulk becomes visible until a poll sees it. `before`: how many equally late bulks
 * were seen earlier. Returns milliseconds.
 */
async function seenAfter(lateMs: number, habits: Partial<OddHabits> = {}, before = 0): Promise<number> {
  const madeAt = midnight + 20 * hour + 1_234;
  const visibleAt = madeAt + lateMs;
  const createdAt = madeAt + (habits.aheadMs ?? 0);
  const world = { now: visibleAt - 5 * minute };
  const bulk = { createdAt, createdBy: 1, leads: ['1'], visibleAt };
  const dms = createOddDms({ ...plainHabits, ...habits }, [bulk], () => world.now);
  const { api } = client('https://dms.test', { habits: emptyHabits }, { fetch: dms.fetch, now: () => world.now });
  for (let n = 0; n < before; n += 1)
    api.learn({ kind: 'appeared', createdAt: (world.now - lateMs) as Instant, coveredTo: world.now as Instant });
  const state = { coveredTo: world.now as Instant, sweptAt: world.now as Instant };
  for (; world.now < visibleAt + day; world.now += pollMs) {
    const now = world.now as Instant;
    for (const { kind, window, covers } of planPoll({ ...state, due: [], failures: 0, habits: api.habits() }, now)) {
      if ((await readAll(api.read({ kind: 'window', window }))).bulks.length > 0) return now - visibleAt;
      state.coveredTo = covers ?? state.coveredTo;
      if (kind === 'sweep') state.sweptAt = now;
    }
  }
  return Infinity;
}

test.each<[string, number, Partial<OddHabits>, number, number]>([
  ['at once', 0, {}, 0, pollMs],
  ['14 minutes late', 14 * minute, {}, 0, pollMs],
  ['an hour late', hour, {}, 0, 2 * pollMs],
  ['three hours late for the first time', 3 * hour, {}, 0, 15 * minute],
  ['three hours late, like others before', 3 * hour - minute, {}, 2, 2 * pollMs],
  ['23 hours late', 23 * hour, {}, 0, 15 * minute],
  ['by a clock that is 20 minutes ahead', 0, { aheadMs: 20 * minute }, 0, pollMs],
  ['by a clock that is three hours ahead', 0, { aheadMs: 3 * hour }, 0, pollMs],
  [
    'by a clock that is three hours ahead, which no header shows',
    0,
    { aheadMs: 3 * hour, sendsDate: false },
    0,
    15 * minute,
  ],
  ['by a clock that is 20 minutes behind', 0, { aheadMs: -20 * minute }, 0, pollMs],
  ['from a DMS that refuses the future', 0, { refusesFuture: true, aheadMs: 20 * minute }, 0, pollMs],
])('a bulk %s is seen in time', async (_, lateMs, habits, before, withinMs) => {
  expect(await seenAfter(lateMs, habits, before)).toBeLessThanOrEqual(withinMs);
});
