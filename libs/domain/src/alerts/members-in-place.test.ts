// Compares alerts whose members change in place with `stepAlert`, which copies them: states, notifications and joined
// bulks are the same.
import { deepStrictEqual } from 'node:assert';
import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { runs } from '../runs-fixtures.ts';
import type { Instant } from '../time/instant.ts';
import { type Circumstances, nextCourse, quietMsOf } from './course.ts';
import { maxMembers } from './members.ts';
import { MembersInPlace } from './members-in-place.ts';
import { defaultAlertSettings } from './numbers.ts';
import type { Finding } from './rules/index.ts';
import type { AlertCourse, AlertState } from './state.ts';
import { type AlertStep, stepAlert } from './step.ts';

const settings = defaultAlertSettings;

/** Makes two alerts with the same findings: one copies its members, the other changes them in place. */
function twins() {
  const found = new Map<string, Finding>();
  const members = new MembersInPlace();
  let state: AlertState | null = null;
  let course: AlertCourse | null = null;
  return {
    /** Changes findings as polls do: a changed finding moves to the end. Null: the bulk is not found any more. */
    step(changes: ReadonlyMap<string, number | null>, circumstances: Omit<Circumstances, 'settings'>) {
      for (const [member, count] of changes) {
        found.delete(member);
        if (count !== null) found.set(member, { rule: 'bulk-errors', group: 'g', member, bulk: null, count, of: 10 });
      }
      const all = { ...circumstances, settings };
      const copied: AlertStep | null = stepAlert(state, [...found.values()], all);
      if (copied === null) return null;
      const { now, expired = new Set() } = circumstances;
      const ids = [...changes.keys()];
      members.step(
        ids.flatMap((id) => found.get(id) ?? []),
        ids.filter((id) => !found.has(id)),
        { now, expired, quietMs: quietMsOf(settings) },
      );
      const { tellsAll, ...placed } = nextCourse(course, members, all, false);
      if (tellsAll) members.tellAll();
      ({ state } = copied);
      ({ course } = placed);
      return {
        copied,
        inPlace: { state: { ...course, members: members.all() }, told: placed.told, joined: placed.joined },
      };
    },
    size: () => Object.keys(members.all()).length,
  };
}

const ids = fc.oneof(
  fc.record({ first: fc.nat(4), length: fc.constant(1) }),
  fc.record({ first: fc.nat(maxMembers + 60), length: fc.constantFrom(1, 2, 40, 300) }),
  fc.constant({ first: 0, length: maxMembers + 360 }),
);
const change = fc.record({ ids, count: fc.option(fc.integer({ min: 1, max: 8 }), { freq: 2 }) });
const turn = fc.record({
  changes: fc.array(change, { maxLength: 3 }),
  ms: fc.constantFrom(1_000, 60_000, 5 * 60_000, 20 * 60_000, 5 * 3_600_000),
  silenced: fc.constantFrom(false, false, false, true),
  inhibited: fc.constantFrom(false, false, true),
  quiet: fc.boolean(),
  expires: fc.boolean(),
});

/** One bulk fails and recovers in turn until it is unstable, and then keeps failing. */
const flapping = [5, 5, null, 5, null, 5, null, 5, null, 5, 5, 5, 5].map((count, n) => ({
  changes: [{ ids: { first: 1, length: 1 }, count }],
  ms: n < 10 ? 60_000 : 5 * 3_600_000,
  silenced: false,
  inhibited: false,
  quiet: false,
  expires: false,
}));

test('changing members in place gives the same result as copying them', () => {
  const seen = { full: 0, joined: 0, unstable: 0, told: new Set<string>() };
  fc.assert(
    fc.property(fc.array(turn, { minLength: 10, maxLength: 40 }), (turns) => {
      const alert = twins();
      let now = Date.parse('2025-08-25T07:00:00.000Z');
      for (const { changes, ms, expires, ...circumstances } of turns) {
        now += ms;
        const merged = new Map<string, number | null>();
        for (const { ids: range, count } of changes)
          for (let id = range.first; id < range.first + range.length; id += 1) {
            merged.delete(String(id));
            merged.set(String(id), count);
          }
        const gone = [...merged].flatMap(([id, count]) => (count === null && expires ? id : []));
        const both = alert.step(merged, { ...circumstances, now: now as Instant, expired: new Set(gone) });
        if (both === null) continue;
        deepStrictEqual(both.inPlace, both.copied);
        if (alert.size() === maxMembers) seen.full += 1;
        if (both.copied.state.unstable !== undefined) seen.unstable += 1;
        seen.joined += both.copied.joined.length;
        if (both.copied.told !== null) seen.told.add(both.copied.told);
      }
    }),
    { numRuns: runs(400), examples: [[flapping]] },
  );
  expect([...seen.told].toSorted()).toEqual(['fire', 'join', 'line', 'reopen', 'repeat', 'resolve', 'update']);
  for (const count of [seen.full, seen.joined, seen.unstable]) expect(count).toBeGreaterThan(0);
});

test('an alert about the connection has one member without an id, and nothing joins it', () => {
  const alert = twins();
  const counts: readonly (number | null)[] = [5, 5, null, 5, null, 5, null, null, 5, 6, null];
  const told = counts.map((count, n) => {
    const both = alert.step(new Map([['', count]]), {
      now: (n * 3 * 60_000) as Instant,
      silenced: n === 3,
      inhibited: false,
      quiet: false,
    });
    expect(both?.inPlace).toEqual(both?.copied);
    return both?.copied.told;
  });
  expect(told).toContain('fire');
});
