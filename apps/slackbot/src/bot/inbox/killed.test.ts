/**
 * Kills the real process, or deletes its jobs, after it acknowledged an act and before the act ended. The next process
 * finishes the act, or tells the person that the result is unknown.
 */
import { fork } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type DmsSimulator, startDmsSimulator } from '@leadbell/dms-simulator';
import { startSlackSandbox } from '@leadbell/slack-sandbox';
import { newKeyText } from '@leadbell/store';
import { startTestDatabases, type TestDatabases } from '@leadbell/store/testing';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { askProcess, botEntry, surroundings } from '../../testing/process-fixtures.ts';
import { buttonOf, manifest, textOf } from '../../testing/bot-context-fixtures.ts';

const folder = mkdtempSync(join(tmpdir(), 'leadbell-killed-'));
let databases: TestDatabases;
let dms: DmsSimulator;
beforeAll(async () => {
  databases = await startTestDatabases();
  dms = await startDmsSimulator({ leadsPerDay: 40 });
});
afterAll(async () => {
  await dms.close();
  await databases.close();
  rmSync(folder, { recursive: true });
});

/** A workspace with processes on one database. */
async function open() {
  const slack = await startSlackSandbox({ manifest, limits: false });
  const url = await databases.createReady();
  const key = newKeyText();
  const children: ReturnType<typeof fork>[] = [];
  async function start() {
    const child = fork(botEntry, {
      cwd: folder,
      env: {
        ...surroundings,
        DMS_BASE_URL: dms.url,
        SLACK_API_URL: slack.apiUrl,
        SLACK_BOT_TOKEN: slack.botToken,
        SLACK_APP_TOKEN: slack.appToken,
        SLACK_TIMEOUT_SECONDS: '4',
        DELIVERY_GRACE_SECONDS: '2',
        TIME_ZONE: 'Asia/Riyadh',
        // Switch polling off, because these acts do not depend on it.
        POLL_SECONDS: '0',
        DATABASE_URL: url,
        LEADBELL_KEY: key,
      },
      stdio: 'ignore',
      serialization: 'json',
    });
    children.push(child);
    await once(child, 'message');
    return child;
  }
  const seen = () => slack.control.messages('sales', { as: 'noura' });
  return {
    slack,
    start,
    found: (text: RegExp, withinMs?: number) =>
      slack.control.waitFor(() => seen().find((one) => text.test(textOf(one))), withinMs),
    shares: () => slack.ledger().filter((one) => /Shared by/.test(textOf(one))).length,
    visibleShares: () => seen().filter((one) => /Shared by/.test(textOf(one))).length,
    open: () => databases.query(url, 'select id from inbox where done_at is null'),
    query: (text: string) => databases.query(url, text),
    /** Runs the statement until it succeeds, because it may deadlock with a statement of a running process. */
    lose: (text: string) =>
      expect.poll(() => databases.query(url, text).catch((error: unknown) => error), { interval: 100 }).toEqual([]),
    /** Waits until the bot has sent the call that posts the message. */
    async posting() {
      await slack.control.waitFor(() =>
        slack.traffic.entries().find(({ name, fault }) => name === 'chat.postMessage' && fault === 'delay'),
      );
    },
    [Symbol.asyncDispose]: async () => {
      for (const child of children) child.kill('SIGKILL');
      await slack.close();
    },
  };
}

/** Longer than any test, in milliseconds. */
const never = 300_000;

test.each([
  ['reaches Slack after the process is gone', 3_000],
  ['never reaches Slack', never],
])('a share that %s is posted only once, and the next process finishes it', async (_, delayMs) => {
  await using world = await open();
  const { slack, start } = world;
  const killed = await start();
  slack.faults.add({ method: 'chat.postMessage', kind: 'delay', delayMs });
  await slack.control.say('noura', 'sales', '/leads today --share');
  await world.posting();
  killed.kill('SIGKILL');
  await start();
  if (delayMs < never) await world.found(/Sorry for the delay/);
  else await world.found(/Shared by/);
  await expect.poll(world.open).toEqual([]);
  expect(world.shares()).toBe(1);
  // The post is recorded for each person in it, so that their data can be erased.
  const share = slack.ledger().find((one) => /Shared by/.test(textOf(one)));
  expect(await world.query('select distinct ref from person_index')).toEqual([{ ref: share?.ts }]);
  // The share can be taken back.
  const shown = await world.found(/Shared by/);
  await slack.control.click('noura', shown, buttonOf(shown, 'Take back'));
  await world.found(/Taken back/);
  expect(world.visibleShares()).toBe(0);
});

test('a share is not repeated if it cannot be searched for: the person is informed and may press again at once', async () => {
  await using world = await open();
  const { slack, start } = world;
  const killed = await start();
  slack.faults.add({ method: 'chat.postMessage', kind: 'delay', delayMs: never });
  slack.faults.add({ method: 'conversations.history', kind: 'error:missing_scope', times: 100 });
  await slack.control.say('noura', 'sales', '/leads today --share');
  await world.posting();
  killed.kill('SIGKILL');
  await start();
  await world.found(/Please check whether it was done/);
  expect(world.shares()).toBe(0);
  await slack.control.say('noura', 'sales', '/leads today --share');
  await world.found(/Shared by/);
  expect(world.shares()).toBe(1);
});

test('a share is not repeated if Slack accepted it only without its key: the person is asked to look', async () => {
  await using world = await open();
  const { slack, start } = world;
  const killed = await start();
  slack.faults.add({ method: 'chat.postMessage', kind: 'error:metadata_too_large', times: 2 });
  slack.faults.add({ method: 'chat.postMessage', kind: 'delay', delayMs: never });
  await slack.control.say('noura', 'sales', '/leads today --share');
  await world.posting();
  killed.kill('SIGKILL');
  await start();
  await world.found(/Please check whether it was done/);
  await expect.poll(world.open).toEqual([]);
  expect(world.shares()).toBe(0);
});

test.each([
  ['the process is killed and all tables of the jobs are lost', true, 'drop schema pgboss cascade'],
  ['the process is killed and the jobs are lost', true, 'truncate pgboss.job cascade'],
  ['all tables of the jobs are lost', false, 'drop schema pgboss cascade'],
])('Send now takes effect once although %s', async (_, isKilled, lose) => {
  await using world = await open();
  const { slack, start } = world;
  const first = await start();
  const list = await askProcess(slack, '/leads subscribe digest 08:30', /Send now/);
  dms.faults.add({ kind: 'status', status: 503 });
  await slack.control.click('noura', list, buttonOf(list, 'Send now'));
  await expect.poll(world.open).toEqual([]);
  await expect.poll(() => world.query('select tries > 0 as tried from digest_wishes')).toEqual([{ tried: true }]);
  if (isKilled) first.kill('SIGKILL');
  await world.lose(lose);
  dms.faults.clear();
  await world.query('update digest_wishes set next_try_at = null');
  if (isKilled) await start();
  await world.found(/Your leads, in short/, 150_000);
  expect(await world.query('select key from digest_wishes')).toEqual([]);
  expect(slack.ledger().filter((one) => /Your leads, in short/.test(textOf(one)))).toHaveLength(1);
});
