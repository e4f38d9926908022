import { beginsAt, type Debt, type Instant, owedDigest, readSchedule, type Zone } from '@leadbell/domain';
import type { Subscription, SubscriptionChange } from '@leadbell/store';
import * as fc from 'fast-check';
import { expect, it } from 'vitest';
import { type DigestDefinition, nextRun, rhythmOf, writeDefinition } from '../../subscriptions/definition.ts';
import { plainDigest } from '../../testing/definition-fixtures.ts';
import { workingCalendar as calendar } from '../../testing/lead-fixtures.ts';
import { byHand, debtOnEdit, debtOnPause, debtOnResume } from './debts.ts';

const hour = 3_600_000;
const at = (iso: string) => Date.parse(`${iso}+03:00`) as Instant;

function digest(text: string): DigestDefinition {
  const { schedule } = readSchedule(text.split(' '));
  if (schedule === null) throw new Error('no schedule');
  return { ...plainDigest, zone: 'Asia/Riyadh' as Zone, schedule };
}

/** Simulates a subscription as the store keeps it, without a database. */
class Stored {
  one: Subscription;
  definition: DigestDefinition;

  constructor(definition: DigestDefinition, now: Instant) {
    this.definition = definition;
    this.one = {
      id: 1,
      workspace: 'T1',
      channel: 'C0SALES',
      owner: 'U0NOURA',
      kind: 'digest',
      definition: writeDefinition(definition),
      scope: null,
      unheldSince: null,
      nextRunAt: nextRun(definition, calendar, now),
      coveredTo: beginsAt(rhythmOf(definition, calendar), now),
      settledTo: null,
      pauses: [],
      pausedReason: null,
      pausedAt: null,
      createdAt: now,
      tries: 0,
      failure: null,
      nextTryAt: null,
    };
  }

  pause(now: Instant): void {
    this.#change({ pausedReason: byHand, ...debtOnPause(this.one, { calendar, now }) });
    this.one = { ...this.one, pausedAt: now };
  }

  resume(now: Instant): void {
    this.#change({ pausedReason: null, ...debtOnResume(this.one, { calendar, now }) });
    this.one = { ...this.one, pausedAt: null };
  }

  edit(definition: DigestDefinition, now: Instant): void {
    const next = nextRun(definition, calendar, now);
    if (next === null) throw new Error('never comes');
    this.#change(debtOnEdit(this.one, definition, next, { calendar, now }));
    this.definition = definition;
    this.one = { ...this.one, definition: writeDefinition(definition) };
  }

  /** Returns the period that each digest covers, for the digests that are due at this instant. `isSent`: whether the digests are then sent. */
  due(now: Instant, isSent: boolean): readonly { readonly from: Instant; readonly to: Instant }[] {
    const { coveredTo, nextRunAt, pauses } = this.one;
    if (nextRunAt === null) throw new Error('no next time');
    const windows = [];
    let debt: Debt = { coveredTo, nextAt: nextRunAt, pauses };
    for (;;) {
      const owed = owedDigest(rhythmOf(this.definition, calendar), debt, now, 31);
      if (owed === null) return windows;
      if (owed.window !== null) windows.push(owed.window);
      debt = owed.after;
      const { coveredTo: covered, nextAt, pauses: left } = owed.after;
      if (isSent) this.one = { ...this.one, coveredTo: covered, settledTo: covered, nextRunAt: nextAt, pauses: left };
    }
  }

  #change({ coveredTo, settledTo, ...change }: SubscriptionChange): void {
    const settled = Math.max(this.one.settledTo ?? -Infinity, settledTo ?? -Infinity);
    this.one = {
      ...this.one,
      ...change,
      coveredTo: coveredTo?.becomes ?? this.one.coveredTo,
      settledTo: settled === -Infinity ? null : (settled as Instant),
    };
  }
}

it('a subscription that is edited before its first digest covers as much as a new one', () => {
  const stored = new Stored(digest('08:30'), at('2025-10-20T12:00'));
  stored.edit(digest('09:00 sun'), at('2025-10-20T13:00'));
  const [window] = stored.due(at('2025-10-26T09:00'), true);
  expect(window?.from).toBe(at('2025-10-19T00:00'));
});

it('the first digest covers no hours that a pause dropped, whatever schedule follows', () => {
  const stored = new Stored(digest('08:30'), at('2025-10-20T12:00'));
  stored.pause(at('2025-10-20T13:00'));
  stored.resume(at('2025-10-23T12:00'));
  stored.edit(digest('monthly 1 09:00'), at('2025-10-23T13:00'));
  const [window] = stored.due(at('2025-11-01T09:00'), true);
  expect(window?.from).toBe(at('2025-10-23T00:00'));
});

const texts = ['08:30', '17:00', '09:00 sun-thu', '09:00 sun', '17:00 sat', 'monthly 1 07:00'] as const;

it('no digest covers the hours of a pause, however it is paused, resumed and edited, with digests sent or not', () => {
  const steps = fc.array(
    fc.record({
      waitMs: fc.oneof(fc.integer({ min: 1, max: 6 * hour }), fc.integer({ min: hour, max: 10 * 24 * hour })),
      does: fc.constantFrom('pause', 'resume', 'edit', 'edit', 'send'),
      text: fc.constantFrom(...texts),
    }),
    { maxLength: 20 },
  );
  fc.assert(
    fc.property(fc.constantFrom(...texts), steps, (first, all) => {
      let now = at('2025-01-01T10:00');
      const stored = new Stored(digest(first), now);
      const gaps: { readonly from: number; readonly to: number }[] = [];
      const check = (isSent: boolean): void => {
        for (const { from, to } of stored.due(now, isSent))
          for (const gap of gaps) expect(Math.min(to, gap.to) - Math.max(from, gap.from)).toBeLessThanOrEqual(0);
      };
      for (const { waitMs, does, text } of all) {
        now = (now + waitMs) as Instant;
        const { pausedAt } = stored.one;
        if (does === 'edit') stored.edit(digest(text), now);
        else if (does === 'send' && pausedAt === null) check(true);
        else if (does === 'pause' && pausedAt === null) stored.pause(now);
        else if (does === 'resume' && pausedAt !== null) {
          gaps.push({ from: pausedAt, to: beginsAt(rhythmOf(stored.definition, calendar), now) });
          stored.resume(now);
        }
      }
      if (stored.one.pausedAt !== null) return;
      now = (now + 62 * 24 * hour) as Instant;
      check(false);
    }),
    { numRuns: 500 },
  );
});
