// Random histories of a DMS are compared with a model that only knows which bulks fail at each moment.
import { describe, expect, it } from 'vitest';
import { runs } from '../runs-fixtures.ts';
import type { Instant } from '../time/instant.ts';
import { defaultAlertSettings } from './numbers.ts';
import type { Finding } from './rules/index.ts';
import { isUnstableMember } from './members.ts';
import { type AlertState, withEntry } from './state.ts';
import { type AlertStep, type Circumstances, stepAlert } from './step.ts';

const minute = 60_000;
const settings = {
  ...defaultAlertSettings,
  groupWaitMs: 2 * minute,
  groupIntervalMs: 15 * minute,
  repeatIntervalMs: 60 * minute,
};

function finding(member: string, count: number): Finding {
  return { rule: 'bulk-errors', group: 'g', member, bulk: null, count, of: 10 };
}

function dice(seed: number): () => number {
  let state = seed;
  return () => (state = (state * 1_103_515_245 + 12_345) % 2_147_483_648) / 2_147_483_648;
}

describe('random histories', () => {
  it('no alert is announced twice or missed, and the channel always shows the true state', () => {
    const histories = runs(10_000);
    let told = 0;
    for (let seed = 1; seed <= histories; seed += 1) told += history(dice(seed * 7_919), seed);
    expect(told).toBeGreaterThan(histories);
    expect(all.joins).toBeGreaterThan(histories);
  });
});

/** Totals of all histories, to check that some members joined. */
const all = { joins: 0 };

/** Returns how often the channel was notified. */
function history(roll: () => number, seed: number): number {
  let told = 0;
  let now = 0;
  let state: AlertState | null = null;
  /** The state that the channel shows: nothing, an open message, or a resolved one. */
  let channel: 'nothing' | 'open' | 'resolved' = 'nothing';
  let wrong = new Map<string, number>();
  let lastPing = 0;
  /** Bulks that joined a firing alert and have not been announced yet. */
  let untold = new Set<string>();
  let joins = 0;
  const fail = (what: string): never => {
    throw new Error(`seed ${seed} at ${now / minute} min: ${what}; ${JSON.stringify(state)}`);
  };
  for (let turn = 0; turn < 40; turn += 1) {
    now += Math.ceil(roll() * 20) * minute;
    // Bulks fail, recover, are missing from one answer and return; some polls change nothing.
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
    const known = was?.status === 'firing' ? openOf(was) : [];
    untold = new Set(
      was === null || was.status === 'waiting' || channel === 'nothing'
        ? []
        : [...wrong.keys()].filter((one) => untold.has(one) || !known.includes(one)),
    );
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
    const isMuted = silenced || (was?.snoozedUntil ?? 0) > now;
    if (step.told !== 'join' && step.joined.length > 0) fail('names what it does not tell');
    const isActive = wrong.size > 0;
    const { members } = state;
    const isNews = (id: string): boolean => !isUnstableMember(members[id] ?? {});
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
        if ((channel !== 'resolved' && was?.isOwed !== true) || !isActive || silenced) fail('opened again wrongly');
        channel = 'open';
        lastPing = now;
        break;
      case 'repeat': {
        if (channel !== 'open' || !isActive) fail('repeated what is not open');
        const isSnoozeOver = was?.snoozedUntil !== null && (was?.snoozedUntil ?? 0) <= now;
        // The alert has stopped flapping.
        const isSteady = state.reason === 'steady';
        if (!isSnoozeOver && now - lastPing < (isSteady ? settings.groupIntervalMs : settings.repeatIntervalMs))
          fail('repeated too soon');
        if (!isSnoozeOver && ((quiet && !isSteady) || silenced || was?.acknowledgedBy !== null))
          fail('repeated though it should not be');
        lastPing = now;
        break;
      }
      case 'join':
        if (channel !== 'open' || isMuted) fail('told of a bulk that joined though it should not be');
        if (now - lastPing < settings.groupIntervalMs) fail('told of bulks that joined too often');
        if (String(step.joined.toSorted()) !== String([...untold].filter(isNews).toSorted()))
          fail('told of other bulks than joined');
        joins += step.joined.length;
        lastPing = now;
        break;
      case 'update':
        if (channel === 'nothing') fail('changed what nobody has seen');
        channel = state.status === 'resolved' ? 'resolved' : 'open';
        break;
      case 'line':
        if (was?.unstable === undefined && state.unstable === undefined) fail('a line that says nothing');
        channel = 'open';
        break;
      case null:
        break;
      default:
        step.told satisfies never;
    }
    // A ping announces every problem that the alert has.
    if (lastPing === now) untold = new Set();
    else if (
      [...untold].some(isNews) &&
      step.told !== 'line' &&
      isActive &&
      !isMuted &&
      now - lastPing >= settings.groupIntervalMs
    )
      fail('a bulk that joined was not told');
    // The channel must show the true state.
    if (channel === 'open' && !isActive && state.unstable === undefined) fail('still open though nothing is wrong');
    if (channel === 'resolved' && isActive) fail('resolved though something is wrong');
    const waited = now - (state.startedAt ?? now) >= settings.groupWaitMs;
    if (channel === 'nothing' && isActive && waited && !silenced && state.status !== 'waiting') fail('missed');
    // After an alert that ended before it was announced, a new alert starts.
    if (state.status === 'resolved' && channel === 'nothing') state = null;
    // The bulks that the alert names must be those that fail.
    const open = Object.entries(state?.members ?? {}).flatMap(([member, { resolvedAt, count }]) =>
      resolvedAt === null ? [`${member} ${count}`] : [],
    );
    const expected = [...wrong].map(([member, count]) => `${member} ${count}`);
    expect(open.toSorted()).toEqual(state === null ? [] : expected.toSorted());
  }
  all.joins += joins;
  return told;
}

