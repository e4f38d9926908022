/**
 * Finds leads that a later bulk contains again, and which lead each of them replaces. Pure. Two leads with the same
 * external id in different bulks are the same if their phone, e-mail or name agrees. So a lead with a corrected
 * field stays one lead, and two people with one number stay two leads. Each lead replaces at most one lead of an
 * earlier bulk, and at most one lead of a later bulk replaces it.
 */
import { type KeyedHash, storedNumber } from './identity.ts';
import { emailMark, nameMark, phoneMark } from './marks.ts';
import type { Lead } from './lead.ts';

/**
 * Values by which two leads are compared: all known forms of the phone, of the e-mail and of the name. Two leads agree
 * if one value is equal.
 */
export type Marks<Mark> = readonly [phone: readonly Mark[], email: readonly Mark[], name: readonly Mark[]];

/** Hashes of a lead's phone, e-mail and name, which can only be made with this key of the installation. */
export interface KeyedMarks {
  readonly keyId: string;
  /** The external id in the form stored with this key. */
  readonly number: string;
  readonly phone: string | null;
  readonly email: string | null;
  readonly name: string | null;
}

/**
 * Marks to find the same lead among stored ones; null without an external id, because no lead can match then. Each
 * mark is hashed when it is first needed.
 */
export function keyedMarks(lead: Lead, keys: readonly KeyedHash[]): (() => readonly KeyedMarks[]) | null {
  const { externalId } = lead;
  if (externalId === null || keys.length === 0) return null;
  const phone = phoneMark(lead.phoneCode, lead.phoneNumber);
  const email = emailMark(lead.email);
  const name = nameMark(lead);
  let marks: readonly KeyedMarks[] | null = null;
  return () =>
    (marks ??= keys.map((key) => ({
      keyId: key.keyId,
      number: storedNumber(externalId, key),
      phone: hashedMark(key, 'phone', phone),
      email: hashedMark(key, 'email', email),
      name: hashedMark(key, 'name', name),
    })));
}

export function hashedMark(key: KeyedHash, kind: string, mark: string | null): string | null {
  return mark === null ? null : key.hash(`mark 1 ${kind} ${mark}`);
}

export interface SentLead<Mark> {
  /** Equal for the leads of one bulk. */
  readonly bulk: number | string;
  readonly marks: Marks<Mark>;
  /** The index of the lead that this lead replaces, if that is known. */
  readonly replaces?: number;
}

/** One lead in all bulks that contain it. */
interface Chain {
  /** The index of the lead in the latest of these bulks. */
  last: number;
  /** The latest of these bulks. */
  bulk: number | string;
}

const kinds = [0, 1, 2] as const;
/** At most this many leads with the same number are matched by one phone, e-mail or name. */
const maxChains = 50;
/** If more than this many leads of one bulk have the same number, the number identifies none of them. */
const maxInBulk = 100;
const known = kinds.length + 1;

/**
 * `leads`: all leads with one external id, ordered by bulk. Returns for each lead the index of the lead that it
 * replaces, or -1. The order within a bulk matters only for leads that match the same earlier leads equally well.
 */
export function findReplaced<Mark>(leads: readonly SentLead<Mark>[]): readonly number[] {
  const replaced: number[] = leads.map(() => -1);
  const chains: (Chain | undefined)[] = [];
  const byMark = kinds.map(() => new Map<Mark, Chain[]>());
  for (let from = 0, to = 0; from < leads.length; from = to) {
    to = from;
    while (leads[to]?.bulk === leads[from]?.bulk && to < leads.length) to += 1;
    const pairs =
      to - from === leads.length || to - from > maxInBulk ? [] : pairsOf(leads, { from, to }, chains, byMark);
    for (const { place, chain } of pairs) {
      const { bulk } = leads[place] ?? {};
      if (bulk === undefined || chains[place] !== undefined || chain.bulk === bulk) continue;
      replaced[place] = chain.last;
      Object.assign(chain, { last: place, bulk });
      chains[place] = chain;
    }
    for (let place = from; place < to; place += 1) chains[place] = enter(leads, place, chains[place], byMark);
  }
  return replaced;
}

interface Pair {
  readonly place: number;
  readonly chain: Chain;
  readonly agreeing: number;
}

/** Returns the matches, the best first. Among equally good matches, the lead that was sent last comes first. */
function pairsOf<Mark>(
  leads: readonly SentLead<Mark>[],
  { from, to }: { readonly from: number; readonly to: number },
  chains: readonly (Chain | undefined)[],
  byMark: readonly Map<Mark, Chain[]>[],
): readonly Pair[] {
  const pairs: Pair[] = [];
  for (let place = from; place < to; place += 1) {
    const lead = leads[place];
    if (lead === undefined) continue;
    const agreeing = new Map<Chain, number>();
    for (const kind of kinds) {
      const found = new Set(lead.marks[kind].flatMap((mark) => byMark[kind]?.get(mark) ?? []));
      for (const chain of found) agreeing.set(chain, (agreeing.get(chain) ?? 0) + 1);
    }
    const before = lead.replaces === undefined ? undefined : chains[lead.replaces];
    if (before !== undefined) agreeing.set(before, known);
    for (const [chain, count] of agreeing) pairs.push({ place, chain, agreeing: count });
  }
  return pairs.length < 2
    ? pairs
    : pairs.toSorted((a, b) => b.agreeing - a.agreeing || b.chain.last - a.chain.last || a.place - b.place);
}

/** Records that the lead's marks now identify the chain too. */
function enter<Mark>(
  leads: readonly SentLead<Mark>[],
  place: number,
  known: Chain | undefined,
  byMark: readonly Map<Mark, Chain[]>[],
): Chain | undefined {
  const lead = leads[place];
  if (lead === undefined) return known;
  const chain = known ?? { last: place, bulk: lead.bulk };
  for (const kind of kinds) {
    for (const mark of lead.marks[kind]) {
      const chains = byMark[kind]?.get(mark);
      if (chains === undefined) byMark[kind]?.set(mark, [chain]);
      else if (chains.length < maxChains && !chains.includes(chain)) chains.push(chain);
    }
  }
  return chain;
}
