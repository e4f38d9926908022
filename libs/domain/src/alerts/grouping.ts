/** Decides to which alert a finding belongs, live and in a replay. Pure. */
import type { Instant } from '../time/instant.ts';
import { isClosedByHand } from './closing.ts';
import {
  alertRule,
  type AlertRuleId,
  type ConnectionRuleId,
  connectionRules,
  type Finding,
  namedBy,
  saysOutage,
} from './rules/index.ts';
import type { AlertCourse, AlertState } from './state.ts';
import type { WatchTrouble } from './watching.ts';

/** A problem that returns within this time reopens its alert. */
export const reopenMs: number = 24 * 3_600_000;

/** `down`: the outage rules that find a problem now, or whose alert has fired and is not resolved. */
export function isInhibited(rule: string, down: ReadonlySet<string>): boolean {
  if (alertRule(rule)?.followsOutage === true) return down.size > 0;
  return saysOutage(rule) && down.size > 0 && !down.has(rule);
}

/** Returns the rule that reports this side as the cause of an outage. */
export function outageRule(of: WatchTrouble['of']): ConnectionRuleId | null {
  return connectionRules.find(({ outageOf }) => outageOf === of)?.id ?? null;
}

/**
 * Whether a finding belongs to this alert. An alert that ended before it was announced, or that expired, is not opened
 * again. A new alert starts instead.
 */
export function isCurrent(state: AlertState, now: Instant): boolean {
  // An alert that was resolved by hand keeps its bulks as long as their problem lasts.
  return isCurrentCourse(state, now) || isClosedByHand(state);
}

/** Like `isCurrent`, but for an alert that no person has resolved. */
export function isCurrentCourse({ status, firedAt, resolvedAt, reason }: AlertCourse, now: Instant): boolean {
  if (status !== 'resolved') return true;
  return firedAt !== null && reason !== 'expired' && (resolvedAt ?? now) > now - reopenMs;
}

/** Whether a bulk stays in the alert that announced it, even if another error is now its most frequent one. */
export function staysPlaced(rule: string): boolean {
  return namedBy(rule) === 'most-frequent-error';
}

/** `groupOf` returns the group in which a bulk was already announced. */
export function placed(finding: Finding, groupOf: (rule: AlertRuleId, member: string) => string | undefined): Finding {
  if (!staysPlaced(finding.rule)) return finding;
  const group = groupOf(finding.rule, finding.member) ?? finding.group;
  return group === finding.group ? finding : { ...finding, group };
}
