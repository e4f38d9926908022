/**
 * Returns text as a person reads it: without the invisible marks for direction, and with every kind of space as a plain
 * space.
 */
export function asRead(text: unknown): string {
  return String(text)
    .replaceAll(/\p{Cf}/gu, '')
    .replaceAll(/[\u00A0\u2007]/g, ' ');
}
