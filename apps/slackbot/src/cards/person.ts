/** How people appear in lists: a first name, an initial, and nothing that tells who they are. Pure. */
import { type Lead, type LeadError, redactError } from '@leadbell/domain';

const unsaid: readonly LeadError[] = [{ message: '', code: null, field: null }];

/** A lead's errors; an errored lead without a reason has one empty error. */
export function errorsOf({ outcome, errors }: Lead): readonly LeadError[] {
  return outcome === 'errored' && errors.length === 0 ? unsaid : errors;
}

/** The same, for others to read: the DMS may quote the person in it. */
export function withoutPerson(lead: Lead, max: number): LeadError[] {
  return errorsOf(lead)
    .slice(0, max)
    .map((error) => redactError(error, lead));
}
