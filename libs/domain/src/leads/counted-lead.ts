/**
 * A lead with only what counting, filtering and comparing need. Pure. For most leads the reader of long answers builds
 * no more than that: the rest stays as bytes and is read when the lead is shown. So there are two types: a whole lead,
 * and a counted one that can be completed. A counted lead is valid until the next part of the answer is requested: copy
 * its bytes to keep it.
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
  /** `wideHash` of the sender's number; NaN when there is none. */
  numberHash(): number;
  /**
   * Writes the person's fields: phone code, phone number, e-mail, first, last and contact name, each as one length byte
   * and the JSON that was sent (length 0: not sent). Returns the end position, or -1 when a field exceeds 255 bytes or
   * `end` is reached.
   */
  copyPerson(to: Uint8Array, at: number, end: number): number;
  /** The person whom its errors may name. */
  person(): Person;
  /** The whole lead; parsed on each call. */
  whole(): Lead;
  /** The JSON that was sent, in bytes. */
  readonly length: number;
  copyTo(to: Uint8Array, at: number): void;
  /** Reads a lead from bytes that `copyTo` wrote, at any later time. The same for all leads of an answer. */
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
