import { fork } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { chmodSync, mkdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { startDmsSimulator } from '@leadbell/dms-simulator';
import { startSlackSandbox } from '@leadbell/slack-sandbox';
import { newKeyText, openStore } from '@leadbell/store';
import { startTestDatabases, temporaryFolder, type TestDatabases } from '@leadbell/store/testing';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { askProcess, botEntry, surroundings } from './testing/process-fixtures.ts';
import { buttonOf, manifest, textOf } from './testing/bot-context-fixtures.ts';

const folder = temporaryFolder();
let databases: TestDatabases;
beforeAll(async () => {
  databases = await startTestDatabases();
});
afterAll(async () => {
  await databases.close();
  rmSync(folder, { recursive: true });
});

/** A ready database for a process, because creating one would take longer than the rest of the process's start. */
const otherDatabase = async () => ({ DATABASE_URL: await databases.createReady(), LEADBELL_KEY: newKeyText() });

/** Starts the real process in its own folder, with only these settings. */
function startProcess(env: Record<string, string>, cwd = folder) {
  const child = fork(botEntry, {
    cwd,
    env: { ...surroundings, ...env },
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
  });
  const said = { out: '', err: '' };
  child.stdout?.on('data', (data: Buffer) => (said.out += data.toString()));
  child.stderr?.on('data', (data: Buffer) => (said.err += data.toString()));
  return { child, said, ended: once(child, 'close') as Promise<[code: number | null]> };
}

const startWith = (url: string) =>
  startProcess({
    DMS_BASE_URL: 'http://127.0.0.1:9',
    SLACK_BOT_TOKEN: 'xoxb-not-to-be-told',
    SLACK_APP_TOKEN: 'xapp-not-to-be-told',
    DATABASE_URL: url,
    LEADBELL_KEY: newKeyText(),
  });

// This process waits half a minute for a database, so it starts before the other tests.
const withoutDatabase = startWith('postgresql://leadbell@127.0.0.1:9/leadbell');

test('wrong settings end the process at once, with a list of all problems and no secret', async () => {
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

test('a wrong Slack token ends the process with a sentence that names its setting and says what to do', async () => {
  await using slack = await startSlackSandbox({ manifest });
  const start = async (env: Record<string, string>) => {
    const { said, ended } = startProcess({
      DMS_BASE_URL: 'http://127.0.0.1:9',
      SLACK_API_URL: slack.apiUrl,
      SLACK_BOT_TOKEN: slack.botToken,
      SLACK_APP_TOKEN: slack.appToken,
      ...(await otherDatabase()),
      ...env,
    });
    expect(await ended).toEqual([1, null]);
    expect(said.err + said.out).not.toContain('not-to-be-told');
    return said;
  };
  const [bot, several, app] = await Promise.all([
    start({ SLACK_BOT_TOKEN: 'xoxb-not-to-be-told' }),
    start({ SLACK_BOT_TOKEN: 'xoxb-not-to-be-told,xoxb-also-not-to-be-told' }),
    start({ SLACK_APP_TOKEN: 'xapp-not-to-be-told' }),
  ]);
  const refusedBot =
    'Leadbell could not connect to Slack: Slack does not accept SLACK_BOT_TOKEN (invalid_auth). Copy the Bot User OAuth Token from OAuth & Permissions of the app to SLACK_BOT_TOKEN; install the app again if it was removed.\n';
  expect([bot.err, several.err]).toEqual([refusedBot, refusedBot]);
  expect(bot.out).toContain('"setting":"SLACK_BOT_TOKEN","kind":"slack.workspace","code":"invalid_auth"');
  expect(app.err).toBe(
    'Leadbell could not connect to Slack: Slack does not accept SLACK_APP_TOKEN (invalid_auth). Switch Socket Mode on, and copy an app-level token with the scope connections:write to SLACK_APP_TOKEN.\n',
  );
  expect(app.out).toContain('"setting":"SLACK_APP_TOKEN","kind":"slack.workspace","code":"invalid_auth"');
});

test('if Slack does not answer, the process ends with a sentence that says what to check', async () => {
  const { said, ended } = startProcess({
    DMS_BASE_URL: 'http://127.0.0.1:9',
    SLACK_API_URL: 'http://127.0.0.1:9/api/',
    SLACK_BOT_TOKEN: 'xoxb-not-to-be-told',
    SLACK_APP_TOKEN: 'xapp-not-to-be-told',
    ...(await otherDatabase()),
  });
  expect(await ended).toEqual([1, null]);
  expect(said.err).toMatch(/Leadbell could not connect to Slack: it did not answer\. Check the network, .*HTTPS_PROXY/);
});

test('an unusable database ends the process with a sentence about the database and a code that means "do not restart"', async () => {
  const url = await databases.create();
  await (await openStore({ url })).close();
  await databases.query(url, 'drop table people');
  const half = startWith(url);
  expect(await half.ended).toEqual([78, null]);
  expect(half.said.err).toBe(
    'Leadbell cannot start: The database is incomplete (the table people is missing or changed): restore a backup into an empty database (leadbell restore) and give Leadbell that one.\n',
  );
  expect(half.said.out).toContain('"kind":"store.schema"');
});

test('the log says once how far the audit log is protected, and the process ends if the owner’s account is missing', async () => {
  await using slack = await startSlackSandbox({ manifest });
  const url = await databases.createReady();
  const role = `service_${randomBytes(6).toString('hex')}`;
  await databases.query(url, `create role ${role} login password 'hush-hush'`);
  const service = new URL(url);
  [service.username, service.password] = [role, 'hush-hush'];
  const start = (env: Record<string, string>) =>
    startProcess({
      DMS_BASE_URL: 'http://127.0.0.1:9',
      SLACK_API_URL: slack.apiUrl,
      SLACK_BOT_TOKEN: slack.botToken,
      SLACK_APP_TOKEN: slack.appToken,
      LEADBELL_KEY: key,
      ...env,
    });
  const key = newKeyText();
  const guards: string[] = [];
  for (const env of [{ DATABASE_URL: url }, { DATABASE_URL: service.href, DATABASE_OWNER_URL: url }]) {
    const { child, said, ended } = start(env);
    await once(child, 'message');
    child.kill('SIGTERM');
    expect(await ended).toEqual([0, null]);
    guards.push(said.out.includes('a trigger protects the audit log from mistakes') ? 'trigger' : 'owner');
    expect(said.out + said.err).not.toContain('hush-hush');
    expect(said.out).not.toContain('job engine');
  }
  expect(guards).toEqual(['trigger', 'owner']);
  const without = start({ DATABASE_URL: service.href });
  expect(await without.ended).toEqual([78, null]);
  expect(without.said.err).toBe(
    'Leadbell cannot start: The account in DATABASE_URL does not own the tables: set DATABASE_OWNER_URL to the address for the account that owns them, because migrations and retention need it.\n',
  );
  await databases.query(url, `drop owned by ${role}`);
});

test('the log names a missing scope and a missing trigger of the audit log, and the trigger is created again at the start', async () => {
  await using slack = await startSlackSandbox({ manifest });
  const scopes = slack.conditions.scopes ?? [];
  const url = await databases.createReady();
  await databases.query(url, 'drop trigger audit_log_only_grows on audit_log');
  slack.conditions.scopes = scopes.filter((scope) => scope !== 'users:read' && scope !== 'groups:history');
  const { child, said, ended } = startProcess({
    DMS_BASE_URL: 'http://127.0.0.1:9',
    SLACK_API_URL: slack.apiUrl,
    SLACK_BOT_TOKEN: slack.botToken,
    SLACK_APP_TOKEN: slack.appToken,
    LEADBELL_KEY: newKeyText(),
    DATABASE_URL: url,
  });
  await once(child, 'message');
  const line = (event: string) =>
    said.out
      .trim()
      .split('\n')
      .map((text) => JSON.parse(text) as Record<string, unknown>)
      .find((one) => one['event'] === event);
  await expect.poll(() => line('audit.guard-restored')).toMatchObject({ level: 'error' });
  await expect.poll(() => line('audit.guarded')).toMatchObject({ guard: 'trigger' });
  const entered = await databases.query(url, `select actor, action from audit_log where action like 'audit guard%'`);
  expect(entered).toEqual([{ actor: 'leadbell', action: 'audit guard restored' }]);
  await databases.query(url, 'drop trigger audit_log_only_grows on audit_log');
  const shown = textOf(await askProcess(slack, '/leads status', /The Slack app lacks 1 scope\./));
  // If Slack answered too late at the start, the status was the first to find the missing scopes.
  await expect
    .poll(() => line('scopes.missing'))
    .toMatchObject({ scopes: ['groups:history', 'users:read'], level: 'warn' });
  expect(String(line('scopes.missing')?.['reason'])).toMatch(
    /users:read: No one can open, find, .* reinstalling the app/,
  );
  expect(shown).toContain('The audit log is not protected from changes');
  expect(shown).toContain('Every full member is a manager');
  const stored = async () =>
    (await databases.query(url, 'select access, missing_scopes from workspaces where access is not null'))[0];
  expect(await stored()).toEqual({
    access: { roles: 0, others: 'manager', hasEditors: false, grants: [] },
    missing_scopes: ['groups:history', 'users:read'],
  });
  // The app is installed again, and the trigger is created again, while Leadbell runs.
  slack.conditions.scopes = scopes;
  await databases.query(
    url,
    `create trigger audit_log_only_grows before update or delete or truncate on audit_log
      for each statement execute function refuse_audit_change()`,
  );
  await askProcess(slack, '/leads status', /^(?!.*(?:lacks|not protected)).*Every full member/s);
  expect(await stored()).toMatchObject({ missing_scopes: [] });
  child.kill('SIGTERM');
  expect(await ended).toEqual([0, null]);
});

test('the process reads its settings from a file, answers, and stops on request', async () => {
  await using slack = await startSlackSandbox({ manifest });
  const start = '2025-08-25T11:05:00Z';
  const offset = Date.parse(start) - Date.now();
  const dms = await startDmsSimulator({ leadsPerDay: 40, now: () => Date.now() + offset });
  writeFileSync(
    join(folder, '.env'),
    `DMS_BASE_URL=${dms.url}\nSLACK_API_URL=${slack.apiUrl}\nSLACK_BOT_TOKEN=${slack.botToken}\nSLACK_APP_TOKEN=${slack.appToken}\nTIME_ZONE=Mars/Olympus\n`,
    { mode: 0o600 },
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
    // This event is logged only if the test runs as root.
    .filter((event) => event !== 'database account');
  expect([events[0], events[1], events.at(-1)]).toEqual(['access', 'ready', 'stopped']);
  expect(events.toSorted()).toEqual(['access', 'answered', 'ready', 'stopped', 'stopping']);
  await dms.close();
});

test('secrets can be in files; files that every account can read are named at the start, without their content', async () => {
  await using slack = await startSlackSandbox({ manifest });
  const own = join(folder, 'own');
  mkdirSync(own);
  const files = { token: slack.botToken, app: slack.appToken, env: 'LOG_LEVEL=info' };
  for (const [name, text] of Object.entries(files)) writeFileSync(join(own, name), `${text}\n`, { mode: 0o644 });
  renameSync(join(own, 'env'), join(own, '.env'));
  const start = async () => {
    const { child, said, ended } = startProcess(
      {
        DMS_BASE_URL: 'http://127.0.0.1:9',
        SLACK_API_URL: slack.apiUrl,
        SLACK_BOT_TOKEN_FILE: 'token',
        SLACK_APP_TOKEN_FILE: 'app',
      },
      own,
    );
    await once(child, 'message');
    child.kill('SIGTERM');
    expect(await ended).toEqual([0, null]);
    expect(said.out + said.err).not.toContain(slack.botToken);
    const lines = said.out.trim().split('\n');
    return lines.map((line) => JSON.parse(line) as { readonly event: string; readonly reason?: string });
  };
  const named = (lines: Awaited<ReturnType<typeof start>>) =>
    lines.filter(({ event }) => event === 'readable').map(({ reason }) => reason);
  expect(named(await start())).toEqual(
    ['.env', 'token', 'app'].map((name) => `every account of this machine can read ${name}: chmod 600 ${name}`),
  );
  for (const name of ['.env', 'token', 'app']) chmodSync(join(own, name), 0o600);
  chmodSync(join(own, 'leadbell-data'), 0o755);
  // If Leadbell runs as root, it restricts this folder by itself, and PostgreSQL's account can only pass through it.
  const data = join(own, 'leadbell-data');
  const expected =
    process.getuid?.() === 0 ? [] : [`every account of this machine can read ${data}: chmod o-r ${data}`];
  expect(named(await start())).toEqual(expected);
});

test('one process serves several workspaces with their own subscriptions, and skips a workspace that Slack rejects', async () => {
  await using slack = await startSlackSandbox({ manifest });
  await using other = await startSlackSandbox({
    manifest,
    beside: slack,
    botToken: 'xoxb-other-not-a-real-token',
    team: { id: 'T0OTHER', name: 'Other Motors', domain: 'other-motors' },
  });
  const dms = await startDmsSimulator({ leadsPerDay: 40 });
  const { child, said, ended } = startProcess({
    DMS_BASE_URL: dms.url,
    SLACK_API_URL: slack.apiUrl,
    SLACK_BOT_TOKEN: `${slack.botToken}, xoxb-not-to-be-told,${other.botToken}`,
    SLACK_APP_TOKEN: slack.appToken,
    TIME_ZONE: 'Asia/Riyadh',
    POLL_SECONDS: '0',
    ...(await otherDatabase()),
  });
  await once(child, 'message');
  await askProcess(slack, '/leads subscribe digest 08:30', /08:30/);
  await askProcess(other, '/leads subscribe digest 17:00 skip-empty', /17:00/);
  const list = await askProcess(other, '/leads subscriptions', /Subscriptions of this channel/);
  expect(textOf(list)).toContain('17:00');
  expect(textOf(list)).not.toContain('every day at 08:30');
  // A message of the outbox is posted with the token of its workspace, and in no other workspace.
  await other.control.click('noura', list, buttonOf(list, 'Send now'));
  await other.control.waitFor(() => other.ledger().find((message) => /Your leads, in short/.test(textOf(message))));
  expect(slack.ledger().filter(({ ephemeralTo }) => ephemeralTo === undefined)).toEqual([]);
  child.kill('SIGTERM');
  expect(await ended).toEqual([0, null]);
  expect(said.out).toContain('workspace.refused');
  expect(said.err + said.out).not.toContain('not-to-be-told');
  await dms.close();
});

test('a process that was killed right after an acknowledgement performs the act once after a restart', async () => {
  await using slack = await startSlackSandbox({ manifest, limits: false });
  const dms = await startDmsSimulator({ leadsPerDay: 40 });
  const start = async () => {
    const started = startProcess({
      DMS_BASE_URL: dms.url,
      SLACK_API_URL: slack.apiUrl,
      SLACK_BOT_TOKEN: slack.botToken,
      SLACK_APP_TOKEN: slack.appToken,
      TIME_ZONE: 'Asia/Riyadh',
      LEADBELL_DATA: join(folder, 'killed'),
    });
    await once(started.child, 'message');
    return started;
  };
  const shown = (text: RegExp) =>
    slack.control.messages('sales', { as: 'noura' }).filter((one) => text.test(textOf(one)));
  const found = (text: RegExp) => slack.control.waitFor(() => shown(text)[0]);

  const killed = await start();
  const list = await askProcess(slack, '/leads subscribe digest 08:30', /Send now/);
  await Promise.all([
    slack.control.click('noura', list, buttonOf(list, 'Send now')),
    slack.control.say('noura', 'sales', '/leads silence source:Email 2h'),
  ]);
  killed.child.kill('SIGKILL');
  await killed.ended;
  const bot = await start();
  await found(/Your leads, in short/);
  // The reply and the silence may come in either order.
  const silenced = async (): Promise<number> => {
    await askProcess(slack, '/leads silences', /"Silences|Silences"/);
    return Math.max(...shown(/"Silences|Silences"/).map((one) => textOf(one).match(/Email/g)?.length ?? 0));
  };
  await expect.poll(silenced, { interval: 500 }).toBe(1);
  expect(shown(/Your leads, in short/)).toHaveLength(1);
  bot.child.kill('SIGTERM');
  await bot.ended;
  await dms.close();
});

test('an uncaught error ends the process, with a log line that contains no personal data and no secret', async () => {
  const preload = join(folder, 'throws.mjs');
  writeFileSync(
    preload,
    `const timer = setInterval(() => {
      if (process.listenerCount('uncaughtException') === 0) return;
      clearInterval(timer);
      throw new RangeError('Noura Testali 0500000005 xoxb-not-to-be-told');
    }, 50);`,
  );
  const { said, ended } = startProcess({
    NODE_OPTIONS: `--import=${preload}`,
    DMS_BASE_URL: 'http://127.0.0.1:9',
    SLACK_BOT_TOKEN: 'xoxb-not-to-be-told',
    SLACK_APP_TOKEN: 'xapp-not-to-be-told',
    TIME_ZONE: 'Asia/Riyadh',
    ...(await otherDatabase()),
  });
  expect(await ended).toEqual([1, null]);
  expect(said.out).toMatch(/"name":"RangeError".*"event":"uncaught"/);
  expect(said.err + said.out).not.toMatch(/Testali|0500000005|not-to-be-told/);
});

test('an unresponsive database ends the process with a sentence and a code that means "try again"', async () => {
  expect(await withoutDatabase.ended).toEqual([1, null]);
  expect(withoutDatabase.said.err).toMatch(/^Leadbell cannot start: The database does not take the connection \(\w+\)/);
});
