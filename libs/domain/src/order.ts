/** Compares by code units, so the order does not depend on the machine's language. */
export function order<T extends number | string>(a: T, b: T): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
