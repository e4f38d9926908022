import { fork } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { startDmsSimulator } from '@leadbell/dms-simulator';
import { startSlackSandbox } from '@leadbell/slack-sandbox';
import { afterAll, expect, test } from 'vitest';
import { manifest, textOf } from './listeners/shell-fixtures.ts';

const folder = mkdtempSync(join(tmpdir(), 'leadbell-'));
// PostgreSQL's account must reach its data in it.
chmodSync(folder, 0o711);
afterAll(() => rmSync(folder, { recursive: true }));

/** The real process, in a folder of its own, with these settings and no others. */
function startProcess(env: Record<string, string>) {
  const child = fork(fileURLToPath(new URL('main.ts', import.meta.url)), {
    cwd: folder,
    env: { PATH: process.env['PATH'], ...env },
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
  });
  const said = { out: '', err: '' };
  child.stdout?.on('data', (data: Buffer) => (said.out += data.toString()));
  child.stderr?.on('data', (data: Buffer) => (said.err += data.toString()));
  return { child, said, ended: once(child, 'close') as Promise<[code: number | null]> };
}

test('wrong settings end it at once, with all that is wrong and no secret', async () => {
  const { said, ended } = startProcess({
    SLACK_BOT_TOKEN: 'xapp-not-to-be-told',
    DMS_AUTH: 'baerer',
    TIME_ZONE: 'Mars/Olympus',
  });
  expect(await ended).toEqual([78, null]);
  for (const name of ['DMS_BASE_URL', 'DMS_AUTH', 'SLACK_BOT_TOKEN', 'SLACK_APP_TOKEN', 'TIME_ZONE']) {
    expect(said.err).toContain(`  ${name}: expected `);
  }
  expect(said.err + said.out).not.toContain('not-to-be-told');
});

test('tokens that Slack refuses end it', async () => {
  await using slack = await startSlackSandbox({ manifest });
  const { said, ended } = startProcess({
    DMS_BASE_URL: 'http://127.0.0.1:9',
    SLACK_API_URL: slack.apiUrl,
    SLACK_BOT_TOKEN: 'xoxb-not-to-be-told',
    SLACK_APP_TOKEN: slack.appToken,
  });
  expect(await ended).toEqual([1, null]);
  expect(said.out).toContain('"code":"invalid_auth"');
  expect(said.err + said.out).not.toContain('not-to-be-told');
});

test('with settings from a file it answers, and stops when told', async () => {
  await using slack = await startSlackSandbox({ manifest });
  const start = '2025-08-25T11:05:00Z';
  const offset = Date.parse(start) - Date.now();
  const dms = await startDmsSimulator({ leadsPerDay: 40, now: () => Date.now() + offset });
  writeFileSync(
    join(folder, '.env'),
    `DMS_BASE_URL=${dms.url}\nSLACK_API_URL=${slack.apiUrl}\nSLACK_BOT_TOKEN=${slack.botToken}\nSLACK_APP_TOKEN=${slack.appToken}\nTIME_ZONE=Mars/Olympus\n`,
  );
  const { child, said, ended } = startProcess({ TIME_ZONE: 'Asia/Riyadh', LEADBELL_CLOCK: start });
  expect((await once(child, 'message'))[0]).toEqual({ ready: true, port: null });
  await slack.control.say('noura', 'sales', '/leads today');
  const answer = await slack.control.waitFor(() =>
    slack.control.messages('sales', { as: 'noura' }).find((message) => /\d+ leads/.test(textOf(message))),
  );
  expect(textOf(answer)).toContain('25 August');
  child.kill('SIGTERM');
  expect(await ended).toEqual([0, null]);
  expect(said.err).toBe('Leadbell is ready: Socket Mode\n');
  const events = said.out
    .trim()
    .split('\n')
    .map((line) => (JSON.parse(line) as { event: string }).event)
    // Told to root alone.
    .filter((event) => event !== 'database account');
  expect([events[0], events.at(-1)]).toEqual(['ready', 'stopped']);
  expect(events.toSorted()).toEqual(['answered', 'ready', 'stopped', 'stopping']);
  await dms.close();
});
