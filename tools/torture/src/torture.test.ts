import { expect, test } from 'vitest';
import { judge } from './verdict.ts';
import { scenarios } from './scenarios.ts';

const clean = { lost: [], doubled: [], disordered: [], misplaced: [], outdated: [], strange: [], waiting: 0, dead: 0 };

test.concurrent.each(scenarios.map((scenario) => [scenario.title, scenario] as const))(
  '%s: nothing lost, doubled, out of order or outdated',
  async (_, { run }) => {
    const result = await run('short', 7);
    // Where it can't be done.
    if (result === null) return;
    expect(result).toMatchObject(clean);
    expect(result.messages).toBeGreaterThan(3);
  },
  240_000,
);

const message = (key: string, ts: string, text: string, threadTs?: string) => ({
  channel: 'C1',
  ts,
  text,
  user: 'U1',
  reactions: new Map<string, string[]>(),
  state: {},
  metadata: { event_payload: { key } },
  ...(threadTs === undefined ? {} : { threadTs }),
});
const wanted = (key: string, threadOf: string | null = null) =>
  [key, { id: 1, key, channel: 'C1', threadOf, text: key }] as const;

test('the judge sees what is wrong', () => {
  const expected = new Map([wanted('m1'), wanted('m2'), wanted('m3', 'm1'), wanted('m4'), wanted('m5')]);
  const ledger = [
    message('m2', '1.1', 'm2'),
    message('m1', '1.2', 'm1'),
    message('m3', '1.3', 'm3', '1.1'),
    message('m4', '1.4', 'old'),
    message('m4', '1.5', 'm4'),
    message('m9', '1.6', 'm9'),
  ];
  expect(judge(expected, ledger)).toEqual({
    messages: 5,
    lost: ['m5'],
    doubled: ['m4 x 2'],
    disordered: ['m2'],
    misplaced: ['m3'],
    outdated: ['m4: "old" is not "m4"'],
    strange: ['m9'],
  });
});
