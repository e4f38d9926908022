/** Moves the clock to check that each kind of row is deleted after its retention, and not before. */
import type { Instant } from '@leadbell/domain';
import { expect, test } from 'vitest';
import { actDays, defaultRetention, retentionKinds, retentionRules } from './retention.ts';
import { query, setUpStore, store } from './store-fixtures.ts';
import { backupTables, notInBackups } from './tables/backup-plan.ts';
import { keptTables, retentionSteps } from './tables/retention.ts';

setUpStore();

const day = 86_400_000;
const start = Date.parse('2026-03-02T09:00:00Z') as Instant;
const at = `to_timestamp(${start / 1_000})`;

/** For each kind, `ends` adds a row whose retention begins at `start`, and `stays` adds a row that is not deleted. */
const rows: Readonly<Record<keyof typeof retentionSteps, { readonly ends: string; readonly stays: string | null }>> = {
  alerts: {
    ends: `insert into alerts (connection_id, rule, group_key, state, is_open, changed_at) values ('dms', 'r', 'old', '{}', false, ${at})`,
    stays: `insert into alerts (connection_id, rule, group_key, state, is_open, changed_at) values ('dms', 'r', 'open', '{}', true, ${at})`,
  },
  summaries: {
    ends: `insert into alert_summaries (subscription_id, state, changed_at) select id, '{"isOpen":false}', ${at} from subscriptions`,
    stays: `insert into alert_summaries (subscription_id, state, changed_at) select id, '{"isOpen":true}', ${at} from subscriptions`,
  },
  silences: {
    ends: `insert into silences (workspace_id, matcher, reason, created_by, starts_at, ends_at) values ('T1', '{}', '', 'U1', ${at} - interval '1 hour', ${at})`,
    stays: null,
  },
  occurrences: {
    ends: `insert into occurrences (subscription_id, scheduled_for, created_at) select id, ${at}, ${at} from subscriptions`,
    stays: null,
  },
  told: {
    ends: `insert into leads_told (subscription_id, lead, told_at) select id, 'x1', ${at} from subscriptions`,
    stays: null,
  },
  shares: {
    ends: `insert into shares (workspace_id, id, channel_id, user_id, at) values ('T1', 'p1', 'C1', 'U1', ${at})`,
    stays: null,
  },
  sets: {
    ends: `insert into lead_sets (workspace_id, id, connection_id, size, at) values ('T1', 's1', 'dms', 1, ${at})`,
    stays: null,
  },
  leads: { ends: leadOf('settled'), stays: leadOf('open') },
  events: {
    ends: `insert into bulk_events (connection_id, bulk_id, kind, at, leads, detail) select 'dms', id, 'created', ${at}, '{}', '{}' from bulks where key = 'open'`,
    stays: null,
  },
  history: {
    ends: `insert into bulk_history (connection_id, bulk_id, at, state, leads, errored, errors, traits) select 'dms', id, ${at}, 'created', 1, 0, '[]', '{}' from bulks where key = 'open'`,
    stays: null,
  },
  outages: {
    ends: `insert into dms_outages (connection_id, failure, started_at, ended_at) values ('dms', 'timeout', ${at} - interval '1 hour', ${at})`,
    stays: `insert into dms_outages (connection_id, failure, started_at) values ('dms', 'timeout', ${at})`,
  },
  setAside: {
    ends: `insert into set_aside (connection_id, key, fingerprint, leads, errored, reason, since, last_at, next_try_at) values ('dms', 'k', '', 1, 0, 'fault', ${at}, ${at}, ${at})`,
    stays: null,
  },
  payloads: {
    ends: `update outbox set state = 'sent', ts = '1.1', sent_at = ${at} where key = 'sent'`,
    stays: null,
  },
  continued: {
    ends: `update outbox set state = 'sent', ts = '1.1', payload = null, sent_at = ${at} where key = 'sent';
      update outbox set state = 'dead', goes_on_as = (select id from outbox where key = 'sent') where key = 'dead'`,
    stays: `update outbox set state = 'sent', ts = '1.2', payload = null, sent_at = ${at} where key = 'newest';
      update outbox set state = 'dead', goes_on_as = (select id from outbox where key = 'newest') where key = 'lost';
      update outbox set state = 'sent', ts = '1.3', thread_of = (select id from outbox where key = 'lost') where key = 'reply'`,
  },
  sent: {
    ends: `update outbox set state = 'sent', ts = '1.1', payload = null, sent_at = ${at} where key = 'sent'`,
    // The first message has a reply. The second is about an open alert, and the third is about an open summary.
    stays: `update outbox set state = 'sent', ts = '1.2', payload = null, sent_at = ${at} where key in ('newest', 'lost', 'dead');
      update outbox set state = 'sent', ts = '1.3', thread_of = (select id from outbox where key = 'newest') where key = 'reply';
      with a as (insert into alerts (connection_id, rule, group_key, state, is_open, changed_at)
        values ('dms', 'r', 'open', '{}', true, ${at}) returning id)
      update outbox set lives = true, key = 'alert ' || a.id || ' 1' from a where key = 'lost';
      with s as (insert into alert_summaries (subscription_id, state, changed_at)
        select id, '{"isOpen":true}', ${at} from subscriptions returning id)
      update outbox set lives = true, key = 'alerts ' || s.id || ' list 1' from s where key = 'dead'`,
  },
  cards: {
    ends: `update outbox set state = 'sent', kind = 'lead', ts = '1.1', payload = null, sent_at = ${at} where key = 'sent'`,
    // The first card must still be deleted in Slack, and the second replaces a dead message.
    stays: `update outbox set state = 'sent', kind = 'lead', ts = '1.2', payload = null, sent_at = ${at} where key in ('lost', 'newest');
      update outbox set state = 'dead', goes_on_as = (select id from outbox where key = 'newest') where key = 'reply';
      insert into person_index (person, kind, workspace_id, channel_id, ref, at, receipt)
        select 'p', 'card', 'T1', 'C1', id::text, ${at}, 'r' from outbox where key = 'lost'`,
  },
  messages: {
    ends: `update outbox set state = 'dead', created_at = ${at} where key = 'dead'`,
    stays: null,
  },
  // `fill` always adds a settled bulk, which the retention deletes, and an open bulk, which stays.
  bulks: { ends: 'select 1', stays: null },
  places: {
    ends: `insert into person_index (person, kind, workspace_id, channel_id, ref, at) values ('p', 'card', 'T1', 'C1', 'a', ${at})`,
    stays: `insert into person_index (person, kind, workspace_id, channel_id, ref, at, receipt) values ('p', 'card', 'T1', 'C1', 'b', ${at}, 'r')`,
  },
  values: {
    ends: `insert into seen_values values ('dms', 'k', 'brand', 'KIA', null, null, 1, ${at}, ${at})`,
    stays: null,
  },
  words: {
    ends: `insert into learned_words (key, kind, leads, heard_at) values ('k', 'word', '{}', ${at})`,
    stays: `insert into learned_words (key, kind, text, leads, heard_at, learned_at) values ('l', 'word', 'paint', '{}', ${at}, ${at})`,
  },
};

