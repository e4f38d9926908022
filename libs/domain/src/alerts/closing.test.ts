// Tests of alerts that a person resolved by hand and whose problems then grow at random.
import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { runs } from '../runs-fixtures.ts';
import type { Instant } from '../time/instant.ts';
import { closeByHand, isClosedByHand, reopenByHand } from './closing.ts';
import { isCurrent } from './grouping.ts';
import { defaultAlertSettings } from './numbers.ts';
import type { Finding } from './rules/index.ts';
import type { AlertState } from './state.ts';
import { stepAlert } from './step.ts';

const minute = 60_000;
const day = 24 * 60 * minute;
const settings = { ...defaultAlertSettings, groupWaitMs: 0 };

function finding(member: string, count: number, rule: Finding['rule'] = 'bulk-errors'): Finding {
  return { rule, group: 'g', member, bulk: null, count, of: 100 };
}

function withErrors(errors: readonly string[]): Finding {
  const bulk = { errors: errors.map((fingerprint) => ({ fingerprint, leads: 1 })) } as unknown as Finding['bulk'];
  return { ...finding('1', 10), bulk };
}

function stepAt(state: AlertState | null, findings: readonly Finding[], now: number) {
  const step = stepAlert(state, findings, {
    now: now as Instant,
    settings,
    silenced: false,
    inhibited: false,
    quiet: false,
  });
  if (step === null) throw new Error('no alert');
  return step;
}

function firing(findings: readonly Finding[]): AlertState {
  const { state } = stepAt(null, findings, 0);
  expect(state.status).toBe('firing');
  return state;
}

const counts = fc.dictionary(fc.constantFrom('1', '2', '3'), fc.integer({ min: 1, max: 9 }), { minKeys: 1 });
const found = (each: Readonly<Record<string, number>>): readonly Finding[] =>
  Object.entries(each).map(([member, count]) => finding(member, count));

test('an alert closed by hand stays closed and sends nothing until a bulk has more leads or another bulk joins', () => {
  const holds = fc.property(counts, fc.array(counts, { maxLength: 6 }), (first, later) => {
    let state = closeByHand(firing(found(first)), minute as Instant);
    // For each bulk, how many of its leads may fail without an announcement.
    let accepted: Readonly<Record<string, number>> = first;
    for (const [n, now] of later.entries()) {
      const isWorse = Object.entries(now).some(([member, count]) => count > (accepted[member] ?? 0));
      const { state: next, told } = stepAt(state, found(now), (n + 2) * day);
      expect(next.status).toBe(isWorse ? 'firing' : 'resolved');
      expect(told).toBe(isWorse ? 'reopen' : null);
      if (isWorse) return;
      // A bulk that was fixed in the meantime is announced when it fails again.
      accepted = Object.fromEntries(
        Object.entries(accepted).flatMap(([member, count]) =>
          member in now ? [[member, Math.min(count, now[member] ?? 0)]] : [],
        ),
      );
      state = next;
    }
  });
  fc.assert(holds, { numRuns: runs(2_000) });
});

test('an alert closed by hand that gets worse fires again with the reason `worse` and without an owner', () => {
  const closed = closeByHand({ ...firing([finding('1', 3)]), owner: 'U1', acknowledgedBy: 'U1' }, minute as Instant);
  const { state } = stepAt(closed, [finding('1', 4)], 2 * minute);
  expect(state).toMatchObject({ status: 'firing', reason: 'worse', owner: null, acknowledgedBy: null });
  expect(state.members['1']).toMatchObject({ count: 4, resolvedAt: null });
  expect(isClosedByHand(state)).toBe(false);
});

test('an alert closed by hand gets worse when its leads have another error, but not when they have fewer errors', () => {
  const closed = closeByHand(firing([withErrors(['branch|', 'phone|'])]), minute as Instant);
  expect(stepAt(closed, [withErrors(['branch|'])], 2 * minute).told).toBeNull();
  expect(stepAt(closed, [withErrors(['branch|', 'model|'])], 2 * minute).state).toMatchObject({ reason: 'worse' });
});

test('an alert closed by hand stays closed when another bulk fails but the alert has no room for it', () => {
  const many = Array.from({ length: 501 }, (_, n) => finding(String(n), 1));
  const closed = closeByHand(firing(many), minute as Instant);
  expect(stepAt(closed, many, 2 * minute).told).toBeNull();
});

test('an alert that was closed by hand does not get worse when a bulk is only stuck for longer', () => {
  const closed = closeByHand(firing([finding('1', 30, 'bulk-stalled')]), minute as Instant);
  expect(stepAt(closed, [finding('1', 240, 'bulk-stalled')], day).told).toBeNull();
});

test('an alert closed by hand keeps its bulks only as long as they fail', () => {
  const closed = closeByHand(firing([finding('1', 3)]), minute as Instant);
  expect(isCurrent(closed, (30 * day) as Instant)).toBe(true);
  const { state, told } = stepAt(closed, [], 2 * day);
  expect(told).toBeNull();
  expect(isClosedByHand(state)).toBe(false);
  expect(isCurrent(state, (30 * day) as Instant)).toBe(false);
});

test('an alert closed by hand that is opened again by hand has the same members as before', () => {
  const before = firing([finding('1', 3)]);
  const after = reopenByHand(closeByHand(before, minute as Instant), (2 * minute) as Instant);
  expect(after).toMatchObject({ status: 'firing', resolvedAt: null, members: before.members });
});
