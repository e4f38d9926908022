/** How people appear in lists: a first name, an initial, and nothing that tells who they are. Pure. */
import { redactError } from '@leadbell/domain';
import type { Lead, LeadError } from '@leadbell/domain';

/** What is wrong with a lead, for others to read: the DMS may quote the person in it. */
export function withoutPerson(lead: Lead, max: number): LeadError[] {
  return lead.errors.slice(0, max).map((error) => redactError(error, lead));
}
