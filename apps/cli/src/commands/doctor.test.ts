import { chmodSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Auth, startDmsSimulator } from '@leadbell/dms-simulator';
import { startSlackSandbox } from '@leadbell/slack-sandbox';
import { newKeyText, openStore } from '@leadbell/store';
import { startTestDatabases } from '@leadbell/store/testing';
import { describe, expect, onTestFinished, test } from 'vitest';
import { leadbell } from '../cli-fixtures.ts';
import type { Finding } from '../doctor/finding.ts';

const manifest = JSON.parse(
  readFileSync(new URL('../../../slackbot/slack-manifest.json', import.meta.url), 'utf8'),
) as object;

/** Sets up an installation that uses the Slack stand-in and the DMS simulator. */
async function install(change: Readonly<Record<string, string>> = {}, auth: Auth = { kind: 'none' }) {
  const [slack, dms, databases] = [
    await startSlackSandbox({ manifest }),
    await startDmsSimulator({ auth }),
    await startTestDatabases(),
  ];
  onTestFinished(async () => {
    await slack.close();
    await dms.close();
    await databases.close();
  });
  const url = await databases.create();
  const folder = mkdtempSync(join(tmpdir(), 'doctor-'));
  const env = {
    DMS_BASE_URL: dms.url,
    SLACK_API_URL: slack.apiUrl,
    SLACK_BOT_TOKEN: slack.botToken,
    SLACK_APP_TOKEN: slack.appToken,
    DATABASE_URL: url,
    LEADBELL_KEY: newKeyText(),
    ...change,
  };
  async function look(...words: string[]) {
    const { code, out, err } = await leadbell(folder, env, 'doctor', '--json', ...words);
    const { ok, findings } = JSON.parse(out) as { readonly ok: boolean; readonly findings: readonly Finding[] };
    const of = (verdict: string) =>
      findings.filter((one) => one.verdict === verdict).map(({ area, says }) => `${area}: ${says}`);
    return { code, err, ok, findings, failed: of('fail'), warned: of('warn'), well: of('ok'), out };
  }
  return { slack, dms, databases, url, folder, env, look };
}

