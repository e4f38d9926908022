// Tests on a real database: an alert that a person resolved is quiet until the facts get worse.
import { expect, test } from 'vitest';
import {
  branch,
  bulk,
  channel,
  look,
  minute,
  poll,
  query,
  settle,
  setUpScenario,
  shown,
  subscriptionService,
  wait,
} from '../../testing/scenario-fixtures.ts';
import { defaultAlertSettings } from '@leadbell/domain';
import { isWhollySeen } from './seen.ts';
import { alertsWithin } from './within.ts';

setUpScenario();

const day = 24 * 60 * minute;

async function resolved(): Promise<number> {
  settle({ ...defaultAlertSettings, groupWaitMs: 0, erroredLeads: 1 });
  await poll(bulk(1, [branch, branch, 'fine']));
  await look();
  const id = (await subscriptionService.latest(1))[0]?.id ?? 0;
  wait(minute);
  expect(await subscriptionService.act(id, 'resolve', 'U0SAMIR')).not.toBeNull();
  return id;
}

test('a resolved alert stays resolved for days while the same leads fail, and its bulk begins no new alert', async () => {
  await resolved();
  for (let days = 0; days < 3; days += 1) {
    wait(day);
    await poll(bulk(1, [branch, branch, 'fine']));
    await look();
  }
  const { roots, lines } = await channel();
  expect(roots).toHaveLength(1);
  expect(roots[0]).toMatch(/^🟢/);
  const text = await shown();
  expect(text).toContain('by hand: opens again if it gets worse');
  // A resolve by hand does not mark the bulk as fixed.
  expect(text).not.toContain('✓');
  expect(lines).toEqual([expect.stringMatching(/Resolved by hand\. It opens again only if it gets worse\./)]);
});

test('another errored lead opens the alert again, and the thread says why', async () => {
  await resolved();
  wait(minute);
  await poll(bulk(1, [branch, branch, branch]));
  await look();
  const { roots, lines } = await channel();
  expect(roots[0]).toMatch(/^🔴/);
  expect(lines.at(-1)).toContain('It got worse after it was resolved by hand.');
});

test('the first press on “Open again” opens the alert unchanged; a second press changes nothing', async () => {
  const id = await resolved();
  expect(await subscriptionService.act(id, 'reopen', 'U0SAMIR')).not.toBeNull();
  expect((await channel()).roots[0]).toMatch(/^🔴/);
  expect(await subscriptionService.act(id, 'reopen', 'U0SAMIR')).toBeNull();
  expect(await subscriptionService.act(id, 'resolve', 'U0SAMIR')).not.toBeNull();
});

test('an old form whose step no longer applies does nothing, and nothing is recorded', async () => {
  const id = await resolved();
  await subscriptionService.act(id, 'reopen', 'U0SAMIR');
  await subscriptionService.act(id, 'assign', 'U0SAMIR');
  expect(await subscriptionService.act(id, 'unacknowledge', 'U0NOURA')).toBeNull();
  expect(await subscriptionService.act(id, 'wake', 'U0NOURA')).toBeNull();
  expect(await query("select 1 from audit_log where action in ('unacknowledge', 'wake')")).toEqual([]);
});

test('a person who sees only some leads can resolve only alerts about those leads', async () => {
  settle({ ...defaultAlertSettings, groupWaitMs: 0, erroredLeads: 1 });
  await poll(bulk(1, [branch, branch]));
  await look();
  const [alert] = await subscriptionService.latest(1);
  const id = alert?.id ?? 0;
  expect(await alertsWithin(subscriptionService, [{ brands: ['KIA'] }]).mayResolve(id)).toBe(true);
  expect(await alertsWithin(subscriptionService, [{ brands: ['KIA'], branches: ['Jeddah'] }]).mayResolve(id)).toBe(
    true,
  );
  const members = Object.entries(alert?.state.members ?? {}).map(([key, one]) => [
    key,
    { ...one, traits: { source: [], brand: ['KIA', 'MG'], branch: [] } },
  ]);
  const mixed = { ...alert, state: { ...alert?.state, members: Object.fromEntries(members) } } as typeof alert;
  expect(mixed !== undefined && isWhollySeen(mixed, [{ brands: ['KIA'] }])).toBe(false);
  expect(mixed !== undefined && isWhollySeen(mixed, [{ brands: ['KIA', 'MG'] }])).toBe(true);
});

test('a person can withdraw an acknowledgement and end a snooze', async () => {
  const id = await resolved();
  await subscriptionService.act(id, 'reopen', 'U0SAMIR');
  await subscriptionService.act(id, 'acknowledge', 'U0SAMIR');
  const undone = await subscriptionService.act(id, 'unacknowledge', 'U0NOURA');
  expect(undone?.alert.state.acknowledgedBy).toBeNull();
  const snoozed = await subscriptionService.act(id, 'snooze', 'U0SAMIR', { until: 'week' });
  expect(snoozed?.alert.state.snoozedUntil).not.toBeNull();
  const awake = await subscriptionService.act(id, 'wake', 'U0SAMIR');
  expect(awake?.alert.state.snoozedUntil).toBeNull();
  expect(await query('select 1 as one from alerts where is_open')).toHaveLength(1);
});
