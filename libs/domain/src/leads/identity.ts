/**
 * Identifies a lead when it is read again: by the sender's number, or without one by a keyed hash of the fields below.
 * Pure: the hash function is passed in.
 *
 * The lists and `folded` are frozen. Stored rows hold hashes of exactly this text, so a field more, a field less or one
 * more spelling that folds to the same text would make every lead without a number a new one. To change them, add a
 * version beside this one: a text that begins with `lead 2`, keys that begin with `k2.`, and this version's key as the
 * first of the aliases, so that what is stored is still found. Nothing here may use the reading of phones, names or
 * placeholders that the rest of the product uses, because those get better with time.
 *
 * The fields are what the sender wrote about the person. The DMS changes others while it works (numbers, branch,
 * vehicles), and the customer's requests become known later.
 */
import type { Lead } from './lead.ts';
import { legacyKeysOf, legacyNumberOf } from './legacy-identity.ts';

/** HMAC of a text with one key of the installation. */
export interface KeyedHash {
  /** The key's fingerprint: `[0-9a-f]{8}`. */
  readonly keyId: string;
  /** At least 128 bits, as letters, digits, `-` and `_`. */
  hash(text: string): string;
}

export interface LeadIdentity {
  /**
   * `x574` for the sender's number; `k1.<key id>.<hash>` without one, or if the number may identify a person. Contains
   * no `#`, which precedes the numbering of leads with the same key.
   */
  readonly key: string;
  /** Keys under which an earlier key or release may have stored it, likeliest first. */
  readonly aliases: readonly string[];
}

export interface LeadIdentities {
  /** Whether rows of a release without installation keys may be stored. */
  readonly hasLegacy: boolean;
  /** The installation's current key first. */
  readonly keys: readonly KeyedHash[];
  of(lead: Lead): LeadIdentity;
  /** For the lead that has this sender's number. */
  ofNumber(externalId: string): LeadIdentity;
  /**
   * For a bulk that has no number from the DMS. `key`: the key that the answer's reader made from the people in the
   * bulk.
   */
  ofBulk(key: string): LeadIdentity;
}

export function createIdentities(current: KeyedHash, older: readonly KeyedHash[], hasLegacy = true): LeadIdentities {
  function ofNumber(externalId: string): LeadIdentity {
    if (isPlainNumber(externalId))
      return { key: `x${externalId}`, aliases: hasLegacy ? legacyNumberOf(externalId) : none };
    const aliases = older.map((key) => storedNumber(externalId, key));
    if (isDigits.test(externalId)) aliases.push(`x${externalId}`);
    return { key: storedNumber(externalId, current), aliases };
  }
  return {
    hasLegacy,
    keys: [current, ...older],
    ofNumber,
    of(lead) {
      if (lead.externalId !== null) return ofNumber(lead.externalId);
      const text = identityText(lead);
      const aliases = older.map((key) => keyOf(key, text));
      if (hasLegacy) aliases.push(...legacyKeysOf(lead), 'x0');
      return { key: keyOf(current, text), aliases };
    },
    ofBulk(key) {
      const text = `bulk 1 ${key}`;
      return { key: keyOf(current, text), aliases: [...older.map((one) => keyOf(one, text)), key] };
    },
  };
}

/**
 * The sender's number as stored. Only numbers with too few or too many digits for a phone stay readable: words may hold
 * a name or an address, and some senders name leads by phone or identity card number.
 */
export function storedNumber(externalId: string, key: KeyedHash): string {
  return isPlainNumber(externalId) ? externalId : keyOf(key, `number 1 ${externalId}`);
}

/** Every form in which the number may be stored; rows of earlier releases have it unchanged. */
export function storedNumbers(externalId: string, { keys }: Pick<LeadIdentities, 'keys'>): readonly string[] {
  return [...new Set([...keys.map((key) => storedNumber(externalId, key)), externalId])];
}

const isDigits = /^\d+$/;

/** Phone numbers have 8 to 15 digits, so a sender's number of that length may be one. */
export function isPlainNumber(externalId: string): boolean {
  return /^(?:\d{1,7}|\d{16,20})$/.test(externalId);
}

/** The prefix of every key made with this key of the installation. */
export function identityPrefix(keyId: string): string {
  return `k1.${keyId}.`;
}