describe('leadbell doctor', () => {
  test('a correct installation passes every check, and the test message is deleted again', async () => {
    const { slack, url, look } = await install();
    const before = await look();
    expect([before.code, before.failed, before.err]).toEqual([0, [], '']);
    expect(before.well).toContain('database: it is empty: the first start, or leadbell migrate, makes the tables');
    await (await openStore({ url })).close();
    const found = await look('--try', 'U0NOURA');
    expect([found.code, found.ok, found.failed]).toEqual([0, true, []]);
    expect(found.warned).toEqual(['database: the account owns the tables: only a trigger protects the audit log']);
    for (const said of [
      /^settings: every setting is valid/,
      /^access: every full member of the workspace is a manager, and Slack’s owners and admins are admins/,
      /^files: only this account/,
      /^zone: Asia\/Riyadh, by the zone data 20\d\d/,
      /^slack: token 1 of SLACK_BOT_TOKEN is valid, for workspace T/,
      /^slack: all scopes that Leadbell uses are granted/,
      /^slack: Socket Mode: SLACK_APP_TOKEN is valid/,
      /^slack: charts are accepted/,
      /^slack: Leadbell can write to people/,
      /^slack: our own posts come back with their metadata/,
      /^clock: it agrees with Slack within/,
      /^clock: it agrees with the DMS within/,
      /^database: PostgreSQL \d+\.\d+, account /,
      /^database: its tables are up to date/,
      /^channels: Leadbell can post to 0 channels with subscriptions/,
      /^dms: it answers and accepts our sign-in: \d/,
      /^dms: every value of the answer could be read/,
    ])
      expect(found.well).toContainEqual(expect.stringMatching(said));
    const ask = async (method: string, args: Readonly<Record<string, string>>) => {
      const headers = { authorization: `Bearer ${slack.botToken}` };
      const response = await fetch(new URL(method, slack.apiUrl), {
        method: 'POST',
        headers,
        body: new URLSearchParams(args),
      });
      return (await response.json()) as {
        readonly channel?: { readonly id: string };
        readonly messages?: readonly object[];
      };
    };
    const { channel } = await ask('conversations.open', { users: 'U0NOURA' });
    expect(await ask('conversations.history', { channel: channel?.id ?? '' })).toMatchObject({
      ok: true,
      messages: [],
    });
  });

  test("a test message that can't be deleted causes a separate warning, because people can still be messaged", async () => {
    const { slack, look } = await install();
    slack.faults.add({ method: 'chat.delete', kind: 'error:cant_delete_message', times: 5 });
    const found = await look('--try', 'U0NOURA');
    expect([found.code, found.failed]).toEqual([0, []]);
    expect(found.well).toContainEqual(expect.stringMatching(/^slack: Leadbell can write to people/));
    expect(found.warned).toContainEqual(
      'slack: the test message could not be deleted, and may still be there (cant_delete_message)',
    );
  });

  test('each broken part is reported with a remedy and does not hide other failures', async () => {
    const { slack, env, folder, look } = await install(
      { DMS_AUTH: 'bearer', DMS_TOKEN: 'wrong-token-1' },
      { kind: 'bearer', token: 'right-token-1' },
    );
    slack.conditions.scopes = (slack.conditions.scopes ?? []).filter((scope) => scope !== 'users:read');
    slack.conditions.hasMessagesTab = false;
    writeFileSync(join(folder, '.env'), '');
    chmodSync(join(folder, '.env'), 0o644);
    const found = await look('--try', 'U0NOURA');
    expect(found.code).toBe(1);
    expect(found.failed).toEqual([
      expect.stringMatching(/^slack: the app in T\w+ lacks: users:read/),
      expect.stringMatching(/^slack: Leadbell can't write to U0NOURA: .*messages tab/),
      expect.stringMatching(/^dms: the DMS does not accept our sign-in/),
    ]);
    expect(found.warned).toContainEqual(expect.stringMatching(/^files: every account of this machine can read \.env/));
    expect(found.findings.filter(({ verdict, todo }) => verdict !== 'ok' && (todo ?? '').length < 8)).toEqual([]);
    expect(found.out).not.toMatch(/wrong-token-1|xoxb-|xapp-/);
    const { code, out } = await leadbell(folder, { ...env, SLACK_APP_TOKEN: 'xapp-not-this-one' }, 'doctor');
    expect(code).toBe(1);
    expect(out).toMatch(
      /^fail {2}slack .*Socket Mode: Slack offers no connection \(invalid_auth\)\n +→ switch Socket Mode on/m,
    );
    expect(out).not.toContain('\u001B');
    expect(out).toMatch(/problems, \d+ warnings?\.\n$/);
  });

  test("a database that can't be used, and a DMS that doesn't exist, are named", async () => {
    const { look } = await install({
      DMS_BASE_URL: 'http://127.0.0.1:9',
      DATABASE_URL: 'postgresql://leadbell:hush-hush@127.0.0.1:9/leadbell',
    });
    const found = await look();
    expect(found.failed).toEqual([
      expect.stringMatching(/^database: The database does not take the connection \(ECONNREFUSED\)/),
      'dms: the DMS is not answering',
    ]);
    expect(found.out).not.toContain('hush-hush');
  });

  test('twenty broken settings are all named at once, and no secret is printed', async () => {
    const secret = 'not-to-be-told';
    const broken = {
      DMS_BASE_URL: `ftp://${secret}`,
      DMS_AUTH: 'baerer',
      DMS_TOKEN: `${secret}\u0001`,
      DMS_HEADER: 'Content-Type',
      DMS_USER: `${secret}:x`,
      DMS_PASSWORD: `${secret}\u0002`,
      DMS_TOKEN_URL: secret,
      DMS_CLIENT_ID: `${secret}\u0003`,
      DMS_CLIENT_SECRET: `${secret}\u0004`,
      SLACK_BOT_TOKEN: `xapp-${secret}`,
      SLACK_APP_TOKEN: `xoxb-${secret}`,
      SLACK_SIGNING_SECRET: 'short!',
      PORT: '99999',
      HEALTH_PORT: 'none',
      SLACK_TIMEOUT_SECONDS: '0',
      DATABASE_URL: `mysql://${secret}`,
      DATABASE_POOL: 'many',
      LEADBELL_KEY: secret,
      POLL_SECONDS: '-1',
      TIME_ZONE: 'Asia/Riyad',
      WEEK_START: 'someday',
      LANGUAGE: 'klingon',
    };
    const folder = mkdtempSync(join(tmpdir(), 'doctor-'));
    const { code, out, err } = await leadbell(folder, broken, 'doctor');
    expect(code).toBe(78);
    const named = Object.keys(broken).filter((name) =>
      new RegExp(`^fail {2}settings {2}${name}: expected `, 'm').test(out),
    );
    expect(named).toEqual(Object.keys(broken));
    expect(named.length).toBeGreaterThanOrEqual(20);
    expect(out).toContain('→ did you mean Asia/Riyadh?');
    expect(out + err).not.toContain(secret);
  });
});
