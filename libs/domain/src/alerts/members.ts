/** The members of an alert: its bulks, with since when and how many leads. Pure. */
import type { Id } from '../leads/id.ts';
import type { Instant } from '../time/instant.ts';
import type { AlertTraits, ErrorShare } from './facts.ts';
import type { Finding } from './rules/index.ts';

export interface AlertMember {
  /** The DMS's own id of the bulk, when it gives one. */
  readonly dmsId: Id | null;
  readonly createdAt: Instant | null;
  readonly state: string | null;
  readonly count: number;
  readonly of: number;
  readonly errors: readonly ErrorShare[];
  readonly traits: AlertTraits | null;
  /** The reason as a kind that is safe to show, for a bulk that was set aside or for the connection. */
  readonly reason?: string;
  /** Leads with errors in a bulk that was set aside. */
  readonly errored?: number;
  /** When it was found. */
  readonly since: Instant;
  /** When it began, as far as is known: absent in members that an earlier release stored. */
  readonly began?: Instant;
  /** Null while the problem lasts. */
  readonly resolvedAt: Instant | null;
  /** It ended without being fixed: we stopped watching it. */
  readonly expired?: true;
  /** A person resolved it while this was failing: it counts as over until more leads fail, or another bulk joins. */
  readonly closed?: ClosedMember;
  /** It joined but has not been announced yet. */
  readonly untold?: true;
  /** How often it returned since it was last stable. */
  readonly returns?: number;
  /** While it is unstable: the count shown to readers, updated only when the count doubles. */
  readonly peak?: number;
}

/** The extent of a problem that was resolved by hand. */
export interface ClosedMember {
  readonly count: number;
  /** Fingerprints of its errors. */
  readonly errors: readonly string[];
}

/** Keyed by the bulk's id; the key is empty for problems of the whole connection. */
export type AlertMembers = Readonly<Record<string, AlertMember>>;

export const maxMembers = 500;
/** An evaluation this soon after a bulk was first seen is its first. */
const firstLookMs = 60_000;
/** Returns without a quiet time between them after which a problem is called unstable. */
export const unstableFrom = 3;

export interface MembersChange {
  readonly now: Instant;
  /** Members no longer found that were not fixed. */
  readonly expired: ReadonlySet<string>;
  /** A member that has not changed for this long is stable again. */
  readonly quietMs: number;
}

/** Whether a bulk flaps, in which case being fine right now means little. */
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
      // Resolved members make room for open ones.
      const over =
        size === maxMembers ? Object.keys(members).find((id) => members[id]?.resolvedAt !== null) : undefined;
      // No resolved member is left, so there is no room for later findings either.
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

/** A member that is found; `was`: undefined for a member that joins. */
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

/** The member once it is announced. */
export function toldMember({ untold: _untold, ...member }: AlertMember): AlertMember {
  return member;
}

/** Members that joined and were not announced yet. */
export function untoldOf(members: AlertMembers): readonly string[] {
  return Object.entries(members).flatMap(([id, member]) =>
    member.untold === true && member.resolvedAt === null && !isUnstableMember(member) ? id : [],
  );
}

/** If a bulk had the problem when it was first seen, it has had it since it was created. */
function beganOf({ bulk, aside, began }: Finding, now: Instant): Instant {
  if (began !== undefined) return began;
  if (bulk !== null && now - bulk.firstSeenAt <= firstLookMs) return bulk.createdAt ?? bulk.firstSeenAt;
  return aside?.since ?? now;
}

/** When the oldest of its problems began; only the open ones count, if there are any. */
export function beganAt(members: readonly AlertMember[]): Instant | null {
  const open = members.filter(({ resolvedAt }) => resolvedAt === null);
  const all = (open.length > 0 ? open : members).map(({ began, since }) => began ?? since);
  return all.length === 0 ? null : (Math.min(...all) as Instant);
}

/** Without its returns, if it has not changed for long enough. */
export function settledMember(member: AlertMember, now: Instant, quietMs: number): AlertMember {
  if (member.returns === undefined || now - (member.resolvedAt ?? member.since) < quietMs) return member;
  const { returns: _returns, peak: _peak, ...rest } = member;
  return rest;
}

function peakOf(was: AlertMember | undefined, count: number): number {
  if (was?.peak === undefined) return Math.max(was?.count ?? 0, count);
  return count >= 2 * was.peak ? count : was.peak;
}

/** Whether a reader would see no difference: an unstable member looks the same until its count doubles. */
export function isSameMember(one: AlertMember | undefined, other: AlertMember | undefined): boolean {
  if (one === undefined || other === undefined) return false;
  // Members stored by an earlier release have no peak; they get one without an edit of the message.
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

/** Whether a reader would see no difference. */
export function areSameMembers(one: AlertMembers, other: AlertMembers): boolean {
  const ids = Object.keys(one);
  return ids.length === Object.keys(other).length && ids.every((id) => isSameMember(one[id], other[id]));
}

function errorsText({ errors }: AlertMember): string {
  return JSON.stringify(errors.map(({ fingerprint, leads, values = [] }) => [fingerprint, leads, values]));
}
