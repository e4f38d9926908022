import { spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import {
  chmodSync,
  copyFileSync,
  existsSync,
  mkdirSync,
  readFileSync,
  readdirSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { setTimeout as delay } from 'node:timers/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { startDmsSimulator } from '@leadbell/dms-simulator';
import { startSlackSandbox } from '@leadbell/slack-sandbox';
import { freePort, startTestDatabases, temporaryFolder } from '@leadbell/store/testing';
import { bundle } from './bundle.ts';

/** The account `nobody` if the tests run as root; otherwise the account that runs them. */
const account = process.getuid?.() === 0 ? { uid: 65534, gid: 65534 } : {};
const caddy = process.env['CADDY_PATH'] ?? '/usr/bin/caddy';
const root = new URL('../../../', import.meta.url).pathname;

const folder = temporaryFolder();
const program = join(folder, 'program');
const data = join(folder, 'data');
const proxyProgram = join(folder, 'caddy');
beforeAll(async () => {
  await bundle({ input: join(root, 'apps/slackbot/src/main.ts'), folder: program, version: '1.2.3' });
  mkdirSync(data, { mode: 0o777 });
  chmodSync(data, 0o777);
  for (const name of readdirSync(program)) chmodSync(join(program, name), 0o444);
  chmodSync(program, 0o555);
  // The account of the test may be unable to enter the folder in which the proxy is installed.
  if (existsSync(caddy)) copyFileSync(caddy, proxyProgram);
  chmodSync(folder, 0o755);
});
afterAll(() => {
  chmodSync(program, 0o755);
  rmSync(folder, { recursive: true, force: true });
});

interface Started extends AsyncDisposable {
  readonly said: { text: string };
}

function start(file: string, args: readonly string[], env: Readonly<Record<string, string>>): Started {
  const child = spawn(file, args, { cwd: program, env, ...account, stdio: ['ignore', 'pipe', 'pipe'] });
  const said = { text: '' };
  for (const stream of [child.stdout, child.stderr])
    stream.setEncoding('utf8').on('data', (text: string) => (said.text += text));
  return {
    said,
    async [Symbol.asyncDispose]() {
      if (child.exitCode !== null || child.signalCode !== null) return;
      const ended = once(child, 'exit');
      child.kill('SIGTERM');
      await ended;
    },
  };
}

async function until(holds: () => boolean, why: () => string): Promise<void> {
  for (const end = Date.now() + 120_000; !holds(); await delay(50)) if (Date.now() > end) throw new Error(why());
}

/** Returns the sample configuration with the address that Slack calls and the port of the bot. */
function proxyConfig(port: number, botPort: number): string {
  const sample = readFileSync(join(root, 'deploy/proxy/Caddyfile'), 'utf8');
  const changed = sample
    .replace('leadbell.example.com {', `http://127.0.0.1:${port} {`)
    .replace('127.0.0.1:3000', `127.0.0.1:${botPort}`);
  const file = join(data, 'Caddyfile');
  writeFileSync(file, `{\n\tadmin off\n}\n${changed}`);
  return file;
}

test.runIf(existsSync(caddy))(
  'the bundle answers as another account, from a folder that it can not write to, behind the sample proxy',
  async () => {
    const [port, botPort] = [await freePort(), await freePort()];
    const databases = await startTestDatabases();
    const dms = await startDmsSimulator({ leadsPerDay: 40 });
    const manifest: unknown = JSON.parse(readFileSync(join(root, 'apps/slackbot/slack-manifest.json'), 'utf8'));
    await using slack = await startSlackSandbox({ manifest, deliverTo: `http://127.0.0.1:${port}/slack/events` });
    await using bot = start(process.execPath, ['main.js'], {
      NODE_ENV: 'production',
      DMS_BASE_URL: dms.url,
      SLACK_API_URL: slack.apiUrl,
      SLACK_BOT_TOKEN: slack.botToken,
      SLACK_SIGNING_SECRET: slack.signingSecret,
      PORT: String(botPort),
      DATABASE_URL: await databases.createReady(),
      LEADBELL_KEY: randomBytes(32).toString('base64'),
      LEADBELL_DATA: data,
    });
    await using proxy = start(proxyProgram, ['run', '--adapter', 'caddyfile', '--config', proxyConfig(port, botPort)], {
      HOME: data,
    });
    await until(
      () => bot.said.text.includes('Leadbell is ready'),
      () => bot.said.text,
    );
    await until(
      () => proxy.said.text.includes('serving initial configuration'),
      () => proxy.said.text,
    );

    await slack.control.say('noura', 'sales', '/leads today');
    const shown = await slack.control.waitFor(() => slack.control.messages('sales', { as: 'noura' }).at(-1));
    expect(JSON.stringify(shown)).toMatch(/40|leads/);
    const at = (path: string, body = '') => fetch(`http://127.0.0.1:${port}${path}`, { method: 'POST', body });
    expect((await at('/anything')).status).toBe(404);
    expect((await at('/slack/events', 'unsigned=1')).status).toBe(401);
    // This body is too long: either the proxy or the bot refuses it.
    expect((await at('/slack/events', 'x'.repeat(2_000_000))).status).toBeGreaterThanOrEqual(400);
    expect(readdirSync(program).toSorted()).toEqual(['licences.txt', 'main.js', 'sbom.cdx.json']);
    expect(statSync(join(program, 'main.js')).mode & 0o777).toBe(0o444);
    await dms.close();
    await databases.close();
  },
);