function openOf({ members }: AlertState): readonly string[] {
  return Object.keys(members).filter((member) => members[member]?.resolvedAt === null);
}

function stepped(before: AlertState | null, findings: readonly Finding[], circumstances: Circumstances): AlertStep {
  const done = stepAlert(before, findings, circumstances);
  if (done === null) throw new Error('no step');
  return done;
}

function at(minutes: number, circumstances: Partial<Circumstances> = {}): Circumstances {
  const now = (minutes * minute) as Instant;
  return { now, settings, silenced: false, inhibited: false, quiet: false, ...circumstances };
}

describe('a bulk that joins an alert', () => {
  const [one, two] = [finding('1', 1), finding('2', 1)];
  const fired = stepped(stepped(null, [one], at(0)).state, [one], at(2)).state;

  it.each<[string, Partial<AlertState>, Partial<Circumstances>, string, string]>([
    ['is announced', {}, {}, 'joined', 'join'],
    ['is announced at night', {}, { quiet: true }, 'joined', 'join'],
    ['is announced even if the others were acknowledged', { acknowledgedBy: 'U1' }, {}, 'joined', 'join'],
    ['is not announced while silenced', {}, { silenced: true }, 'silenced', 'update'],
    ['is not announced while inhibited', {}, { inhibited: true }, 'inhibited', 'update'],
    ['is not announced while snoozed', { snoozedUntil: (60 * minute) as Instant }, {}, 'snoozed', 'update'],
  ])('%s', (_, changes, circumstances, reason, told) => {
    const done = stepped({ ...fired, ...changes }, [one, two], at(20, circumstances));
    expect([done.state.reason, done.told, done.joined]).toEqual([reason, told, told === 'join' ? ['2'] : []]);
  });

  it('a bulk that joins waits for the group interval; it is not announced if it is fixed in that time', () => {
    const soon = stepped(fired, [one, two], at(5));
    expect([soon.state.reason, soon.told]).toEqual(['group-interval', 'update']);
    const later = stepped(soon.state, [one, two, finding('3', 1)], at(17));
    expect([later.state.reason, later.told, later.joined]).toEqual(['joined', 'join', ['2', '3']]);
    expect(later.state.history.at(-1)).toMatchObject({ what: 'joined', count: 2 });
    expect(stepped(soon.state, [one], at(17)).state.reason).toBe('changed');
  });

  it('a bulk that was fixed is announced again when it fails again', () => {
    const both = stepped(fired, [one, two], at(20)).state;
    const right = stepped(both, [one], at(30)).state;
    expect(stepped(right, [one, two], at(40)).joined).toEqual(['2']);
  });

  it('a problem of the connection that returned during a silence is announced as a reopened alert, not as a member that joins', () => {
    const dms = { ...one, rule: 'dms-unreachable' as const, member: '' };
    const over = stepped(stepped(stepped(null, [dms], at(0)).state, [dms], at(2)).state, [], at(3)).state;
    const mute = stepped(over, [dms], at(5, { silenced: true }));
    expect([mute.state.reason, mute.told]).toEqual(['silenced', 'update']);
    const aloud = stepped(mute.state, [dms], at(20));
    expect([aloud.state.reason, aloud.told]).toEqual(['reopened', 'repeat']);
  });
});

function fire(findings: readonly Finding[]): AlertState {
  return stepped(stepped(null, findings, at(0)).state, findings, at(2)).state;
}

describe('an alert whose bulks are no longer found', () => {
  const both = fire([finding('1', 1), finding('2', 1)]);

  it.each<[string, readonly string[], string]>([
    ['resolves if they were fixed', [], 'resolved'],
    ['expires if they were not fixed', ['1', '2'], 'expired'],
    ['expires if one of them was not fixed', ['2'], 'expired'],
  ])('%s', (_, expired, reason) => {
    const done = stepped(both, [], at(60, { expired: new Set(expired) }));
    expect([done.state.status, done.state.reason, done.told]).toEqual(['resolved', reason, 'resolve']);
    expect(Object.keys(done.state.members).filter((id) => done.state.members[id]?.expired === true)).toEqual(expired);
  });

  it('an alert that fired again ends as resolved, even if a bulk had expired before it fired again', () => {
    const one = stepped(both, [finding('1', 1)], at(30, { expired: new Set(['2']) })).state;
    const over = { ...stepped(one, [], at(40)).state, reason: 'resolved' as const };
    const again = stepped(over, [finding('1', 1)], at(50)).state;
    expect(stepped(again, [], at(60)).state.reason).toBe('resolved');
  });
});

describe('a clock moved back by sixty days', () => {
  const one = finding('1', 1);
  const later = 60 * 24 * 60;

  it('after the clock was moved back, an alert waits no longer than usual', () => {
    const before = stepped(null, [one], at(later)).state;
    const back = stepped(before, [one], at(1));
    expect([back.state.reason, back.state.startedAt]).toEqual(['group-wait', minute]);
    expect(stepped(back.state, [one], at(3)).told).toBe('fire');
  });

  it('a slight difference between the clocks of two processes does not count as a clock that was moved back', () => {
    const before = stepped(null, [one], at(1)).state;
    expect(stepped(before, [one], at(0.5)).state.startedAt).toBe(minute);
  });

  it('after the clock was moved back, a bulk that joins waits for one group interval', () => {
    const before = stepped(stepped(null, [one], at(later)).state, [one], at(later + 2)).state;
    const back = stepped(before, [one, finding('2', 1)], at(5));
    expect([back.state.reason, back.state.toldAt]).toEqual(['group-interval', 5 * minute]);
    expect(stepped(back.state, [one, finding('2', 1)], at(20)).told).toBe('join');
  });
});
