/** Shows people in lists as a first name and an initial, without identifying data. Pure. */
import { type Lead, type LeadError, redactError } from '@leadbell/domain';

const unsaid: readonly LeadError[] = [{ message: '', code: null, field: null }];

/** A lead's errors; an errored lead without a reason has one empty error. */
export function errorsOf({ outcome, errors }: Lead): readonly LeadError[] {
  return outcome === 'errored' && errors.length === 0 ? unsaid : errors;
}

/** The errors without the personal data that the DMS may quote in them, for readers who may not see the person. */
export function shownErrors(lead: Lead, max: number): LeadError[] {
  return errorsOf(lead)
    .slice(0, max)
    .map((error) => redactError(error, lead));
}
