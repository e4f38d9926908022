/**
 * One call records which messages were sent and claims the next ones. Its query plans do not depend on the planner's
 * statistics: each row is found by an index or by its `ctid`, and other plans are switched off. A `coalesce` around
 * some conditions keeps the planner from using partial indexes that it believes to be empty. A message in doubt is
 * looked for at once, but until `visible_at` a missing message proves nothing.
 */
import { type Kysely, sql } from 'kysely';

/** No wait is as long as this. So a time that is further ahead was written by a wrong clock, and counts as due. */
const longestWait = `interval '20 minutes'`;

const isAside = `coalesce(o.not_before > clock_timestamp() and o.not_before < clock_timestamp() + ${longestWait}, false)`;

/**
 * For a reply `o`: whether the thread's first message was posted, or will never be posted. This is a subquery that the
 * planner can't turn into a join.
 */
const hasThread = `coalesce((select f.ts is not null or f.state not in ('pending', 'sending') from outbox f where f.id = o.thread_of), true)`;

const lineColumns = `o.id, o.state, o.ts, o.thread_of, o.look_at, o.holds_until, o.not_before`;
const isHere = `o.workspace_id = of_workspace and o.channel_id = of_channel`;

/**
 * The first message of a channel's queue. The order: a message that is being sent, a message in doubt for which the
 * channel still waits, posts, updates. A refused message waits outside the queue until it is due; if the queue is
 * empty, the refused message that is due next is returned. A reply waits until its thread's first message is posted.
 * `until`: when the queue's wait ends. The planner inlines the function's text in the calling statement.
 */
const channelLine = `
create function channel_line(of_workspace text, of_channel text)
  returns table (id bigint, what text, until timestamptz, can_go boolean) language sql stable as $$
  select o.id,
    case when o.state = 'sending' then 'reconcile' when o.ts is not null then 'update'
      when o.thread_of is not null then 'reply' else 'post' end,
    case when o.look_at is not null then o.holds_until when o.rank = 2 then o.not_before end,
    o.rank = 1
  from (
    (select ${lineColumns}, 0 as rank from outbox o
      where ${isHere} and o.state = 'sending' and (o.look_at is null
        or (o.holds_until > clock_timestamp() and o.holds_until < clock_timestamp() + ${longestWait}))
      order by (o.look_at is not null), o.holds_until desc limit 1)
    union all
    (select ${lineColumns}, 1 as rank from outbox o
      where ${isHere} and o.state = 'pending' and not ${isAside}
        and ${hasThread}
      order by (o.ts is not null), o.queued limit 1)
    union all
    (select ${lineColumns}, 2 as rank from outbox o
      where ${isHere} and o.state = 'pending' and o.not_before is not null and ${isAside}
      order by o.not_before limit 1)) o
  order by o.rank limit 1
$$`;

const ends = `jsonb_to_recordset(ends) as e (workspace text, channel text, lease bigint, id bigint, ts text,
      version integer, conversation text, posted boolean, reply boolean, thread_version integer, wait_ms float8)`;

const lockedEnds = (how: string) => `
    select coalesce(array_agg(l.id), '{}') into held from (
      select e.id from ${ends}
      join channels c on c.workspace_id = e.workspace and c.id = e.channel and c.lease = e.lease
      for update of c ${how}) l;`;

/**
 * Records messages that were sent. Changes nothing for a message whose lease was lost. Skips channels that other
 * transactions have locked, unless the caller asks to wait: one long transaction must not delay the other channels.
 * Each statement sees everything that was committed before the locks were taken.
 */
