import { setTimeout as delay } from 'node:timers/promises';
import type { Zone } from '@leadbell/domain';
import { openStore } from '@leadbell/store';
import { startTestDatabases } from '@leadbell/store/testing';
import { blockFor } from '@leadbell/testing';
import { expect, onTestFinished, test } from 'vitest';
import { untilAborted } from '../testing/patience-fixtures.ts';
import { samplesIn } from '../testing/watched-bot-fixtures.ts';
import { type HealthOptions, openHealth } from './health.ts';

const usual: HealthOptions = {
  host: '127.0.0.1',
  port: 0,
  connection: 'socket',
  realNow: () => Date.now(),
  elapsed: () => performance.now(),
  sleep: untilAborted,
  every(ms, work) {
    const timer = setInterval(work, ms);
    return () => clearInterval(timer);
  },
};

async function open(options: Partial<HealthOptions> = {}) {
  const health = await openHealth({ ...usual, ...options });
  onTestFinished(() => health.close());
  async function page(path: string, method = 'GET') {
    const response = await fetch(`http://127.0.0.1:${health.port}${path}`, { method });
    return { status: response.status, text: await response.text() };
  }
  return { health, page };
}

test('a service that is starting is alive, and names the part for which it waits', async () => {
  const { health, page } = await open();
  health.startsWith('the database');
  expect(await page('/livez')).toEqual({ status: 200, text: 'alive\n' });
  expect(await page('/readyz')).toEqual({ status: 503, text: 'not ready\n- starting: the database\n' });
  const { status, text } = await page('/metrics');
  expect(status).toBe(200);
  expect(text).toContain('leadbell_database_up 0');
  expect((await page('/metrics', 'POST')).status).toBe(405);
});

test('a process whose event loop has not run for ten seconds is not alive', async () => {
  let at = 0;
  const { page } = await open({ elapsed: () => at, every: () => () => {} });
  expect((await page('/livez')).status).toBe(200);
  at = 25_000;
  expect(await page('/livez')).toEqual({ status: 503, text: 'not alive\n- event loop: stuck for 25 s\n' });
});

test('every scraper sees a delay of the event loop, even if it scrapes right after another', async () => {
  const { page } = await open();
  await delay(100);
  blockFor(500);
  for (let n = 0; n < 3; n += 1) {
    const samples = samplesIn((await page('/metrics')).text);
    const longest = samples.find(({ name }) => name === 'leadbell_event_loop_delay_max_seconds')?.value;
    expect(longest).toBeGreaterThan(0.4);
  }
});

test('the database is queried at most every few seconds; while it does not answer, its figures are absent', async () => {
  const databases = await startTestDatabases();
  const url = await databases.create();
  const store = await openStore({ url, pool: 2 });
  onTestFinished(() => databases.close());
  let asked = 0;
  let at = 0;
  const { health, page } = await open({ elapsed: () => at });
  health.watch({
    store: {
      ...store,
      now() {
        asked += 1;
        return store.now();
      },
    },
    zone: 'Asia/Riyadh' as Zone,
    requestsPerDay: 5_000,
    isPolled: true,
    connection: 'socket',
    isConnected: () => true,
    deadJobs: () => Promise.resolve(0),
  });
  for (let n = 0; n < 20; n += 1) expect(samplesIn((await page('/metrics')).text).length).toBeGreaterThan(50);
  expect(asked).toBe(1);
  for (let n = 0; n < 20; n += 1) expect((await page('/readyz')).status).toBe(200);
  expect(asked).toBe(2);
  const before = await page('/metrics');
  expect(before.text).toMatch(/^leadbell_outbox_messages\{state="dead"\} 0$/m);
  await store.close();
  at += 5_100;
  expect(await page('/readyz')).toMatchObject({ status: 503, text: expect.stringMatching(/^not ready\n- database: /) });
  const after = await page('/metrics');
  expect(after.text).toContain('leadbell_database_up 0');
  expect(after.text).not.toMatch(/^leadbell_(?:outbox|digests|inbox|jobs|dms_last|dms_failures)\w*(?:\{.*\})? \d/m);
});

test('label values that are not in the list become `other`', async () => {
  const { health, page } = await open();
  health.meters.poll('Sara Almithali', 10);
  health.meters.slackCall('chat.postMessage/T0123', 'who knows', 10);
  const { text } = await page('/metrics');
  expect(text).toContain('leadbell_polls_total{outcome="other"} 1');
  expect(text).toContain('method="other",result="other"');
  expect(text).not.toMatch(/Almithali|T0123|who knows/);
});
