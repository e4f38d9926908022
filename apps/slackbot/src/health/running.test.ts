import type { Instant } from '@leadbell/domain';
import { expect, test } from 'vitest';
import { type Sample, startWatchedBot } from '../testing/watched-bot-fixtures.ts';

const valueOf = (samples: readonly Sample[], name: string, labels: Readonly<Record<string, string>> = {}) =>
  samples.find(
    (one) => one.name === name && Object.entries(labels).every(([label, value]) => one.labels[label] === value),
  )?.value;

test(
  'a running bot is alive and ready, and counts its polls, requests, calls, leads and messages',
  { timeout: 180_000 },
  async () => {
    await using bot = await startWatchedBot('socket');
    expect(await bot.page('/livez')).toEqual({ status: 200, text: 'alive\n' });
    await bot.until(async () => (await bot.page('/readyz')).status === 200);
    // Add leads, because at night the simulated DMS gets none by itself.
    bot.dms.plant({ leads: 3 });
    const [{ workspace } = { workspace: '' }] = await bot.store.installations.list();
    await bot.store.transaction((tx) =>
      bot.store.outbox.add(tx, [
        { workspace, channel: 'C0SALES', key: 'one', kind: 'notice', payload: { text: 'Planted' } },
      ]),
    );
    // The message is counted even if it was sent before the first scrape.
    await bot.until(async () => (await bot.store.outbox.counts(0 as Instant, workspace)).sent === 1);
    const counted: readonly (readonly [string, Readonly<Record<string, string>>])[] = [
      ['leadbell_message_sent_seconds_count', { kind: 'notice' }],
      ['leadbell_polls_total', { outcome: 'ok' }],
      ['leadbell_poll_seconds_count', {}],
      ['leadbell_dms_request_seconds_count', { outcome: 'ok' }],
      ['leadbell_leads_seen_total', {}],
      ['leadbell_dms_leads_total', { way: 'short' }],
      ['leadbell_slack_request_seconds_count', { method: 'auth.test', result: 'ok' }],
      ['leadbell_slack_request_seconds_count', { method: 'chat.postMessage', result: 'ok' }],
      ['leadbell_info', { connection: 'socket' }],
      ['leadbell_database_up', {}],
      ['leadbell_audit_guarded', {}],
      ['leadbell_dms_requests_budget', {}],
      ['leadbell_event_loop_delay_max_seconds', {}],
      ['process_resident_memory_bytes', {}],
    ];
    let samples: readonly Sample[] = [];
    await bot.until(async () => {
      samples = await bot.metrics();
      const isRead = valueOf(samples, 'leadbell_dms_last_read_seconds') !== undefined;
      return isRead && counted.every(([name, labels]) => (valueOf(samples, name, labels) ?? 0) > 0);
    });
    expect(valueOf(samples, 'leadbell_outbox_messages', { state: 'dead' })).toBe(0);
    expect(valueOf(samples, 'leadbell_dms_last_read_seconds')).toBeLessThan(120);

    // The labels have only a few values: no ids of Slack, no numbers of leads, no addresses.
    const values = new Set(samples.flatMap(({ labels }) => Object.entries(labels)).map(([, value]) => value));
    const own = [...values].filter((value) => !/^[\d.e+-]+$|^\+Inf$|^v?\d+\.\d+\.\d+/.test(value));
    expect(own.filter((value) => /[A-Z]\w*\d|https?:|\d{3}/.test(value))).toEqual([]);
    expect((await bot.page('/')).status).toBe(404);
  },
);

test('failures of the DMS are in the metrics, and a bot without a connection to Slack names the problem in words', async () => {
  await using bot = await startWatchedBot('socket');
  await bot.until(async () => (await bot.page('/readyz')).status === 200);
  bot.dms.faults.add({ kind: 'status', status: 500 });
  await bot.until(async () => (valueOf(await bot.metrics(), 'leadbell_dms_failures') ?? 0) > 0);
  const samples = await bot.metrics();
  expect(valueOf(samples, 'leadbell_polls_total', { outcome: 'unavailable' })).toBeGreaterThan(0);
  expect(valueOf(samples, 'leadbell_dms_request_seconds_count', { outcome: 'failed' })).toBeGreaterThan(0);
  // The bot stays ready while the DMS fails, because it can still serve people.
  expect((await bot.page('/readyz')).status).toBe(200);
  await bot.slack.close();
  await bot.until(async () => (await bot.page('/readyz')).text.includes('- Slack: not connected (Socket Mode)'));
  expect((await bot.page('/livez')).status).toBe(200);
});

test('a bot over HTTP serves the same pages on a separate port, and a stopped process answers no probe', async () => {
  await using bot = await startWatchedBot('http');
  await bot.until(async () => (await bot.page('/readyz')).status === 200);
  expect(valueOf(await bot.metrics(), 'leadbell_info', { connection: 'http' })).toBe(1);
  bot.child.kill('SIGSTOP');
  await expect(bot.page('/livez', 5_000)).rejects.toThrow(/timeout/);
  bot.child.kill('SIGCONT');
  await bot.until(async () => (await bot.page('/livez')).status === 200);
});
