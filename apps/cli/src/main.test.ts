import { spawnSync } from 'node:child_process';
import { chmodSync, existsSync, mkdirSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { version } from '@leadbell/domain';
import { openDeadJobs, startJobs } from '@leadbell/jobs';
import { openStore, startEmbedded } from '@leadbell/store';
import { describe, expect, it, vi } from 'vitest';
import { leadbell, leadbellProcess } from './cli-fixtures.ts';
import {
  addMessages,
  databases,
  expectSentence,
  folder,
  kill,
  leaveDatabase,
  run,
  store,
  url,
  setUpStage,
} from './stage-fixtures.ts';

setUpStage();

/** Matches the age of something that a test has just made, even on a busy machine. */
const recently = String.raw`(?:\d+ seconds?|[1-5] minutes?) ago`;

describe('an unusable database', () => {
  it.each([
    ['incomplete', 'drop table people', /^The database is incomplete \(the table people is missing/],
    [
      'of a later Leadbell',
      `insert into kysely_migration (name, "timestamp") values ('9999-later', '2099-01-01')`,
      /^The database was brought up to date by a later Leadbell/,
    ],
  ])('a database that can’t be used is reported in one sentence: %s', async (_, spoil, says) => {
    await databases.query(url, spoil);
    const said = await run('status');
    expectSentence(said);
    expect(said.err).toMatch(says);
    expect(said.code).toBe(1);
  });
});

describe('leadbell jobs', () => {
  it('jobs reports that nothing is stuck', async () => {
    expect(await run('jobs')).toEqual({ code: 0, out: 'Nothing is stuck.\n', err: '' });
    expect(await run('jobs', 'requeue', 'all')).toEqual({ code: 0, out: 'Nothing is stuck.\n', err: '' });
  });

  it('jobs lists dead messages and jobs, and requeues the given ones', async () => {
    const [first, second] = await addMessages('a', 'b');
    await kill(first, 'channel_not_found');
    await kill(second, 'too_long');
    const working = await startJobs({
      connection: { connectionString: url },
      log: () => {},
      jobs: [{ name: 'share', attempts: 1, handle: () => Promise.reject(new TypeError('Sara Almithali')) }],
    });
    await working.send('share', { bulk: 7 });
    const dead = await openDeadJobs({ connectionString: url });
    await expect.poll(() => dead.list(10)).toHaveLength(1);
    await working.stop(2_000);

    const { code, out, err } = await run('jobs');
    expect({ code, err }).toEqual({ code: 0, err: '' });
    expect(out).toMatch(/^ {2}id {2,}what {2,}where/m);
    expect(out).toMatch(
      new RegExp(`^ {2}m${first} {2,}digest {2,}T1 C0123 {2,}channel_not_found {2,}${recently}$`, 'm'),
    );
    const line = new RegExp(`^ {2}(j[\\da-f]{8}) {2,}share {2,}bulk=7 {2,}TypeError {2,}${recently}$`, 'm');
    const name = line.exec(out)?.[1] ?? '';
    expect(name).not.toBe('');
    expect(out).not.toContain('Almithali');

    expect(JSON.parse((await run('jobs', '--json')).out)).toMatchObject({
      messages: [
        { id: `m${second}`, reason: 'too_long' },
        { id: `m${first}`, kind: 'digest', workspace: 'T1', channel: 'C0123', reason: 'channel_not_found' },
      ],
      jobs: [{ id: name, kind: 'share', about: { bulk: 7 }, reason: 'TypeError' }],
      isCut: false,
    });

    const unknown = await run('jobs', 'requeue', `m${first}`, name, 'm999');
    expect(unknown).toMatchObject({ code: 1, err: 'There is no stuck message m999: leadbell jobs lists them\n' });
    expectSentence(unknown);
    expectSentence(await run('jobs', 'requeue', name, 'jffffffff-ffff'));
    expect(await dead.list(10)).toHaveLength(1);

    expect(await run('jobs', 'requeue', `m${first}`, name)).toMatchObject({
      code: 0,
      out: 'Trying again: 1 message, 1 job.\n',
    });
    expect(await dead.list(10)).toEqual([]);
    expect(await store.outbox.dead(10)).toMatchObject([{ id: second }]);
    expect((await run('jobs', 'requeue', `m${first}`, '--json')).code).toBe(1);
    expect(await run('jobs', 'requeue', 'all')).toMatchObject({ code: 0, out: 'Trying again: 1 message, 0 jobs.\n' });
    expect(await store.outbox.dead(10)).toEqual([]);
    await dead.close();
  });
});

describe('leadbell backup and restore', () => {
  it('backup and restore copy all data into another database', async () => {
    await addMessages('a');
    const made = await run('backup', 'all.backup');
    expect(made).toMatchObject({ code: 0, err: '' });
    expect(made.out).toMatch(/^Wrote all\.backup: 3 rows, 1 kilobyte\.\n/);
    expect(statSync(join(folder, 'all.backup')).mode & 0o777).toBe(0o600);
    await leaveDatabase();
    const restored = await run('restore', 'all.backup');
    expect(restored).toMatchObject({ code: 0, err: '' });
    expect(restored.out).toMatch(/^Restored 3 rows of the backup made at \d{4}-\d\d-\d\d \d\d:\d\d UTC\./);
    expect((await run('status')).out).toMatch(/waiting +1/);
    const again = await run('restore', 'all.backup');
    expect(again.code).toBe(1);
    expectSentence(again);
    const machine = await run('backup', 'all.backup', '--json');
    expect(JSON.parse(machine.out)).toMatchObject({ file: 'all.backup', rows: 3, bytes: expect.any(Number) });
    await leaveDatabase();
    expect(JSON.parse((await run('restore', 'all.backup', '--json')).out)).toMatchObject({ rows: 3, forgotten: 0 });
  });

  it('a drill tests backup and restore, and leaves nothing behind', async () => {
    const [message] = await addMessages('a', 'b');
    await kill(message, 'channel_not_found');
    const drilled = await run('backup', '--drill');
    expect(drilled).toMatchObject({ code: 0 });
    expect(drilled.err.replaceAll(/^\d.*\n/gm, '')).toBe(
      'Backing up …\nRestoring into a separate database …\nComparing …\nForgetting people again …\n',
    );
    expect(drilled.out).toMatch(
      /^Backup of .* UTC, restored into a database that was then dropped: 4 rows, 1 kilobyte\.\n\d+ tables compared, row by row: all are the same\.\n/,
    );
    expect(drilled.out).toMatch(/\nThis backup can be restored\.\n$/);
    expect(readdirSync(folder)).toEqual([]);
    const kept = await run('backup', '--drill', 'all.backup', '--json');
    expect(JSON.parse(kept.out)).toMatchObject({ isProven: true, file: 'all.backup', rows: 4, different: [] });
    const left = await databases.query(
      url,
      `select datname from pg_database where datname = current_database() || '_drill'`,
    );
    expect(left).toEqual([]);
  });

  it('a drill removes the files of a killed drill, but not those of a running one', async () => {
    const temporary = join(folder, 'temporary');
    vi.stubEnv('TMPDIR', temporary);
    const ended = spawnSync(process.execPath, ['-e', '']).pid;
    // Root can remove this folder, and other accounts cannot; the drill succeeds in both cases.
    const locked = join(temporary, `leadbell-drill-${ended}-locked`);
    const names = [`leadbell-drill-${ended}-left`, `leadbell-drill-${process.pid}-running`, 'leadbell-drill-notes'];
    for (const name of names) mkdirSync(join(temporary, name), { recursive: true });
    mkdirSync(join(locked, 'inner'), { recursive: true });
    chmodSync(locked, 0);
    try {
      expect(await run('backup', '--drill')).toMatchObject({ code: 0 });
      expect(readdirSync(temporary).filter((name) => !name.endsWith('locked'))).toEqual(names.slice(1).toSorted());
    } finally {
      vi.unstubAllEnvs();
      if (existsSync(locked)) chmodSync(locked, 0o700);
      rmSync(temporary, { recursive: true });
    }
  });

  it('backup and restore report an invalid file', async () => {
    writeFileSync(join(folder, 'letter'), 'Dear all');
    await leaveDatabase();
    for (const words of [
      ['restore', 'letter'],
      ['restore', 'none'],
      ['backup', 'no-folder/x'],
      ['backup', 'empty'],
    ]) {
      const said = await run(...words);
      expect(said.code).toBe(1);
      expectSentence(said);
    }
  });
});

describe('invalid input', () => {
  it.each([
    [['jbos'], 'Unknown command "jbos"; did you mean jobs?'],
    [['drop'], 'Unknown command "drop"'],
    [['backup'], 'Which file? leadbell backup <file>'],
    [['restore', 'a', 'b'], 'Which file? leadbell restore <file>'],
    [['jobs', 'requeue'], 'Which ones? leadbell jobs requeue <id…>|all'],
    [['status', 'now'], 'The only option is --json: leadbell status [--json]'],
  ])('%j is refused with a sentence', async (words, says) => {
    const { code, out, err } = await run(...words);
    expect({ code, out, first: err.split('\n')[0] }).toEqual({ code: 2, out: '', first: says });
    expect(err.includes('leadbell restore <file> ')).toBe(words[0] === 'jbos' || words[0] === 'drop');
  });

  it('help is printed if no command is given, and for --help and -h', async () => {
    const help = await leadbell(folder, {}, 'help');
    expect(help.code).toBe(0);
    expect(help.out).toContain('leadbell backup <file>');
    for (const words of [[], ['--help'], ['nonsense', '-h']])
      expect(await leadbell(folder, {}, ...words)).toEqual(help);
  });

  it('--version prints the version, without settings and without a database', async () => {
    const says = { code: 0, out: `leadbell ${version}\n`, err: '' };
    for (const word of ['--version', '-v']) expect(await leadbell(folder, {}, word)).toEqual(says);
  });

  it('leadbell has the same output and exit code in a process of its own', async () => {
    expect(await leadbellProcess(folder, {}, '--version')).toEqual(await leadbell(folder, {}, '--version'));
    const wrong = ['jobs', 'requeue'];
    const env = { DATABASE_URL: url };
    expect(await leadbellProcess(folder, env, ...wrong)).toEqual(await leadbell(folder, env, ...wrong));
  });
});

describe('settings', () => {
  it('an error names the invalid settings without their values', async () => {
    const said = await leadbell(folder, { DATABASE_URL: 'mysql://me:hush@db/x', DATABASE_POOL: 'many' }, 'status');
    expect(said.code).toBe(78);
    expect(said.err).toMatch(/^Please correct these settings: DATABASE_URL: expected .*; DATABASE_POOL: expected /);
    expect(said.err).not.toContain('hush');
    const ca = await leadbell(folder, { DATABASE_URL: url, DATABASE_CA: 'none.pem' }, 'status');
    expect(ca).toMatchObject({ code: 78, err: 'DATABASE_CA: expected a readable file\n' });
  });

  it('a setting with a password can be in a file', async () => {
    writeFileSync(join(folder, 'url'), `${url}\n`);
    expect(await leadbell(folder, { DATABASE_URL_FILE: 'url' }, 'jobs')).toMatchObject({ code: 0, err: '' });
    expect(await leadbell(folder, { DATABASE_URL_FILE: 'url', DATABASE_URL: url }, 'jobs')).toMatchObject({
      code: 78,
      err: 'Please correct these settings: DATABASE_URL_FILE: expected nothing, because DATABASE_URL is given\n',
    });
    expect(await leadbell(folder, { DATABASE_OWNER_URL_FILE: 'none' }, 'jobs')).toMatchObject({
      code: 78,
      err: 'Please correct these settings: DATABASE_OWNER_URL_FILE: expected a file that can be read\n',
    });
  });

  it('an unreadable .env is reported by commands that need settings', async () => {
    mkdirSync(join(folder, '.env'));
    const said = await leadbell(folder, {}, 'status');
    expect(said).toEqual({
      code: 78,
      out: '',
      err: '.env: expected a file that this account can read (EISDIR); leadbell doctor says more\n',
    });
    for (const words of [['jobs'], ['forget', '--lead', '7'], ['migrate']])
      expect(await leadbell(folder, {}, ...words)).toEqual(said);
    expect(await leadbell(folder, {}, 'key')).toMatchObject({ code: 0 });
    expect((await leadbell(folder, {}, 'doctor')).out).toContain('.env: expected a file');
  });

  it('settings are read from .env, and the environment wins', async () => {
    writeFileSync(join(folder, '.env'), `DATABASE_URL=${url}\nDATABASE_POOL=2\n`);
    expect(await leadbell(folder, { DATABASE_URL: '' }, 'jobs')).toMatchObject({ code: 0, out: 'Nothing is stuck.\n' });
    const gone = await leadbell(folder, { DATABASE_URL: `${url}x` }, 'jobs');
    expect(gone.code).toBe(1);
    expect(gone.err).toMatch(/3D000/);
    expectSentence(gone);
  });
});

describe('the bundled PostgreSQL', () => {
  it('only restore creates a new bundled database', async () => {
    const said = await leadbell(folder, {}, 'jobs');
    expect(said.code).toBe(1);
    expect(said.err).toMatch(/^There is no Leadbell data in .*leadbell-data: run this command where/);
    await run('backup', 'b');
    expect(await leadbell(folder, {}, 'restore', 'b')).toMatchObject({ code: 0, err: '' });
    // No bot is running, so the command starts the database itself.
    expect((await leadbell(folder, {}, 'status')).out).toContain('The DMS has not been read yet.');
  });

  it('commands share the bundled database with a running bot', async () => {
    const server = await startEmbedded({
      dataDir: join(folder, 'data'),
      role: 'service',
      isEphemeral: true,
      log: () => {},
    });
    const env = { LEADBELL_DATA: 'data' };
    const inside = await openStore({ ...server, pool: 2 });
    expect(await leadbell(folder, env, 'jobs')).toMatchObject({ code: 0, out: 'Nothing is stuck.\n' });
    await inside.connections.ensure('dms');
    expect((await leadbell(folder, env, 'status')).out).toMatch(/DMS dms\n +state +never-read/);
    await inside.close();
    await server.close();
  });
});
