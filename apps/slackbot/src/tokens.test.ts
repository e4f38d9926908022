import { fork } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { setTimeout as delay } from 'node:timers/promises';
import { join } from 'node:path';
import { startDmsSimulator } from '@leadbell/dms-simulator';
import { startSlackSandbox } from '@leadbell/slack-sandbox';
import { newKeyText } from '@leadbell/store';
import { startTestDatabases, temporaryFolder, type TestDatabases } from '@leadbell/store/testing';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { buttonOf, manifest, textOf } from './testing/bot-context-fixtures.ts';
import { askProcess, botEntry, surroundings } from './testing/process-fixtures.ts';

const folder = temporaryFolder();
let databases: TestDatabases;
beforeAll(async () => {
  databases = await startTestDatabases();
});
afterAll(async () => {
  rmSync(folder, { recursive: true });
});

type Slack = Awaited<ReturnType<typeof startSlackSandbox>>;
type Line = { readonly event: string; readonly workspace?: string; readonly reason?: string };

const startOther = (beside: Slack) =>
  startSlackSandbox({
    manifest,
    beside,
    botToken: 'xoxb-other-not-a-real-token',
    team: { id: 'T0OTHER', name: 'Other Motors', domain: 'other-motors' },
  });

/** The real process, with its tokens in files. */
async function start(slack: Slack, bot: string, env: Readonly<Record<string, string>> = {}) {
  const own = mkdtempSync(join(folder, 'own-'));
  const write = (name: string, text: string) => writeFileSync(join(own, name), text, { mode: 0o600 });
  write('bot', bot);
  write('app', slack.appToken);
  const dms = await startDmsSimulator({ leadsPerDay: 40 });
  const child = fork(botEntry, {
    cwd: own,
    env: {
      ...surroundings,
      DMS_BASE_URL: dms.url,
      SLACK_API_URL: slack.apiUrl,
      SLACK_BOT_TOKEN_FILE: 'bot',
      SLACK_APP_TOKEN_FILE: 'app',
      TIME_ZONE: 'Asia/Riyadh',
      DATABASE_URL: await databases.createReady(),
      LEADBELL_KEY: newKeyText(),
      POLL_SECONDS: '0',
      ...env,
    },
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
  });
  const ended = once(child, 'close');
  let said = '';
  child.stdout?.on('data', (data: Buffer) => (said += data.toString()));
  await Promise.race([once(child, 'message'), ended]);
  const lines = () =>
    said
      .split('\n')
      .slice(0, -1)
      .map((line) => JSON.parse(line) as Line);
  return {
    write,
    said: () => said,
    async until(holds: (line: Line) => boolean): Promise<void> {
      for (const end = Date.now() + 120_000; !lines().some(holds); await delay(50))
        if (Date.now() > end) throw new Error(said);
    },
    async [Symbol.asyncDispose]() {
      child.kill('SIGTERM');
      await ended;
      await dms.close();
    },
  };
}

test('a workspace that was refused at the start is served when its token is corrected, without a restart', async () => {
  await using slack = await startSlackSandbox({ manifest });
  await using other = await startOther(slack);
  await using bot = await start(slack, `${slack.botToken},xoxb-not-the-right-token`);
  await bot.until(({ event }) => event === 'workspace.refused');
  bot.write('bot', `${slack.botToken},${other.botToken}`);
  await bot.until(({ event, workspace }) => event === 'workspace.joined' && workspace === 'T0OTHER');
  await askProcess(other, '/leads subscribe digest 08:30', /08:30/);
  await askProcess(slack, '/leads subscriptions', /This channel has no subscriptions yet/);
  expect(bot.said()).not.toContain(other.botToken);
});

test('a token of another workspace is refused with a sentence, and the earlier token stays in use', async () => {
  await using slack = await startSlackSandbox({ manifest });
  await using other = await startOther(slack);
  await using bot = await start(slack, slack.botToken);
  bot.write('bot', other.botToken);
  await bot.until(
    ({ event, workspace, reason }) =>
      event === 'token.other-workspace' &&
      workspace === 'T0OTHER' &&
      reason?.includes('the earlier token stays') === true,
  );
  await askProcess(slack, '/leads subscribe digest 08:30', /08:30/);
  const asked = other.traffic.entries().filter(({ direction, via }) => direction === 'in' && via === 'web-api');
  expect(asked.filter(({ name }) => name !== 'auth.test')).toEqual([]);
});

test('two tokens that swap places in the list stay with their workspaces', async () => {
  await using slack = await startSlackSandbox({ manifest });
  await using other = await startOther(slack);
  await using bot = await start(slack, `${slack.botToken},${other.botToken}`);
  bot.write('bot', `${other.botToken},${slack.botToken}`);
  await bot.until(({ event }) => event === 'settings.reloaded');
  await askProcess(slack, '/leads subscribe digest 08:30', /08:30/);
  await askProcess(other, '/leads subscribe digest 17:00', /17:00/);
  expect(bot.said()).not.toContain('token.other-workspace');
});

test('the app-level token is read again from its file when Slack no longer takes the earlier token', async () => {
  await using slack = await startSlackSandbox({ manifest });
  await using bot = await start(slack, slack.botToken);
  slack.control.replaceAppToken('xapp-the-newer-one');
  bot.write('app', 'xapp-the-newer-one');
  slack.sockets.disconnect();
  await bot.until(({ event }) => event === 'socket.reconnected');
  await askProcess(slack, '/leads subscribe digest 08:30', /08:30/);
  expect(bot.said()).not.toContain('xapp-the-newer-one');
});

test('two processes on one database serve two workspaces, each with its own app', async () => {
  await using slack = await startSlackSandbox({ manifest });
  await using other = await startSlackSandbox({
    manifest,
    botToken: 'xoxb-other-not-a-real-token',
    appToken: 'xapp-other-not-a-real-token',
    team: { id: 'T0OTHER', name: 'Other Motors', domain: 'other-motors' },
  });
  const env = { DATABASE_URL: await databases.createReady(), LEADBELL_KEY: newKeyText() };
  {
    await using first = await start(slack, slack.botToken, env);
    await using second = await start(other, other.botToken, env);
    await askProcess(slack, '/leads subscribe digest 08:30', /08:30/);
    await askProcess(other, '/leads subscribe digest 17:00 skip-empty', /17:00/);
    expect(first.said() + second.said()).not.toContain('workspace.refused');
    // Either process may make the digest, but the workspace's own process posts it.
    for (const one of [slack, other]) {
      await askProcess(one, '/leads subscriptions', /Subscriptions of this channel/);
      const list = one.control
        .messages('sales', { as: 'noura' })
        .find((message) => /Subscriptions of/.test(textOf(message)));
      if (list === undefined) throw new Error('no list');
      await one.control.click('noura', list, buttonOf(list, 'Send now'));
      await one.control.waitFor(
        () =>
          one.control
            .messages('sales', { as: 'noura' })
            .find((message) => /Your leads, in short/.test(textOf(message))),
        60_000,
      );
    }
  }
});
