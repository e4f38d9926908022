/** What is wrong in an alert: its bulks, each since when and how much. Pure. */
import type { Id } from '../leads/id.ts';
import type { Instant } from '../time/instant.ts';
import type { AlertTraits, ErrorShare } from './facts.ts';
import type { Finding } from './rules/index.ts';

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
  /** How often it was right and then wrong again since it last stayed as it was for a while. */
  readonly returns?: number;
  /** While it is unstable: the count that readers have seen; it follows only when the count has doubled. */
  readonly peak?: number;
}

/** By the bulk's id; empty for what is about the whole connection. */
export type AlertMembers = Readonly<Record<string, AlertMember>>;

const maxMembers = 500;
/** What comes back this often without a while between comes and goes: it is called unstable. */
export const unstableFrom = 3;

export interface MembersChange {
  readonly now: Instant;
  /** Of those that are not found any more, the ones that were not mended. */
  readonly expired: ReadonlySet<string>;
  /** What has stayed as it is for so long is no longer unstable. */
  readonly quietMs: number;
}

/** Whether a bulk comes and goes: that it is right just now says little. */
export function isUnstableMember({ returns = 0 }: Pick<AlertMember, 'returns'>): boolean {
  return returns >= unstableFrom;
}

export function membersAfter(
  before: AlertMembers,
  findings: readonly Finding[],
  { now, expired, quietMs }: MembersChange,
): AlertMembers {
  const members: Record<string, AlertMember> = {};
  for (const [id, member] of Object.entries(before)) members[id] = settled(member, now, quietMs);
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
    const returns = (was?.returns ?? 0) + (was !== undefined && isNew ? 1 : 0);
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
      ...(returns > 0 ? { returns } : {}),
      ...(isUnstableMember({ returns }) ? { peak: peakOf(was, count) } : {}),
    };
  }
  for (const member of Object.keys(before)) {
    const was = members[member];
    if (was?.resolvedAt !== null || found.has(member)) continue;
    members[member] = { ...was, resolvedAt: now, ...(expired.has(member) ? { expired: true } : {}) };
  }
  return members;
}

function settled(member: AlertMember, now: Instant, quietMs: number): AlertMember {
  if (member.returns === undefined || now - (member.resolvedAt ?? member.since) < quietMs) return member;
  const { returns: _returns, peak: _peak, ...rest } = member;
  return rest;
}

function peakOf(was: AlertMember | undefined, count: number): number {
  if (was?.peak === undefined) return Math.max(was?.count ?? 0, count);
  return count >= 2 * was.peak ? count : was.peak;
}

/** A reader would see no difference: one that comes and goes is shown as that, until its count has doubled. */
export function isSameMember(one: AlertMember | undefined, other: AlertMember | undefined): boolean {
  if (one === undefined || other === undefined) return false;
  // One that an earlier release kept has no peak: it gets one without an edit.
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

function errorsText({ errors }: AlertMember): string {
  return JSON.stringify(errors.map(({ fingerprint, leads }) => [fingerprint, leads]));
}
