import { readFileSync } from 'node:fs';
import { startJobs } from '@leadbell/jobs';
import { expect, test } from 'vitest';
import { fires, metricsIn, readRules } from '../testing/alert-rules-fixtures.ts';
import { type Sample, startWatchedBot, type WatchedBot } from '../testing/watched-bot-fixtures.ts';

const rules = readRules();

/** For each rule, statements that change the database as the failure would. */
const broken: Readonly<Record<string, readonly string[]>> = {
  LeadbellSlackBlocked: [`update workspaces set blocked_reason = 'token_revoked', blocked_at = now()`],
  LeadbellMessagesWaiting: [
    `insert into outbox (workspace_id, channel_id, key, kind, lives, state, payload, queued_at) select id, 'C0SALES', 'late', 'notice', false, 'pending', '{"text":"Planted"}', now() - interval '10 minutes' from workspaces`,
  ],
  LeadbellMessagesDead: [
    `insert into outbox (workspace_id, channel_id, key, kind, lives, state, payload, reason) select id, 'C0SALES', 'dead', 'lead', false, 'dead', '{"text":"Planted"}', 'is_archived' from workspaces`,
  ],
  LeadbellMessagesInDoubt: [
    `insert into outbox (workspace_id, channel_id, key, kind, lives, state, payload, look_at, attempt_at) select id, 'C0SALES', 'doubt', 'lead', false, 'sending', '{"text":"Planted"}', now() + interval '1 hour', now() from workspaces`,
  ],
  LeadbellDigestsLate: [
    `insert into subscriptions (workspace_id, channel_id, owner_id, kind, definition, next_run_at, next_try_at) select id, 'C0SALES', 'U0NOURA', 'digest', '{}', now() - interval '1 hour', now() + interval '1 hour' from workspaces`,
  ],
  LeadbellActsLate: [
    `insert into inbox (workspace_id, key, object, same, body, created_at, lease_until) select id, 'k', 'o', 's', '{}', now() - interval '5 minutes', now() + interval '1 hour' from workspaces`,
  ],
  LeadbellBulksSetAside: [
    `insert into set_aside (connection_id, key, fingerprint, leads, errored, reason, since, last_at, next_try_at) values ('dms', 'k', 'f', 1, 0, 'database 22P05', now(), now(), now() + interval '1 day')`,
  ],
  LeadbellAuditUnguarded: ['drop trigger audit_log_only_grows on audit_log'],
  LeadbellScopesMissing: [`update workspaces set missing_scopes = '{users:read}'`],
  // There was no poll for an hour, and the database refuses the first statement of every poll.
  LeadbellPollOverdue: [
    `create function planted() returns trigger language plpgsql as $$ begin raise exception 'planted'; end $$;
     update dms_connections set next_poll_at = now() - interval '1 hour', lease_until = null, last_ok_at = now() - interval '20 minutes',
       unread_windows = '[{"kind":"gap","from":1,"to":2,"failure":"contract","since":1,"tries":3,"nextTryAt":9999999999999}]';
     create trigger planted before update on dms_connections execute function planted()`,
  ],
  LeadbellDmsNotRead: [],
  LeadbellPeriodsUnread: [],
};

