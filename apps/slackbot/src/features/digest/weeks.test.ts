import { nextOccurrence, periodOf, type Instant } from '@leadbell/domain';
import { startSlackSandbox } from '@leadbell/slack-sandbox';
import { runs } from '@leadbell/testing';
import { readDefinition } from '../../subscriptions/definition.ts';
import { manifest } from '../../testing/bot-context-fixtures.ts';
import type { Delivering } from '../../delivery/deliver.ts';
import { startFixture } from '../../testing/delivery-fixtures.ts';
import { makeDigests, startDueDigests } from './digest.ts';
import {
  berlin,
  databases,
  day,
  down,
  hour,
  jobs,
  look,
  loseJobs,
  minute,
  moveBy,
  never,
  now,
  options,
  riyadh,
  setUpDigests,
  store,
  subscribe,
  url,
} from '../../testing/digest-fixtures.ts';
import { expect, it } from 'vitest';

setUpDigests();

it('digests cover every moment exactly once, over weeks in two zones with stops and crashes', async () => {
  const texts = ['08:30', '02:30', '09:00 sun-thu', '18:00', 'monthly 1 07:00'];
  const all = await Promise.all(texts.flatMap((text) => [subscribe(text, riyadh), subscribe(text, berlin)]));
  const begun = now();
  // Berlin leaves summer time on the sixth day, and the month ends on the twelfth.
  const days = Math.max(13, runs(30));
  // Between two rounds the clock moves by minutes, by hours, or by up to two days.
  let seed = 5;
  const roll = () => (seed = (seed * 1_103_515_245 + 12_345) % 2_147_483_648) / 2_147_483_648;
  await using slack = await slackOfWeeks();
  let delivering = slack.deliver();
  while (now() < begun + days * day) {
    await moveBy(roll() < 0.05 ? 2 * day * roll() : roll() < 0.5 ? 3 * hour * roll() : 20 * minute);
    // Two processes look for due digests at the same time. Sometimes one of them dies before its
    // transaction ends, jobs are lost, or the DMS does not answer.
    const dying = roll() < 0.2;
    const sendAll = dying ? () => Promise.reject(new Error('killed')) : options.sendAll;
    await Promise.allSettled([startDueDigests({ ...options, sendAll }), startDueDigests(options)]);
    if (roll() < 0.1) loseJobs();
    const isDown = roll() < 0.1;
    const leadsApi = isDown ? down('timeout') : options.leadsApi;
    const half = jobs.splice(0, jobs.length / 2);
    await Promise.all([half, jobs.splice(0)].map((some) => makeDigests(some, { ...options, leadsApi }, never)));
    if (roll() < 0.02) {
      await delivering.stop();
      delivering = slack.deliver();
    }
  }
  await moveBy(day);
  for (let looks = 0; looks < 3; looks += 1) {
    await moveBy(10 * minute);
    await look();
  }
  const done = await databases.query(
    url,
    `select subscription_id as id, scheduled_for as at, outbox_id as message from occurrences order by 1, 2`,
  );
  const stored = await store.subscriptions.find(all.map(({ id }) => id));
  for (const { id, definition, coveredTo, nextRunAt } of stored) {
    const digest = readDefinition('digest', definition);
    if (digest?.kind !== 'digest' || nextRunAt === null) throw new Error('not understood');
    const { schedule, zone } = digest;
    const times = done.filter((row) => Number(row['id']) === id).map((row) => Number(row['at']) as Instant);
    const last = times.at(-1) ?? begun;
    expect(nextRunAt).toBe(nextOccurrence(schedule, zone, last).at);
    expect(nextRunAt).toBeGreaterThan(now() - 3 * hour);
    expect(coveredTo).toBe(periodOf(schedule, zone, nextOccurrence(schedule, zone, (last - 1) as Instant)).to);
  }
  expect(done.length).toBeGreaterThan(3 * days);
  expect(done.every((row) => row['message'] !== null)).toBe(true);
  const posted = () => slack.keys().filter((key) => key.startsWith('digest '));
  await expect.poll(() => posted().length).toBe(done.length);
  await delivering.stop();
  expect(posted().toSorted()).toEqual(done.map(({ id, at }) => `digest ${String(id)} ${Number(at)}`).toSorted());
});

/** Starts the Slack stand-in, and a process that delivers messages to it. */
async function slackOfWeeks() {
  const slack = await startSlackSandbox({ manifest, limits: false, keepMessages: 10_000 });
  const log = { debug: () => {}, info: () => {}, warn: () => {}, error: () => {} };
  return {
    deliver: (): Delivering => startFixture({ slack, store, workspace: 'T1', log, timeoutMs: 1_000, graceMs: 1_000 }),
    keys: () =>
      slack.ledger().map(({ metadata }) => (metadata as { event_payload: { key: string } }).event_payload.key),
    [Symbol.asyncDispose]: () => slack.close(),
  };
}
