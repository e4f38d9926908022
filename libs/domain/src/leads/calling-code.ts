/** Reads calling codes of countries in the forms that people write. Pure. */
import { type CountryCode, getCountries, getCountryCallingCode } from 'libphonenumber-js/max';
import { foldText, latinDigits } from '../text/fold.ts';

const otherNames: Readonly<Record<string, CountryCode>> = {
  ksa: 'SA',
  uae: 'AE',
  uk: 'GB',
  usa: 'US',
  saudi: 'SA',
  emirates: 'AE',
  السعودية: 'SA',
  'المملكة العربية السعودية': 'SA',
  الامارات: 'AE',
};

let named: ReadonlyMap<string, string> | undefined;
let known: ReadonlySet<string> | undefined;

/**
 * Reads `966` from `00966`, `+966`, `966.0`, `Saudi Arabia (+966)` or `SA`; returns null if the text names no country.
 */
export function callingCode(text: string | null): string | null {
  if (text === null || text.trim() === '') return null;
  const digits = latinDigits(text.normalize('NFKC'))
    .replace(/\.0+(?!\d)/, '')
    .replace(/\D/g, '')
    .replace(/^0+/, '');
  if (digits !== '') return isCallingCode(digits) ? digits : null;
  named ??= names();
  return named.get(nameKey(text)) ?? null;
}

export function isCallingCode(digits: string): boolean {
  known ??= new Set(getCountries().map((country): string => getCountryCallingCode(country)));
  return known.has(digits);
}

function names(): Map<string, string> {
  const found = new Map<string, string>();
  const shown = ['en', 'ar'].map((language) => new Intl.DisplayNames(language, { type: 'region' }));
  for (const country of getCountries()) {
    const code: string = getCountryCallingCode(country);
    for (const name of [country, ...shown.map((names) => names.of(country) ?? country)]) found.set(nameKey(name), code);
  }
  for (const [name, country] of Object.entries(otherNames)) {
    found.set(nameKey(name), getCountryCallingCode(country));
  }
  return found;
}

function nameKey(name: string): string {
  return foldText(name)
    .replace(/[^\p{L}]+/gu, ' ')
    .trim();
}
