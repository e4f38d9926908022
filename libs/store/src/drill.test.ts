import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { startTestDatabases, temporaryFolder, type TestDatabases } from './testing.ts';
import { drillBackup, type DrillStep } from './drill.ts';

const folder = temporaryFolder();
const keys = { ids: [], where: 'LEADBELL_KEY' };
let databases: TestDatabases;
let url: string;
beforeAll(async () => {
  databases = await startTestDatabases();
});
afterAll(async () => {
  await databases.close();
  rmSync(folder, { recursive: true });
});
beforeEach(async () => {
  url = await databases.createReady();
  await databases.query(url, `insert into workspaces (id) values ('T1'), ('T2')`);
});

const drill = (more: object = {}) => drillBackup({ url, keys, tombstones: [], ...more }, join(folder, 'drill.backup'));
const nameOf = () => `${new URL(url).pathname.slice(1)}_drill`;
const find = () => databases.query(url, 'select 1 from pg_database where datname = $1', [nameOf()]);

test('the drill compares each row, and erases forgotten people from the copy', async () => {
  const person = `p1.0a1b2c3d.${'a'.repeat(22)}`;
  const report = await drill({ tombstones: [{ person, receipt: 'F-1' }] });
  expect(report).toMatchObject({ different: [], forgotten: 1 });
  expect(report.rows).toBeGreaterThan(1);
  expect(await find()).toEqual([]);
});

test('the drill finds no difference if the database has a time zone of its own', async () => {
  await databases.query(url, `alter database "${new URL(url).pathname.slice(1)}" set timezone = 'Asia/Riyadh'`);
  expect(await drill()).toMatchObject({ different: [] });
});

test('the drill names a table if the restore changed or lost a row of it', async () => {
  const copy = new URL(url);
  copy.pathname = `/${nameOf()}`;
  const spoil = (text: string) =>
    drill({
      async onStep(step: DrillStep) {
        if (step === 'compare') await databases.query(copy.href, text);
      },
    });
  expect((await spoil(`update workspaces set blocked_reason = 'other' where id = 'T2'`)).different).toEqual([
    'workspaces',
  ]);
  expect((await spoil(`delete from workspaces where id = 'T2'`)).different).toEqual(['workspaces']);
  expect(await find()).toEqual([]);
});

test('a person’s own database under the drill’s name stays as it is', async () => {
  await databases.query(url, `create database "${nameOf()}"`);
  await expect(drill()).rejects.toThrow(/There is a database .*_drill already: rename it/);
  expect(await find()).toHaveLength(1);
  await databases.query(url, `comment on database "${nameOf()}" is 'made by leadbell backup --drill'`);
  // With this comment, the database counts as one that a killed drill left.
  expect(await drill()).toMatchObject({ different: [] });
});

test('an account that can’t create databases is given the command that allows it', async () => {
  const role = `plain_${Math.trunc(performance.now() * 1000)}`;
  await databases.query(url, `create role ${role} login password 'plain' in role pg_read_all_data`);
  const plain = new URL(url);
  plain.username = role;
  plain.password = 'plain';
  await expect(drill({ url: plain.href })).rejects.toThrow(/may not make a database .* alter role … createdb/);
  await databases.query(url, `drop role ${role}`);
});

/** Starts a drill in another process; the drill stops before its comparison and never continues. */
async function hangingDrill() {
  const program = `
    import { drillBackup } from ${JSON.stringify(new URL('./drill.ts', import.meta.url).href)};
    const onStep = (step) => step === 'compare' ? new Promise(() => setInterval(() => process.stdout.write('.'), 100)) : undefined;
    await drillBackup({ ...${JSON.stringify({ url, keys, tombstones: [] })}, onStep }, ${JSON.stringify(join(folder, 'killed.backup'))});
  `;
  const child = spawn(process.execPath, ['--input-type=module', '-e', program], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  await Promise.race([once(child.stdout, 'data'), once(child, 'exit')]);
  return child;
}

test('a drill removes the database that a killed drill left, and does not disturb a running drill', async () => {
  const child = await hangingDrill();
  expect(child.exitCode).toBeNull();
  await expect(drill()).rejects.toThrow('Another drill is running: wait for it');
  const ended = once(child, 'exit');
  child.kill('SIGKILL');
  await ended;
  expect(await find()).toHaveLength(1);
  expect(await drill()).toMatchObject({ different: [] });
  expect(await find()).toEqual([]);
}, 120_000);

test('a database that a killed drill had no time to mark is removed too', async () => {
  await databases.query(url, `create database "${nameOf()}" connection limit 23`);
  expect(await drill()).toMatchObject({ different: [] });
});
