import { expect, test } from 'vitest';
import type { Instant } from '../time/instant.ts';
import { afterFailure, afterSuccess, dueWindows, type UnreadWindow } from './unread-windows.ts';

const minute = 60_000;
const at = (minutes: number) => (minutes * minute) as Instant;
const gap = { kind: 'gap', from: at(-100), to: at(-50), failure: 'contract' } as const;
const sweep = { kind: 'sweep', from: at(-90), to: at(0), failure: 'unavailable' } as const;

test('a gap that could not be read is retried for a week, at intervals that grow up to six hours', () => {
  let all: readonly UnreadWindow[] = [];
  const tries: number[] = [];
  for (let now = 0; now < 8 * 24 * 60; now += 1) {
    if (now > 0 && dueWindows(all, at(now)).length === 0) continue;
    tries.push(now);
    all = afterFailure(all, gap, at(now));
    if (all.length === 0) break;
  }
  expect(tries.slice(0, 8)).toEqual([0, 2, 6, 14, 30, 62, 126, 254]);
  expect(tries.length).toBeLessThan(40);
  expect(tries.at(-1)).toBeGreaterThanOrEqual(7 * 24 * 60);
  expect(all).toEqual([]);
});

test('a window that was read is removed, and other windows stay', () => {
  const other = { ...gap, to: at(-40) };
  const all = afterFailure(afterFailure([], gap, at(0)), other, at(0));
  expect(afterSuccess(all, gap)).toMatchObject([{ to: at(-40) }]);
  expect(afterSuccess(all, { ...gap, to: at(1) })).toBe(all);
});

test('a sweep of the last day that fails twice has one entry, even if the second sweep began at another time', () => {
  const all = afterFailure(afterFailure([], sweep, at(0)), { ...sweep, from: at(-80), to: at(10) }, at(12));
  expect(all).toMatchObject([{ tries: 2, since: at(0), from: at(-80) }]);
  expect(afterSuccess(all, { ...sweep, from: at(0) })).toEqual([]);
});
