/** Makes the reference by which a button names a lead, and finds the lead again. Pure. */
import { type Bulk, isPlainNumber, type Lead, shortHash, wideHash } from '@leadbell/domain';
import type { Row } from './answer.ts';

/**
 * Makes a reference that is the same each time the bulk is read: it consists only of the bulk, the external id and
 * the position in the bulk.
 */
export function leadRef(bulk: Bulk, lead: Lead, index: number): string {
  return `${shortHash(bulk.key)}.${nameOf(lead)}.${index}`;
}

/**
 * The external id, which is hashed if it may identify the person: if it has words, or digits that may be a phone
 * number.
 */
function nameOf({ externalId }: Pick<Lead, 'externalId'>): string {
  if (externalId === null || isPlainNumber(externalId)) return externalId ?? '';
  return `n${wideHash(externalId).toString(36)}`;
}

/** A hash of the leads on a page and their order. Forgotten people are left out. */
export function markOfRows(rows: readonly Row[]): string {
  const shown = rows.filter(({ lead }) => lead.isForgotten !== true);
  return wideHash(shown.map(({ ref }) => ref).join(' ')).toString(36);
}

/** The names that a reference may have for the lead, including those of earlier releases. */
function namesOf(lead: Lead): readonly string[] {
  const { externalId } = lead;
  if (externalId === null) return [];
  return [nameOf(lead), /^\d{1,20}$/.test(externalId) ? externalId : `w${shortHash(externalId)}`];
}

/**
 * Finds a row by its reference. A lead that moved within its bulk, or was resent in a later one, is
 * found by the external id.
 */
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
  // If other people have the same number, we can't say which row is meant.
  return others.length === 0 ? (later ?? null) : null;
}
