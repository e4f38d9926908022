/**
 * Decisions about alerts are planned, put into words and written in separate steps. Whatever
 * happens between the steps, nothing must be lost or sent twice.
 */
import { defaultAlertSettings } from '@leadbell/domain';
import type { Store } from '@leadbell/store';
import { describe, expect, it } from 'vitest';
import {
  branch,
  bulk,
  channel,
  hour,
  look,
  minute,
  now,
  options,
  phone,
  poll,
  query,
  setUpScenario,
  settle,
  store,
  subscribe,
  subscription,
  subscriptionService as alerts,
  wait,
} from '../../testing/scenario-fixtures.ts';
import { evaluateAlerts } from './evaluate.ts';

setUpScenario();

const day = () => '2025-08-25' as never;
const keep = (...bulks: ReturnType<typeof bulk>[]) =>
  store.transaction((tx) => store.bulks.apply(tx, 'dms', bulks, now, day));

/** Returns a store in which the event happens between a plan and its transaction, for the first `times` plans. */
function overtaken(event: () => Promise<unknown>, times = 1): Store {
  let left = times;
  return {
    ...store,
    alerts: {
      ...store.alerts,
      async basis(tx, connection) {
        const basis = await store.alerts.basis(tx, connection);
        if (left > 0) {
          left -= 1;
          // The event happens after the plan has read everything.
          planned.push(event);
        }
        return basis;
      },
    },
    async transaction(work) {
      const result = await store.transaction(work);
      for (const next of planned.splice(0)) await next();
      return result;
    },
  };
}
const planned: (() => Promise<unknown>)[] = [];

const stateOf = async () =>
  (await query("select state ->> 'acknowledgedBy' as by, state ->> 'status' as status from alerts order by id")).map(
    ({ by, status }) => `${String(status)} ${String(by)}`,
  );

const decisions = async () => (await query('select decisions from dms_connections'))[0]?.['decisions'];
const remove = () =>
  store.transaction((tx) => store.subscriptions.remove(tx, subscription, { workspace: 'T1', channel: 'C0IT' }));

describe('changes that a poll has stored', () => {
  it('stored changes are evaluated by another process if the first one died', async () => {
    await keep(bulk(1, [branch, branch]));
    expect((await channel()).roots).toEqual([]);
    wait(minute);
    await look();
    expect((await channel()).roots).toEqual(['🔴 Branch … not found × 2 · Website']);
  });

  it('stored changes are evaluated once', async () => {
    await poll(bulk(1, [branch, branch]));
    await look();
    const before = await decisions();
    for (let n = 0; n < 3; n += 1) {
      wait(1_000);
      await look();
    }
    expect(await decisions()).toEqual(before);
    expect((await channel()).roots).toHaveLength(1);
  });

  it('changes between a plan and its transaction are left to the next evaluation', async () => {
    await keep(bulk(1, [branch, branch]));
    const meddled = overtaken(() => keep(bulk(1, [branch, branch]), bulk(2, [phone, phone])));
    await evaluateAlerts('dms', now, { ...options(), store: meddled });
    await look();
    expect((await channel()).roots.toSorted()).toEqual([
      '🔴 Branch … not found × 2 · Website',
      '🔴 Invalid phone × 2 · Email',
    ]);
  });
});

describe('an evaluation that is overtaken', () => {
  it('an evaluation posts nothing twice if another evaluation overtakes it', async () => {
    await keep(bulk(1, [branch]), bulk(2, [phone]));
    await evaluateAlerts('dms', now, { ...options(), store: overtaken(look) });
    expect((await channel()).roots).toHaveLength(2);
    expect(await query('select 1 from alerts')).toHaveLength(2);
  });

  it('an evaluation does not undo an action that overtakes it', async () => {
    await poll(bulk(1, [branch]));
    wait(minute);
    await keep(bulk(1, ['fine']));
    const meddled = overtaken(() => alerts.act(1, 'acknowledge', 'U0NOURA'));
    await evaluateAlerts('dms', now, { ...options(), store: meddled });
    expect(await stateOf()).toEqual(['resolved U0NOURA']);
    expect((await channel()).lines).toEqual(['Acknowledged', 'Resolved.']);
  });

  it('an evaluation posts nothing to a subscription that is removed meanwhile', async () => {
    await keep(bulk(1, [branch]));
    await evaluateAlerts('dms', now, { ...options(), store: overtaken(remove) });
    expect(await query('select 1 from outbox')).toEqual([]);
    expect(await stateOf()).toEqual(['firing null']);
  });

  it('an evaluation that is overtaken at every attempt is repeated a second later', async () => {
    await poll(bulk(1, [branch]));
    wait(minute);
    await keep(bulk(1, [branch, branch]));
    let notes = 0;
    const note = () => {
      wait(1);
      return alerts.act(1, 'note', 'U0NOURA', { text: `note ${(notes += 1)}` });
    };
    const meddled = overtaken(note, Infinity);
    expect(await evaluateAlerts('dms', now, { ...options(), store: meddled })).toBe(1_000);
    await look();
    expect((await channel()).roots).toEqual(['🔴 Branch … not found × 2 · Website']);
    expect((await channel()).lines).toHaveLength(notes);
  });
});

it('evaluations and actions that run at the same time send everything once', async () => {
  settle({ ...defaultAlertSettings, groupWaitMs: 0 });
  await subscribe({ threadOnly: true }, 'C0DAY');
  await poll(bulk(1, [branch]));
  wait(hour);
  await keep(bulk(2, [phone, phone]), bulk(3, [branch, branch]));
  await Promise.all([
    look(),
    look(),
    alerts.act(1, 'note', 'U0NOURA', { text: 'first' }),
    look(),
    alerts.act(1, 'acknowledge', 'U0NOURA'),
  ]);
  await look();
  const keys = (await query('select key, subscription_id from outbox')).map(({ key }) => String(key));
  expect(new Set(keys).size).toBe(keys.length);
  const { lines } = await channel();
  for (const word of ['Note', 'Acknowledged']) expect(lines.filter((line) => line.includes(word))).toHaveLength(1);
  expect((await stateOf())[0]).toBe('firing U0NOURA');
});
