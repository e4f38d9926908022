/** Texts by their code units, whatever the language of the machine. */
export function order<T extends number | string>(a: T, b: T): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
