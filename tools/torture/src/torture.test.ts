import { expect, test } from 'vitest';
import { killBots, type KillOptions } from './kill-bots.ts';

const clean = { lost: [], doubled: [], disordered: [], misplaced: [], outdated: [], strange: [] };

test.each<[string, KillOptions]>([
  ['one bot', { rounds: 8, replicas: 1, seed: 7, cutDatabase: false }],
  ['three replicas whose database is cut off now and then', { rounds: 10, replicas: 3, seed: 11, cutDatabase: true }],
])(
  'killed at random, with a Slack that misbehaves: %s',
  async (_, options) => {
    const verdict = await killBots(options);
    expect(verdict).toMatchObject(clean);
    expect(verdict.messages).toBeGreaterThan(10);
  },
  180_000,
);
