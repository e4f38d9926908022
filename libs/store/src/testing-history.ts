/**
 * SQL statements that make years of rows, for tests of query plans and for measurements. Only tests and measurements
 * import it.
 */

export interface HistorySize {
  readonly channels: number;
  /** The number of subscriptions: 1 in 20 is for alerts, 1 in 20 for new leads, and the rest for digests. */
  readonly subscriptions: number;
  /**
   * The number of leads in the last 35 days; there are a fifth as many bulks, and half as many messages and entries in
   * the audit log.
   */
  readonly leads: number;
  readonly openAlerts: number;
}

/** The tables that grow with time, or with the number of channels and people. */
export const growingTables = [
  'channels',
  'subscriptions',
  'occurrences',
  'outbox',
  'inbox',
  'bulks',
  'bulk_leads',
  'bulk_events',
  'bulk_history',
  'alerts',
  'alert_summaries',
  'leads_told',
  'lead_sets',
  'lead_set_members',
  'person_index',
  'people',
  'homes',
  'shares',
  'audit_log',
  'daily_counters',
] as const;

/** A person who has a twentieth of the entries in the audit log. */
export const busyPerson = 'U1';
/** In each bulk, the first lead was created, and the others have the same error; there are 40 different errors. */
const leadsInBulk = 5;

const some = (count: number) => `from generate_series(1, ${count}) n`;
/** The time of row `n`, when `count` rows are spread over this many days. */
const back = (days: number, count: number) => `now() - (${count} - n) * interval '${days} days' / ${count}`;

