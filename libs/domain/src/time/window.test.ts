import { describe, expect, it } from 'vitest';
import type { Window } from './instant.ts';
import { bucketIndex } from './hour-buckets.ts';
import { instant } from './instant.ts';
import { cutWindow, durationMs, isIn, MAX_QUESTION_MS } from './window.ts';

function window(from: number, to: number): Window {
  return { from: instant(from), to: instant(to) };
}

describe('cutWindow', () => {
  it('a window of exactly seven days stays in one piece, and a window that is a millisecond longer is cut', () => {
    expect(cutWindow(window(0, MAX_QUESTION_MS))).toEqual([window(0, MAX_QUESTION_MS)]);
    expect(cutWindow(window(0, MAX_QUESTION_MS + 1))).toEqual([
      window(0, MAX_QUESTION_MS),
      window(MAX_QUESTION_MS, MAX_QUESTION_MS + 1),
    ]);
  });

  it('seven calendar days that have 169 hours are cut', () => {
    const week = window(0, 169 * 3_600_000);
    expect(cutWindow(week).map(durationMs)).toEqual([MAX_QUESTION_MS, 3_600_000]);
  });

  it('an empty window gives no pieces, and another maximal length is accepted', () => {
    expect(cutWindow(window(5, 5))).toEqual([]);
    expect(cutWindow(window(0, 10), 4)).toEqual([window(0, 4), window(4, 8), window(8, 10)]);
  });

  it.each([0, -1, 1.5, Number.NaN, Infinity])('a maximal length of %d is refused', (maxMs) => {
    expect(() => cutWindow(window(0, 10), maxMs)).toThrow(RangeError);
  });
});

describe('half-open windows', () => {
  it('half-open windows include their beginning and exclude their end', () => {
    expect([-1, 0, 9, 10].map((at) => isIn(window(0, 10), instant(at)))).toEqual([false, true, true, false]);
  });

  it('bucketIndex finds a window by any instant within it', () => {
    const buckets = [window(0, 10), window(10, 20), window(20, 25)];
    expect([-1, 0, 9, 10, 19, 20, 24, 25].map((at) => bucketIndex(buckets, instant(at)))).toEqual([
      -1, 0, 0, 1, 1, 2, 2, -1,
    ]);
    expect(bucketIndex([], instant(0))).toBe(-1);
  });
});
