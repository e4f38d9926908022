import { emptyHabits, version } from '@leadbell/domain';
import { describe, expect, it } from 'vitest';
import { leadbell } from '../cli-fixtures.ts';
import { addMessages, databases, folder, kill, run, store, url, setUpStage } from '../stage-fixtures.ts';

setUpStage();

/** Sets up a DMS that is read without problems, then runs these SQL statements. */
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
  it('the status counts messages and says how each DMS is read', async () => {
    const [dead] = await addMessages('a', 'b', 'c');
    await kill(dead, 'too_long');
    await store.connections.ensure('kia');
    await store.connections.ensure('toyota');
    await databases.query(
      url,
      `update dms_connections set covered_to = '2025-11-23 20:52Z', last_ok_at = now() - interval '3 hours',
         failures = 4, failure = 'unavailable', failed_since = now() - interval '2 days' where id = 'kia'`,
    );
    const { code, out } = await run('status');
    expect([code, (await run('status', '--json')).code]).toEqual([0, 0]);
    expect(out.replaceAll(/\d+ seconds?/g, 'seconds').replaceAll(/\d{4}-\d\d-\d\d \d\d:\d\d UTC, /g, 'then, ')).toBe(
      [
        'NOT OK. The DMS has not been read for 3 hours: the DMS is not answering. 1 message could not be sent.',
        `Leadbell ${version}`,
        '',
        'Messages',
        '  waiting           2, the oldest for seconds',
        '  being sent        0',
        '  in doubt          0',
        '  stuck             1 (to list them or try again: leadbell jobs)',
        '  sent in 24 hours  0',
        '  digests late      0',
        '  stuck because',
        '    1 × Slack refuses it (too_long)',
        '',
        'Commands and buttons in Slack',
        '  waiting longer than a minute  0',
        '',
        'Jobs',
        '  stuck  0',
        '',
        'DMS kia',
        '  state           failing',
        '  last read       then, 3 hours ago',
        '  failures        4 times, for 2 days: the DMS is not answering',
        '  read up to      2025-11-23 20:52 UTC',
        '  open bulks      0',
        '  requests today  0 of 5,000: polls 0, people 0',
        '  not read in the last 24 hours: none',
        '',
        'DMS toyota',
        '  state           never-read',
        '  last read       never',
        '  failures        none',
        '  read up to      nothing yet',
        '  open bulks      0',
        '  requests today  0 of 5,000: polls 0, people 0',
        '  not read in the last 24 hours: none',
        '',
      ].join('\n'),
    );
  });

  it('the status is OK when the DMS is read and nothing is stuck', async () => {
    await reads();
    expect((await run('status')).out).toMatch(
      /^OK\. Leadbell is reading the DMS; the last time was \d+ (?:seconds?|minutes?) ago\.$/m,
    );
    expect(await json()).toMatchObject({
      ok: true,
      version,
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

  it('the status says which access rules apply in each workspace, which scopes are missing, and whether the audit log is protected', async () => {
    await reads();
    const access = { roles: 2, others: null, hasEditors: true, grants: [] };
    await store.installations.save({ workspace: 'T1', access, missingScopes: ['im:history'] });
    expect(await json()).toMatchObject({ ok: true, audit: { protectedBy: 'trigger' } });
    await store.installations.save({ workspace: 'T2', access, missingScopes: ['users:read', 'im:history'] });
    const { out } = await run('status');
    expect(out).toContain('NOT OK.');
    expect(out).toContain('The Slack app lacks 1 scope.');
    expect(out).toMatch(/Workspace T2\n {2}access +2 roles in the settings; other members are refused\n/);
    expect(out).toMatch(/ {2}missing scopes +users:read, im:history\n/);
    expect(await json()).toMatchObject({
      problems: ['missing-scopes'],
      workspaces: [
        { id: 'T1', access: { roles: 2, others: null, hasEditors: true }, missingScopes: ['im:history'] },
        { id: 'T2', access: { roles: 2 }, missingScopes: ['users:read', 'im:history'] },
      ],
    });
  });

  it.each([
    ['is dropped', 'drop trigger audit_log_only_grows on audit_log'],
    ['is switched off', 'alter table audit_log disable trigger audit_log_only_grows'],
    [
      'refuses nothing',
      "create or replace function refuse_audit_change() returns trigger language plpgsql as 'begin return null; end'",
    ],
  ])('the status reports that the trigger of the audit log %s', async (_, statement) => {
    await reads(statement);
    expect((await run('status')).out).toMatch(/^NOT OK\. .*The audit log is not protected from changes/);
    expect(await json()).toMatchObject({ problems: ['audit-open'], audit: { protectedBy: 'none' } });
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
  ])('the status is not OK when %s', async (_, statement, problem) => {
    await reads(statement);
    const { code, out } = await run('status');
    expect(code).toBe(0);
    expect(out).toMatch(/^NOT OK\. /);
    expect(await json()).toMatchObject({ ok: false, problems: [problem], connections: [{ state: problem }] });
  });

  it('the status reports late digests with the reason, messages in doubt, and refusals by Slack', async () => {
    await addMessages('a', 'b');
    await reads(
      `insert into inbox (workspace_id, key, object, body, created_at) values ('T1', 'a', 'a', '{}', now() - interval '2 minutes')`,
      `insert into subscriptions (workspace_id, channel_id, owner_id, kind, definition, next_run_at, tries, failure)
        values ('T1', 'C1', 'U1', 'digest', '{}', '2025-11-23 05:30Z', 7, 'timeout')`,
      "update outbox set state = 'sending', attempt_at = now(), look_at = now() where key = 'a'",
      "update outbox set reason = 'platform_hiccup' where key = 'b'",
      `update workspaces set blocked_reason = 'token_revoked', post_at = now() + interval '15 minutes',
        asked_to_wait_until = '2099-01-02 03:04Z'`,
    );
    const { out } = await run('status');
    expect(out).toMatch(
      /^NOT OK\. Leadbell is reading the DMS.*Nothing can be posted in Slack: access was revoked: install the app again \(token_revoked\)\. Messages wait\. Slack asks us to wait until 2099-01-02 03:04 UTC\. 1 command or button press in Slack has waited more than a minute\. 1 digest is late\.$/m,
    );
    for (const line of [
      'in doubt          1 (sent, not confirmed yet; checking in Slack)',
      'digests late      1, the oldest due since 2025-11-23 05:30 UTC',
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
          { kind: 'token_revoked', count: 1, reason: 'access was revoked: install the app again (token_revoked)' },
        ],
        slackAsksToWaitUntil: '2099-01-02T03:04:00.000Z',
      },
      digests: { late: 1, lateSince: '2025-11-23T05:30:00.000Z', lateFor: [{ kind: 'timeout', count: 1 }] },
    });
  });

  it('the status lists the learned habits of the DMS', async () => {
    const habits = {
      ...emptyHabits,
      borders: { ...emptyHabits.borders, fromIncluded: false },
      cap: { ...emptyHabits.cap, bulks: 100, foundAt: Date.now() },
      clock: { ...emptyHabits.clock, offsets: [-20 * 60_000] },
    };
    await reads(`update dms_connections set habits = '${JSON.stringify(habits)}'`);
    expect((await run('status')).out.split('\n').slice(-6)).toEqual([
      '  not read in the last 24 hours: none',
      '  how this DMS behaves',
      '    a bulk at exactly fromDate is left out',
      '    an answer lists 100 bulks at most',
      '    its clock is 20 minutes behind',
      '',
    ]);
  });

  it('the status as JSON has bulks that were set aside, windows that were not read yet, unreadable values and requests', async () => {
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
    expect(out).toMatch(/^NOT OK\. Leadbell is reading the DMS; .* 4 bulks could not be stored\.$/m);
    expect(out).toMatch(
      /bulk 574: 40 leads, 4 with errors\. The database refuses it \(22P05\)\. Tried 1 time; next try in \d+ \w+\./,
    );
    expect(out).toContain('and 1 more');
    expect(out).toMatch(/UTC \(2 hours\): Leadbell was not running, or could not reach its database/);
    expect(out).toMatch(/createdDate +12/);
  });

  it('the status shows two settings: whether the DMS is polled, and how many requests are allowed per day', async () => {
    await reads("update dms_connections set next_poll_at = now() - interval '3 days'");
    const env = { DATABASE_URL: url, POLL_SECONDS: '0', DMS_REQUESTS_PER_DAY: '900' };
    const said = JSON.parse((await leadbell(folder, env, 'status', '--json')).out);
    expect(said).toMatchObject({ ok: true, connections: [{ state: 'off', requestsToday: { budget: 900 } }] });
  });
});
