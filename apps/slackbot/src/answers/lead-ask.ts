/** What is asked to find a lead again whose bulk is known: the bulk by its number, else its day. Pure. */
import { type Bulk, plainDateIn, type Zone } from '@leadbell/domain';
import type { Ask } from '../asks/ask.ts';

/** `command`: of a list that the lead is in, by its day. */
export function leadAsk({ id, createdAt }: Bulk, zone: Zone, command: 'period' | 'errors'): Ask {
  const common = { filters: {}, page: 0, share: false };
  if (id !== null || createdAt === null) return { ...common, command: 'bulk', id: id ?? '' };
  return { ...common, command, period: { kind: 'date', date: plainDateIn(zone, createdAt) } };
}
