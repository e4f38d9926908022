// Processes learn the values of filters from polls, share them, and still have them after a restart.
import { KnownValues } from '@leadbell/domain';
import { caseBody } from '@leadbell/testing';
import { expect, test } from 'vitest';
import { beginAt, dmsAnswers, dmsUrl, setUpDms, store } from '../testing/dms-fixtures.ts';
import { pollOptions } from '../testing/watch-fixtures.ts';
import { pollOnce } from './poll.ts';
import { createSeenValues } from './seen-values.ts';

setUpDms();
beginAt('2025-08-25T08:00:00.000Z');

const never = new AbortController().signal;
const keeping = (values: KnownValues) => createSeenValues({ store, connection: 'dms', values, days: () => 35 });

test('every process learns the values of a poll, and a lead that is read twice counts once', async () => {
  const body = `[${caseBody('00-typed-world.json').toString()}]`;
  dmsAnswers((_request, response) => response.writeHead(200, { 'content-type': 'application/json' }).end(body));
  const options = pollOptions(store, dmsUrl);
  await pollOnce('dms', options, never);
  await keeping(options.values).refresh();
  const other = new KnownValues();
  await keeping(other).refresh();
  const { valuesOf } = other.within('all');
  expect((['brand', 'branch', 'source', 'priority'] as const).map(valuesOf)).toEqual([
    ['KIA', 'MG', 'Toyota'],
    ['Jeddah', 'Riyadh North'],
    ['Website', 'Direct Contact', 'Walk-in'],
    ['Warm', 'Cold', 'Hot'],
  ]);
  await pollOnce('dms', options, never);
  await keeping(options.values).refresh();
  const { values } = await store.seenValues.read('dms');
  const leads = values.reduce((sum, one) => sum + (one.filter === 'brand' ? one.leads : 0), 0);
  expect(leads).toBe(4);
});
