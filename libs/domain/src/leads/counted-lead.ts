/**
 * A lead with only what counting, filtering and comparing need. Pure.
 * The reader of long answers builds no more of most leads: the rest stays as bytes and is read when the lead is shown.
 * So there are two types: a whole lead, and one that can be made whole.
 */
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
  /**
   * Writes the person's fields: phone code, phone number, e-mail, first, last and contact name, each as one length byte
   * and the JSON that was sent (length 0: not sent). Returns the end position, or -1 when a field exceeds 255 bytes or
   * does not fit.
   */
  copyPerson(to: Uint8Array, at: number): number;
  /** The whole lead; parsed anew on each call. */
  whole(): Lead;
  /**
   * Call before the next lead is requested if this one is kept for longer than the part of the answer that holds it.
   */
  keep(): void;
}

export type CountedLead = Lead | PartialLead;

export function wholeLead(lead: CountedLead): Lead {
  return 'whole' in lead ? lead.whole() : lead;
}

/** Call for a lead that is kept for longer than the part of the answer that holds it. */
export function keepLead(lead: CountedLead): void {
  if ('keep' in lead) lead.keep();
}
