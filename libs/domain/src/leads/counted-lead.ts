/**
 * A lead with only the fields that counting, filtering and comparing need. Pure. For most leads of a long answer, the
 * reader reads only these fields. The other fields stay as bytes, and are read when the lead is shown. Such a partial
 * lead is valid until the next part of the answer is requested; to keep it, copy its bytes.
 */
import type { Person } from '../redact/person.ts';
import type { Lead } from './lead.ts';

export type CountedField =
  | 'externalId'
  | 'leadId'
  | 'outcome'
  | 'errors'
  | 'leadType'
  | 'brand'
  | 'branch'
  | 'source'
  | 'subSource'
  | 'priority'
  | 'vehicleType'
  | 'testDriveRequired'
  | 'phoneCode'
  | 'phoneNumber'
  | 'email'
  | 'firstName'
  | 'lastName'
  | 'contactName';

export interface PartialLead extends Pick<Lead, CountedField> {
  /** The `wideHash` of the external id; NaN if there is none. */
  numberHash(): number;
  /**
   * Writes the person's fields: phone code, phone number, e-mail, first, last and contact name. Each field is written
   * as one byte for its length, and then the JSON that was sent; a length of 0 means that nothing was sent. Returns
   * where the copy ends, or -1 if a field has more than 255 bytes or `end` is reached.
   */
  copyPerson(to: Uint8Array, at: number, end: number): number;
  /** The person whom the lead's errors may name. */
  person(): Person;
  /** Parses the whole lead on each call. */
  whole(): Lead;
  /** The length in bytes of the JSON that was sent. */
  readonly length: number;
  copyTo(to: Uint8Array, at: number): void;
  /** Reads a lead from bytes that `copyTo` wrote earlier. All leads of an answer share this function. */
  readonly readCopy: LeadReader;
}

export type LeadReader = (bytes: Uint8Array) => Lead;

export type CountedLead = Lead | PartialLead;

export function personOf(lead: CountedLead): Person {
  return 'person' in lead ? lead.person() : lead;
}

export function wholeLead(lead: CountedLead): Lead {
  return 'whole' in lead ? lead.whole() : lead;
}
