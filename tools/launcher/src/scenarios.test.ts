import { type DmsSimulator, startDmsSimulator } from '@leadbell/dms-simulator';
import { expect, test } from 'vitest';
import { scenarios } from './scenarios.ts';

const hour = 3_600_000;
const day = 24 * hour;
const busyDay = scenarios.find(({ name }) => name === 'busy-day');
const sunday = Date.parse('2026-11-22T00:00:00+03:00');

function leadsOf(dms: DmsSimulator, from: number): number {
  return dms.bulks({ from, to: dms.clock.now() }).reduce((sum, { size }) => sum + size, 0);
}

test.each(
  ['Sunday', 'Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday'].flatMap((name, n) =>
    [0, 10, 20, 23.9].map((at) => [name, at, sunday + n * day + at * hour] as const),
  ),
)('busy-day has its 3,000 leads when it starts on a %s at hour %d', async (_name, _at, now) => {
  const start = busyDay?.startsAt?.(now) ?? Number.NaN;
  expect(new Date(start + 3 * hour).toISOString()).toMatch(/T20:00:00\.000Z$/);
  expect(start).toBeLessThanOrEqual(now);
  const dms = await startDmsSimulator({ ...busyDay?.dms(now), now: () => start });
  const midnight = start - 20 * hour;
  expect(Math.abs(leadsOf(dms, midnight) - 2_300)).toBeLessThan(300);
  dms.clock.advance(4 * hour - 1);
  expect(leadsOf(dms, midnight)).toBe(3_000);
  await dms.close();
});
