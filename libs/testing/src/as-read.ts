/** What a person reads: without the invisible marks that keep directions apart, and every space as a space. */
export function asRead(text: unknown): string {
  return String(text)
    .replaceAll(/\p{Cf}/gu, '')
    .replaceAll(/[\u00A0\u2007]/g, ' ');
}
