/**
 * Makes up names for errors and brands. A verdict looks for the name of an error or a brand to find the message about
 * it. The names are ordinary words, because the bot hides words that may be about a person.
 */
const digits = ['apple', 'table', 'window', 'garden', 'paper', 'bridge', 'bottle', 'metal', 'kitchen', 'orange'];

/**
 * Writes a number as words, because errors that differ only in digits count as one error. No name
 * is a part of another.
 */
export function plainWords(first: string, n: number): string {
  return [
    first,
    ...String(n)
      .split('')
      .map((digit) => digits[Number(digit)] ?? ''),
    'glass',
  ].join(' ');
}