const deliverEnd = `
create function deliver_end(ends jsonb, may_wait boolean) returns jsonb language plpgsql as $$
declare
  held bigint[];
  busy bigint[] := '{}';
begin
  if may_wait then ${lockedEnds('')}
  else ${lockedEnds('skip locked')}
    select coalesce(array_agg(e.id), '{}') into busy from ${ends}
      join channels c on c.workspace_id = e.workspace and c.id = e.channel and c.lease = e.lease
      where e.id <> all(held);
  end if;
  update outbox o set ts = e.ts, conversation_id = e.conversation, sent_version = e.version, sent_at = leadbell_now(),
      attempt = 0, reason = null, refused_since = null, not_before = null, sought = null,
      state = case when o.version > e.version then 'pending' else 'sent' end
    from ${ends}
    where e.id = any(held) and o.id = e.id and coalesce(o.state = 'sending', false);
  -- The current state of their first messages was shown before these replies.
  update outbox p set sent_version = e.thread_version, sent_at = leadbell_now(), attempt = 0, reason = null,
      refused_since = null, not_before = null,
      state = case when p.version > e.thread_version then 'pending' else 'sent' end
    from ${ends}
    join outbox o on o.id = e.id
    where e.thread_version is not null and e.id = any(held) and p.id = o.thread_of and p.ts is not null
      and coalesce(p.state = 'pending', false);
  update channels c set lease_until = null, owner = null, next_at = w.at,
      last_ts = greatest(c.last_ts, case when e.posted and not e.reply then e.ts end),
      conversation_id = coalesce(case when e.posted then e.conversation end, c.conversation_id),
      wake_at = case when h.id is not null then greatest(w.at, h.until) end, waits_for = coalesce(h.what, 'post')
    from ${ends}
    cross join lateral (select clock_timestamp() + e.wait_ms * interval '1 millisecond' as at) w
    left join lateral channel_line(e.workspace, e.channel) h on true
    where e.id = any(held) and c.workspace_id = e.workspace and c.id = e.channel;
  return jsonb_build_object('held', to_jsonb(held), 'busy', to_jsonb(busy));
end $$`;

const tokens = (name: 'post' | 'update', perSecond: string, burst: string) =>
  `case when w.${name}_at > now() + ${longestWait} then ${burst}
      when w.${name}_at > now() then -1
      else least(${burst}, w.${name}_tokens + greatest(0, extract(epoch from now() - w.${name}_at)::float8) * ${perSecond}) end`;
const postTokens = tokens('post', 'posts_per_second', 'post_burst');
const updateTokens = tokens('update', 'updates_per_second', 'update_burst');

const kinds = ['post', 'reply', 'update'];
const ofKind = (workspace: string, kind: string) =>
  `from channels c where c.workspace_id = ${workspace} and c.waits_for = '${kind}' and c.lease_until is null`;

/** Finds one row by an index, because an `exists` could become a join of all waiting messages. */
const hasDue = `coalesce(${kinds
  .flatMap((kind) => [
    `(select true ${ofKind('w.id', kind)} and c.wake_at <= due_by order by c.wake_at limit 1)`,
    `(select true ${ofKind('w.id', kind)} and c.wake_at > due_by + ${longestWait} order by c.wake_at desc limit 1)`,
  ])
  .join(',\n        ')}, false)`;

/**
 * Messages of one kind in the workspace `r`: the messages that have waited longest come first, and messages with a time
 * far ahead, which a wrong clock wrote, come last.
 */
const waiting = (kind: string, budget: string) => {
  const from = `select c.ctid as place, ${kind === 'reply'} as is_reply, c.wake_at ${ofKind('r.id', kind)}`;
  const limit = `limit least(floor(greatest(0, ${budget})), most)::integer`;
  return `(${from} and c.wake_at <= due_by order by c.wake_at ${limit})
        union all (${from} and c.wake_at > due_by + ${longestWait} order by c.wake_at desc ${limit})`;
};

/**
 * Whether the thread's first message `p` must be updated before a reply `o`: it has a newer state, or the reply is also
 * shown in the channel, so that the update proves that the post still exists.
 */
const isToBeShown = `p.lives and p.ts is not null and p.payload is not null
        and ((p.state = 'pending' and (p.not_before is null or p.not_before <= clock_timestamp()))
          or coalesce((o.payload ->> 'reply_broadcast')::boolean, false))`;

const budgets = `unnest(ids, posts_left, updates_left) as r (id, posts, updates)`;
const inOrder = `partition by workspace_id order by is_reply, wake_at, id rows unbounded preceding`;

/**
 * Claims due messages within the budget of their workspace: as many of each kind as its budget allows, so that a kind
 * without budget does not delay the others. A reply is sent even without budget for an update of its first message.
 */
