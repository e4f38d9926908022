/** Runs the short form of each scenario that has one; `main.ts` runs the long form. */
import { describe, expect, test } from 'vitest';
import { lastRelease, newestRelease, requireCommit } from './rig/earlier-release.ts';
import { scenarios } from './scenarios/index.ts';
import { faultsOf } from './tally.ts';
import { judgeOutbox } from './verdicts/outbox.ts';
import { type Act, judgePeople } from './verdicts/people.ts';
import { judgeRanges } from './verdicts/ranges.ts';

const short = scenarios.flatMap((scenario) =>
  scenario.short === null ? [] : [[scenario.title, scenario, scenario.short] as const],
);

test.concurrent.for(short)('the scenario “%s” ends without faults', async ([, scenario, rounds], { expect, skip }) => {
  const tally = (await scenario.run({ rounds, seed: 7, without: null })) ?? skip('not possible on this machine');
  expect(tally.details).toEqual([]);
  expect(faultsOf(tally)).toBe(0);
  expect(tally.messages + tally.presses).toBeGreaterThan(1);
});

test('the changelog names the commit of the last release; without the git history an error says what to do', () => {
  expect(lastRelease()).toEqual({ version: expect.any(String), commit: expect.any(String) });
  expect(newestRelease('## Unreleased\n\n- More.\n\n## 0.1.0\n\nThe first release.\n')).toBeNull();
  expect(() => requireCommit({ version: '0.1.0', commit: 'f'.repeat(40) })).toThrow(
    'the history here does not reach release 0.1.0 (ffffffff): in a shallow clone, run git fetch --unshallow',
  );
});

const message = (key: string, ts: string, text: string, threadTs?: string) => ({
  channel: 'C1',
  ts,
  text,
  user: 'U1',
  botId: 'B1',
  reactions: new Map<string, string[]>(),
  state: {},
  metadata: { event_payload: { key } },
  ...(threadTs === undefined ? {} : { threadTs }),
});

const wanted = (key: string, threadOf: string | null = null) =>
  [key, { id: 1, key, channel: 'C1', threadOf, text: key }] as const;
const act = (kind: Act['kind'], token: string, isAcknowledged = true): Act => ({
  kind,
  token,
  user: 'U1',
  channel: 'C1',
  at: 1,
  presses: 1,
  isAcknowledged,
});
const digest = (text: string) => ({ ...message('', '1.1', text), blocks: [{ text }] });

describe('the verdicts', () => {
  test('the verdict on the outbox finds each fault', () => {
    const expected = new Map([wanted('m1'), wanted('m2'), wanted('m3', 'm1'), wanted('m4'), wanted('m5')]);
    const ledger = [
      message('m2', '1.1', 'm2'),
      message('m1', '1.2', 'm1'),
      message('m3', '1.3', 'm3', '1.1'),
      message('m4', '1.4', 'old'),
      message('m4', '1.5', 'm4'),
      message('m9', '1.6', 'm9'),
    ];
    expect(judgeOutbox(expected, ledger)).toEqual({
      messages: 5,
      lost: ['m5'],
      doubled: ['m4 x 2'],
      disordered: ['m2'],
      misplaced: ['m3'],
      outdated: ['m4: "old" is not "m4"'],
      strange: ['m9'],
    });
  });

  test('the verdict on people’s actions finds each fault', () => {
    const told = {
      acts: [
        act('share', '7'),
        act('share', '8'),
        act('share', '9', false),
        act('note', 'memoax'),
        act('note', 'memobx'),
        act('subscribe', 'markeax'),
      ],
      messages: ['one', 'two', 'three', 'four'].map((token) => ({ token, channel: 'C1' })),
      ledger: [
        message('', '2.1', 'Lead 7: 1 lead'),
        message('', '2.2', 'Lead 7: 1 lead'),
        message('', '2.3', 'a note memoax', '2.1'),
        message('', '2.4', 'two'),
        message('', '2.5', 'one'),
        message('', '2.6', 'three'),
        message('', '2.7', 'three'),
      ],
      subscribed: ['markeax', 'markeax'],
      ordered: ['C1'],
    };
    expect(judgePeople(told)).toMatchObject({
      presses: 6,
      messages: 4,
      lost: 3,
      doubled: 1,
      outOfOrder: 1,
      actedTwice: 2,
    });
    // An act is not lost if the person got a sentence about it.
    const sentence = { ...message('', '2.8', 'Please try again.'), ephemeralTo: 'U1' };
    expect(judgePeople({ ...told, ledger: [...told.ledger, sentence] }).lost).toBe(1);
  });

  test('the verdict on the days of digests finds each fault', () => {
    const day = Date.parse('2026-03-01') / 86_400_000;
    const due = { channel: 'C1', firstDay: day, lastDay: day + 4, leadsOn: (on: number) => on - day };
    const ledger = [
      digest('Sunday 1 March 2026: no leads'),
      digest('Monday 2 March – Tuesday 3 March 2026: 3 leads'),
      digest('Tuesday 3 March 2026: 5 leads'),
    ];
    expect(judgeRanges([due], ledger)).toMatchObject({ messages: 3, lost: 2, doubled: 1, wrongRanges: 1 });
    expect(judgeRanges([{ ...due, lastDay: day + 2 }], ledger.slice(0, 2))).toMatchObject({
      lost: 0,
      doubled: 0,
      wrongRanges: 0,
    });
  });
});
