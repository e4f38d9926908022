/** Describes the installation's keys by fingerprints and dates, never by the key itself. Pure. */
import { installationKey, type KeyRecord, type KeysAtHand } from '@leadbell/store';
import { columns, iso, time } from './text.ts';

export function idsOf({ texts, where }: KeysAtHand): { readonly ids: readonly string[]; readonly where: string } {
  return { ids: texts.map((text) => installationKey(text).id), where };
}

export function keyRows(records: readonly KeyRecord[]): string {
  return columns([
    ['key', 'current since', 'use'],
    ...records.map((record) => [record.id, time(record.since), useOf(record)]),
  ]);
}

export function keyJson({ id, since, isCurrent, isNeeded }: KeyRecord): unknown {
  return { id, currentSince: iso(since), isCurrent, isNeeded };
}

function useOf({ isCurrent, isNeeded }: KeyRecord): string {
  if (isCurrent) return 'current';
  return isNeeded ? 'keep: older leads still need it' : 'can be dropped';
}
