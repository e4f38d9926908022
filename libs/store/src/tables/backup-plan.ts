/**
 * The tables that a backup contains, in an order in which they can be filled. A test compares the list with the
 * migrations. Pure.
 */
import type { Tables } from './tables.ts';

/** Each table comes after the tables that it refers to. `audit` is the name of `audit_log` in earlier releases. */
export const backupTables = [
  'workspaces',
  'channels',
  'subscriptions',
  'digest_wishes',
  'leads_told',
  'shares',
  'lead_sets',
  'lead_set_members',
  'outbox',
  'occurrences',
  'installation_keys',
  'dms_connections',
  'dms_outages',
  'error_kinds',
  'bulks',
  'bulk_leads',
  'bulk_events',
  'bulk_history',
  'set_aside',
  'alerts',
  'alert_summaries',
  'silences',
  'claims',
  'person_index',
  'forgotten',
  'erasures',
  'people',
  'audit',
  'audit_log',
  'daily_counters',
  'learned_words',
  'seen_values',
] as const satisfies readonly (keyof Tables | 'audit')[];

/** `deliver` calls the other functions. */
export const deliveryFunctions = ['deliver_end', 'deliver_claim', 'deliver_outlook', 'deliver'] as const;

/**
 * Tables that belong to this installation only: a restore must not move the clock, and must not repeat people's earlier
 * actions, which are minutes old and contain addresses for replies. Home tabs are made again when they are opened. The
 * tables and functions can be dropped in this order.
 */
export const notInBackups = {
  functions: ['leadbell_now', 'refuse_audit_change', 'purge_audit', 'channel_line', ...deliveryFunctions],
  tables: ['business_clock', 'inbox', 'homes'],
} as const satisfies {
  readonly functions: readonly string[];
  readonly tables: readonly (keyof Tables)[];
};

/** A row of these tables may refer to any other row of the same table, so all rows are inserted in one statement. */
export const selfReferring: ReadonlySet<string> = new Set(['outbox']);

/** Sequences other than those of identity columns. */
export const ownSequences: readonly { readonly table: string; readonly column: string; readonly sequence: string }[] = [
  { table: 'outbox', column: 'queued', sequence: 'outbox_queue' },
];
