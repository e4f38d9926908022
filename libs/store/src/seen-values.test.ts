// Counts of filter values add up over all processes. A later read leaves out values that changed long before.
import { type Instant, type SeenValue } from '@leadbell/domain';
import { expect, test } from 'vitest';
import { defaultRetention } from './retention.ts';
import { query, setUpStore, store } from './store-fixtures.ts';

setUpStore();

const at = Date.parse('2025-08-25T12:00:00Z') as Instant;
const kia: SeenValue = { filter: 'brand', value: 'KIA', brand: 'KIA', branch: 'Jeddah', leads: 2, seenAt: at };
const add = async (...values: readonly SeenValue[]) => {
  await store.connections.ensure('dms');
  await store.seenValues.add('dms', values);
};

test('the leads of all spellings of a value add up, and the time of the latest lead is kept', async () => {
  await add(kia, { ...kia, branch: 'Riyadh' });
  await add({ ...kia, value: 'Kia', leads: 3, seenAt: (at - 1_000) as Instant });
  const { values } = await store.seenValues.read('dms');
  expect(values.toSorted((a, b) => b.leads - a.leads)).toEqual([
    { ...kia, leads: 5 },
    { ...kia, branch: 'Riyadh' },
  ]);
});

test('a read returns the values that changed after the given time, and none from long before', async () => {
  await add(kia);
  const { at: read } = await store.seenValues.read('dms');
  await query("update seen_values set changed_at = changed_at - interval '1 hour'");
  expect((await store.seenValues.read('dms', read)).values).toEqual([]);
  await add(kia);
  expect((await store.seenValues.read('dms', read)).values).toEqual([{ ...kia, leads: 4 }]);
});

test('a value that no lead has any more is deleted', async () => {
  await add(kia);
  await query("update seen_values set seen_at = leadbell_now() - interval '36 days'");
  expect((await store.forget(defaultRetention)).values).toBe(1);
  expect((await store.seenValues.read('dms')).values).toEqual([]);
});