/** Needs a database that has the connection `dms` and no other data. */
export function historyStatements({ channels, subscriptions, leads, openAlerts }: HistorySize): readonly string[] {
  const workspaces = Math.max(1, Math.floor(channels / 1_000));
  const bulks = Math.ceil(leads / leadsInBulk);
  const half = Math.ceil(leads / 2);
  const people = Math.max(10, channels);
  const workspace = `'T' || 1 + n % ${workspaces}`;
  return [
    `insert into workspaces (id) select 'T' || n ${some(workspaces)}`,
    `insert into channels (workspace_id, id) select ${workspace}, 'C' || n ${some(channels)}`,
    `insert into subscriptions (workspace_id, channel_id, owner_id, kind, definition, next_run_at, covered_to, holder_checked_at)
      select ${workspace}, 'C' || 1 + (n - 1) % ${channels}, 'U' || 1 + n % ${people}, k,
        '{"language": "en", "zone": "Asia/Riyadh"}', case when k = 'digest' then now() + (n % 1440) * interval '1 minute' + interval '1 hour' end, now(), now()
      ${some(subscriptions)} cross join lateral (select case n % 20 when 0 then 'alerts' when 1 then 'leads' else 'digest' end as k) k`,
    `insert into occurrences (subscription_id, scheduled_for, created_at)
      select id, now() - d * interval '1 day', now() - d * interval '1 day' from subscriptions, generate_series(1, ${Math.ceil(half / subscriptions)}) d`,
    // Messages of the last 14 days have their text.
    `insert into outbox (workspace_id, channel_id, key, kind, lives, payload, state, ts, sent_version, subscription_id, attempt_at, created_at, queued_at, sent_at)
      select ${workspace.replaceAll('n %', `(1 + (n - 1) % ${channels}) %`)}, 'C' || 1 + (n - 1) % ${channels}, 'old ' || n, 'digest', false,
        case when at > now() - interval '14 days' then '{"text": "A digest"}'::jsonb end, 'sent', extract(epoch from at)::bigint || '.' || n, 1,
        1 + n % ${subscriptions}, at, at, at, at
      ${some(half)} cross join lateral (select ${back(400, half)} as at) t`,
    `update outbox set state = 'dead', reason = 'is_archived', owner_told = true where id % 500 = 0`,
    `insert into inbox (workspace_id, key, object, same, created_at, marked_at, done_at)
      select ${workspace}, 'k' || n, 'o' || n % 1000, 's' || n, at, at, at ${some(half)} cross join lateral (select ${back(1.5, half)} as at) t`,
    `insert into bulks (connection_id, dms_id, key, created_at, created_by, state, leads, created, errored, pending, fingerprint, observed_at, first_seen_at, next_check_at)
      select 'dms', n, 'b' || n, at, 7, 'completed', ${leadsInBulk}, 1, 4, 0, 'f', at + interval '1 hour', at,
        case when n > ${bulks} - 50 then now() + interval '5 minutes' end
      ${some(bulks)} cross join lateral (select date_trunc('second', ${back(34, bulks)}) as at) t`,
    `insert into bulk_leads (bulk_id, key, external_id, dms_id, outcome, errors, wrong_values, first_seen_at, changed_at, source, brand, branch, sub_source, priority,
        marks_key, phone_mark, email_mark, name_mark, persons)
      select b.id, 'x' || l, (b.id * ${leadsInBulk} + l)::text, case when l = 0 then b.id * ${leadsInBulk} end, case when l = 0 then 'created' else 'errored' end,
        case when l = 0 then '{}' else array['E' || b.id % 40 || '|'] end, case when l = 0 then '{}' else array['A'] end, b.created_at, b.created_at,
        'Website', 'KIA', 'Riyadh North', '', '', 'key1', 'p' || m, 'e' || m, 'm' || m, array['person ' || m]
      from bulks b cross join generate_series(0, ${leadsInBulk - 1}) l cross join lateral (select b.id * ${leadsInBulk} + l as m) m`,
    `insert into bulk_events (connection_id, bulk_id, kind, at, leads) select 'dms', id, 'lead-errored', created_at, '{x1}' from bulks, generate_series(1, 2)`,
    `insert into bulk_history (connection_id, bulk_id, at, state, leads, errored, errors, traits)
      select 'dms', id, created_at, 'completed', ${leadsInBulk}, 4, '[]', '{"source": [], "brand": [], "branch": []}' from bulks, generate_series(1, 2) order by id`,
    `update dms_connections set evaluated_to = (select max(id) - 5 from bulk_history), last_ok_at = now(), covered_to = now()`,
    `insert into error_kinds (connection_id, fingerprint, message, first_seen_at) select 'dms', 'E' || n || '|', 'Kind ' || n, now() - interval '30 days' ${some(40)}`,
    `insert into alerts (connection_id, rule, group_key, state, is_open, changed_at, created_at)
      select 'dms', 'bulk-errors', 'g' || n, ${alertState(`n <= ${openAlerts}`)}, n <= ${openAlerts}, at, at
      ${some(openAlerts + bulks)} cross join lateral (select case when n <= ${openAlerts} then now() else now() - interval '2 days' - n * interval '88 days' / ${openAlerts + bulks} end as at) t`,
    `insert into alert_summaries (subscription_id, state, changed_at)
      select 1 + n % ${subscriptions}, '{"isOpen": false}', now() - interval '2 days' ${some(bulks)}`,
    `insert into leads_told (subscription_id, lead, told_at, outcome)
      select 1 + n % ${subscriptions}, (extract(epoch from b.created_at) * 1000)::bigint || ' 7 x1', b.created_at, 'errored'
      ${some(bulks)} join bulks b on b.id = n on conflict do nothing`,
    `insert into lead_sets (workspace_id, id, connection_id, size, at) select ${workspace}, 's' || n, 'dms', 5, ${back(34, bulks)} ${some(bulks)}`,
    `insert into lead_set_members (workspace_id, set_id, lead) select ${workspace}, 's' || n, (extract(epoch from b.created_at) * 1000)::bigint || ' 7 x1'
      ${some(bulks)} join bulks b on b.id = n`,
    `insert into person_index (person, kind, workspace_id, channel_id, ref, at)
      select 'person ' || n, 'card', ${workspace}, 'C1', n::text, ${back(700, half)} ${some(half)}`,
    `insert into people (workspace_id, user_id, settings) select ${workspace}, 'U' || n, '{"language": "ar"}' ${some(people)}`,
    `insert into homes (workspace_id, user_id, opened_at, claimed_at) select ${workspace}, 'U' || n, now() - interval '30 days', now() - interval '30 days' ${some(people)}`,
    `insert into shares (workspace_id, id, channel_id, user_id, ts, at) select ${workspace}, 'p' || n, 'C1', 'U1', n || '.1', ${back(89, people)} ${some(people)}`,
    `insert into audit_log (at, workspace_id, actor, action, leads, numbers, fields)
      select ${back(700, half)}, ${workspace}, case when n % 20 = 0 then '${busyPerson}' else 'U' || n % 1000 end, 'open', array['x' || n], array[n::text], '{phone}' ${some(half)}`,
    ...counterStatements(half),
  ];
}

function counterStatements(half: number): readonly string[] {
  return [
    `insert into daily_counters (connection_id, day, name, value, count)
      select 'dms', current_date - n, 'leads by ' || t, 'v' || v, 5 ${some(Math.ceil(half / 50))}, generate_series(1, 5) t, generate_series(1, 10) v`,
    `insert into dms_outages (connection_id, failure, started_at, ended_at, announced_at)
      select 'dms', 'timeout', ${back(34, 100)} - interval '3 minutes', ${back(34, 100)}, now() ${some(100)}`,
  ];
}

/** The state as the alert rules store it, with two bulks. */
function alertState(isOpen: string): string {
  return `jsonb_build_object('status', case when ${isOpen} then 'firing' else 'resolved' end, 'firedAt', 1, 'owner', null, 'history', '[]'::jsonb,
    'resolvedAt', case when ${isOpen} then null else 1 end,
    'members', jsonb_build_object(1 + n % 1000, '{"dmsId": "1"}'::jsonb, 2001 + n % 1000, '{"dmsId": "2"}'::jsonb))`;
}
