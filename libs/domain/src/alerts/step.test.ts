// Histories of a DMS at random, against a model that only knows what is so at each moment.
import { describe, expect, it } from 'vitest';
import type { Instant } from '../time/instant.ts';
import { defaultAlertSettings, type Finding } from './facts.ts';
import { isSilenced } from './silence.ts';
import { type AlertState, stepAlert, withEntry } from './step.ts';

const minute = 60_000;
const settings = { ...defaultAlertSettings, groupWaitMs: 2 * minute, repeatIntervalMs: 60 * minute };

function finding(member: string, count: number): Finding {
  return { rule: 'bulk-errors', group: 'g', member, bulk: null, count, of: 10 };
}

function dice(seed: number): () => number {
  let state = seed;
  return () => (state = (state * 1_103_515_245 + 12_345) % 2_147_483_648) / 2_147_483_648;
}

describe('10,000 histories at random', () => {
  it('each alert is told once, none is missed, and what is told agrees with what is so', () => {
    let told = 0;
    for (let seed = 1; seed <= 10_000; seed += 1) told += history(dice(seed * 7_919), seed);
    expect(told).toBeGreaterThan(10_000);
  });
});

/** Returns how often the channel was told something. */
function history(roll: () => number, seed: number): number {
  let told = 0;
  let now = 0;
  let state: AlertState | null = null;
  /** What the channel has seen: nothing, a message that is open, or one that is resolved. */
  let channel: 'nothing' | 'open' | 'resolved' = 'nothing';
  let wrong = new Map<string, number>();
  let lastPing = 0;
  const fail = (what: string): never => {
    throw new Error(`seed ${seed} at ${now / minute} min: ${what}; ${JSON.stringify(state)}`);
  };
  for (let turn = 0; turn < 40; turn += 1) {
    now += Math.ceil(roll() * 20) * minute;
    // Bulks go wrong, get better, vanish from one answer and come back; some polls bring nothing new.
    if (roll() < 0.6) wrong = new Map([...wrong].filter(() => roll() > 0.3));
    if (roll() < 0.4) wrong.set(String(Math.floor(roll() * 4)), 1 + Math.floor(roll() * 5));
    const silenced = roll() < 0.15;
    const quiet = roll() < 0.2;
    const before: AlertState | null = state;
    if (before?.status === 'firing' && roll() < 0.1)
      state = {
        ...withEntry(before, { at: now as Instant, what: 'acknowledge', by: 'U1', text: null }),
        acknowledgedBy: 'U1',
      };
    if (state?.status === 'firing' && roll() < 0.05) state = { ...state, snoozedUntil: (now + 30 * minute) as Instant };
    const was: AlertState | null = state;
    const step = stepAlert(
      was,
      [...wrong].map(([member, count]) => finding(member, count)),
      { now: now as Instant, settings, silenced, inhibited: false, quiet },
    );
    if (step === null) {
      if (wrong.size > 0) fail('something is wrong and there is no alert');
      continue;
    }
    ({ state } = step);
    if (step.told !== null) told += 1;
    const isActive = wrong.size > 0;
    switch (step.told) {
      case 'fire':
        if (channel !== 'nothing') fail('told twice');
        if (silenced) fail('told though silenced');
        channel = 'open';
        lastPing = now;
        break;
      case 'resolve':
        if (channel !== 'open' || isActive) fail('resolved wrongly');
        channel = 'resolved';
        break;
      case 'reopen':
        if (channel !== 'resolved' || !isActive || silenced) fail('opened again wrongly');
        channel = 'open';
        lastPing = now;
        break;
      case 'repeat': {
        if (channel !== 'open' || !isActive) fail('repeated what is not open');
        const isSnoozeOver = was?.snoozedUntil !== null && (was?.snoozedUntil ?? 0) <= now;
        if (!isSnoozeOver && now - lastPing < settings.repeatIntervalMs) fail('repeated too soon');
        if (!isSnoozeOver && (quiet || silenced || was?.acknowledgedBy !== null))
          fail('repeated though it should not be');
        lastPing = now;
        break;
      }
      case 'update':
        if (channel === 'nothing') fail('changed what nobody has seen');
        if (was?.status === 'resolved') channel = 'open';
        break;
      case null:
        break;
      default:
        step.told satisfies never;
    }
    // What stands in the channel is so.
    if (channel === 'open' && !isActive) fail('still open though nothing is wrong');
    if (channel === 'resolved' && isActive) fail('resolved though something is wrong');
    const waited = now - (state.startedAt ?? now) >= settings.groupWaitMs;
    if (channel === 'nothing' && isActive && waited && !silenced && state.status !== 'waiting') fail('missed');
    // What ended before anybody heard of it begins anew.
    if (state.status === 'resolved' && channel === 'nothing') state = null;
    // The bulks it names are those that are wrong.
    const open = Object.entries(state?.members ?? {}).flatMap(([member, { resolvedAt, count }]) =>
      resolvedAt === null ? [`${member} ${count}`] : [],
    );
    const expected = [...wrong].map(([member, count]) => `${member} ${count}`);
    expect(open.toSorted()).toEqual(state === null ? [] : expected.toSorted());
  }
  return told;
}

const member = (
  source: readonly string[],
  errors: readonly string[] = ['INVALID_PHONE|'],
  resolvedAt: Instant | null = null,
) => ({
  traits: { source, brand: [], branch: [] },
  errors: errors.map((fingerprint) => ({ fingerprint, leads: 1 })),
  resolvedAt,
});

describe('a silence', () => {
  it.each([
    ['all of it', [member(['Email'])], { source: 'email' }, true],
    ['two that match', [member(['Email']), member(['Email', 'E-Mail, Email'])], { source: 'email' }, true],
    ['one that is about something else too', [member(['Email', 'Website'])], { source: 'email' }, false],
    [
      'something else that is over',
      [member(['Email']), member(['Website'], [], 1 as Instant)],
      { source: 'email' },
      true,
    ],
    ['nothing known of it', [member([])], { source: 'email' }, false],
    ['an error', [member([])], { error: 'invalid_phone' }, true],
    ['another rule', [member(['Email'])], { source: 'email', rule: 'no-leads' }, false],
    ['a silence of nothing', [member(['Email'])], {}, false],
  ])('%s', (_, members, matcher, expected) => {
    expect(isSilenced('bulk-errors', members, matcher)).toBe(expected);
  });
});
