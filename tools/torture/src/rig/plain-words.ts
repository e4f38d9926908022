/**
 * Names for errors and brands that help a verdict find them. Ordinary words: the bot hides words that may be about a
 * person.
 */
const digits = ['apple', 'table', 'window', 'garden', 'paper', 'bridge', 'bottle', 'metal', 'kitchen', 'orange'];

/** Without digits: errors that differ only in numbers are one error. No name is a part of another. */
export function plainWords(first: string, n: number): string {
  return [
    first,
    ...String(n)
      .split('')
      .map((digit) => digits[Number(digit)] ?? ''),
    'glass',
  ].join(' ');
}
