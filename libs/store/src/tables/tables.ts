/** Every table as Kysely sees it. Inside this package only. Instants are epoch milliseconds when read and `Date` or SQL when written (see pool.ts). */
import type { ColumnType, Generated } from 'kysely';
import type { Id, Instant, LeadErrorMessages, LearnedKind, Pause, PlainDate, UnreadWindow } from '@leadbell/domain';

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
    /** When the app was removed; null if it is installed, or its rows were erased. */
    uninstalled_at: TimeOrNull;
    post_tokens: Generated<number>;
    post_at: ColumnType<Instant, Date | undefined, Date>;
    update_tokens: Generated<number>;
    update_at: ColumnType<Instant, Date | undefined, Date>;
    history_tokens: Generated<number>;
    history_at: ColumnType<Instant, Date | undefined, Date>;
    /** When Slack last limited the reading of history. */
    history_asked_at: TimeOrNull;
    /** Until when Slack asked us to wait; real time. We wait in shorter steps. */
    asked_to_wait_until: TimeOrNull;
    /** See `Installation`; null in all three if no Leadbell has looked yet. */
    access: Json<object> | null;
    missing_scopes: readonly string[] | null;
    looked_at: TimeOrNull;
  };
  channels: {
    workspace_id: string;
    id: string;
    /** Nothing to send before it; null if nothing is waiting. */
    wake_at: TimeOrNull;
    /** The next step for the first message of its line; meaningless while `wake_at` is null. */
    waits_for: Generated<'post' | 'reply' | 'update' | 'reconcile'>;
    /** The pace: nothing is posted before it. */
    next_at: ColumnType<Instant, Date | undefined, Date>;
    lease_until: TimeOrNull;
    lease: Generated<number>;
    /** The session of the process that holds it, 0 if only its lease does; null if it is free. */
    owner: number | null;
    /** Slack's `ts` of the latest message that we posted here. */
    last_ts: string | null;
    /** Slack's id of the conversation, if the channel is a person. */
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
    /** It is posted again if its post is lost and a reply goes into its thread. */
    lives: boolean;
    /**
     * The newest row of the same message, if its own post is lost; for a reply that was never posted, the card that
     * replaces it.
     */
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
    /** Since when Slack has refused it for `reason`; real time, like the next field. */
    refused_since: TimeOrNull;
    /** Waits on its own until then; null if it waits in its channel's line. */
    not_before: TimeOrNull;
    /** In doubt: when its channel's history is next read for it. Null if it is not in doubt. */
    look_at: TimeOrNull;
    /** In doubt: from then on its history is certain to show it. */
    visible_at: TimeOrNull;
    /** In doubt: its channel's line waits until then. */
    holds_until: TimeOrNull;
    /** For its latest attempt: where in the history it can be, and how far that was read. */
    sought: Json<object> | null;
    created_at: ColumnType<Instant, Date | undefined, never>;
    sent_at: TimeOrNull;
    /** The owner of its subscription was notified that it could not be sent. */
    owner_told: Generated<boolean>;
    /** See `NewMessage`. */
    visible_from: TimeOrNull;
  };
  /** Actions of people until they are finished, and for a while after; not in backups. Real time. */
  inbox: {
    id: Generated<number>;
    workspace_id: string;
    /** A hash that identifies the delivery: a redelivery has the same one. The next two are hashes as well. */
    key: string;
    /** The object that it acts on. */
    object: string;
    /** Equal for presses that count once; null for those without effect. */
    same: string | null;
    /** The data needed to finish it; null when done. */
    body: Json<object> | null;
    created_at: ColumnType<Instant, Date | undefined, never>;
    /** Counts the processes that have taken it. */
    lease: Generated<number>;
    /** Null when done. */
    lease_until: TimeOrNull;
    /** When its effect was committed. */
    marked_at: TimeOrNull;
    done_at: TimeOrNull;
  };
  installation_keys: {
    /** A key's fingerprint; the database contains no key. */
    id: string;
    /** When it last became the current one. */
    since: Time;
    /** When no row needed it any more, or it was lost. */
    dropped_at: TimeOrNull;
  };
  dms_connections: {
    id: string;
    /** Everything created before it has been read. */
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
    /** Since when the DMS has answered every question with 404; null if the last answer was different. */
    not_found_since: TimeOrNull;
    /** Hash of the address that answered the last successful poll. */
    answered_at_address: string | null;
    unread_windows: Json<readonly UnreadWindow[]>;
    /** See `DmsHabits`. */
    habits: ColumnType<unknown, string | undefined, string>;
    /** Counts the decisions about its alerts that were written. */
    decisions: Generated<number>;
    /** The last row of `bulk_history` that was evaluated for alerts. */
    evaluated_to: Generated<number>;
  };
  bulks: {
    id: Generated<number>;
    connection_id: string;
    /** The DMS's own id of the bulk, when it gives one. */
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
    /** Null if no change is expected. */
    next_check_at: TimeOrNull;
    /** Times in a row that it was searched for and not found. */
    misses: Generated<number>;
    /** Since the first of them. */
    missing_since: TimeOrNull;
    /** Leads missing from the last answer that are not gone yet. */
    missing: Generated<number>;
    /** Errored leads that a later bulk sent again: not counted in `errored`. */
    resent_errored: Generated<number>;
    /** Leads that the DMS no longer lists: not counted in `leads`. */
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
    /** The value that each error is about, or an empty text; empty if none is known. */
    wrong_values: readonly string[];
    first_seen_at: Time;
    changed_at: Time;
    source: string | null;
    brand: string | null;
    branch: string | null;
    /** Empty if the DMS sent none; null for leads written before this column existed. */
    sub_source: string | null;
    priority: string | null;
    /** The key of the installation that the marks were hashed with. */
    marks_key: string | null;
    phone_mark: string | null;
    email_mark: string | null;
    name_mark: string | null;
    /** If a later bulk sent the lead again: that bulk, and the lead's key in it. */
    superseded_by: number | null;
    superseded_by_key: string | null;
    /** The bulk that had the lead before, and its key there. */
    sent_again_of: number | null;
    sent_again_of_key: string | null;
    /** Complete answers in a row that did not list it. */
    missed: Generated<number>;
    /** Since when the DMS no longer lists it. */
    gone_at: TimeOrNull;
    /** Keys of the person, see `person-keys.ts`; null for leads written before this column existed. */
    persons: readonly string[] | null;
    /** Nothing that tells who it is may be written to it again. */
    is_forgotten: Generated<boolean>;
  };
  /** Where something of a person is in Slack. */
  person_index: {
    person: string;
    /** See `PlaceKind`. */
    kind: string;
    workspace_id: string;
    channel_id: string;
    ref: string;
    at: ColumnType<Instant, Date | undefined, never>;
    /** The erasure that it waits for. */
    receipt: string | null;
    tries: Generated<number>;
    /** Real time. */
    next_try_at: TimeOrNull;
  };
  /** Tombstones: keys of people about whom nothing is posted any more. */
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
    /** Counts by Slack's reason. */
    not_reached: Json<object>;
    done_at: TimeOrNull;
  };
  leads_told: {
    subscription_id: number;
    lead: string;
    told_at: ColumnType<Instant, Date | undefined, never>;
    /** The lead's outcome at that time; null for rows from before this column existed. */
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
    /** Made by the message that counted it. */
    id: string;
    connection_id: string;
    /** How many leads it was given, also those that were forgotten since. */
    size: number;
    read_from: TimeOrNull;
    read_to: TimeOrNull;
    at: ColumnType<Instant, Date | undefined, never>;
  };
  lead_set_members: {
    workspace_id: string;
    set_id: string;
    /** As in `leads_told`. */
    lead: string;
  };
  error_kinds: {
    connection_id: string;
    fingerprint: string;
    message: string;
    code: string | null;
    field: string | null;
    first_seen_at: Time;
    /** The message by language; null if the DMS gives only one. */
    messages: LeadErrorMessages | null;
  };
  bulk_events: {
    id: Generated<number>;
    connection_id: string;
    bulk_id: number;
    kind: string;
    at: Time;
    /** Keys of the affected leads. */
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
    /** A kind that is safe to show; `not-watched` if we did not poll. */
    failure: string;
    started_at: Time;
    ended_at: TimeOrNull;
    /** When it was announced to channels, or found too short for that. */
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
    /** The first scheduled time without a digest. */
    next_run_at: TimeOrNull;
    /** Where its next digest begins; null if that was never stored. */
    covered_to: TimeOrNull;
    /** Hours before it were covered by a digest, or dropped by a person's pause. */
    settled_to: TimeOrNull;
    /** For the digest that is owed: failed tries, the reason of the last, and the time of the next. */
    tries: Generated<number>;
    failure: string | null;
    next_try_at: TimeOrNull;
    /** A person's pauses, kept while a debt from before them exists. */
    pauses: ColumnType<readonly Pause[], string | undefined, string>;
    created_at: ColumnType<Instant, Date | undefined, never>;
  };
  /** Digests requested at once, until their messages exist. */
  digest_wishes: {
    subscription_id: number;
    key: string;
    about: Time;
    asked_by: string;
    asked_at: Time;
    tries: Generated<number>;
    next_try_at: TimeOrNull;
  };
  /** Scheduled times of digests that are done. */
  occurrences: {
    subscription_id: number;
    scheduled_for: Time;
    /** Null if there was nothing to report. */
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
    /** When a process last took it upon itself to publish it. */
    claimed_at: Time;
    /** How often the person opened it. */
    openings: Generated<number>;
    hash: string | null;
    content: string | null;
  };
  /** Rows are only added; its retention deletes old ones. */
  audit_log: {
    id: Generated<number>;
    at: ColumnType<Instant, Date | undefined, never>;
    workspace_id: string | null;
    /** A person's Slack id, or `leadbell`. */
    actor: string;
    actor_kind: Generated<string>;
    action: string;
    subject: string | null;
    /** Keys of leads. */
    leads: Generated<readonly string[]>;
    /** Their numbers in the DMS. */
    numbers: Generated<readonly string[]>;
    /** Names of the lead's fields. */
    fields: Generated<readonly string[]>;
    channel_id: string | null;
    outcome: Generated<string>;
    detail: Json<object>;
  };
  /** Words and values in leads' texts, with the number of people whose leads had them. */
  learned_words: {
    /** A hash under the installation's key. */
    key: string;
    /** `word`: of an error. `value`: of a vocabulary. `text`: an error with all its words. */
    kind: LearnedKind;
    /** Null until it is learned. */
    text: string | null;
    /** Hashes of the people who had it, until it is learned. */
    leads: readonly string[];
    heard_at: Time;
    learned_at: TimeOrNull;
  };
  /** Values of filters, by the brand and branch of the leads that had them. */
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
