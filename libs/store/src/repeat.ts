/**
 * The only place that repeats work which the database refused because of other transactions (a deadlock or a
 * serialisation failure). The database has undone all of that work. So a whole transaction can be repeated, or a
 * statement outside a transaction, but never a single statement inside one.
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

/** Whether the database refused the work only because of other transactions. */
export function isOfOthers(error: unknown): boolean {
  return codes.has(String((error as { readonly code?: unknown } | null)?.code));
}
