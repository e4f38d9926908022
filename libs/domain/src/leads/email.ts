/** Reads the e-mail addresses of a lead from `email`, in any form that people write. Pure. */
import { cutText } from '../text/cut.ts';
import { isNothing } from './nothing.ts';

export interface Emails {
  /**
   * `none`: nothing was sent, or a word for "nothing". `sent`: a text was sent in which no address can be read with
   * certainty.
   */
  readonly kind: 'none' | 'sent' | 'addresses';
  /** Each address once, in the order and spelling in which they were sent. */
  readonly addresses: readonly string[];
  /** The text without invisible characters. */
  readonly sent: string;
}

/** The longest address that the standard allows. */
const longestAddress = 254;
const maxChars = 1_000;
const none: Emails = Object.freeze({ kind: 'none', addresses: Object.freeze([]), sent: '' });

const local = String.raw`[\p{L}\p{M}\p{Nd}!#$%&'*+=^_\x60{}~\-][\p{L}\p{M}\p{Nd}.!#$%&'*+=^_\x60{}~\-]*`;
const label = String.raw`[\p{L}\p{M}\p{Nd}](?:[\p{L}\p{M}\p{Nd}\-]*[\p{L}\p{M}\p{Nd}])?`;
const address = new RegExp(`^${local}@(?:${label}\\.)+(?:\\p{L}[\\p{L}\\p{M}]+|xn--[a-z\\d\\-]+)$`, 'iu');
const prefix = /^(?:mailto|e-?mail|mail|البريد|بريد|ايميل|إيميل)\s*:\s*/iu;
/** In `Alfa Testali <alfa@example.com>` the name is ignored. */
const named = /^[^<>@]*<\s*([^<>\s]+)\s*>$/u;

export function readEmails(email: string | null): Emails {
  if (email === null) return none;
  const sent = tidy(email);
  if (isNothing(sent)) return none;
  const parts = sent.split(/[;,،؛|\n]|\s\/\s|\/(?=[^/\s]*@)/u).flatMap(addressesIn);
  if (parts.length === 0 || parts.includes(null)) return { kind: 'sent', addresses: [], sent };
  const found = new Map(parts.map((part) => [part?.toLowerCase(), part ?? '']));
  return { kind: 'addresses', addresses: [...found.values()], sent };
}

/** Returns the addresses in one part of the text; null stands for a piece that is not an address. */
function addressesIn(part: string): (string | null)[] {
  const bare = part.trim().replace(prefix, '').trim();
  const inside = named.exec(bare)?.[1];
  if (inside !== undefined) return [addressOf(inside)];
  return bare
    .split(/\s+/)
    .filter((word) => word !== '' && !isNothing(word))
    .map(addressOf);
}

function addressOf(word: string): string | null {
  const bare = word.replace(prefix, '').replace(/^[<("'«“[]+|[>)"'»”\].,:!?]+$/gu, '');
  return bare.length <= longestAddress && address.test(bare) ? bare : null;
}

function tidy(text: string): string {
  return cutText(text, maxChars)
    .replace(/[\uFF01-\uFF5E\uFE6B]/g, (sign) => sign.normalize('NFKC'))
    .replace(/[\r\n]+/g, '\n')
    .replaceAll('\t', ' ')
    .replace(/[[\p{Cf}\p{Cc}\p{Cs}]--[\n]]/gv, '')
    .trim();
}

const nobodys: ReadonlySet<string> = new Set([
  ...'no, none, na, nil, null, noemail, nomail, noaddress, notgiven, notprovided, notavailable, noreply'.split(', '),
  ...'donotreply, unknown, undefined, empty, withoutemail, nothing'.split(', '),
]);
/** Names that make an address fake if the domain repeats them, as in test@test.com. */
const triedOut: ReadonlySet<string> = new Set([
  ...'test, tests, testing, a, aa, aaa, x, xx, xxx, abc, asd, asdf, qwerty, email, mail, example'.split(', '),
  ...'sample, demo, user, name, 123'.split(', '),
]);

const longestNobody = 20;
/** A fast first test, because most addresses begin with none of these words. */
const mayBeNobodys = new RegExp(
  `^[._-]*(?:${[...nobodys, ...triedOut].map((word) => word.replace(/(?<=.)/g, '[._-]*')).join('|')})[._-]*@`,
  'i',
);

/**
 * Whether people write this address only to get past a required field. Such an address is shown, but it reaches no one,
 * and it does not prove that two leads are from one person.
 */
export function isNobodysEmail(email: string): boolean {
  const at = email.lastIndexOf('@');
  if (at > longestNobody || !mayBeNobodys.test(email)) return false;
  const name = email.slice(0, at).toLowerCase().replace(/[._-]/g, '');
  if (nobodys.has(name)) return true;
  return (
    triedOut.has(name) &&
    email
      .slice(at + 1)
      .toLowerCase()
      .startsWith(`${name}.`)
  );
}

/** Whether the address seems to reach a person. */
export function hasEmail(email: string | null): boolean {
  if (email === null || !/[@＠﹫]/.test(email)) return false;
  const { kind, addresses, sent } = readEmails(email);
  if (kind === 'addresses') return addresses.some((one) => !isNobodysEmail(one));
  return kind === 'sent' && /[^\s@]\s*@+\s*[^\s@]/u.test(sent);
}
