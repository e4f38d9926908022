/**
 * Folds words, so that words can be compared although people and systems write them differently: in case, Arabic letter
 * forms and marks, digits, and invisible characters. Pure. The result is only for comparing, never for showing.
 */

/** Turns decimal digits of any script (Arabic, Persian, full-width …) into Latin ones. */
export function latinDigits(text: string): string {
  return text.replace(/[\p{Nd}--[0-9]]/gv, digitValue);
}

function digitValue(digit: string): string {
  const code = digit.codePointAt(0) ?? 0;
  if (code < 0x0700) return String(code & 0xf);
  const plain = digit.normalize('NFKC');
  if (/^\d$/.test(plain)) return plain;
  // In other scripts the ten digits follow each other.
  let zero = code;
  while (code - zero < 9 && /^\p{Nd}$/u.test(String.fromCodePoint(zero - 1))) zero -= 1;
  return String(code - zero);
}

/** Matches printable ASCII with single spaces, like most input. */
const plain = /^[!-~]+(?: [!-~]+)*$/;

/** Matches Arabic letters without marks, with single spaces. */
const plainArabic = /^[\u0621-\u063a\u0641-\u064a]+(?: [\u0621-\u063a\u0641-\u064a]+)*$/;
const arabicLetters: Readonly<Record<string, string>> = { أ: 'ا', إ: 'ا', آ: 'ا', ؤ: 'و', ئ: 'ي', ى: 'ي', ة: 'ه' };

/** Returns one spelling for texts that read the same. */
export function foldText(text: string): string {
  if (plain.test(text)) return text.toLowerCase();
  if (plainArabic.test(text)) return text.replace(/[أإآؤئىة]/g, (letter) => arabicLetters[letter] ?? letter);
  return latinDigits(text)
    .normalize('NFKD')
    .replace(/[\u0640\p{M}\p{Cf}]/gu, '')
    .replace(/[أإآٱ]/g, 'ا')
    .replace(/ى/g, 'ي')
    .replace(/ة/g, 'ه')
    .toLowerCase()
    .replace(/\s+/g, ' ')
    .trim();
}

/**
 * Folds words that people type. It also folds Persian letters and dashes, and removes the single hamza, which few
 * people type at the end of a word.
 */
export function foldWord(text: string): string {
  return foldText(text)
    .replace(/[یے]/gu, 'ي')
    .replace(/[ہەۀ]/gu, 'ه')
    .replaceAll('ک', 'ك')
    .replaceAll('ء', '')
    .replace(/[‐‑–—−_]/gu, '-');
}
