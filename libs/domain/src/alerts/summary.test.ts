// Tests with random sequences of alerts: there are few pings, no cause is lost, and the end is announced.
import * as fc from 'fast-check';
import { expect, it } from 'vitest';
import type { Instant } from '../time/instant.ts';
import { defaultAlertSettings } from './numbers.ts';
import { isBurst, newSummary, stepSummary, type SummaryTold } from './summary.ts';

const settings = defaultAlertSettings;
const second = 1_000;

const turn = fc.record({
  afterMs: fc.integer({ min: second, max: 600 * second }),
  added: fc.integer({ min: 0, max: 30 }),
  over: fc.double({ min: 0, max: 1, noNaN: true }),
  reopened: fc.integer({ min: 0, max: 5 }),
});

it('a summary pings at most once per group interval, keeps every cause, and announces each new cause and the end', () => {
  fc.assert(
    fc.property(fc.array(turn, { maxLength: 60 }), (turns) => {
      let now = 0 as Instant;
      let state = newSummary('burst', [1, 2, 3], now);
      let open = 3;
      let known = 3;
      const told: { readonly at: number; readonly what: SummaryTold; readonly count: number }[] = [];
      const ends: (SummaryTold | undefined)[] = [];
      const step = (added: number, reopened: number): void => {
        const ids = Array.from({ length: added }, (_, n) => known + n + 1);
        known += added;
        const done = stepSummary(state, { now, settings, added: ids, open, reopened, unacknowledged: open });
        ({ state } = done);
        if (done.told !== null) told.push({ at: now, what: done.told, count: done.count });
      };
      for (const { afterMs, added, over, reopened } of turns) {
        now = (now + afterMs) as Instant;
        const wasOpen = open;
        open = Math.floor(open * over) + added;
        step(added, open === 0 ? 0 : Math.min(reopened, open));
        if (wasOpen > 0 && open === 0) ends.push(told.at(-1)?.at === now ? told.at(-1)?.what : undefined);
      }
      expect(ends.filter((end) => end !== 'resolve')).toEqual([]);
      expect(state.alerts).toEqual(Array.from({ length: known }, (_, n) => n + 1));
      const pings = told.filter(({ what }) => what !== 'resolve');
      for (const [n, { at, count }] of pings.entries()) {
        expect(at - (pings[n - 1]?.at ?? 0)).toBeGreaterThanOrEqual(settings.groupIntervalMs);
        expect(count).toBeGreaterThan(0);
      }
      now = (now + settings.groupIntervalMs) as Instant;
      step(0, 0);
      expect([state.unheard, state.back]).toEqual([0, 0]);
      expect(state.isOpen).toBe(open > 0);
    }),
  );
});

it.each([
  [8, 0, false],
  [9, 0, true],
  [80, 0, true],
  [4, 5, true],
  [1, 30, false],
])('%i new causes after %i messages are a burst: %s', (fresh, recent, expected) => {
  expect(isBurst(fresh, recent, { burstCauses: 8 })).toBe(expected);
});
