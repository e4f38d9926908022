/** What is wrong in an alert: its bulks, each since when and how much. Pure. */
import type { Id } from '../leads/id.ts';
import type { Instant } from '../time/instant.ts';
import type { AlertTraits, ErrorShare, Finding } from './facts.ts';

export interface AlertMember {
  /** What the DMS calls the bulk, if it says. */
  readonly dmsId: Id | null;
  readonly createdAt: Instant | null;
  readonly state: string | null;
  readonly count: number;
  readonly of: number;
  readonly errors: readonly ErrorShare[];
  readonly traits: AlertTraits | null;
  /** Why, as a kind that is safe to show: of a bulk that was set aside, or of the connection. */
  readonly reason?: string;
  /** Leads with errors in a bulk that was set aside. */
  readonly errored?: number;
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
  const members: Record<string, AlertMember> = { ...before };
  let size = Object.keys(before).length;
  const found = new Set<string>();
  for (const { member, bulk, count, of, aside, reason = aside?.reason } of findings) {
    found.add(member);
    const was = members[member];
    if (was === undefined && size >= maxMembers) {
      // What is over makes room for what is not.
      const over =
        size === maxMembers ? Object.keys(members).find((id) => members[id]?.resolvedAt !== null) : undefined;
      // None: there is none for those that follow either.
      size = over === undefined ? Infinity : size - 1;
      if (over === undefined) continue;
      delete members[over];
    }
    if (was === undefined) size += 1;
    const isNew = was === undefined || was.resolvedAt !== null;
    members[member] = {
      dmsId: (bulk ?? aside)?.dmsId ?? null,
      createdAt: (bulk ?? aside)?.createdAt ?? null,
      state: bulk?.state ?? null,
      count,
      of,
      errors: bulk?.errors ?? [],
      traits: bulk?.traits ?? null,
      ...(reason === undefined ? {} : { reason }),
      ...(aside === undefined ? {} : { errored: aside.errored }),
      since: isNew ? now : was.since,
      resolvedAt: null,
      ...(isNew || was.untold === true ? { untold: true } : {}),
    };
  }
  for (const member of Object.keys(before)) {
    const was = members[member];
    if (was?.resolvedAt !== null || found.has(member)) continue;
    members[member] = { ...was, resolvedAt: now, ...(expired.has(member) ? { expired: true } : {}) };
  }
  return members;
}

/** A reader would see no difference. */
export function isSameMember(one: AlertMember | undefined, other: AlertMember | undefined): boolean {
  if (one === undefined || other === undefined) return false;
  return (
    one === other ||
    (one.count === other.count &&
      one.of === other.of &&
      one.state === other.state &&
      one.reason === other.reason &&
      one.errored === other.errored &&
      (one.resolvedAt === null) === (other.resolvedAt === null) &&
      (one.errors === other.errors || errorsText(one) === errorsText(other)))
  );
}

function errorsText({ errors }: AlertMember): string {
  return JSON.stringify(errors.map(({ fingerprint, leads }) => [fingerprint, leads]));
}