test(
  'no rule fires while all is well, and each fires when the part that it watches is broken',
  { timeout: 300_000 },
  async () => {
    await using bot = await startWatchedBot('socket', { SLACK_TIMEOUT_SECONDS: '1' });
    const before = await read(bot);
    await bot.until(async () => (await read(bot)).some(({ name }) => name === 'leadbell_dms_last_read_seconds'));
    const well = await read(bot);
    // On a loaded machine, the process itself may have stood still, so the rule about the event loop may fire.
    expect(firing(before, well).filter((name) => name !== 'LeadbellEventLoopStuck')).toEqual([]);
    const fired = new Set<string>();
    /** Breaks some parts again, because a job of the bot repairs them every few minutes. */
    async function breakAgain(): Promise<void> {
      for (const name of ['LeadbellSlackBlocked', 'LeadbellScopesMissing'])
        for (const one of fired.has(name) ? [] : (broken[name] ?? [])) await bot.query(one);
    }
    async function untilFiring(...names: readonly string[]): Promise<void> {
      await bot
        .until(async () => {
          await breakAgain();
          for (const name of firing(before, await read(bot))) fired.add(name);
          return names.every((name) => fired.has(name));
        })
        .catch(() => {});
      expect(names.filter((name) => !fired.has(name))).toEqual([]);
    }
    await bot.query(`insert into channels (workspace_id, id) select id, 'C0SALES' from workspaces`);
    for (const statements of Object.values(broken)) for (const one of statements) await bot.query(one);
    await untilFiring(...Object.keys(broken));

    const [{ workspace } = { workspace: '' }] = await bot.store.installations.list();
    await bot.query(
      `update outbox set created_at = now() - interval '10 minutes', visible_from = now() - interval '1 hour' where key = 'late'`,
    );
    await bot.store.deliveries.unblock(workspace);
    await untilFiring('LeadbellMessagesSlow', 'LeadbellNewsLate');

    await killJob(bot);
    await untilFiring('LeadbellJobsDead');

    bot.child.kill('SIGSTOP');
    await new Promise((resolve) => setTimeout(resolve, 3_000));
    bot.child.kill('SIGCONT');
    await untilFiring('LeadbellEventLoopStuck');

    await bot.slack.close();
    await untilFiring('LeadbellSlackFailing');

    await bot.loseDatabase();
    await untilFiring('LeadbellDatabaseDown');

    bot.child.kill('SIGKILL');
    await untilFiring('LeadbellDown');
    expect([...fired].toSorted()).toEqual(rules.map(({ alert }) => alert).toSorted());
  },
);

const firing = (a: readonly Sample[], b: readonly Sample[]) =>
  rules.filter(({ expr }) => fires(expr, a, b)).map(({ alert }) => alert);

/** The metrics; empty when the bot does not answer, as after a failed scrape. */
const read = (bot: WatchedBot): Promise<readonly Sample[]> => bot.metrics().catch(() => []);

async function killJob(bot: WatchedBot): Promise<void> {
  const working = await startJobs({
    connection: { connectionString: bot.url },
    log: () => {},
    jobs: [{ name: 'planted', attempts: 1, handle: () => Promise.reject(new TypeError('planted')) }],
  });
  await working.send('planted', {});
  await bot.until(async () => (await working.deadCount()) > 0);
  await working.stop(1_000);
}

test('the dashboard and the rules name only existing metrics, and the page of the documentation has every rule', async () => {
  await using bot = await startWatchedBot('http');
  const { text } = await bot.page('/metrics');
  const known = new Set(
    [...text.matchAll(/^# TYPE (\w+) (\w+)$/gm)].flatMap(([, name = '', type]) =>
      type === 'histogram' ? [`${name}_bucket`, `${name}_count`, `${name}_sum`] : [name],
    ),
  );
  const board = readFileSync(new URL('../../../../deploy/monitoring/leadbell.dashboard.json', import.meta.url), 'utf8');
  const { panels } = JSON.parse(board) as {
    readonly panels: readonly { readonly targets: readonly { readonly expr: string }[] }[];
  };
  const exprs = [...rules, ...panels.flatMap(({ targets }) => targets)].map(({ expr }) => expr);
  const named = exprs.flatMap(metricsIn);
  expect(named.filter((name) => !known.has(name))).toEqual([]);
  expect(rules.length).toBeGreaterThanOrEqual(19);
  expect(panels.length).toBeGreaterThanOrEqual(16);
  // The dashboard and the rules use each of our metrics.
  const ours = [...text.matchAll(/^# TYPE (leadbell_\w+) /gm)].map(([, name = '']) => name);
  expect(ours.filter((name) => !named.some((one) => one.startsWith(name)))).toEqual([]);
  const page = readFileSync(new URL('../../../../docs/health.md', import.meta.url), 'utf8');
  expect(rules.filter(({ alert }) => !page.includes(`**${alert}**`)).map(({ alert }) => alert)).toEqual([]);
});
