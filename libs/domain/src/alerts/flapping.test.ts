// Tests with problems that come and go in random order: there are few posts, and in the end the channel shows the true
// state.
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Instant } from '../time/instant.ts';
import { defaultAlertSettings } from './numbers.ts';
import type { Finding } from './rules/index.ts';
import type { AlertState } from './state.ts';
import { type AlertStep, type AlertTold, quietMsOf, stepAlert } from './step.ts';

const second = 1_000;
const minute = 60 * second;
const settings = { ...defaultAlertSettings, groupWaitMs: 0 };
const { groupIntervalMs, repeatIntervalMs } = settings;
const quietMs = quietMsOf(settings);

interface Said {
  readonly at: number;
  readonly told: AlertTold;
  readonly reason: string;
}

/** A channel that one alert is sent to. */
class Channel {
  state: AlertState | null = null;
  said: Said[] = [];
  /** The state that the alert's message shows at the moment. */
  shown: 'nothing' | 'wrong' | 'right' | 'unstable' = 'nothing';
  #now = 0;

  get now(): number {
    return this.#now;
  }

  /**
   * Sets which bulks are failing, then evaluates once a minute for `lastsMs`. `count`: the number of errored leads in
   * bulk 2.
   */
  see(members: readonly string[], lastsMs: number, count = 1): void {
    const end = this.#now + lastsMs;
    for (let at = this.#now; at < end; at = Math.min(end, at + minute)) {
      this.#now = at;
      this.#look(members, count);
    }
    this.#now = end;
  }

  #look(members: readonly string[], count: number): void {
    const findings = members.map((member): Finding => {
      const leads = member === '2' ? count : 1;
      return { rule: 'bulk-errors', group: 'g', member, bulk: null, count: leads, of: 2 * leads };
    });
    const step: AlertStep | null = stepAlert(this.state, findings, {
      now: this.#now as Instant,
      settings,
      silenced: false,
      inhibited: false,
      quiet: false,
    });
    if (step === null) return;
    this.state = step.state;
    if (step.told === null) return;
    const { status, unstable } = step.state;
    this.shown = unstable !== undefined ? 'unstable' : status === 'firing' ? 'wrong' : 'right';
    this.said.push({ at: this.#now, told: step.told, reason: step.state.reason });
  }

  of(...kinds: readonly AlertTold[]): readonly Said[] {
    return this.said.filter(({ told }) => kinds.includes(told));
  }
}

const pings = ['fire', 'join', 'repeat', 'reopen'] as const;
const posts = [...pings, 'resolve', 'line'] as const;

const phase = fc.record({
  members: fc.subarray(['1', '2', '3']),
  lastsMs: fc.oneof(fc.constant(second), fc.integer({ min: second, max: 40 * minute })),
});

describe('any sequence of failing and working', () => {
  it('an alert pings at most once and posts at most three times per group interval, and in the end shows the true state', () => {
    fc.assert(
      fc.property(fc.array(phase, { minLength: 1, maxLength: 60 }), fc.boolean(), (phases, isWrongAtLast) => {
        const channel = new Channel();
        for (const { members, lastsMs } of phases) channel.see(members, lastsMs);
        const heard = channel.of(...pings);
        for (const [n, { at }] of heard.entries())
          expect(at - (heard[n - 1]?.at ?? -Infinity)).toBeGreaterThanOrEqual(groupIntervalMs);
        const most = 1 + channel.now / groupIntervalMs;
        expect(channel.of(...posts).length).toBeLessThanOrEqual(3 * most);
        channel.see(isWrongAtLast ? ['1'] : [], quietMs + 2 * minute);
        expect(['nothing', 'right', 'wrong'].filter((one) => isWrongAtLast === (one === 'wrong'))).toContain(
          channel.shown,
        );
        // The last reply in the thread must be true too.
        const last = channel.said.findLast(({ told }) => told !== 'update' && told !== null);
        expect(last === undefined || last.told === 'resolve').toBe(!isWrongAtLast);
      }),
      { numRuns: 100 },
    );
  });

  it('while one bulk keeps failing, another bulk that flaps causes few extra posts', () => {
    const channel = new Channel();
    for (let n = 0; n < 8 * 60; n += 1) channel.see(n % 2 === 0 ? ['1'] : ['1', '2'], minute);
    expect(channel.of('join').length).toBeLessThanOrEqual(2);
    expect(channel.of('repeat').length).toBeLessThanOrEqual(1 + (8 * 60 * minute) / repeatIntervalMs);
    expect(channel.said.length).toBeLessThanOrEqual(12);
  });
});

it('a message shows a new count of a flapping bulk only when the count has doubled', () => {
  const channel = new Channel();
  const flap = (count: number, times: number): number => {
    const before = channel.said.length;
    for (let n = 0; n < times; n += 1) {
      channel.see(['1', '2'], second, count);
      channel.see(['1'], second, 3);
    }
    return channel.said.length - before;
  };
  flap(3, 6);
  expect(flap(3, 5)).toBe(0);
  expect(channel.state?.members['2']?.peak).toBe(3);
  expect(flap(5, 5)).toBe(0);
  expect(flap(3_000, 5)).toBe(1);
  expect(channel.said.at(-1)?.told).toBe('update');
  expect(flap(4_000, 5)).toBe(0);
  channel.see(['1'], quietMs + minute, 3);
  expect(channel.state?.members['2']).not.toHaveProperty('peak');
});

function flapped(): Channel {
  const channel = new Channel();
  for (let n = 0; n < 60; n += 1) channel.see(n % 2 === 0 ? ['1'] : [], second);
  return channel;
}

describe('a problem that comes and goes every second for a minute', () => {
  it('an unstable problem causes one ping, one reply that it is resolved, and one reply that it is unstable', () => {
    const channel = flapped();
    expect(channel.of(...pings)).toHaveLength(1);
    expect(channel.of('resolve', 'line').map(({ reason }) => reason)).toEqual(['resolved', 'unstable']);
    // The message must not be edited every second.
    expect(channel.said.length).toBeLessThanOrEqual(8);
    expect(channel.shown).toBe('unstable');
  });

  it('a problem is announced as resolved when it has stayed fixed for the quiet time', () => {
    const channel = flapped();
    channel.see([], quietMs - minute);
    expect(channel.shown).toBe('unstable');
    channel.see([], 2 * minute);
    expect([channel.shown, channel.said.at(-1)?.told]).toEqual(['right', 'resolve']);
  });

  it('an unstable problem pings the channel when it has kept failing for the quiet time', () => {
    const channel = flapped();
    channel.see(['1'], quietMs + 2 * minute);
    expect([channel.shown, channel.said.at(-1)]).toEqual([
      'wrong',
      expect.objectContaining({ told: 'repeat', reason: 'steady' }),
    ]);
  });

  it('a problem that returns soon after its end and then lasts pings the channel after the group interval', () => {
    const channel = new Channel();
    channel.see(['1'], second);
    channel.see([], second);
    channel.see(['1'], groupIntervalMs + minute);
    expect(channel.said.map(({ told }) => told)).toEqual(['fire', 'resolve', 'update', 'reopen']);
  });
});
