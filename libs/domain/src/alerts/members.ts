/** What is wrong in an alert: its bulks, each since when and how much. Pure. */
import type { Instant } from '../time/instant.ts';
import type { AlertTraits, ErrorShare, Finding } from './facts.ts';

export interface AlertMember {
  /** What the DMS calls the bulk, if it says. */
  readonly dmsId: number | null;
  readonly createdAt: Instant | null;
  readonly state: string | null;
  readonly count: number;
  readonly of: number;
  readonly errors: readonly ErrorShare[];
  readonly traits: AlertTraits | null;
  readonly since: Instant;
  /** Null while it is so. */
  readonly resolvedAt: Instant | null;
  /** It ended without being mended: it is no news any more. */
  readonly expired?: true;
  /** It joined, and nobody has been told of it yet. */
  readonly untold?: true;
}

/** By the bulk's id; empty for what is about the whole connection. */
export type AlertMembers = Readonly<Record<string, AlertMember>>;

const maxMembers = 500;

/** `expired`: of those that are not found any more, the ones that were not mended. */
export function membersAfter(
  before: AlertMembers,
  findings: readonly Finding[],
  expired: ReadonlySet<string>,
  now: Instant,
): AlertMembers {
  const members = new Map(Object.entries(before));
  const found = new Set(findings.map(({ member }) => member));
  for (const { member, bulk, count, of } of findings) {
    const was = members.get(member);
    if (was === undefined && members.size >= maxMembers) {
      // What is over makes room for what is not.
      const over = [...members].find(([, { resolvedAt }]) => resolvedAt !== null)?.[0];
      if (over === undefined) continue;
      members.delete(over);
    }
    const isNew = was === undefined || was.resolvedAt !== null;
    members.set(member, {
      dmsId: bulk?.dmsId ?? null,
      createdAt: bulk?.createdAt ?? null,
      state: bulk?.state ?? null,
      count,
      of,
      errors: bulk?.errors ?? [],
      traits: bulk?.traits ?? null,
      since: isNew ? now : was.since,
      resolvedAt: null,
      ...(isNew || was.untold === true ? { untold: true } : {}),
    });
  }
  for (const [member, was] of members)
    if (!found.has(member) && was.resolvedAt === null)
      members.set(member, { ...was, resolvedAt: now, ...(expired.has(member) ? { expired: true } : {}) });
  return Object.fromEntries(members);
}
