/** The members of an alert: its bulks, when each began to fail, and how many of its leads are affected. Pure. */
import type { Id } from '../leads/id.ts';
import type { Instant } from '../time/instant.ts';
import type { AlertTraits, ErrorShare } from './facts.ts';
import type { Finding } from './rules/index.ts';

export interface AlertMember {
  /** The DMS's own id of the bulk, if it gives one. */
  readonly dmsId: Id | null;
  readonly createdAt: Instant | null;
  readonly state: string | null;
  readonly count: number;
  readonly of: number;
  readonly errors: readonly ErrorShare[];
  readonly traits: AlertTraits | null;
  /** For a bulk that was set aside, or for the connection: the kind of the failure, safe to show. */
  readonly reason?: string;
  /** For a bulk that was set aside: the number of its leads with errors. */
  readonly errored?: number;
  /** The time at which the problem was found. */
  readonly since: Instant;
  /** The time at which the problem began, if known; absent in members that an earlier release stored. */
  readonly began?: Instant;
  /** Null while the problem lasts. */
  readonly resolvedAt: Instant | null;
  /** The problem ended without being fixed, because Leadbell stopped watching the bulk. */
  readonly expired?: true;
  /**
   * A person resolved the alert while this member was failing. The member counts as fixed until the alert gets worse.
   */
  readonly closed?: ClosedMember;
  /** The member joined and has not been announced yet. */
  readonly untold?: true;
  /** How often the problem has returned since it was last stable. */
  readonly returns?: number;
  /**
   * The count that readers see while the member is unstable. It changes only when the true count is at least twice as
   * high.
   */
  readonly peak?: number;
}

/**
 * The size of a problem that a person resolved. It shrinks when the problem shrinks, and never grows, so that a problem
 * that grows again is announced.
 */
export interface ClosedMember {
  readonly count: number;
  /** The fingerprints of the bulk's errors. */
  readonly errors: readonly string[];
}

/** The members by the id of their bulk; the key is empty for a problem of the whole connection. */
export type AlertMembers = Readonly<Record<string, AlertMember>>;

export const maxMembers = 500;
/** An evaluation counts as a bulk's first one if the bulk was first seen at most this long before the evaluation. */
const firstLookMs = 60_000;
/** After this many returns without a quiet time between them, a problem is unstable. */
export const unstableFrom = 3;

export interface MembersChange {
  readonly now: Instant;
  /** Members that are no longer found and were not fixed. */
  readonly expired: ReadonlySet<string>;
  /** A member that stays the same for this long is stable again. */
  readonly quietMs: number;
}

/** Whether a bulk flaps: it may soon fail again, even if it is fine at the moment. */
export function isUnstableMember({ returns = 0 }: Pick<AlertMember, 'returns'>): boolean {
  return returns >= unstableFrom;
}

export function membersAfter(
  before: AlertMembers,
  findings: readonly Finding[],
  { now, expired, quietMs }: MembersChange,
): AlertMembers {
  const members: Record<string, AlertMember> = {};
  for (const [id, member] of Object.entries(before)) members[id] = settledMember(member, now, quietMs);
  let size = Object.keys(before).length;
  const found = new Set<string>();
  for (const finding of findings) {
    const { member } = finding;
    found.add(member);
    const was = members[member];
    if (was === undefined && size >= maxMembers) {
      // A resolved member makes room for an open one.
      const over =
        size === maxMembers ? Object.keys(members).find((id) => members[id]?.resolvedAt !== null) : undefined;
      // There is no resolved member left, so later findings have no room either.
      size = over === undefined ? Infinity : size - 1;
      if (over === undefined) continue;
      delete members[over];
    }
    if (was === undefined) size += 1;
    members[member] = foundMember(was, finding, now);
  }
  for (const member of Object.keys(before)) {
    const was = members[member];
    if (was?.resolvedAt !== null || found.has(member)) continue;
    members[member] = resolvedMember(was, now, expired.has(member));
  }
  return members;
}

/** Returns the member of a finding. `was`: the member before; undefined if the alert did not have it. */
export function foundMember(was: AlertMember | undefined, finding: Finding, now: Instant): AlertMember {
  const { bulk, count, of, aside, reason = aside?.reason } = finding;
  const isNew = was === undefined || was.resolvedAt !== null;
  const returns = (was?.returns ?? 0) + (was !== undefined && isNew ? 1 : 0);
  return {
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
    began: isNew ? beganOf(finding, now) : (was.began ?? was.since),
    resolvedAt: null,
    ...(isNew || was.untold === true ? { untold: true } : {}),
    ...(returns > 0 ? { returns } : {}),
    ...(isUnstableMember({ returns }) ? { peak: peakOf(was, count) } : {}),
  };
}

export function resolvedMember(was: AlertMember, now: Instant, isExpired: boolean): AlertMember {
  return { ...was, resolvedAt: now, ...(isExpired ? { expired: true } : {}) };
}

/** Returns the member after its announcement. */
export function toldMember({ untold: _untold, ...member }: AlertMember): AlertMember {
  return member;
}

/** Returns the ids of open members that were not announced yet. Unstable members are left out. */
export function untoldOf(members: AlertMembers): readonly string[] {
  return Object.entries(members).flatMap(([id, member]) =>
    member.untold === true && member.resolvedAt === null && !isUnstableMember(member) ? id : [],
  );
}

/** If a bulk has the problem when it is first seen, the problem is assumed to have begun at the bulk's creation. */
function beganOf({ bulk, aside, began }: Finding, now: Instant): Instant {
  if (began !== undefined) return began;
  if (bulk !== null && now - bulk.firstSeenAt <= firstLookMs) return bulk.createdAt ?? bulk.firstSeenAt;
  return aside?.since ?? now;
}

/** Returns when the oldest problem began; if some members are open, only these are considered. */
export function beganAt(members: readonly AlertMember[]): Instant | null {
  const open = members.filter(({ resolvedAt }) => resolvedAt === null);
  const all = (open.length > 0 ? open : members).map(({ began, since }) => began ?? since);
  return all.length === 0 ? null : (Math.min(...all) as Instant);
}

/** Forgets the member's returns if it has stayed the same for long enough. */
export function settledMember(member: AlertMember, now: Instant, quietMs: number): AlertMember {
  if (member.returns === undefined || now - (member.resolvedAt ?? member.since) < quietMs) return member;
  const { returns: _returns, peak: _peak, ...rest } = member;
  return rest;
}

function peakOf(was: AlertMember | undefined, count: number): number {
  if (was?.peak === undefined) return Math.max(was?.count ?? 0, count);
  return count >= 2 * was.peak ? count : was.peak;
}

/** Whether two states of a member look the same to a reader. An unstable member changes only when its count doubles. */
export function isSameMember(one: AlertMember | undefined, other: AlertMember | undefined): boolean {
  if (one === undefined || other === undefined) return false;
  // A member that an earlier release stored has no peak. When it gets one, the message is not edited.
  if (isUnstableMember(one) && isUnstableMember(other)) return one.peak === undefined || one.peak === other.peak;
  if (isUnstableMember(one) || isUnstableMember(other)) return false;
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

/** Whether the two sets of members look the same to a reader. */
export function areSameMembers(one: AlertMembers, other: AlertMembers): boolean {
  const ids = Object.keys(one);
  return ids.length === Object.keys(other).length && ids.every((id) => isSameMember(one[id], other[id]));
}

function errorsText({ errors }: AlertMember): string {
  return JSON.stringify(errors.map(({ fingerprint, leads, values = [] }) => [fingerprint, leads, values]));
}
