/**
 * Reads the errors of leads from their JSON. Leads of one answer often have the same, so each is read once. Bounded.
 * Pure except for its own state.
 */
import { type LeadError, leadErrors } from '@leadbell/domain';

const mostTexts = 4_000;
const mostChars = 1_000;
/** Numbers keep all of their digits only in the tolerant reader. */
const manyDigits = /\d{16}/;

export class ErrorTexts {
  readonly #read = new Map<string, readonly LeadError[]>();

  /** `isFine`: see `leadErrors`. Null: not JSON, or for the tolerant reader. */
  read(json: string, isFine: boolean): readonly LeadError[] | null {
    const key = isFine ? `fine ${json}` : json;
    const known = this.#read.get(key);
    if (known !== undefined) return known;
    if (manyDigits.test(json)) return null;
    try {
      const errors = leadErrors(JSON.parse(json), isFine);
      if (json.length <= mostChars && this.#read.size < mostTexts) this.#read.set(key, errors);
      return errors;
    } catch {
      return null;
    }
  }
}