const deliverClaim = `
create function deliver_claim(spaces text[], most integer, lease_ms float8, session integer, slack_now float8,
  posts_per_second float8, post_burst float8, updates_per_second float8, update_burst float8)
  returns jsonb language plpgsql as $$
declare
  due_by constant timestamptz := clock_timestamp();
  ids text[];
  posts_left float8[];
  updates_left float8[];
  picked tid[];
  claims jsonb;
begin
  select array_agg(r.id), array_agg(r.posts), array_agg(r.updates) into ids, posts_left, updates_left from (
    select w.id, ${postTokens} as posts, ${updateTokens} as updates
    from workspaces w
    where w.id = any(spaces) and w.blocked_reason is null and (${postTokens} >= 1 or ${updateTokens} >= 1)
      and ${hasDue}
    for no key update skip locked) r;
  if ids is null then return '[]'; end if;
  -- Replies wait until every channel has its message.
  select array_agg(l.ctid) into picked from (
    select c.ctid from channels c
    where c.ctid = any(array(
        select due.place from ${budgets} cross join lateral (
        ${waiting('post', 'r.posts')}
        union all ${waiting('reply', 'r.posts')}
        union all ${waiting('update', 'r.updates')}) due
        order by due.is_reply, due.wake_at limit most))
      and c.lease_until is null and coalesce(c.wake_at <= due_by or c.wake_at > due_by + ${longestWait}, false)
    for update of c skip locked) l;
  if picked is null then return '[]'; end if;
  with heads as materialized (
      select o.id, o.workspace_id, o.channel_id, o.key, o.kind, o.payload, o.version, o.ts, o.reason, o.refused_since,
        o.thread_of is not null as is_reply, p.ts as thread_ts, c.conversation_id, c.wake_at, c.last_ts, r.posts, r.updates,
        case when r.updates >= 1 and o.ts is null and ${isToBeShown}
          then jsonb_build_object('payload', p.payload, 'version', p.version) end as thread
      from channels c
      cross join lateral channel_line(c.workspace_id, c.id) h
      join outbox o on o.id = h.id
      left join outbox p on p.id = o.thread_of
      join ${budgets} on r.id = c.workspace_id
      where c.ctid = any(picked) and h.can_go),
    counted as (
      select *, ts is not null or count(*) filter (where ts is null) over (${inOrder}) <= posts as has_post from heads),
    shared as (
      select *, count(*) filter (where ts is not null or (has_post and thread is not null)) over (${inOrder}) <= updates as has_update
      from counted),
    chosen as materialized (
      select *, case when has_update then thread end as shown from shared
      where case when ts is null then has_post else has_update end),
    spent as (
      update workspaces w set
        post_tokens = greatest(0, r.posts - s.posts), post_at = case when r.posts < 0 then w.post_at else now() end,
        update_tokens = greatest(0, r.updates - s.updates), update_at = case when r.updates < 0 then w.update_at else now() end
      from ${budgets}
      join (select workspace_id, count(*) filter (where ts is null) as posts,
          count(*) filter (where ts is not null or shown is not null) as updates from chosen group by 1) s on s.workspace_id = r.id
      where w.id = r.id),
    taken as (
      update outbox o set state = 'sending', attempt = o.attempt + 1, attempt_at = clock_timestamp(),
        sought = case when o.ts is null then jsonb_strip_nulls(jsonb_build_object('from', slack_now / 1000, 'after', k.last_ts)) end
      from chosen k where o.id = k.id
      returning o.id, o.attempt, floor(extract(epoch from o.attempt_at) * 1000)::bigint as attempt_at),
    leased as (
      -- In case its end is never reported.
      update channels c set lease = c.lease + 1, owner = coalesce(session, 0), waits_for = 'reconcile',
        lease_until = clock_timestamp() + lease_ms * interval '1 millisecond'
      from chosen k where c.workspace_id = k.workspace_id and c.id = k.channel_id
      returning k.id, c.lease)
  select jsonb_agg(jsonb_build_object('outboxId', k.id, 'workspace', k.workspace_id, 'channel', k.channel_id,
      'conversation', k.conversation_id, 'key', k.key, 'kind', k.kind, 'payload', k.payload, 'version', k.version,
      'action', case when k.ts is null then 'post' else 'update' end, 'ts', k.ts, 'threadTs', k.thread_ts,
      'isReply', k.is_reply, 'thread', k.shown, 'attempt', t.attempt, 'attemptAt', t.attempt_at,
      'claimedAt', floor(extract(epoch from clock_timestamp()) * 1000)::bigint, 'lease', l.lease, 'owner', session,
      'refused', case when k.refused_since is not null then
        jsonb_build_object('reason', k.reason, 'since', floor(extract(epoch from k.refused_since) * 1000)::bigint) end)
      order by k.is_reply, k.wake_at) into claims
    from chosen k join taken t on t.id = k.id join leased l on l.id = k.id;
  if coalesce(jsonb_array_length(claims), 0) < cardinality(picked) then
    -- A line with nothing to send, or with something else, must not stand in the way of others. A claimed channel has moved.
    update channels c set waits_for = coalesce(h.what, 'post'), wake_at = case when h.id is not null then greatest(own.wake_at, h.until) end
      from channels own left join lateral channel_line(own.workspace_id, own.id) h on true
      where own.ctid = any(picked) and c.ctid = own.ctid
        and (h.id is null or not h.can_go or h.what <> own.waits_for);
  end if;
  return coalesce(claims, '[]');
end $$`;

