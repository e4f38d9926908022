// Runs a short form of the simulation that `tools/bench/src/dms-habits.ts` measures.
import { runs } from '@leadbell/testing';
import { expect, test } from 'vitest';
import { watchServer } from './many-servers-fixtures.ts';

const seeds = Array.from({ length: runs(30) }, (_, n) => n + 1);

test.each(seeds)(
  'server %i: each lead is in exactly one day, and days that may lack leads are reported',
  async (seed) => {
    const result = await watchServer(seed, 10);
    const { habits, missing, missingSaid, twice, wrongPeriods, unseen } = result;
    expect({ habits, silent: missing - missingSaid, twice, wrongPeriods, unseen }).toEqual({
      habits,
      silent: 0,
      twice: 0,
      wrongPeriods: 0,
      unseen: 0,
    });
    expect(result.leads).toBeGreaterThan(30);
  },
);