function leadOf(bulk: string): string {
  return `insert into bulk_leads (bulk_id, key, outcome, errors, first_seen_at, changed_at) select id, 'x1', 'created', '{}', ${at}, ${at} from bulks where key = '${bulk}'`;
}

function bulkOf(key: string, nextCheck: string): string {
  return `insert into bulks (connection_id, key, created_at, state, leads, created, errored, pending, fingerprint, observed_at, first_seen_at, next_check_at)
    values ('dms', '${key}', ${at}, 'created', 1, 0, 0, 1, '', ${at}, ${at}, ${nextCheck})`;
}

async function fill(name: keyof typeof retentionSteps): Promise<void> {
  const message = { workspace: 'T1', channel: 'C1', kind: 'notice', payload: { text: 'x' } };
  await store.transaction(async (tx) => {
    await store.outbox.add(
      tx,
      ['sent', 'dead', 'lost', 'newest', 'reply'].map((key) => ({ ...message, key })),
    );
    await store.subscriptions.add(tx, {
      workspace: 'T1',
      channel: 'C1',
      owner: 'U1',
      kind: 'digest',
      definition: {},
      nextRunAt: null,
    });
  });
  await query(bulkOf('open', at));
  await query(bulkOf('settled', 'null'));
  await query(rows[name].ends);
  if (rows[name].stays !== null) await query(rows[name].stays);
}

const moveTo = (to: number) => store.setClockOffset(to - Date.now());

test.each(Object.entries(retentionSteps))(
  '%s are deleted after their retention, not before',
  async (given, { kind }) => {
    const name = given as keyof typeof retentionSteps;
    const days = 60;
    // With these retentions, the rows of all other kinds are kept.
    const long = Object.fromEntries(retentionKinds.map((one) => [one, 9_000])) as typeof defaultRetention;
    await moveTo(start);
    await fill(name);
    const its = async () => (await store.kept()).find((one) => one.kind === kind);
    expect(await its()).toMatchObject({ oldestAt: start });
    await moveTo(start + days * day - 60_000);
    expect((await store.forget({ ...long, [kind]: days }))[name]).toBe(0);
    await moveTo(start + days * day + 60_000);
    const done = await store.forget({ ...long, [kind]: days });
    expect(done[name]).toBe(1);
    expect((await store.forget({ ...long, [kind]: days }))[name]).toBe(0);
  },
);

test('entries of the audit log are deleted after their retention, not before', async () => {
  await moveTo(start);
  await store.transaction((tx) => store.audit.append(tx, { workspace: 'T1', actor: 'U1', action: 'open' }));
  expect((await store.kept()).find(({ kind }) => kind === 'audit')).toMatchObject({ rows: 1 });
  await moveTo(start + defaultRetention.audit * day - 60_000);
  expect(await store.forget(defaultRetention)).toMatchObject({ audit: 0 });
  await moveTo(start + defaultRetention.audit * day + 60_000);
  expect(await store.forget(defaultRetention)).toMatchObject({ audit: 1 });
});

test('each table has a retention, or a reason to be kept', () => {
  const timed = [...Object.values(retentionSteps).map(({ table }) => table), 'audit_log', 'inbox'];
  // `audit` was the table's name in earlier releases.
  const all = [...backupTables, ...notInBackups.tables].filter((table) => table !== 'audit');
  expect([...new Set([...timed, ...Object.keys(keptTables)])].toSorted()).toEqual(all.toSorted());
  expect(timed.filter((table) => Object.hasOwn(keptTables, table))).toEqual([]);
});

test('each default is within its bounds', () => {
  for (const { days, least } of Object.values(retentionRules)) expect(days).toBeGreaterThanOrEqual(least);
  expect(actDays).toBeGreaterThanOrEqual(1);
});
