/** Like `anyCharacter` of `@leadbell/testing`, which can't be used here because it imports the domain. For tests. */
import * as fc from 'fast-check';

const firstSurrogate = 0xd800;
const surrogates = 0x800;
const last = 0x10ffff;

/**
 * Any character, with the same chances as fast-check's unit `binary`. Creating that unit takes a second in each
 * process, because it lists all characters.
 */
export const anyCharacter: fc.Arbitrary<string> = fc
  .nat(last - surrogates)
  .map((n) => String.fromCodePoint(n < firstSurrogate ? n : n + surrogates), numberOf);

function numberOf(text: unknown): number {
  const code = typeof text === 'string' ? text.codePointAt(0) : undefined;
  if (code === undefined || text !== String.fromCodePoint(code) || isSurrogate(code))
    throw new RangeError('not one character');
  return code < firstSurrogate ? code : code - surrogates;
}

function isSurrogate(code: number): boolean {
  return code >= firstSurrogate && code < firstSurrogate + surrogates;
}
