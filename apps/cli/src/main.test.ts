import { chmodSync, mkdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { emptyHabits } from '@leadbell/domain';
import { openDeadJobs, startJobs } from '@leadbell/jobs';
import {
  installationKey,
  keysOfFolder,
  makeKeyInFolder,
  newKeyText,
  openKeys,
  openStore,
  startEmbedded,
  type Store,
} from '@leadbell/store';
import { startTestDatabases, temporaryFolder, type TestDatabases } from '@leadbell/store/testing';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { leadbell, type Said } from './cli-fixtures.ts';

let databases: TestDatabases;
let url: string;
let folder: string;
let store: Store;
beforeAll(async () => {
  databases = await startTestDatabases();
});
afterAll(() => databases.close());
beforeEach(async () => {
  folder = temporaryFolder();
  url = await databases.create();
  store = await openStore({ url, pool: 2 });
});
afterEach(async () => {
  await store.close();
  rmSync(folder, { recursive: true });
});

const run = (...words: string[]) => leadbell(folder, { DATABASE_URL: url }, ...words);
const idOf = (text: string) => installationKey(text.trim()).id;
const withKey = (key: string, ...words: string[]) =>
  leadbell(folder, { DATABASE_URL: url, LEADBELL_KEY: key }, ...words);
const begin = (...keys: string[]) => openKeys(store, { keyText: keys.join(','), keyFile: null }, null);
const password = () => new URL(url).password;

async function addMessages(...keys: string[]): Promise<readonly number[]> {
  return store.transaction((tx) =>
    store.outbox.add(
      tx,
      keys.map((key) => ({
        workspace: 'T1',
        channel: 'C0123',
        key,
        kind: 'digest',
        payload: { text: 'Sara Almithali' },
      })),
    ),
  );
}
const kill = (id: number | undefined, reason: string) =>
  databases.query(url, `update outbox set state = 'dead', reason = $2 where id = $1`, [id, reason]);

/** In one sentence, with nothing that only a developer wants. */
function expectSentence({ err, out }: Said): void {
  expect(err.trimEnd().split('\n')).toHaveLength(1);
  expect(out).toBe('');
  expect(err).not.toMatch(/ at .*\.ts|node:|undefined|\[object/);
  expect(err).not.toContain(password());
}

describe('a database that can not be used', () => {
  it.each([
    ['half-made', 'drop table people', /^The database is half-made \(the table people is missing/],
    [
      'of a later Leadbell',
      `insert into kysely_migration (name, "timestamp") values ('9999-later', '2099-01-01')`,
      /^The database was brought up to date by a later Leadbell/,
    ],
  ])('is said in one sentence: %s', async (_, spoil, says) => {
    await databases.query(url, spoil);
    const said = await run('status');
    expectSentence(said);
    expect(said.err).toMatch(says);
    expect(said.code).toBe(1);
  });
});

describe('leadbell jobs', () => {
  it('says when nothing is stuck', async () => {
    expect(await run('jobs')).toEqual({ code: 0, out: 'Nothing is stuck.\n', err: '' });
    expect(await run('jobs', 'requeue', 'all')).toEqual({ code: 0, out: 'Nothing is stuck.\n', err: '' });
  });

  it('lists dead messages and jobs, and sends back those that it is given', async () => {
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
    await expect.poll(() => dead.list(10), { timeout: 20_000 }).toHaveLength(1);
    await working.stop(2_000);

    const { code, out, err } = await run('jobs');
    expect({ code, err }).toEqual({ code: 0, err: '' });
    expect(out).toMatch(/^ {2}id {2,}what {2,}where/m);
    expect(out).toMatch(
      new RegExp(`^ {2}m${first} {2,}digest {2,}T1 C0123 {2,}channel_not_found {2,}1?\\d seconds? ago$`, 'm'),
    );
    const name = /^ {2}(j[\da-f]{8}) {2,}share {2,}bulk=7 {2,}TypeError {2,}\d+ seconds? ago$/m.exec(out)?.[1] ?? '';
    expect(name).not.toBe('');
    expect(out).not.toContain('Almithali');

    const unknown = await run('jobs', 'requeue', `m${first}`, name, 'm999');
    expect(unknown).toMatchObject({ code: 1, err: 'No message that is stuck is called m999\n' });
    expectSentence(unknown);
    expectSentence(await run('jobs', 'requeue', name, 'jffffffff-ffff'));
    expect(await dead.list(10)).toHaveLength(1);

    expect(await run('jobs', 'requeue', `m${first}`, name)).toMatchObject({
      code: 0,
      out: 'Sent back: 1 message, 1 job.\n',
    });
    expect(await dead.list(10)).toEqual([]);
    expect(await store.outbox.dead(10)).toMatchObject([{ id: second }]);
    expect((await run('jobs', 'requeue', `m${first}`)).code).toBe(1);
    expect(await run('jobs', 'requeue', 'all')).toMatchObject({ code: 0, out: 'Sent back: 1 message, 0 jobs.\n' });
    expect(await store.outbox.dead(10)).toEqual([]);
    await dead.close();
  });
});

/** A DMS that is read well, but for what the statements make of it. */
async function reads(...statements: string[]): Promise<void> {
  await store.connections.ensure('dms');
  await databases.query(
    url,
    "update dms_connections set covered_to = now(), last_ok_at = now(), next_poll_at = now() + interval '1 minute'",
  );
  for (const statement of statements) await databases.query(url, statement);
}
const json = async () => JSON.parse((await run('status', '--json')).out);

describe('leadbell status', () => {
  it('counts messages and tells how each DMS is read', async () => {
    const [dead] = await addMessages('a', 'b', 'c');
    await kill(dead, 'too_long');
    await store.connections.ensure('kia');
    await store.connections.ensure('toyota');
    await databases.query(
      url,
      `update dms_connections set covered_to = '2026-11-23 20:52Z', last_ok_at = now() - interval '3 hours',
         failures = 4, failure = 'unavailable', failed_since = now() - interval '2 days' where id = 'kia'`,
    );
    const { code, out } = await run('status');
    expect(code).toBe(0);
    expect(out.replaceAll(/\d+ seconds?/g, 'seconds').replaceAll(/\d{4}-\d\d-\d\d \d\d:\d\d UTC, /g, 'then, ')).toBe(
      [
        'NOT OK. The DMS has not been read for 3 hours: the DMS does not answer. 1 message could not be sent.',
        '',
        'Messages',
        '  waiting           2, the oldest for seconds',
        '  being sent        0',
        '  in doubt          0',
        '  stuck             1 (leadbell jobs lists them, requeue all tries them again)',
        '  sent in 24 hours  0',
        '  digests late      0',
        '  stuck because',
        '    1 × Slack refuses it (too_long)',
        '',
        'Acts in Slack',
        '  waiting longer than a minute  0',
        '',
        'Jobs',
        '  stuck  0',
        '',
        'DMS kia',
        '  state           failing',
        '  last read       then, 3 hours ago',
        '  failures        4 times, for 2 days: the DMS does not answer',
        '  read up to      2026-11-23 20:52 UTC',
        '  open bulks      0',
        '  requests today  0 of 5,000: polls 0, people 0',
        '  no gaps in the last 24 hours',
        '',
        'DMS toyota',
        '  state           never-read',
        '  last read       never',
        '  failures        none',
        '  read up to      nothing yet',
        '  open bulks      0',
        '  requests today  0 of 5,000: polls 0, people 0',
        '  no gaps in the last 24 hours',
        '',
      ].join('\n'),
    );
  });

  it('is well when the DMS is read and nothing is stuck', async () => {
    await reads();
    expect((await run('status')).out).toMatch(/^OK\. The DMS is being read, the last time \d seconds? ago\.$/m);
    expect(await json()).toMatchObject({
      ok: true,
      problems: [],
      jobs: { stuck: 0 },
      connections: [
        {
          id: 'dms',
          state: 'reading',
          failing: null,
          gapsLastDay: [],
          setAside: [],
          unreadTimes: [],
          unreadLastTwoDays: {},
        },
      ],
    });
  });

  it.each([
    ['nothing was read yet', "update dms_connections set last_ok_at = null, next_poll_at = '-infinity'", 'never-read'],
    [
      'polls fail',
      "update dms_connections set failures = 3, failed_since = now() - interval '4 minutes', failure = 'database'",
      'failing',
    ],
    [
      'no process polls',
      "update dms_connections set next_poll_at = now() - interval '6 minutes', failures = 1, failed_since = now(), failure = 'timeout'",
      'overdue',
    ],
    [
      'a day has not been read yet',
      "update dms_connections set last_ok_at = now() - interval '26 hours', covered_to = now() - interval '25 hours'",
      'catching-up',
    ],
  ])('is not well when %s', async (_, statement, problem) => {
    await reads(statement);
    const { code, out } = await run('status');
    expect(code).toBe(0);
    expect(out).toMatch(/^NOT OK\. /);
    expect(await json()).toMatchObject({ ok: false, problems: [problem], connections: [{ state: problem }] });
  });

  it('says which digests are late and why, what is in doubt, and what Slack keeps us from', async () => {
    await addMessages('a', 'b');
    await reads(
      `insert into inbox (workspace_id, key, object, body, created_at) values ('T1', 'a', 'a', '{}', now() - interval '2 minutes')`,
      `insert into subscriptions (workspace_id, channel_id, owner_id, kind, definition, next_run_at, tries, failure)
        values ('T1', 'C1', 'U1', 'digest', '{}', '2026-11-23 05:30Z', 7, 'timeout')`,
      "update outbox set state = 'sending', attempt_at = now(), look_at = now() where key = 'a'",
      "update outbox set reason = 'platform_hiccup' where key = 'b'",
      `update workspaces set blocked_reason = 'token_revoked', post_at = now() + interval '15 minutes',
        asked_to_wait_until = '2099-01-02 03:04Z'`,
    );
    const { out } = await run('status');
    expect(out).toMatch(
      /^NOT OK\. The DMS is being read.*Nothing can be posted in Slack: the access was revoked: install the app again \(token_revoked\)\. Messages wait\. Slack asks us to wait until 2099-01-02 03:04 UTC\. 1 act of people in Slack has waited for more than a minute\. 1 digest is late\.$/m,
    );
    for (const line of [
      'in doubt          1 (sent, not confirmed: being looked for in Slack)',
      'digests late      1, the first due since 2026-11-23 05:30 UTC',
      '1 × the DMS takes too long to answer',
      '1 × Slack refuses it (platform_hiccup)',
    ])
      expect(out).toContain(line);
    expect(await json()).toMatchObject({
      problems: ['slack-closed', 'slack-waits', 'late-acts', 'late-digests'],
      acts: { late: 1 },
      messages: {
        inDoubt: 1,
        refusedFor: [{ kind: 'platform_hiccup', count: 1 }],
        slackClosedFor: [
          { kind: 'token_revoked', count: 1, reason: 'the access was revoked: install the app again (token_revoked)' },
        ],
        slackAsksToWaitUntil: '2099-01-02T03:04:00.000Z',
      },
      digests: { late: 1, lateSince: '2026-11-23T05:30:00.000Z', lateFor: [{ kind: 'timeout', count: 1 }] },
    });
  });

  it('lists what was learned of the DMS', async () => {
    const habits = {
      ...emptyHabits,
      borders: { ...emptyHabits.borders, fromIncluded: false },
      cap: { ...emptyHabits.cap, bulks: 100, foundAt: Date.now() },
      clock: { ...emptyHabits.clock, offsets: [-20 * 60_000] },
    };
    await reads(`update dms_connections set habits = '${JSON.stringify(habits)}'`);
    expect((await run('status')).out.split('\n').slice(-6)).toEqual([
      '  no gaps in the last 24 hours',
      '  learned of this DMS',
      '    a bulk at exactly fromDate is left out',
      '    an answer lists 100 bulks at most',
      '    its clock is 20 minutes behind',
      '',
    ]);
  });

  it('says in fields what was set aside, not read, not readable and asked', async () => {
    await reads(
      `insert into set_aside (connection_id, key, fingerprint, dms_id, leads, errored, reason, since, last_at, next_try_at)
       select 'dms', 'k' || n, 'f', 570 + n, 10 * n, n, 'database 22P05', now(), now(), now() + interval '5 minutes' from generate_series(1, 4) n`,
      `insert into dms_outages (connection_id, failure, started_at, ended_at)
       values ('dms', 'not-watched', now() - interval '3 hours', now() - interval '1 hour'), ('dms', 'timeout', now() - interval '30 hours', now() - interval '29 hours')`,
      `insert into daily_counters (connection_id, day, name, value, count)
       select 'dms', (now() at time zone 'Asia/Riyadh')::date, name, value, count
       from (values ('unread', 'createdDate', 12), ('requests', 'polls', 100), ('requests', 'people', 23), ('leads', '', 9)) v (name, value, count)`,
    );
    const said = await json();
    expect(said).toMatchObject({
      ok: false,
      problems: ['set-aside'],
      connections: [
        {
          state: 'reading',
          requestsToday: { total: 123, polls: 100, people: 23, budget: 5_000 },
          gapsLastDay: [{ seconds: 7_200, kinds: ['not-watched'] }],
          unreadLastTwoDays: { createdDate: 12 },
        },
      ],
    });
    expect(said.connections[0].setAside).toHaveLength(4);
    expect(said.connections[0].setAside[0]).toMatchObject({ bulk: '571', kind: 'database 22P05', tries: 1 });
    const { out } = await run('status');
    expect(out).toMatch(/^NOT OK\. The DMS is being read, .* 4 bulks could not be stored\.$/m);
    expect(out).toMatch(
      /bulk 574: 40 leads, 4 with errors\. The database refuses it \(22P05\)\. Tried 1 time; the next try in \d+ \w+\./,
    );
    expect(out).toContain('and 1 more');
    expect(out).toMatch(/UTC \(2 hours\): Leadbell did not run, or its database was out of reach/);
    expect(out).toMatch(/createdDate +12/);
  });

  it('knows from the settings whether the DMS is to be polled, and how many requests there are', async () => {
    await reads("update dms_connections set next_poll_at = now() - interval '3 days'");
    const env = { DATABASE_URL: url, POLL_SECONDS: '0', DMS_REQUESTS_PER_DAY: '900' };
    const said = JSON.parse((await leadbell(folder, env, 'status', '--json')).out);
    expect(said).toMatchObject({ ok: true, connections: [{ state: 'off', requestsToday: { budget: 900 } }] });
  });
});

describe('leadbell backup and restore', () => {
  it('bring all data into another database', async () => {
    await addMessages('a');
    const made = await run('backup', 'all.backup');
    expect(made).toMatchObject({ code: 0, err: '' });
    expect(made.out).toMatch(/^Wrote all\.backup: 3 rows, 1 kilobyte\.\n/);
    expect(statSync(join(folder, 'all.backup')).mode & 0o777).toBe(0o600);
    url = await databases.create();
    const restored = await run('restore', 'all.backup');
    expect(restored).toMatchObject({ code: 0, err: '' });
    expect(restored.out).toMatch(/^Restored 3 rows of the backup made at \d{4}-\d\d-\d\d \d\d:\d\d UTC\./);
    expect((await run('status')).out).toMatch(/waiting +1/);
    const again = await run('restore', 'all.backup');
    expect(again.code).toBe(1);
    expectSentence(again);
  });

  it('say what is wrong with a file', async () => {
    writeFileSync(join(folder, 'letter'), 'Dear all');
    url = await databases.create();
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

describe('leadbell key', () => {
  it('prints a new key and nothing else, whatever the settings are', async () => {
    const [one, other] = [await leadbell(folder, { DATABASE_URL: 'none' }, 'key'), await leadbell(folder, {}, 'key')];
    for (const said of [one, other]) {
      expect(said).toMatchObject({ code: 0, err: '' });
      expect(said.out).toMatch(/^[A-Za-z0-9+/]{43}=\n$/);
    }
    expect(one.out).not.toBe(other.out);
  });

  it('says which keys are in use, and which can be dropped', async () => {
    const [old, next] = [newKeyText(), newKeyText()];
    expect((await run('key', 'status')).out).toBe('No key was used yet.\n');
    await begin(old);
    expect((await run('status')).out).not.toContain('Keys');
    await begin(next, old);
    const { out } = await run('key', 'status');
    expect(out.replaceAll(/\d{4}-.* UTC/g, 'then')).toBe(
      [
        'key       current since         use',
        `${idOf(next)}  then  the current one`,
        `${idOf(old)}  then  can be dropped`,
        '',
      ].join('\n'),
    );
    expect((await run('status')).out).toContain('Keys\n  key ');
    expect(out).not.toContain(old);
  });

  it('adds a key to the data folder, or says what to set', async () => {
    const none = await leadbell(folder, {}, 'key', 'rotate');
    expect(none.code).toBe(1);
    expectSentence(none);
    const data = join(folder, 'data');
    mkdirSync(data, { mode: 0o711 });
    const [old = ''] = makeKeyInFolder(data);
    const rotated = await leadbell(folder, { LEADBELL_DATA: 'data' }, 'key', 'rotate');
    expect(rotated).toMatchObject({ code: 0, err: '' });
    const [next = '', ...kept] = keysOfFolder(data) ?? [];
    expect(kept).toEqual([old]);
    expect(rotated.out).toMatch(new RegExp(`^Key ${idOf(next)} is the first in .*installation\\.key now: restart`));
    const said = await withKey(old, 'key', 'rotate');
    expect(said).toMatchObject({ code: 0, err: '' });
    expect(said.out).toMatch(/^[A-Za-z0-9+/]{43}=\nPut this key before the one in LEADBELL_KEY, with a comma between/);
    expect(said.out).not.toContain(old);
  });

  it('goes on without one that is lost', async () => {
    const [gone, next] = [newKeyText(), newKeyText()];
    await begin(gone);
    expect((await withKey(gone, 'key', 'lost')).out).toBe('No key is missing.\n');
    expect((await withKey(next, 'key', 'lost')).out).toMatch(
      new RegExp(`^Let go of ${idOf(gone)}: leads that only it`),
    );
    await begin(next);
  });

  it('must be the one of a backup that is restored', async () => {
    const [key, other] = [newKeyText(), newKeyText()];
    await begin(key);
    await run('backup', 'all.backup');
    for (const given of [other, '']) {
      url = await databases.create();
      const said = await withKey(given, 'restore', 'all.backup');
      expect(said.code).toBe(1);
      expectSentence(said);
      expect(said.err).toContain(`The backup was written with the installation’s key ${idOf(key)}`);
    }
    expect(await withKey(key, 'restore', 'all.backup')).toMatchObject({ code: 0, err: '' });
    url = await databases.create();
    expect(await withKey(other, 'restore', 'all.backup', '--key-lost')).toMatchObject({ code: 0, err: '' });
    expect((await run('key', 'status')).out).toBe('No key was used yet.\n');
  });

  it('that is wrong is named by its setting, and not shown', async () => {
    const wrong = await withKey('hush', 'jobs');
    expect(wrong).toMatchObject({ code: 78, out: '' });
    expect(wrong.err).toMatch(/^These settings are wrong: LEADBELL_KEY: expected 32 random bytes in base64/);
    expect(wrong.err).not.toContain('hush');
    writeFileSync(join(folder, 'open.key'), newKeyText(), { mode: 0o644 });
    chmodSync(join(folder, 'open.key'), 0o644);
    for (const file of ['open.key', 'none.key']) {
      const said = await leadbell(folder, { DATABASE_URL: url, LEADBELL_KEY_FILE: file }, 'key', 'rotate');
      expect(said.code).toBe(1);
      expect(said.err).toMatch(/^LEADBELL_KEY_FILE: expected a file that /);
      expectSentence(said);
    }
  });
});

describe('what is typed wrong', () => {
  it.each([
    [['jbos'], 'There is no "jbos"; did you mean jobs?'],
    [['drop'], 'There is no "drop"'],
    [['backup'], 'Which file? leadbell backup <file>'],
    [['restore', 'a', 'b'], 'Which file? leadbell restore <file>'],
    [['jobs', 'requeue'], 'Which ones? leadbell jobs requeue <id…>|all'],
    [['status', 'now'], 'Nothing but --json comes after it: leadbell status [--json]'],
  ])('%s', async (words, says) => {
    const { code, out, err } = await run(...words);
    expect({ code, out, first: err.split('\n')[0] }).toEqual({ code: 2, out: '', first: says });
    expect(err.includes('leadbell restore <file> ')).toBe(words[0] === 'jbos' || words[0] === 'drop');
  });

  it('is helped', async () => {
    const help = await leadbell(folder, {}, 'help');
    expect(help.code).toBe(0);
    expect(help.out).toContain('leadbell backup <file>');
    for (const words of [[], ['--help'], ['backup', '-h']]) expect(await leadbell(folder, {}, ...words)).toEqual(help);
  });
});

describe('settings', () => {
  it('that are wrong are named, without their values', async () => {
    const said = await leadbell(folder, { DATABASE_URL: 'mysql://me:hush@db/x', DATABASE_POOL: 'many' }, 'status');
    expect(said.code).toBe(78);
    expect(said.err).toMatch(/^These settings are wrong: DATABASE_URL: expected .*; DATABASE_POOL: expected /);
    expect(said.err).not.toContain('hush');
    const ca = await leadbell(folder, { DATABASE_URL: url, DATABASE_CA: 'none.pem' }, 'status');
    expect(ca).toMatchObject({ code: 78, err: 'DATABASE_CA: expected a file that can be read\n' });
  });

  it('come from .env, but the environment wins', async () => {
    writeFileSync(join(folder, '.env'), `DATABASE_URL=${url}\nDATABASE_POOL=2\n`);
    expect(await leadbell(folder, { DATABASE_URL: '' }, 'jobs')).toMatchObject({ code: 0, out: 'Nothing is stuck.\n' });
    const gone = await leadbell(folder, { DATABASE_URL: `${url}x` }, 'jobs');
    expect(gone.code).toBe(1);
    expect(gone.err).toMatch(/3D000/);
    expectSentence(gone);
  });
});

describe('the bundled PostgreSQL', () => {
  it('is not made where Leadbell never was, unless to restore', async () => {
    const said = await leadbell(folder, {}, 'jobs');
    expect(said.code).toBe(1);
    expect(said.err).toMatch(/^There is no Leadbell’s data in .*leadbell-data: run this where/);
    await run('backup', 'b');
    expect(await leadbell(folder, {}, 'restore', 'b')).toMatchObject({ code: 0, err: '' });
    // Without a bot: started for the moment.
    expect((await leadbell(folder, {}, 'status')).out).toContain('No DMS has been read yet.');
  });

  it('is used beside a bot that runs', async () => {
    const server = await startEmbedded({
      dataDir: join(folder, 'data'),
      role: 'service',
      isEphemeral: true,
      log: () => {},
    });
    const env = { LEADBELL_DATA: 'data' };
    expect(await leadbell(folder, env, 'jobs')).toMatchObject({ code: 0, out: 'Nothing is stuck.\n' });
    const inside = await openStore({ url: server.url, pool: 2 });
    await inside.connections.ensure('dms');
    expect((await leadbell(folder, env, 'status')).out).toMatch(/DMS dms\n +state +never-read/);
    await inside.close();
    await server.close();
  });
});
