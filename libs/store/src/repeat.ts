/**
 * The only place that repeats work which the database refused because of other transactions (a deadlock, a
 * serialisation failure). The database undid all of it, so a whole transaction may be repeated, and so may a statement
 * outside one; a statement within one may not.
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

/** Refused only because of other transactions. */
export function isOfOthers(error: unknown): boolean {
  return codes.has(String((error as { readonly code?: unknown } | null)?.code));
}
