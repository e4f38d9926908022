/**
 * Derives the keys under which a bulk's leads are announced. A key consists of the bulk's time and
 * creator and the lead's identity. So a key stays the same each time the bulk is read, even if the
 * bulk grows or fields of the lead are added. Pure.
 */
import {
  type Bulk,
  type Id,
  type Instant,
  isReachable,
  type Lead,
  type LeadIdentities,
  type LeadIdentity,
  legacyPersonOf,
  type Window,
} from '@leadbell/domain';

/** A stored lead: its bulk's time and creator, and its key in the bulk. */
interface LeadPlace {
  readonly createdAt: Instant | null;
  readonly createdBy: Id | null;
  readonly key: string;
}

interface SentAgainLead extends LeadPlace {
  readonly isReplaced: boolean;
  readonly earlier: readonly LeadPlace[];
}

/** A bulk as a poll read it: its leads by key, with their positions. */
export interface SeenBulk {
  readonly info: Bulk;
  readonly leads: ReadonlyMap<string, Placed>;
  /** The window of the request that listed the bulk. The window is needed to find a bulk without a date again. */
  readonly readIn?: Window;
}

export interface Placed {
  readonly lead: Lead;
  readonly index: number;
}

export interface Arrived extends Placed {
  readonly key: string;
  /** The lead's keys in earlier releases, or with an earlier installation key. */
  readonly aliases: readonly string[];
  readonly info: Bulk;
  readonly readIn?: Window;
  /** Whether an earlier bulk contained the lead too. */
  readonly isSentAgain?: boolean;
}

const worstFirst: readonly Lead['outcome'][] = ['errored', 'pending', 'created'];

/** The rank of the lead's outcome; a lower rank is worse. */
export function rankOf({ lead }: Placed): number {
  return worstFirst.indexOf(lead.outcome);
}

export function leadsOf({ info, leads, readIn }: SeenBulk, identities: LeadIdentities): readonly Arrived[] {
  const named: Named[] = [...leads].map(([key, one]) => ({ ...one, key, identity: identities.of(one.lead) }));
  const [numbered, others] = [named.filter(hasNumber), named.filter((one) => !hasNumber(one))];
  const legacyNames = new Map(others.map(({ key, lead }, at) => [key, [legacyPersonOf(lead), nthOf('x0', at)]]));
  const alike = Map.groupBy(others, ({ identity }) => identity.key);
  const found = [
    ...numbered.map((one) => ({ one, name: one.key, number: one.key.slice(one.identity.key.length) })),
    ...[...alike].flatMap(([name, all]) =>
      apart(all).map((one, at) => ({ one, name: nthOf(name, at), number: nthOf('', at) })),
    ),
  ];
  return found.map(({ one, name, number }): Arrived => {
    const aliases = one.identity.aliases.flatMap((alias) => (alias === 'x0' ? [] : [`${alias}${number}`]));
    const names = [name, ...aliases, ...(identities.hasLegacy ? (legacyNames.get(one.key) ?? []) : [])];
    const [key = '', ...earlier] = prefixesOf(info, identities).flatMap((prefix) => names.map((each) => prefix + each));
    const arrived = { key, aliases: earlier, lead: one.lead, index: one.index, info };
    return readIn === undefined ? arrived : { ...arrived, readIn };
  });
}

/** The names under which each lead of a bulk may be stored. Two leads never share a name, even if they are alike. */
export function storedNamesOf(
  { info, leads }: SeenBulk,
  identities: LeadIdentities,
): readonly { readonly names: readonly string[]; readonly placed: Placed }[] {
  const prefixes = prefixesOf(info, identities);
  return [...leads].map(([key, placed]) => {
    const identity = identities.of(placed.lead);
    const number = key.slice(identity.key.length);
    const names = [key, ...identity.aliases.map((alias) => `${alias}${number}`)];
    return { names: prefixes.flatMap((prefix) => names.map((name) => prefix + name)), placed };
  });
}

/**
 * Drops each lead that a later bulk contains again. The lead in the later bulk gets the earlier keys too, so that it
 * keeps its card. `resent` are the leads of these bulks that are in several bulks.
 */
export function withoutResent(all: readonly Arrived[], resent: readonly SentAgainLead[]): readonly Arrived[] {
  const known = new Map(resent.map((one) => [nameOf(one), one]));
  return all.flatMap((one) => {
    const found = [one.key, ...one.aliases].map((name) => known.get(name)).find((lead) => lead !== undefined);
    if (found === undefined) return [one];
    if (found.isReplaced) return [];
    return [{ ...one, aliases: [...one.aliases, ...found.earlier.map(nameOf)], isSentAgain: true }];
  });
}

/** The key that `leadsOf` gives a lead with an external id. */
function nameOf({ createdAt, createdBy, key }: LeadPlace): string {
  return `${createdAt ?? ''} ${createdBy ?? ''} ${key}`;
}

interface Named extends Placed {
  /** The lead's key within its bulk. */
  readonly key: string;
  readonly identity: LeadIdentity;
}

function hasNumber({ lead }: Placed): boolean {
  return lead.externalId !== null;
}

/** The prefixes that the keys of the bulk's leads may have. Earlier releases wrote 0 for a missing creator. */
function prefixesOf({ createdAt, createdBy }: Bulk, { hasLegacy }: LeadIdentities): readonly string[] {
  const prefix = `${createdAt ?? ''} ${createdBy ?? ''} `;
  return hasLegacy && createdBy === null ? [prefix, `${createdAt ?? ''} 0 `] : [prefix];
}

function nthOf(name: string, at: number): string {
  return at === 0 ? name : `${name}#${at + 1}`;
}

/**
 * Sorts leads with equal identities, the worst first, so that their keys do not depend on their order in the bulk.
 * If these leads have a usable phone number or email address, they belong to one person and get one card. Otherwise
 * they may belong to different people.
 */
function apart(alike: readonly Named[]): readonly Named[] {
  const sorted = alike.toSorted((a, b) => rankOf(a) - rankOf(b));
  return sorted[0] !== undefined && isReachable(sorted[0].lead) ? sorted.slice(0, 1) : sorted;
}
