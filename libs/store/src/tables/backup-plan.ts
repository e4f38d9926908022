/**
 * Which tables a backup contains, in an order in which they can be filled. A test compares this with the migrations.
 * Pure.
 */
import type { Tables } from './tables.ts';

/** Each after the tables that it refers to. `audit` is `audit_log` in earlier releases. */
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

/** `deliver` calls the others. */
export const deliveryFunctions = ['deliver_end', 'deliver_claim', 'deliver_outlook', 'deliver'] as const;

/**
 * Belongs to this installation only: a restore does not move the clock, and does not repeat earlier actions of people
 * (these are minutes old, and hold addresses to reply to). A Home tab is made again when it is opened. In an order in which they can be dropped.
 */
export const notInBackups = {
  functions: ['leadbell_now', 'refuse_audit_change', 'purge_audit', 'channel_line', ...deliveryFunctions],
  tables: ['business_clock', 'inbox', 'homes'],
} as const satisfies {
  readonly functions: readonly string[];
  readonly tables: readonly (keyof Tables)[];
};

/** Their rows are inserted together, since any may refer to any. */
export const selfReferring: ReadonlySet<string> = new Set(['outbox']);

/** Besides those of identity columns. */
export const ownSequences: readonly { readonly table: string; readonly column: string; readonly sequence: string }[] = [
  { table: 'outbox', column: 'queued', sequence: 'outbox_queue' },
];
