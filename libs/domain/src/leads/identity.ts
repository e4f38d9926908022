/**
 * Identifies a lead that is read again: by the external id, or if there is none, by a keyed hash of the fields
 * below. Pure: the hash function is passed in.
 *
 * The lists and `folded` must never change. Stored rows have hashes of exactly this text. If a field were added or
 * removed, or if `folded` changed, every lead without a number would count as new. To change them, add a version beside
 * this one: its text begins with `lead 2`, its keys begin with `k2.`, and the key of this version is the first of its
 * aliases, so that stored leads are still found. Do not use the product's reading of phones, names or placeholders
 * here, because those improve over time.
 *
 * The fields are those that the sender wrote about the person. The DMS changes other fields during its work (numbers,
 * branch, vehicles), and the customer's requests become known later.
 */
import type { Lead } from './lead.ts';
import { legacyKeysOf, legacyNumberOf } from './legacy-identity.ts';

/** Makes HMACs with one key of the installation. */
export interface KeyedHash {
  /** The key's fingerprint: `[0-9a-f]{8}`. */
  readonly keyId: string;
  /** Returns at least 128 bits, as letters, digits, `-` and `_`. */
  hash(text: string): string;
}

export interface LeadIdentity {
  /**
   * `x574` from the external id; `k1.<key id>.<hash>` if there is none, or if the number may identify a person. It
   * contains no `#`, because a `#` separates the key from the number that tells apart leads with the same key.
   */
  readonly key: string;
  /** Keys under which an earlier key or release may have stored the lead, the likeliest first. */
  readonly aliases: readonly string[];
}

export interface LeadIdentities {
  /** Whether the store may still have rows of a release without installation keys. */
  readonly hasLegacy: boolean;
  /** The installation's current key first. */
  readonly keys: readonly KeyedHash[];
  of(lead: Lead): LeadIdentity;
  /** The identity of the lead with this external id. */
  ofNumber(externalId: string): LeadIdentity;
  /**
   * The identity of a bulk without a number from the DMS. `key`: the key that the reader of the answer made from the
   * people in the bulk.
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
 * The external id in the form in which it is stored. Only a number that is too short or too long for a phone number
 * is stored unchanged. All others are hashed: words may contain a name or an address, and some senders use phone or
 * identity card numbers for leads.
 */
export function storedNumber(externalId: string, key: KeyedHash): string {
  return isPlainNumber(externalId) ? externalId : keyOf(key, `number 1 ${externalId}`);
}

/** Returns every form in which the number may be stored; rows of earlier releases have it unchanged. */
export function storedNumbers(externalId: string, { keys }: Pick<LeadIdentities, 'keys'>): readonly string[] {
  return [...new Set([...keys.map((key) => storedNumber(externalId, key)), externalId])];
}

const isDigits = /^\d+$/;

/** Whether the number can't be a phone number, which has 8 to 15 digits. */
export function isPlainNumber(externalId: string): boolean {
  return /^(?:\d{1,7}|\d{16,20})$/.test(externalId);
}

/** The beginning of every key that was made with this key of the installation. */
export function identityPrefix(keyId: string): string {
  return `k1.${keyId}.`;
}

const none: readonly string[] = Object.freeze([]);

function keyOf(key: KeyedHash, text: string): string {
  return `${identityPrefix(key.keyId)}${key.hash(text)}`;
}

type TextField = { [Name in keyof Lead]: Lead[Name] extends string | null ? Name : never }[keyof Lead];

const personFields = ['leadReference', 'firstName', 'lastName', 'contactName'] as const satisfies TextField[];
/** Only used if there is neither a phone number nor an e-mail address to tell people apart. */
const moreFields = [
  'middleName',
  'companyName',
  'leadName',
  'leadNote',
  'interest',
  'address1',
] as const satisfies TextField[];

/** Returns the text that is hashed. It contains personal data: never store or log it. */
export function identityText(lead: Lead): string {
  const [phone, email] = [phoneOf(lead), emailOf(lead)];
  const parts = ['lead 1', ...personFields.map((name) => folded(lead[name])), phone, email];
  if (!isOfOne(phone, email)) parts.push(...moreFields.map((name) => folded(lead[name])));
  return JSON.stringify(parts);
}

/**
 * Whether the lead has a phone number or e-mail address that belongs to one person. If so, leads with the same number
 * and the same address are from this person.
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

/** Returns only letters, marks and digits, in lower case, because cleaning a text does not change these. */
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

/** Counts code points, because a later version of Unicode may join them into other characters. */
function beginning(text: string): string {
  return /^.{200}/su.exec(text)?.[0] ?? text;
}

/** A text may have been escaped for HTML twice. */
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

/** Converts Arabic and Persian digits; NFKC converts the other digits that are used here. */
function latinDigits(text: string): string {
  return text.replace(/[\u0660-\u0669\u06F0-\u06F9]/g, (digit) => String(digit.charCodeAt(0) & 0xf));
}
