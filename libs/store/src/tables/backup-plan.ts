/** Which tables a backup holds and in which order they can be filled. A test compares this with what the migrations make. Pure. */
import type { Tables } from './tables.ts';

/** Each after those that it refers to. */
export const backupTables = [
  'workspaces',
  'channels',
  'subscriptions',
  'digest_wishes',
  'leads_told',
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
  'people',
  'audit',
  'daily_counters',
] as const satisfies readonly (keyof Tables)[];

/**
 * Of this installation alone: a restore brings no moved clock, and does nothing again that people did before it (their acts are minutes old, and hold
 * addresses that answer them). In the order in which they can be dropped.
 */
export const notInBackups = { functions: ['leadbell_now'], tables: ['business_clock', 'inbox'] } as const satisfies {
  readonly functions: readonly string[];
  readonly tables: readonly (keyof Tables)[];
};

/** Their rows go in together, since any may refer to any. */
export const selfReferring: ReadonlySet<string> = new Set(['outbox']);

/** Beside those of identity columns. */
export const ownSequences: readonly { readonly table: string; readonly column: string; readonly sequence: string }[] = [
  { table: 'outbox', column: 'queued', sequence: 'outbox_queue' },
];