const first = (kind: string) =>
  `((select c.wake_at from channels c where c.workspace_id = w.id and c.waits_for = '${kind}' and c.wake_at is not null
        order by c.wake_at limit 1))`;

/** Returns when the next message is due, and whether other processes have claims that may have to be taken over. */
const deliverOutlook = `
create function deliver_outlook(spaces text[], session integer) returns jsonb language plpgsql as $$
begin
  return (select jsonb_build_object('now', floor(extract(epoch from clock_timestamp()) * 1000)::bigint,
      'isHeld', coalesce(bool_or(t.is_held), false),
      'dueInMs', case when min(t.due_at) is not null
        then greatest(0, extract(epoch from min(t.due_at) - clock_timestamp()) * 1000)::float8 end)
    from workspaces w cross join lateral (
      select greatest(k.wake_at, least(w.post_at, w.update_at)) as due_at, false as is_held
      from (values ${kinds.map(first).join(', ')}) k (wake_at) where k.wake_at is not null
      union all
      select coalesce(c.lease_until, c.wake_at), c.lease_until is not null and c.owner is distinct from session
      from channels c where c.workspace_id = w.id and c.waits_for = 'reconcile' and c.wake_at is not null
      union all
      select greatest(o.look_at, w.history_at), false
      from outbox o where o.workspace_id = w.id and o.state = 'sending' and o.look_at is not null) t
    where w.id = any(spaces) and w.blocked_reason is null);
end $$`;

/**
 * Does everything in one statement, and so in one commit. If it claims fewer messages than requested, it returns when
 * to call again. Its settings also apply to the functions that it calls.
 */
const deliver = `
create function deliver(ends jsonb, may_wait boolean, spaces text[], most integer, lease_ms float8, session integer,
  slack_now float8, posts_per_second float8, post_burst float8, updates_per_second float8, update_burst float8)
  returns jsonb language plpgsql
  set enable_seqscan = off set enable_bitmapscan = off set enable_hashjoin = off set enable_mergejoin = off
  set jit = off set plan_cache_mode = force_generic_plan as $$
declare
  ended jsonb := '{"held": [], "busy": []}';
  claims jsonb := '[]';
begin
  if jsonb_array_length(ends) > 0 then ended := deliver_end(ends, may_wait); end if;
  if most > 0 then
    claims := deliver_claim(spaces, most, lease_ms, session, slack_now,
      posts_per_second, post_burst, updates_per_second, update_burst);
  end if;
  return ended || jsonb_build_object('claims', claims,
    'outlook', case when jsonb_array_length(claims) < most then deliver_outlook(spaces, session) end);
end $$`;

const statements = [channelLine, deliverEnd, deliverClaim, deliverOutlook, deliver];

export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`alter table outbox add column visible_at timestamptz`.execute(db);
  await sql`alter table workspaces add column history_asked_at timestamptz`.execute(db);
  for (const statement of statements) await sql.raw(statement).execute(db);
}
