/**
 * The type of every table for Kysely. Inside this package only. Instants are read as epoch milliseconds and written as
 * `Date` or SQL (see pool.ts).
 */
import type { ColumnType, Generated } from 'kysely';
import type { Id, Instant, LeadErrorMessages, LearnedKind, Pause, PlainDate, UnreadWindow } from '@leadbell/domain';

type Time = ColumnType<Instant, Date, Date>;
type TimeOrNull = ColumnType<Instant | null, Date | null | undefined, Date | null>;
type Json<T> = ColumnType<T, string, string>;

export interface Tables {
  /** The table has one row and is not in backups. */
  business_clock: {
    id: Generated<true>;
    /** Business time minus real time. */
    offset_ms: number;
  };
  workspaces: {
    id: string;
    /** The reason why nothing can be posted in the workspace, such as a revoked token. */
    blocked_reason: string | null;
    blocked_at: TimeOrNull;
    /** The time at which the app was removed or its token was revoked; otherwise null. */
    uninstalled_at: TimeOrNull;
    post_tokens: Generated<number>;
    post_at: ColumnType<Instant, Date | undefined, Date>;
    update_tokens: Generated<number>;
    update_at: ColumnType<Instant, Date | undefined, Date>;
    history_tokens: Generated<number>;
    history_at: ColumnType<Instant, Date | undefined, Date>;
    /** The time at which Slack last limited reads of the history. */
    history_asked_at: TimeOrNull;
    /** The time until which Slack asked us to wait, in real time. Leadbell waits in shorter steps. */
    asked_to_wait_until: TimeOrNull;
    /** See `Installation`; this column and the next two are null until a Leadbell has looked at the workspace. */
    access: Json<object> | null;
    missing_scopes: readonly string[] | null;
    looked_at: TimeOrNull;
  };
  channels: {
    workspace_id: string;
    id: string;
    /** The time at which to look at the channel again; null if no message is waiting. */
    wake_at: TimeOrNull;
    /** The next step for the first message of the channel's queue; meaningless while `wake_at` is null. */
    waits_for: Generated<'post' | 'reply' | 'update' | 'reconcile'>;
    /** Nothing is posted in the channel before this time. */
    next_at: ColumnType<Instant, Date | undefined, Date>;
    lease_until: TimeOrNull;
    lease: Generated<number>;
    /** The session of the process that holds the channel; 0 if only a lease holds it; null if the channel is free. */
    owner: number | null;
    /** Slack's `ts` of our latest post in the channel. */
    last_ts: string | null;
    /** Slack's id of the direct message, if the channel is a person. */
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
    /** Whether the message is posted again when its post is lost and a reply goes into its thread. */
    lives: boolean;
    /**
     * The newest row of the same message, if this row's post is lost; for a reply that was never posted, the row of the
     * card that replaces it.
     */
    goes_on_as: number | null;
    state: 'pending' | 'sending' | 'sent' | 'dead';
    payload: Json<object> | null;
    version: Generated<number>;
    sent_version: number | null;
    attempt: Generated<number>;
    attempt_at: TimeOrNull;
    /** The message's position in the channel's queue. */
    queued: Generated<number>;
    queued_at: ColumnType<Instant, Date | undefined, Date>;
    ts: string | null;
    conversation_id: string | null;
    reason: string | null;
    /** The time since which Slack has refused the message for `reason`; real time, as in `not_before`. */
    refused_since: TimeOrNull;
    /** The time until which the message waits outside the queue; null if it waits in the queue. */
    not_before: TimeOrNull;
    /** For a message in doubt: the time of the next look for it. Null if the message is not in doubt. */
    look_at: TimeOrNull;
    /** For a message in doubt: the time from which the history is certain to show its post. */
    visible_at: TimeOrNull;
    /** For a message in doubt: the time until which the channel's queue waits for it. */
    holds_until: TimeOrNull;
    /** The part of the history in which the latest attempt's post can be, and how far the history was read. */
    sought: Json<object> | null;
    created_at: ColumnType<Instant, Date | undefined, never>;
    sent_at: TimeOrNull;
    /** Whether the owner of the subscription was notified that the message could not be sent. */
    owner_told: Generated<boolean>;
    /** See `NewMessage`. */
    visible_from: TimeOrNull;
  };
  /** People's actions, kept until a while after they are finished; not in backups. Real time. */
  inbox: {
    id: Generated<number>;
    workspace_id: string;
    /**
     * A hash that identifies the delivery; if Slack delivers again, the hash is the same. `object` and `same` are
     * hashes too.
     */
    key: string;
    /** The object that the action changes. */
    object: string;
    /** Equal for presses that count as one; null for presses without effect. */
    same: string | null;
    /** The data needed to finish the action; null when it is done. */
    body: Json<object> | null;
    created_at: ColumnType<Instant, Date | undefined, never>;
    /** Increases each time a process claims the action. */
    lease: Generated<number>;
    /** Null when done. */
    lease_until: TimeOrNull;
    /** The time at which the action was marked: from then on, its effect is committed or may have happened. */
    marked_at: TimeOrNull;
    done_at: TimeOrNull;
  };
  installation_keys: {
    /** The fingerprint of a key; the database contains no key. */
    id: string;
    /** The time at which the key last became the current key. */
    since: Time;
    /** The time at which the key was given up, because no row needed it any more or it was lost. */
    dropped_at: TimeOrNull;
  };
  dms_connections: {
    id: string;
    /** Everything that was created before this time has been read. */
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
    /** The time since which the DMS has answered every question with 404; null if the last answer was different. */
    not_found_since: TimeOrNull;
    /** A hash of the address that answered the last successful poll. */
    answered_at_address: string | null;
    unread_windows: Json<readonly UnreadWindow[]>;
    /** See `DmsHabits`. */
    habits: ColumnType<unknown, string | undefined, string>;
    /** The number of decisions about the connection's alerts that were written. */
    decisions: Generated<number>;
    /** The last row of `bulk_history` that alert rules have evaluated. */
    evaluated_to: Generated<number>;
  };
  bulks: {
    id: Generated<number>;
    connection_id: string;
    /** The DMS's own id of the bulk, if it gives one. */
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
    /** The time at which the bulk is checked again; null if no change is expected. */
    next_check_at: TimeOrNull;
    /** The number of times in a row that the bulk was looked for and not found. */
    misses: Generated<number>;
    /** The time since which the bulk has been missing. */
    missing_since: TimeOrNull;
    /** The number of leads that are missing from the last answer but not gone yet. */
    missing: Generated<number>;
    /** The number of errored leads that a later bulk sent again; `errored` does not count them. */
    resent_errored: Generated<number>;
    /** The number of leads that the DMS no longer lists; `leads` does not count them. */
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
    /** For each error, the value that it is about, or an empty text; an empty list if no value is known. */
    wrong_values: readonly string[];
    first_seen_at: Time;
    changed_at: Time;
    source: string | null;
    brand: string | null;
    branch: string | null;
    /** Empty if the DMS sent none; null for leads written before this column existed. */
    sub_source: string | null;
    priority: string | null;
    /** The installation's key with which the marks were hashed. */
    marks_key: string | null;
    phone_mark: string | null;
    email_mark: string | null;
    name_mark: string | null;
    /** The bulk that sent the lead again later; the next column has the lead's key in that bulk. */
    superseded_by: number | null;
    superseded_by_key: string | null;
    /** The bulk that had the lead before; the next column has the lead's key in that bulk. */
    sent_again_of: number | null;
    sent_again_of_key: string | null;
    /** How many complete answers in a row did not list the lead. */
    missed: Generated<number>;
    /** The time since which the DMS has not listed the lead. */
    gone_at: TimeOrNull;
    /** The keys of the person, see `person-keys.ts`; null for leads that were written before this column existed. */
    persons: readonly string[] | null;
    /** If true, no data that identifies the person may be written to the lead again. */
    is_forgotten: Generated<boolean>;
  };
  /** The places in Slack that have data of a person. */
  person_index: {
    person: string;
    /** See `PlaceKind`. */
    kind: string;
    workspace_id: string;
    channel_id: string;
    ref: string;
    at: ColumnType<Instant, Date | undefined, never>;
    /** The receipt of the erasure that must still delete the place; null if the person was not forgotten. */
    receipt: string | null;
    tries: Generated<number>;
    /** Real time. */
    next_try_at: TimeOrNull;
  };
  /** Tombstones: keys of people about whom Leadbell posts nothing any more. */
  forgotten: {
    person: string;
    at: ColumnType<Instant, Date | undefined, never>;
    receipt: string;
  };
  erasures: {
    receipt: string;
    at: ColumnType<Instant, Date | undefined, never>;
    workspace_id: string | null;
    actor: string;
    found: Json<object>;
    /** The number of places that Slack did not let us delete, by Slack's reason. */
    not_reached: Json<object>;
    done_at: TimeOrNull;
  };
  leads_told: {
    subscription_id: number;
    lead: string;
    told_at: ColumnType<Instant, Date | undefined, never>;
    /** The lead's outcome when it was announced; null for rows from before this column existed. */
    outcome: string | null;
  };
  /** Posts that people shared. */
  shares: {
    workspace_id: string;
    id: string;
    channel_id: string;
    user_id: string;
    ts: string | null;
    at: ColumnType<Instant, Date | undefined, never>;
    taken_back_at: TimeOrNull;
  };
  lead_sets: {
    workspace_id: string;
    /** The id of the set, which the caller chose. */
    id: string;
    connection_id: string;
    /** The number of leads that were added to the set, including leads that were deleted since. */
    size: number;
    read_from: TimeOrNull;
    read_to: TimeOrNull;
    at: ColumnType<Instant, Date | undefined, never>;
  };
  lead_set_members: {
    workspace_id: string;
    set_id: string;
    /** The key as in `leads_told`. */
    lead: string;
  };
  error_kinds: {
    connection_id: string;
    fingerprint: string;
    message: string;
    code: string | null;
    field: string | null;
    first_seen_at: Time;
    /** The error's message in each language; null if the DMS gives only one. */
    messages: LeadErrorMessages | null;
  };
  bulk_events: {
    id: Generated<number>;
    connection_id: string;
    bulk_id: number;
    kind: string;
    at: Time;
    /** The keys of the affected leads. */
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
    /** The earliest time at which the DMS can have shown the change; null if it is not known. */
    visible_from: TimeOrNull;
  };
  dms_outages: {
    id: Generated<number>;
    connection_id: string;
    /** The kind of failure, safe to show; `not-watched` if Leadbell did not poll. */
    failure: string;
    started_at: Time;
    ended_at: TimeOrNull;
    /** The time at which the outage was announced to channels, or was found too short to announce. */
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
    /** The first scheduled time that has no digest yet. */
    next_run_at: TimeOrNull;
    /** The beginning of the hours that the next digest covers; null if it was never stored. */
    covered_to: TimeOrNull;
    /** Digests have covered the hours before this time, or a person's pause has dropped them. */
    settled_to: TimeOrNull;
    /**
     * For the digest that is owed: the number of failed tries, the reason of the last failure, and the time of the next
     * try.
     */
    tries: Generated<number>;
    failure: string | null;
    next_try_at: TimeOrNull;
    /** The pauses that people made, kept while hours from before a pause are owed. */
    pauses: ColumnType<readonly Pause[], string | undefined, string>;
    created_at: ColumnType<Instant, Date | undefined, never>;
  };
  /** Digests that people requested with _Send now_, until their messages exist. */
  digest_wishes: {
    subscription_id: number;
    key: string;
    about: Time;
    asked_by: string;
    asked_at: Time;
    tries: Generated<number>;
    next_try_at: TimeOrNull;
  };
  /** The scheduled times whose digests are done. */
  occurrences: {
    subscription_id: number;
    scheduled_for: Time;
    /** The digest's message; null if there was nothing to report. */
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
  /** Not in backups. Real time. */
  homes: {
    workspace_id: string;
    user_id: string;
    channel_id: string | null;
    opened_at: Time;
    /** The time at which a process last claimed the Home to publish it. */
    claimed_at: Time;
    /** How many times the person has opened the Home. */
    openings: Generated<number>;
    hash: string | null;
    content: string | null;
  };
  /** Rows are only added; only the log's retention deletes old ones. */
  audit_log: {
    id: Generated<number>;
    at: ColumnType<Instant, Date | undefined, never>;
    workspace_id: string | null;
    /** The Slack id of a person, or `leadbell`. */
    actor: string;
    actor_kind: Generated<string>;
    action: string;
    subject: string | null;
    /** The keys of the leads. */
    leads: Generated<readonly string[]>;
    /** The numbers of the leads in the DMS. */
    numbers: Generated<readonly string[]>;
    /** The names of the fields that were shown. */
    fields: Generated<readonly string[]>;
    channel_id: string | null;
    outcome: Generated<string>;
    detail: Json<object>;
  };
  /** Words and values in the texts of leads. */
  learned_words: {
    /** A hash made with the installation's key. */
    key: string;
    /** `word`: a word of an error. `value`: a value of a vocabulary. `text`: an error with all its words. */
    kind: LearnedKind;
    /** The text; null until it is learned. */
    text: string | null;
    /** Hashes of the people whose leads had the text, until it is learned. */
    leads: readonly string[];
    heard_at: Time;
    learned_at: TimeOrNull;
  };
  /** The values of filters, with the brand and branch of the leads that had them. */
  seen_values: {
    connection_id: string;
    /** See `seenValueKey`. */
    key: string;
    filter: string;
    value: string;
    brand: string | null;
    branch: string | null;
    leads: number;
    seen_at: Time;
    changed_at: Time;
  };
  daily_counters: {
    connection_id: string;
    day: ColumnType<PlainDate, string, string>;
    name: string;
    value: string;
    count: number;
  };
}
