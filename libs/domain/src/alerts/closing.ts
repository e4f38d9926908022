/** An alert that a person resolved by hand; it stays resolved until its problem gets worse. Pure. */
import type { Instant } from '../time/instant.ts';
import { type AlertMember, type AlertMembers, maxMembers } from './members.ts';
import { alertRule, type Finding } from './rules/index.ts';
import type { AlertState } from './state.ts';

/**
 * Returns the state after a person resolved the alert. All problems that the alert has at that time count as handled.
 */
export function closeByHand(state: AlertState, at: Instant): AlertState {
  // After a person's decision, earlier returns of the problem no longer count.
  const { isOwed: _isOwed, unstable: _unstable, returns: _returns, ...rest } = state;
  const members = mapMembers(state.members, (member) =>
    member.resolvedAt === null ? closedMember(member, at) : member,
  );
  return { ...rest, status: 'resolved', resolvedAt: at, turnedAt: at, snoozedUntil: null, reason: 'closed', members };
}

function closedMember(member: AlertMember, at: Instant): AlertMember {
  const { untold: _untold, returns: _returns, peak: _peak, ...rest } = member;
  const errors = member.errors.map(({ fingerprint }) => fingerprint);
  return { ...rest, resolvedAt: at, closed: { count: member.count, errors } };
}

/** Undoes `closeByHand`: the alert is open again, with every problem that still holds. */
export function reopenByHand(state: AlertState, at: Instant): AlertState {
  const members = mapMembers(state.members, (member) =>
    member.closed === undefined ? member : { ...unclosed(member), resolvedAt: null },
  );
  return { ...state, status: 'firing', resolvedAt: null, turnedAt: at, reason: 'changed', members };
}

/** Whether a person resolved the alert and its problem still holds. */
export function isClosedByHand({ members }: Pick<AlertState, 'members'>): boolean {
  return Object.values(members).some(({ closed }) => closed !== undefined);
}

export interface AfterClosing {
  /** All findings, or none while a resolve by hand covers them. */
  readonly open: readonly Finding[];
  readonly members: AlertMembers;
  /** Whether a problem that was resolved by hand got worse. */
  readonly isWorse: boolean;
}

/** Decides whether a resolve by hand covers the findings: it does until one of them is new or worse. */
export function afterClosing(members: AlertMembers, findings: readonly Finding[]): AfterClosing {
  if (!isClosedByHand({ members })) return { open: findings, members, isWorse: false };
  const isFull = Object.keys(members).length >= maxMembers;
  const found = new Map(findings.map((finding) => [finding.member, finding]));
  // A full alert has no room for more bulks, so a new bulk does not make it worse.
  const isWorse = findings.some((finding) => {
    const member = members[finding.member];
    return member === undefined ? !isFull : hasGrown(finding, member);
  });
  return {
    open: isWorse ? findings : [],
    // A bulk that was fixed in the meantime is announced when it fails again.
    members: mapMembers(members, (member, id) => {
      const finding = found.get(id);
      return isWorse || finding === undefined ? unclosed(member) : shrunk(member, finding);
    }),
    isWorse,
  };
}

/**
 * Whether the bulk has more errored leads than `closed` has, or an error that `closed` lacks. A problem that only lasts
 * longer has not grown.
 */
function hasGrown({ rule, count, bulk }: Finding, { closed }: AlertMember): boolean {
  if (closed === undefined) return true;
  const known = alertRule(rule);
  if (known?.about !== 'bulks' || known.counts !== 'leads') return false;
  const isOther =
    known.namedBy !== 'rule' && (bulk?.errors ?? []).some((one) => !closed.errors.includes(one.fingerprint));
  return isOther || count > closed.count;
}

/** If some leads were fixed in the meantime, they are announced when they fail again. */
function shrunk(member: AlertMember, { count, bulk }: Finding): AlertMember {
  if (member.closed === undefined) return member;
  const there = new Set(bulk?.errors.map(({ fingerprint }) => fingerprint));
  const errors = bulk === null ? member.closed.errors : member.closed.errors.filter((one) => there.has(one));
  return { ...member, closed: { count: Math.min(member.closed.count, count), errors } };
}

function unclosed(member: AlertMember): AlertMember {
  const { closed: _closed, ...rest } = member;
  return rest;
}

function mapMembers(members: AlertMembers, change: (member: AlertMember, id: string) => AlertMember): AlertMembers {
  return Object.fromEntries(Object.entries(members).map(([id, member]) => [id, change(member, id)]));
}