const none: readonly string[] = Object.freeze([]);

function keyOf(key: KeyedHash, text: string): string {
  return `${identityPrefix(key.keyId)}${key.hash(text)}`;
}

type TextField = { [Name in keyof Lead]: Lead[Name] extends string | null ? Name : never }[keyof Lead];

const personFields = ['leadReference', 'firstName', 'lastName', 'contactName'] as const satisfies TextField[];
/** Used only if there is neither a phone number nor an e-mail address to distinguish people. */
const moreFields = [
  'middleName',
  'companyName',
  'leadName',
  'leadNote',
  'interest',
  'address1',
] as const satisfies TextField[];

/** The text that is hashed. It holds personal data: never store or log it. */
export function identityText(lead: Lead): string {
  const [phone, email] = [phoneOf(lead), emailOf(lead)];
  const parts = ['lead 1', ...personFields.map((name) => folded(lead[name])), phone, email];
  if (!isOfOne(phone, email)) parts.push(...moreFields.map((name) => folded(lead[name])));
  return JSON.stringify(parts);
}

/**
 * Whether it has a phone number or e-mail address that belongs to one person: leads that share all of it are that
 * person's.
 */
export function isReachable(lead: Lead): boolean {
  return isOfOne(phoneOf(lead), emailOf(lead));
}

function isOfOne(phone: string, email: string): boolean {
  if (phone.length >= 7 && !/^(\d)\1*$/.test(phone)) return true;
  const [local = '', domain = ''] = email.split('@');
  return local !== '' && domain.includes('.') && !nobodysMail.has(local.replace(/[._-]/g, ''));
}

const nobodysMail: ReadonlySet<string> = new Set([
  'noemail',
  'nomail',
  'noreply',
  'none',
  'null',
  'na',
  'no',
  'test',
  'email',
  'mail',
  'unknown',
  'dummy',
  'x',
  'xx',
  'xxx',
]);
const blanks: ReadonlySet<string> = new Set(['null', 'undefined', 'n/a', 'na', 'none', 'nil', 'nan']);
const entities: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'", nbsp: ' ' };

/** Letters, marks and digits in lower case: the same before and after cleaning. */
function folded(text: string | null): string {
  return text === null ? '' : cleaned(text, /[^\p{L}\p{M}\p{N}]+/gu);
}

function emailOf({ email }: Lead): string {
  return email === null ? '' : cleaned(email, /[^\p{L}\p{M}\p{N}@.+_-]+/gu);
}

function phoneOf({ phoneNumber }: Lead): string {
  if (phoneNumber === null) return '';
  const digits = cleaned(phoneNumber, /\D+/g);
  return /^0+$/.test(digits) ? '' : digits;
}

function cleaned(text: string, dropped: RegExp): string {
  const isPlain = /^[\w .@+-]*$/.test(text);
  const plain = isPlain ? text.toLowerCase() : latinDigits(withoutMarkup(text).normalize('NFKC').toLowerCase());
  return blanks.has(plain.trim()) ? '' : beginning(plain.replace(dropped, ''));
}

/** By code points, because their grouping into characters changes with Unicode. */
function beginning(text: string): string {
  return /^.{200}/su.exec(text)?.[0] ?? text;
}

/** A text may have been escaped for the web twice. */
function withoutMarkup(text: string): string {
  let plain = text;
  for (let round = 0; round < 3 && plain.includes('&'); round += 1) {
    plain = plain.replace(/&(?:#(\d{1,7})|#x([\da-f]{1,6})|(\w{2,4}));/gi, (whole, decimal, hex, name) => {
      if (typeof name === 'string') return entities[name.toLowerCase()] ?? whole;
      const code = Number.parseInt(decimal ?? hex, decimal === undefined ? 16 : 10);
      return code <= 0x10ffff ? String.fromCodePoint(code) : whole;
    });
  }
  return plain.replace(/<\/?[a-z][^<>]*>/gi, '');
}

/** Arabic and Persian digits; others fold by themselves or are not in use here. */
function latinDigits(text: string): string {
  return text.replace(/[\u0660-\u0669\u06F0-\u06F9]/g, (digit) => String(digit.charCodeAt(0) & 0xf));
}
