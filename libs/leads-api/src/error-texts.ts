/**
 * Reads the errors of leads from JSON. Many leads of one answer have the same errors, so each text is read once.
 * Bounded. Pure except for its own state.
 */
import { type LeadError, leadErrors } from '@leadbell/domain';

const mostTexts = 4_000;
const mostChars = 1_000;
/** Only the tolerant reader keeps all digits of numbers this long. */
const manyDigits = /\d{16}/;

export class ErrorTexts {
  readonly #read = new Map<string, readonly LeadError[]>();

  /** `isFine`: see `leadErrors`. Returns null if the text is not JSON, or if only the tolerant reader can read it. */
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
