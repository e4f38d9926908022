/**
 * The one place that repeats what the database refused only because of others' transactions (a deadlock, a serialisation failure). It undid all of it, so
 * a whole transaction may be done again, and so may a statement outside of one; a statement within one may not.
 */
const codes: ReadonlySet<string> = new Set(['40001', '40P01']);
const attempts = 5;

export async function repeating<T>(work: () => Promise<T>): Promise<T> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await work();
    } catch (error) {
      if (attempt >= attempts || !isOfOthers(error)) throw error;
    }
  }
}

/** Refused only because of others' transactions. */
export function isOfOthers(error: unknown): boolean {
  return codes.has(String((error as { readonly code?: unknown } | null)?.code));
}
