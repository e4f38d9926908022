/**
 * A lead as far as counting, filtering and comparing need it. Pure.
 * A reader of long answers builds nothing else of most leads: the rest stays as bytes, and is read where a lead is shown. So there are two types: a whole
 * lead, and one that can be made whole.
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
   * Writes who it is: phone code, phone number, e-mail, first, last and contact name, each as one byte for its length and the JSON that was sent; 0 where
   * nothing was. Returns where that ends; -1 when one is longer than 255 bytes, or they have no room.
   */
  copyPerson(to: Uint8Array, at: number): number;
  /** All of it. Reads it anew each time. */
  whole(): Lead;
  /** To be called where the lead is kept for longer than the part that it came in, before the next is asked for. */
  keep(): void;
}

export type CountedLead = Lead | PartialLead;

export function wholeLead(lead: CountedLead): Lead {
  return 'whole' in lead ? lead.whole() : lead;
}

/** To be called where a lead is kept for longer than the part of an answer that it came in. */
export function keepLead(lead: CountedLead): void {
  if ('keep' in lead) lead.keep();
}
