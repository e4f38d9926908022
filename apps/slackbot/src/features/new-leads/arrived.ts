/**
 * Leads of a bulk as they are announced: under a key that stays the same however often the bulk is read, though it is being
 * filled or a lead's wishes become known meanwhile. The bulk's moment and maker, then the lead's identity. Pure.
 */
import {
  type Bulk,
  isReachable,
  type Lead,
  type LeadIdentities,
  type LeadIdentity,
  legacyPersonOf,
  type Window,
} from '@leadbell/domain';
import type { LeadPlace, SentAgainLead } from '@leadbell/store';

/** A bulk as a poll has it at hand: its leads by their keys, each with its place. */
export interface SeenBulk {
  readonly info: Bulk;
  readonly leads: ReadonlyMap<string, Placed>;
  /** What the DMS was asked when it listed the bulk: one without a date is found again there. */
  readonly readIn?: Window;
}

interface Placed {
  readonly lead: Lead;
  readonly index: number;
}

export interface Arrived extends Placed {
  readonly key: string;
  /** Keys under which an earlier key of the installation, or an earlier release, announced it. */
  readonly aliases: readonly string[];
  readonly info: Bulk;
  readonly readIn?: Window;
  /** An earlier bulk had it too. */
  readonly isSentAgain?: boolean;
}

const worstFirst: readonly Lead['outcome'][] = ['errored', 'pending', 'created'];

/** Lower is worse. */
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

/**
 * Without those that a later bulk brought again; what was brought again is known by the names that it had before, so that it keeps its card.
 * `resent`: leads of these bulks that several had.
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

/** As `leadsOf` makes them of leads with a sender's number. */
function nameOf({ createdAt, createdBy, key }: LeadPlace): string {
  return `${createdAt ?? ''} ${createdBy ?? ''} ${key}`;
}

interface Named extends Placed {
  /** In its bulk. */
  readonly key: string;
  readonly identity: LeadIdentity;
}

function hasNumber({ lead }: Placed): boolean {
  return lead.externalId !== null;
}

/** Earlier releases took 0 for a maker. */
function prefixesOf({ createdAt, createdBy }: Bulk, { hasLegacy }: LeadIdentities): readonly string[] {
  const prefix = `${createdAt ?? ''} ${createdBy ?? ''} `;
  return hasLegacy && createdBy === null ? [prefix, `${createdAt ?? ''} 0 `] : [prefix];
}

function nthOf(name: string, at: number): string {
  return at === 0 ? name : `${name}#${at + 1}`;
}

/**
 * Leads of one identity, the worst first, so that their keys stay theirs in whatever order they come. With a phone number
 * or an address of their own they are one person's and have one card; without, they may be two people.
 */
function apart(alike: readonly Named[]): readonly Named[] {
  const sorted = alike.toSorted((a, b) => rankOf(a) - rankOf(b));
  return sorted[0] !== undefined && isReachable(sorted[0].lead) ? sorted.slice(0, 1) : sorted;
}
