// Tests `npm start` and `npm run dev` without settings: the scenarios, an environment with settings
// for another Leadbell, and a bot that starts again.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { randomBytes } from 'node:crypto';
import { builtBot, type Sandbox, startSandbox } from '@leadbell/launcher';
import { startTestDatabases, type TestDatabases } from '@leadbell/store/testing';
import { afterAll, beforeAll, expect, test } from 'vitest';

const launcher = fileURLToPath(new URL('../../launcher/src/main.ts', import.meta.url));
const namesOfSettings = readFileSync(new URL('../../../libs/settings/src/names.ts', import.meta.url), 'utf8');
/** The bot's settings, except those that make it use a real DMS and a real Slack. */
const otherSettings = [...namesOfSettings.matchAll(/^ {2}([A-Z][A-Z_]+):/gm)]
  .map(([, name]) => String(name))
  .filter((name) => !/^(?:DMS|SLACK)_/.test(name));

let databases: TestDatabases;
beforeAll(async () => {
  // Builds the bot once; otherwise each sandbox would build it.
  [databases] = await Promise.all([startTestDatabases(), builtBot()]);
});
afterAll(() => databases.close());

/** Gives the sandbox a prepared database, because creating one would take longer than the rest of the start. */
async function otherDatabase(): Promise<readonly string[]> {
  const settings = { DATABASE_URL: await databases.createReady(), LEADBELL_KEY: randomBytes(32).toString('base64') };
  return Object.entries(settings).flatMap(([name, value]) => ['--set', `${name}=${value}`]);
}

/** Starts the sandbox as from a terminal, in an empty folder. `said` collects the sandbox's output. */
function start(words: readonly string[], env: Readonly<Record<string, string>> = {}, dotEnv = '') {
  const cwd = mkdtempSync(join(tmpdir(), 'leadbell-start-'));
  writeFileSync(join(cwd, '.env'), dotEnv);
  const { PATH = '', TMPDIR = '', NODE_PATH = '', NODE_COMPILE_CACHE = '', LEADBELL_TEST_SLACKBOT = '' } = process.env;
  const surroundings = { PATH, TMPDIR, NODE_PATH, NODE_COMPILE_CACHE, LEADBELL_TEST_SLACKBOT, SANDBOX_PORT: '0' };
  const child = spawn(process.execPath, [launcher, ...words], { cwd, env: { ...surroundings, ...env } });
  const said = { out: '', err: '' };
  child.stdout.on('data', (data: Buffer) => (said.out += data.toString()));
  child.stderr.on('data', (data: Buffer) => (said.err += data.toString()));
  return { child, said, ended: once(child, 'close') as Promise<[code: number | null]> };
}

interface Page {
  readonly me: { readonly id: string };
  readonly messages: readonly { readonly channel: string; readonly text: string; readonly blocks?: unknown }[];
}

/** Returns the text of the page that a visitor of the printed address sees. */
async function pageOf(out: string): Promise<{ readonly me: string; readonly text: string }> {
  const url = new URL(/ Open {3}(\S+)/.exec(out)?.[1] ?? '');
  const response = await fetch(new URL(`/_page/state${url.search}`, url));
  const { me, messages } = (await response.json()) as Page;
  const channel = url.hash.slice(1);
  const shown = channel === '' ? messages : messages.filter((one) => one.channel === channel);
  return { me: me.id, text: JSON.stringify(shown).replace(/\p{Cf}/gu, '') };
}

// These three tests run first and alone, so that all others find the compiled code of the launcher and of the bot.
test('an unknown scenario ends the sandbox with the list of scenarios', async () => {
  const { said, ended } = start(['--scenario', 'buzy-day']);
  expect(await ended).toEqual([64, null]);
  expect(said.err).toMatch(/^There is no scenario called “buzy-day”\. Choose one of:\n {2}errored-bulk/);
});

test('an unknown setting ends the sandbox with the nearest one', async () => {
  const { said, ended } = start(['--set', 'LANGUGE=ar']);
  expect(await ended).toEqual([64, null]);
  expect(said.err).toBe('There is no setting LANGUGE. Did you mean LANGUAGE?\n');
});

test('the sandbox ends with a sentence if one of its settings is wrong', async () => {
  const { said, ended } = start(['--set', 'DIGEST_MAX_MISSED=zzz']);
  expect(await ended).toEqual([78, null]);
  expect(said.err).toMatch(/DIGEST_MAX_MISSED: expected/);
  expect(said.err).toMatch(/^The sandbox did not start, because its bot ended; the reason is above\.$/m);
  expect(said.err).not.toMatch(/ {4}at |node:/);
});

test.concurrent.each([
  ['errored-bulk', 'U0SAMIR', /Branch … not found × 40/, 'bundled'],
  ['dms-down', 'U0SAMIR', /DMS (?:is not answering|cannot be reached|can’t be reached|does not answer|is down)/i],
  ['quiet-day', 'U0SAMIR', /Today: No leads/],
  // The bot does not poll. The first poll would store the 21,000 leads of a week, and the page does not need it.
  ['busy-day', 'U0SAMIR', /Today: 2,\d{3} leads/, 'other', ['--set', 'POLL_SECONDS=0']],
  ['arabic', 'U0NOURA', /اليوم: .*(?:عملاء|عميل)/],
  ['roles', 'U0SAMIR', /Today: .*leads?/],
])('--scenario %s opens the page in that state', async (name, user, shows, database = 'other', settings = []) => {
  const more = [...settings, ...(database === 'bundled' ? [] : await otherDatabase())];
  const { child, said, ended } = start(['--scenario', name, ...more]);
  await expect.poll(() => said.out, { timeout: 240_000 }).toContain('Ctrl+C');
  expect(said.out).toContain(`Scenario   ${name}: `);
  const page = await pageOf(said.out);
  expect(page.me).toBe(user);
  expect(page.text).toMatch(shows);
  child.kill('SIGTERM');
  expect(await ended).toEqual([0, null]);
});

test.concurrent('settings for another Leadbell, in a shell or a .env, do not reach the sandbox', async () => {
  expect(otherSettings).toEqual(expect.arrayContaining(['DIGEST_MAX_MISSED', 'LANGUAGE', 'LEADBELL_DATA']));
  const hostile = Object.fromEntries(otherSettings.map((name) => [name, 'zzz']));
  const dotEnv = otherSettings.map((name) => `${name}=yyy\n`).join('');
  const { child, said, ended } = start([], hostile, dotEnv);
  await expect.poll(() => said.out).toContain('Ctrl+C');
  expect(said.err).toBe('Leadbell is ready: Socket Mode\n');
  child.kill('SIGTERM');
  expect(await ended).toEqual([0, null]);
});

test.concurrent('after a restart the bot still has the subscriptions', async () => {
  const sandbox: Sandbox = await startSandbox({ stdio: 'ignore', env: { POLL_SECONDS: '0' } });
  const { control } = sandbox.slack;
  const shown = (text: RegExp) => () =>
    control.messages('sales', { as: 'samir' }).find((one) => text.test(JSON.stringify(one)));
  await control.say('samir', 'sales', '/leads subscribe digest 08:30');
  await control.waitFor(shown(/this channel gets a digest/));
  const { pid } = sandbox.bot.child;
  await sandbox.restartBot();
  expect(sandbox.bot.child.pid).not.toBe(pid);
  await control.say('samir', 'sales', '/leads subscriptions');
  await control.waitFor(shown(/Subscriptions of this channel[^]*08:30/));
  await sandbox.stop();
});
