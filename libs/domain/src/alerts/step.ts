/**
 * One step of an alert: updates its members from the findings, then its course. Pure: returns a new state. For many
 * steps, `MembersInPlace` applies the same rules; its cost depends on how much has changed.
 */
import { afterClosing } from './closing.ts';
import { type AlertTold, type Circumstances, type Membership, nextCourse, quietMsOf } from './course.ts';
import type { AlertSettings } from './facts.ts';
import { type AlertMembers, areSameMembers, isUnstableMember, membersAfter, toldMember, untoldOf } from './members.ts';
import type { Finding } from './rules/index.ts';
import type { AlertState } from './state.ts';

export { quietMsOf, type AlertTold, type Circumstances } from './course.ts';

export interface AlertStep {
  readonly state: AlertState;
  readonly told: AlertTold;
  /** The ids of members that joined a firing alert and that this step announces. */
  readonly joined: readonly string[];
}

/**
 * The time at which an unstable alert, or an unstable bulk in it, counts as stable if nothing changes; `Infinity` if
 * nothing is unstable. `members` need not contain stable members.
 */
export function believedAt(
  { unstable, turnedAt, startedAt, members }: Pick<AlertState, 'unstable' | 'turnedAt' | 'startedAt' | 'members'>,
  settings: AlertSettings,
): number {
  const turns = Object.values(members).flatMap((member) =>
    isUnstableMember(member) ? (member.resolvedAt ?? member.since) : [],
  );
  if (unstable !== undefined) turns.push(unstable.since ?? turnedAt ?? startedAt);
  return Math.min(...turns) + quietMsOf(settings);
}

/**
 * `findings`: only those of this alert's group. `previous`: null for a new alert. Returns null if there is no alert and
 * no finding.
 */
export function stepAlert(
  previous: AlertState | null,
  findings: readonly Finding[],
  circumstances: Circumstances,
): AlertStep | null {
  if (previous === null && findings.length === 0) return null;
  const { now, expired = new Set(), settings } = circumstances;
  const before = previous?.members ?? {};
  const closing = afterClosing(before, findings);
  const members = membersAfter(closing.members, closing.open, { now, expired, quietMs: quietMsOf(settings) });
  const { course, tellsAll, ...step } = nextCourse(
    previous,
    membershipOf(before, members),
    circumstances,
    closing.isWorse,
  );
  return { ...step, state: { ...course, members: tellsAll ? toldMembers(members) : members } };
}

function membershipOf(before: AlertMembers, members: AlertMembers): Membership {
  return {
    isActive: Object.values(members).some(({ resolvedAt }) => resolvedAt === null),
    isOfConnection: Object.hasOwn(members, ''),
    untold: () => untoldOf(members),
    isSameToRead: () => areSameMembers(before, members),
    expiredSince: (at) =>
      Object.values(members).some(({ expired, resolvedAt }) => expired === true && (resolvedAt ?? 0) >= at),
  };
}

function toldMembers(members: AlertMembers): AlertMembers {
  return Object.fromEntries(Object.entries(members).map(([id, member]) => [id, toldMember(member)]));
}
