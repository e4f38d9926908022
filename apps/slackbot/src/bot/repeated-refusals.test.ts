import { expect, test } from 'vitest';
import type { Look } from '../reports/context.ts';
import type { Looker } from './record.ts';
import { countRepeatedRefusals } from './repeated-refusals.ts';

const hourMs = 3_600_000;
const guest: Looker = { user: 'U0OMAR', kind: 'guest', channel: 'C0SALES' };
const refused = (action: string): Look => ({ action, leads: [], fields: [], outcome: 'refused' });

function recording() {
  const written: string[] = [];
  let at = 0;
  const record = countRepeatedRefusals(
    ({ user, channel }, { action, times = 1 }) => {
      written.push(`${user} ${channel} ${action} ${times}`);
      return Promise.resolve();
    },
    () => at,
  );
  return {
    record,
    written: () => written.splice(0),
    wait: (ms: number) => (at += ms),
  };
}

test('the first of 120 refusals in an hour is recorded at once, and the other 119 later in one entry', async () => {
  const { record, written, wait } = recording();
  for (let n = 0; n < 120; n += 1) {
    await record(guest, refused('today'));
    wait(20_000);
  }
  expect(written()).toEqual(['U0OMAR C0SALES today 1']);
  wait(hourMs);
  await record({ ...guest, user: 'U0LINA' }, refused('today'));
  expect(written()).toEqual(['U0LINA C0SALES today 1', 'U0OMAR C0SALES today 119']);
});

test('refusals of another person, action or place get their own entry, and every allowed action gets one', async () => {
  const { record, written } = recording();
  for (const looker of [guest, { ...guest, channel: 'C0IT' }, { ...guest, user: 'U0LINA' }])
    for (const action of ['today', 'note', 'today']) await record(looker, refused(action));
  expect(written()).toHaveLength(6);
  for (let n = 0; n < 3; n += 1) await record(guest, { action: 'open', leads: [], fields: [] });
  expect(written()).toHaveLength(3);
});

test('the oldest entries are recorded early when many people are refused, to save memory', async () => {
  const { record, written } = recording();
  for (let n = 0; n < 6_000; n += 1) {
    const looker = { ...guest, user: `U${n}` };
    await record(looker, refused('today'));
    await record(looker, refused('today'));
  }
  const all = written();
  expect(all.filter((one) => one.endsWith('today 1')).length).toBeGreaterThanOrEqual(6_000);
  expect(all.length).toBeGreaterThan(7_000);
});
