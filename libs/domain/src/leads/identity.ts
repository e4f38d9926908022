/**
 * Which lead is which, when the same one is read again. The sender's number says so; without one, a keyed hash of the
 * fields below does. Pure: the hashing is handed in.
 *
 * The lists and `folded` are frozen. Stored rows hold hashes of exactly this text, so a field more, a field less or one
 * more spelling that folds to the same text would make every lead without a number a new one. To change them, add a
 * version beside this one: a text that begins with `lead 2`, keys that begin with `k2.`, and this version's key as the
 * first of the aliases, so that what is stored is still found. Nothing here may use the reading of phones, names or
 * placeholders that the rest of the product uses, because those get better with time.
 *
 * The fields are what the sender wrote about the person. The DMS changes others while it works (numbers, branch,
 * vehicles), and wishes become known later.
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
  /** `x574` by the sender's number; `k1.<key id>.<hash>` without one, or with one that may be a person's. No `#` is in it: numbers of leads alike follow one. */
  readonly key: string;
  /** Keys under which an earlier key or release may have stored it, likeliest first. */
  readonly aliases: readonly string[];
}

export interface LeadIdentities {
  /** Whether rows of a release before the installation's key may be stored. */
  readonly hasLegacy: boolean;
  /** The current key of the installation first. */
  readonly keys: readonly KeyedHash[];
  of(lead: Lead): LeadIdentity;
  /** Of a bulk that the DMS gives no number. `key`: as the reader of answers made it, over the people in the bulk. */
  ofBulk(key: string): LeadIdentity;
}

export function createIdentities(current: KeyedHash, older: readonly KeyedHash[], hasLegacy = true): LeadIdentities {
  return {
    hasLegacy,
    keys: [current, ...older],
    of(lead) {
      const { externalId } = lead;
      if (externalId !== null && isPlainNumber(externalId))
        return { key: `x${externalId}`, aliases: hasLegacy ? legacyNumberOf(externalId) : none };
      if (externalId !== null) {
        const aliases = older.map((key) => storedNumber(externalId, key));
        if (isDigits.test(externalId)) aliases.push(`x${externalId}`);
        return { key: storedNumber(externalId, current), aliases };
      }
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
 * The sender's number as it is stored. Only digits too few or too many for a phone number stay as they are: words may hold a name or an address, and
 * some senders name leads by the phone number or by the number of an identity card.
 */
export function storedNumber(externalId: string, key: KeyedHash): string {
  return isPlainNumber(externalId) ? externalId : keyOf(key, `number 1 ${externalId}`);
}

/** Every form in which the number may be stored; as it is in rows of earlier releases. */
export function storedNumbers(externalId: string, { keys }: Pick<LeadIdentities, 'keys'>): readonly string[] {
  return [...new Set([...keys.map((key) => storedNumber(externalId, key)), externalId])];
}

const isDigits = /^\d+$/;

/** Phone numbers have 8 to 15 digits: a sender's number of as many may be one. */
export function isPlainNumber(externalId: string): boolean {
  return /^(?:\d{1,7}|\d{16,20})$/.test(externalId);
}

/** Begins every key that was made with this key of the installation. */
export function identityPrefix(keyId: string): string {
  return `k1.${keyId}.`;
}

const none: readonly string[] = Object.freeze([]);

function keyOf(key: KeyedHash, text: string): string {
  return `${identityPrefix(key.keyId)}${key.hash(text)}`;
}

type TextField = { [Name in keyof Lead]: Lead[Name] extends string | null ? Name : never }[keyof Lead];

const personFields = ['leadReference', 'firstName', 'lastName', 'contactName'] as const satisfies TextField[];
/** Only where neither a phone number nor an e-mail address tells people apart. */
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

/** A phone number or an e-mail address that can belong to one person: two leads that share all of it are one person's. */
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

/** Letters, marks and digits in lower case: the same for a text as it came and for the same text cleaned. */
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

/** Code points: how they join to characters changes with Unicode. */
function beginning(text: string): string {
  return /^.{200}/su.exec(text)?.[0] ?? text;
}

/** A text may have been written for the web twice over. */
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

/** Arabic and Persian digits: the others fold by themselves or are not in use here. */
function latinDigits(text: string): string {
  return text.replace(/[\u0660-\u0669\u06F0-\u06F9]/g, (digit) => String(digit.charCodeAt(0) & 0xf));
}
