import { spawnSync } from 'node:child_process';
import { chmodSync, chownSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { userInfo } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { temporaryFolder } from '@leadbell/store/testing';
import { bundle } from './bundle.ts';

const root = new URL('../../../', import.meta.url).pathname;
const text = (file: string) => readFileSync(join(root, 'deploy/systemd', file), 'utf8');
const isRoot = process.getuid?.() === 0;
const nobody = 65534;

const folder = temporaryFolder();
const at = (path: string) => join(folder, path);
const wrapper = at('usr/local/bin/leadbell');

/** Writes a file that belongs to root and that the account's group can read, as the install page says. */
function writeSettings(file: string, content: string, mode = 0o640): void {
  writeFileSync(at(file), content);
  if (isRoot) chownSync(at(file), 0, nobody);
  chmodSync(at(file), mode);
}

beforeAll(async () => {
  await bundle({ input: join(root, 'apps/cli/src/main.ts'), folder: at('opt/leadbell/cli'), version: '1.2.3' });
  for (const name of ['etc/leadbell', 'var/lib/leadbell', 'usr/local/bin'])
    mkdirSync(at(name), { recursive: true, mode: 0o755 });
  chmodSync(folder, 0o755);
  if (isRoot) chownSync(at('var/lib/leadbell'), nobody, nobody);
  const moved = text('leadbell')
    .replaceAll('/opt/leadbell/node', process.execPath)
    .replaceAll(/(?<=[ =])\/(?=(?:etc|var|opt)\/)/g, `${folder}/`)
    .replace('account=leadbell', `account=${isRoot ? 'nobody' : userInfo().username}`);
  writeFileSync(wrapper, moved, { mode: 0o755 });
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const leadbell = (...words: readonly string[]) =>
  spawnSync(wrapper, words, { cwd: '/', env: { PATH: process.env['PATH'] }, encoding: 'utf8' });

test('the command on a server passes on its arguments and exit codes', () => {
  writeSettings('etc/leadbell/leadbell.env', '');
  expect(leadbell('key')).toMatchObject({ status: 0, stderr: '', stdout: expect.stringMatching(/^[\w+/]{43}=\n$/) });
  expect(leadbell('no such "$HOME"')).toMatchObject({
    status: 2,
    stderr: expect.stringMatching(/^Unknown command "no such "\$HOME""/),
  });
});

test('the command reads the service’s settings literally, under the service’s account', () => {
  writeSettings(
    'etc/leadbell/leadbell.env',
    "TIME_ZONE='Asia/Riyad'\nSLACK_BOT_TOKEN='$(id) `id` # x'\nLANGUAGE=klingon\n",
  );
  writeSettings('etc/leadbell/leadbell.config.json', '{"sourcs":{}}');
  const found = leadbell('doctor');
  expect([found.status, found.stderr]).toEqual([78, '']);
  for (const said of ['did you mean Asia/Riyadh?', 'LANGUAGE: expected', 'SLACK_BOT_TOKEN: expected', 'no sourcs'])
    expect(found.stdout).toContain(said);
  expect(found.stdout).not.toContain('uid=');
  writeSettings('etc/leadbell/leadbell.config.json', '{}', 0o000);
  expect(leadbell('doctor').stdout).toContain('expected a file that the account of Leadbell can read');
});

test('without DATABASE_URL, doctor says that only a checkout has a bundled database', () => {
  const nowhere = 'http://127.0.0.1:1';
  writeSettings(
    'etc/leadbell/leadbell.env',
    `DMS_BASE_URL=${nowhere}\nSLACK_API_URL=${nowhere}/api/\nSLACK_BOT_TOKEN=xoxb-not-a-real-token\nSLACK_APP_TOKEN=xapp-not-a-real-token\n`,
  );
  writeSettings('etc/leadbell/leadbell.config.json', '{}', 0o644);
  const found = leadbell('doctor');
  expect(found.stdout).toContain('fail  database  there is no bundled PostgreSQL here');
  expect(found.status).toBe(1);
});

test('the command writes a file to the folder of the account', () => {
  writeSettings('etc/leadbell/leadbell.env', '');
  writeFileSync(
    at('opt/leadbell/cli/main.js'),
    `require('node:fs').writeFileSync('all.backup', String(process.getuid()));`,
  );
  writeFileSync(at('opt/leadbell/cli/package.json'), '{"type":"commonjs"}');
  expect(leadbell('backup', 'all.backup')).toMatchObject({ status: 0, stderr: '' });
  expect(readFileSync(at('var/lib/leadbell/all.backup'), 'utf8')).toBe(String(isRoot ? nobody : process.getuid?.()));
});

test('the unit and the command use the same account, settings and folders', () => {
  const unit = text('leadbell.service');
  const command = text('leadbell');
  const environment = /^Environment=(.+)$/m.exec(unit)?.[1];
  expect(environment).toContain('LEADBELL_DATA=');
  expect(command).toContain(`export ${environment}\n`);
  const run = /^ExecStart=(.+) \S+$/m.exec(unit)?.[1];
  expect(run).toContain('--env-file=');
  expect(command).toContain(`set -- ${run} /opt/leadbell/cli/main.js "$@"`);
  expect(unit).toContain(`\nUser=${/^account=(.+)$/m.exec(command)?.[1]}\n`);
  expect(unit).not.toContain('DynamicUser');
});
