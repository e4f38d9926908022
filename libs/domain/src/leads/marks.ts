/**
 * Marks that show whether two leads belong to one person, in whatever form their values were sent. Pure. Marks are only
 * compared; they are never shown or stored unhashed. Plain values are fast (less than 200 ms for a hundred thousand
 * leads); each other value takes tens of microseconds.
 */
import { foldText } from '../text/fold.ts';
import { callingCode } from './calling-code.ts';
import { isNobodysEmail, readEmails } from './email.ts';
import type { Lead } from './lead.ts';
import { foldedName, foldPlainName, isPlainName } from './person-name.ts';
import { homeCode, type Phones, readPhones } from './phone.ts';

/**
 * Patterns for common numbers that can be dialled in the main countries, written without a leading 0. Made-up numbers
 * do not match.
 */
const plainNumbers: Readonly<Record<string, RegExp>> = {
  '966':
    /^(?!(\d)\1+$)(?:5(?:[013-689]\d{7}|7(?:[0-8]\d{6}|9[0-8]\d{5}))|1(?:1\d|2[24-8]|3[35-8]|4[3-68]|6[2-5]|7[235-7])\d{6}|920\d{6}|800\d{7})$/,
  '971': /^(?!(\d)\1+$)5[024568]\d{7}$/,
  '973': /^3[69]\d{6}$/,
  '974': /^(?!(\d)\1+$)[35-7]\d{7}$/,
  '968': /^(?!(\d)\1+$)(?:7[124-9]|9[1-9])\d{6}$/,
  '20': /^(?!(\d)\1+$|1234567890$)1[0-25]\d{8}$/,
};
const plainCodes = new Map<string, string>(
  Object.keys(plainNumbers).flatMap((code) =>
    ['', '+', '00'].map((before): [string, string] => [`${before}${code}`, code]),
  ),
);
/** A number that can't be dialled identifies no person if it has fewer digits than this. */
const fewestDigits = 5;

/**
 * Returns the digits of the first number, in E.164 form if it can be dialled, otherwise as sent; null for placeholders
 * and for too few digits. The extension is ignored.
 */
export function phoneMark(phoneCode: string | null, phoneNumber: string | null): string | null {
  if (phoneNumber === null || phoneNumber === '') return null;
  return plainNumber(phoneCode, phoneNumber) ?? phoneMarks(phoneCode, phoneNumber)[0] ?? null;
}

/** Returns a mark for each number in the field. */
export function phoneMarks(phoneCode: string | null, phoneNumber: string | null): readonly string[] {
  if (phoneNumber === null || phoneNumber === '') return [];
  const plain = plainNumber(phoneCode, phoneNumber);
  return plain === null ? marksOfPhones(readPhones(phoneCode, phoneNumber), phoneCode) : [plain];
}

function marksOfPhones({ kind, numbers, digits }: Phones, phoneCode: string | null): readonly string[] {
  if (kind === 'dialled') return numbers.map(({ e164 }) => e164.slice(1));
  const code = callingCode(phoneCode) ?? homeCode;
  const bare = digits.replace(/^0+/, '');
  const own =
    bare.startsWith(code) && bare.length > code.length + 7 ? bare.slice(code.length).replace(/^0+/, '') : bare;
  return kind === 'none' || own.length < fewestDigits ? [] : [own];
}

function plainNumber(phoneCode: string | null, number: string): string | null {
  const code = phoneCode === null || phoneCode === '' ? homeCode : plainCodes.get(phoneCode);
  if (code === undefined) return null;
  const digits = /^\d+$/.test(number) ? number : inOnePiece(number);
  const isInternational = digits.startsWith('00') || digits.startsWith('+');
  const bare = isInternational ? digits.replace(/^(?:\+|00)/, '') : digits;
  const hasCode = bare.startsWith(code) && bare.length > code.length + 7;
  if (isInternational && !hasCode) return null;
  const own = hasCode ? bare.slice(code.length) : bare;
  const national = own.startsWith('0') ? own.slice(1) : own;
  return plainNumbers[code]?.test(national) === true ? `${code}${national}` : null;
}

/** Returns the number without its separators; '' unless the text is certainly one number. */
function inOnePiece(number: string): string {
  return /^\+?\d[\d ()-]{7,24}$/.test(number) ? number.replace(/[ ()-]/g, '') : '';
}

const plainEmail = /^[\w.+%-]{1,64}@(?:[a-z\d](?:[a-z\d-]{0,62}[a-z\d])?\.){1,6}[a-z]{2,20}$/i;

/** Returns the first address in lower case; null for placeholders, fake addresses and other texts. */
export function emailMark(email: string | null): string | null {
  return emailMarks(email)[0] ?? null;
}

export function emailMarks(email: string | null): readonly string[] {
  if (email === null || !/[@＠﹫]/.test(email)) return [];
  const addresses = plainEmail.test(email) && !email.startsWith('.') ? [email] : readEmails(email).addresses;
  return addresses.filter((one) => !isNobodysEmail(one)).map(foldEmail);
}

function foldEmail(address: string): string {
  return /^[\u0020-\u007E]*$/.test(address) ? address.toLowerCase() : foldText(address);
}

/**
 * Returns the first and last name, or the contact's name, without titles and in one spelling; null if there is no name.
 */
export function nameMark({
  firstName,
  lastName,
  contactName,
}: Pick<Lead, 'firstName' | 'lastName' | 'contactName'>): string | null {
  if (firstName !== null && lastName !== null && isPlainName(firstName) && isPlainName(lastName)) {
    return foldPlainName(`${firstName} ${lastName}`);
  }
  return foldedName(firstName, lastName, contactName);
}
