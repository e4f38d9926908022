/** How a button names a lead, and finds it again. Pure. */
import { type Bulk, isPlainNumber, type Lead, shortHash, wideHash } from '@leadbell/domain';
import type { Row } from './answer.ts';

/** Stays the same when the same bulk is read again: nothing in it but the bulk, the sender's number and the place in the bulk. */
export function leadRef(bulk: Bulk, lead: Lead, index: number): string {
  return `${shortHash(bulk.key)}.${nameOf(lead)}.${index}`;
}

/** The sender's number, hashed where it may say who the lead is: words, and digits that may be a phone number. */
function nameOf({ externalId }: Pick<Lead, 'externalId'>): string {
  if (externalId === null || isPlainNumber(externalId)) return externalId ?? '';
  return `n${wideHash(externalId).toString(36)}`;
}

/** Also as buttons of earlier releases have it. */
function namesOf(lead: Lead): readonly string[] {
  const { externalId } = lead;
  if (externalId === null) return [];
  return [nameOf(lead), /^\d{1,20}$/.test(externalId) ? externalId : `w${shortHash(externalId)}`];
}

/** Finds a row by its reference; one that moved within its bulk, or was sent again in a later one since, is known by the sender's number. */
export function findRow(rows: readonly Row[], ref: string): Row | null {
  const exact = rows.find((row) => row.ref === ref);
  if (exact !== undefined) return exact;
  const [bulk = '', name = '', index = ''] = ref.split('.');
  if (name === '') return null;
  const named = rows.filter(({ lead }) => namesOf(lead).includes(name));
  const inBulk = named.filter((row) => row.ref.startsWith(`${bulk}.`));
  const moved = inBulk.find((row) => row.ref.endsWith(`.${index}`)) ?? inBulk[0];
  if (moved !== undefined) return moved;
  const [later, ...others] = named.filter(({ isSentAgain }) => isSentAgain === true);
  // Of two people with one number we cannot say which it was.
  return others.length === 0 ? (later ?? null) : null;
}
