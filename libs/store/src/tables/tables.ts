/** Every table as Kysely sees it. Inside this package only. Instants are epoch milliseconds when read and `Date` or SQL when written (see pool.ts). */
import type { ColumnType, Generated } from 'kysely';
import type { Id, Instant, LeadErrorMessages, Pause, PlainDate, UnreadWindow } from '@leadbell/domain';

type Time = ColumnType<Instant, Date, Date>;
type TimeOrNull = ColumnType<Instant | null, Date | null | undefined, Date | null>;
type Json<T> = ColumnType<T, string, string>;

export interface Tables {
  /** One row; not in backups. */
  business_clock: {
    id: Generated<true>;
    /** Business time minus real time. */
    offset_ms: number;
  };
  workspaces: {
    id: string;
    /** Why nothing can be posted at all, such as a revoked token. */
    blocked_reason: string | null;
    blocked_at: TimeOrNull;
    post_tokens: Generated<number>;
    post_at: ColumnType<Instant, Date | undefined, Date>;
    update_tokens: Generated<number>;
    update_at: ColumnType<Instant, Date | undefined, Date>;
    history_tokens: Generated<number>;
    history_at: ColumnType<Instant, Date | undefined, Date>;
    /** Until when Slack has asked us to wait; real time. We wait in shorter steps. */
    asked_to_wait_until: TimeOrNull;
  };
  channels: {
    workspace_id: string;
    id: string;
    /** Nothing to send before it; null when nothing is waiting. */
    wake_at: TimeOrNull;
    /** What the first of its line is; says nothing while `wake_at` is null. */
    waits_for: Generated<'post' | 'reply' | 'update' | 'reconcile'>;
    /** The pace: nothing is posted before it. */
    next_at: ColumnType<Instant, Date | undefined, Date>;
    lease_until: TimeOrNull;
    lease: Generated<number>;
    /** The session of the process that holds it; null when nobody does, or by its lease alone. */
    owner: number | null;
    /** Slack's name of the latest message that we posted here. */
    last_ts: string | null;
    /** Slack's id of the conversation, where ours is a person's. */
    conversation_id: string | null;
  };
  outbox: {
    id: Generated<number>;
    workspace_id: string;
    channel_id: string;
    key: string;
    kind: string;
    thread_of: number | null;
    subscription_id: number | null;
    /** It is posted anew when its post is lost and something is to be said in its thread. */
    lives: Generated<boolean>;
    /** The newest row of the same message, when its own post is lost; of a line that was never said, the card that says it instead. */
    goes_on_as: number | null;
    state: 'pending' | 'sending' | 'sent' | 'dead';
    payload: Json<object> | null;
    version: Generated<number>;
    sent_version: number | null;
    attempt: Generated<number>;
    attempt_at: TimeOrNull;
    /** Order in the channel. */
    queued: Generated<number>;
    queued_at: ColumnType<Instant, Date | undefined, Date>;
    ts: string | null;
    conversation_id: string | null;
    reason: string | null;
    /** Since when Slack has refused it for `reason`; real time, as is the next. */
    refused_since: TimeOrNull;
    /** Waits by itself until then; null when it waits in its channel's line. */
    not_before: TimeOrNull;
    /** In doubt: when its channel's history is read for it next. Null when it is not in doubt. */
    look_at: TimeOrNull;
    /** In doubt: its channel's line waits until then. */
    holds_until: TimeOrNull;
    /** Of its latest attempt: where in the history it can be, and how far that was read. */
    sought: Json<object> | null;
    created_at: ColumnType<Instant, Date | undefined, never>;
    sent_at: TimeOrNull;
    /** The owner of its subscription has heard that it could not be sent. */
    owner_told: Generated<boolean>;
  };
  /** What people did, until it is finished, and for a while after; not in backups. Real time. */
  inbox: {
    id: Generated<number>;
    workspace_id: string;
    /** Of the delivery: the same one delivered again has the same key. A hash, as are the next two. */
    key: string;
    /** What it is done to. */
    object: string;
    /** Equal for presses that count once; null of those that came to nothing. */
    same: string | null;
    /** What finishing it takes; null when it is done. */
    body: Json<object> | null;
    created_at: ColumnType<Instant, Date | undefined, never>;
    /** Counts the processes that have taken it. */
    lease: Generated<number>;
    /** Null when it is done. */
    lease_until: TimeOrNull;
    /** When its effect was committed. */
    marked_at: TimeOrNull;
    done_at: TimeOrNull;
  };
  installation_keys: {
    /** A key's fingerprint; no key is in the database. */
    id: string;
    /** When it last became the current one. */
    since: Time;
    /** When no row needed it any more, or it was lost. */
    dropped_at: TimeOrNull;
  };
  dms_connections: {
    id: string;
    /** Everything made before it has been read. */
    covered_to: TimeOrNull;
    swept_at: TimeOrNull;
    next_poll_at: ColumnType<Instant, Date | undefined, Date>;
    lease_until: TimeOrNull;
    lease: Generated<number>;
    failures: Generated<number>;
    failed_since: TimeOrNull;
    failure: string | null;
    last_ok_at: TimeOrNull;
    watched_since: ColumnType<Instant, Date | undefined, never>;
    /** Since then the DMS has said 404 to every question; null when the last answer was another. */
    not_found_since: TimeOrNull;
    /** Hash of the address that answered the last poll that succeeded. */
    answered_at_address: string | null;
    unread_windows: Json<readonly UnreadWindow[]>;
    /** See `DmsHabits`. */
    habits: ColumnType<unknown, string | undefined, string>;
  };
  bulks: {
    id: Generated<number>;
    connection_id: string;
    /** What the DMS's own answer calls it, if it says. */
    dms_id: Id | null;
    key: string;
    created_at: TimeOrNull;
    created_by: Id | null;
    state: string;
    total_records: number | null;
    error_records: number | null;
    leads: number;
    created: number;
    errored: number;
    pending: number;
    fingerprint: string;
    observed_at: Time;
    first_seen_at: Time;
    /** Null when nothing more is expected of it. */
    next_check_at: TimeOrNull;
    /** Looked for so many times in a row and not found. */
    misses: Generated<number>;
    /** Since the first of them. */
    missing_since: TimeOrNull;
    /** Leads that the last answer did not list, and that are not gone yet. */
    missing: Generated<number>;
    /** Errored leads that a later bulk brought again: they are not among `errored`. */
    resent_errored: Generated<number>;
    /** Leads that the DMS lists no more: they are not among `leads`. */
    gone: Generated<number>;
    gone_errored: Generated<number>;
  };
  set_aside: {
    id: Generated<number>;
    connection_id: string;
    key: string;
    fingerprint: string;
    dms_id: Id | null;
    created_at: TimeOrNull;
    leads: number;
    errored: number;
    reason: string;
    since: Time;
    last_at: Time;
    tries: Generated<number>;
    next_try_at: Time;
  };
  bulk_leads: {
    bulk_id: number;
    key: string;
    external_id: string | null;
    dms_id: Id | null;
    outcome: 'errored' | 'created' | 'pending';
    errors: readonly string[];
    first_seen_at: Time;
    changed_at: Time;
    source: string | null;
    brand: string | null;
    branch: string | null;
    /** Empty when the DMS sent none; null of leads that were written before it was kept. */
    sub_source: string | null;
    priority: string | null;
    /** With which key of the installation the marks were hashed. */
    marks_key: string | null;
    phone_mark: string | null;
    email_mark: string | null;
    name_mark: string | null;
    /** A later bulk brought the lead again: the bulk and the lead's key in it. */
    superseded_by: number | null;
    superseded_by_key: string | null;
    /** The bulk that had the lead before, and its key there. */
    sent_again_of: number | null;
    sent_again_of_key: string | null;
    /** Complete answers in a row that did not list it. */
    missed: Generated<number>;
    /** Since when the DMS lists it no more. */
    gone_at: TimeOrNull;
  };
  leads_told: {
    subscription_id: number;
    lead: string;
    told_at: ColumnType<Instant, Date | undefined, never>;
    /** How the lead stood then; null of those that were told before it was kept. */
    outcome: string | null;
  };
  error_kinds: {
    connection_id: string;
    fingerprint: string;
    message: string;
    code: string | null;
    field: string | null;
    first_seen_at: Time;
    /** The message by language; null where the DMS says it in one. */
    messages: LeadErrorMessages | null;
  };
  bulk_events: {
    id: Generated<number>;
    connection_id: string;
    bulk_id: number;
    kind: string;
    at: Time;
    /** Keys of the leads it is about. */
    leads: readonly string[];
    detail: Json<object>;
  };
  bulk_history: {
    id: Generated<number>;
    connection_id: string;
    bulk_id: number;
    at: Time;
    state: string;
    total_records: number | null;
    error_records: number | null;
    leads: number;
    errored: number;
    missing: Generated<number>;
    resent_errored: Generated<number>;
    gone: Generated<number>;
    gone_errored: Generated<number>;
    errors: Json<object>;
    traits: Json<object>;
  };
  dms_outages: {
    id: Generated<number>;
    connection_id: string;
    /** A kind, safe to show; `not-watched` when it was we who did not ask. */
    failure: string;
    started_at: Time;
    ended_at: TimeOrNull;
    /** When channels heard of it, or it was found too short for that. */
    announced_at: TimeOrNull;
  };
  subscriptions: {
    id: Generated<number>;
    workspace_id: string;
    channel_id: string;
    owner_id: string;
    kind: string;
    definition: Json<object>;
    paused_reason: string | null;
    paused_at: TimeOrNull;
    /** The first of its times that no digest exists for. */
    next_run_at: TimeOrNull;
    /** Where its next digest begins; null where that was never kept. */
    covered_to: TimeOrNull;
    /** Of the digest that is owed: in vain, why the last one was, and when it is looked at again. */
    tries: Generated<number>;
    failure: string | null;
    next_try_at: TimeOrNull;
    /** Times in which nothing came to be owed, while something from before them is owed. */
    pauses: ColumnType<readonly Pause[], string | undefined, string>;
    created_at: ColumnType<Instant, Date | undefined, never>;
  };
  /** Digests that were asked for at once, until their messages exist. */
  digest_wishes: {
    subscription_id: number;
    key: string;
    about: Time;
    asked_by: string;
    asked_at: Time;
    tries: Generated<number>;
    next_try_at: TimeOrNull;
  };
  /** Times of digests that are done. */
  occurrences: {
    subscription_id: number;
    scheduled_for: Time;
    /** Null when there was nothing to tell. */
    outbox_id: number | null;
    created_at: ColumnType<Instant, Date | undefined, never>;
  };
  alerts: {
    id: Generated<number>;
    connection_id: string;
    rule: string;
    group_key: string;
    state: Json<object>;
    is_open: Generated<boolean>;
    changed_at: ColumnType<Instant, Date | undefined, Date>;
    created_at: ColumnType<Instant, Date | undefined, never>;
  };
  alert_summaries: {
    id: Generated<number>;
    subscription_id: number;
    /** See `SummaryState`. */
    state: Json<object>;
    changed_at: Time;
  };
  silences: {
    id: Generated<number>;
    workspace_id: string;
    matcher: Json<object>;
    reason: string;
    created_by: string;
    starts_at: Time;
    ends_at: Time;
  };
  claims: {
    workspace_id: string;
    bulk_id: number;
    lead_key: string;
    owner_id: string;
    claimed_at: Time;
    state: string;
  };
  people: {
    workspace_id: string;
    user_id: string;
    settings: Json<object>;
    changed_at: ColumnType<Instant, Date | undefined, Date>;
  };
  audit: {
    id: Generated<number>;
    at: ColumnType<Instant, Date | undefined, never>;
    workspace_id: string | null;
    /** A person's Slack id, or `leadbell`. */
    actor: string;
    action: string;
    subject: string;
    detail: Json<object>;
  };
  daily_counters: {
    connection_id: string;
    day: ColumnType<PlainDate, string, string>;
    name: string;
    value: string;
    count: number;
  };
}
