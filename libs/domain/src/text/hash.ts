/**
 * FNV-1a with 32 bits: short, fast, and enough to tell a few thousand values apart, but not safe against an attacker.
 * Pure.
 */

/** Continues from `seed`, so that a text can be hashed in parts. */
export function hashText(text: string, seed = 0x811c9dc5): number {
  let value = seed;
  for (let at = 0; at < text.length; at += 1) value = hashCode(text.charCodeAt(at), value);
  return value >>> 0;
}

/** Continues with one more character. The result is signed, so that it never has more than 32 bits. */
export function hashCode(code: number, seed: number): number {
  return Math.imul(seed ^ code, 0x01000193);
}

/** Returns at most seven letters and digits. */
export function shortHash(text: string): string {
  return hashText(text).toString(36);
}

/** The two halves of a `wideHash` before the first character; they are signed, so that they always fit 32 bits. */
export const wideHashStart = { one: 0x811c9dc5 | 0, other: 0x9747b28c | 0 } as const;

/** Returns 53 bits, so two of a hundred thousand texts hardly ever have the same hash. */
export function wideHash(text: string): number {
  let { one, other } = wideHashStart;
  for (let at = 0; at < text.length; at += 1) {
    const code = text.charCodeAt(at);
    one = Math.imul(one ^ code, 0x01000193);
    other = Math.imul(other ^ code, 0x01000193);
  }
  return joinWideHash(one, other);
}

export function joinWideHash(one: number, other: number): number {
  return (one >>> 0) * 0x20_0000 + (other & 0x1f_ffff);
}
