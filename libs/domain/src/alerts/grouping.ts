/** Where findings belong, live and in a replay. Pure. */
import type { Instant } from '../time/instant.ts';
import {
  alertRule,
  type AlertRuleId,
  type ConnectionRuleId,
  connectionRules,
  type Finding,
  namedBy,
  saysOutage,
} from './rules/index.ts';
import type { AlertState } from './state.ts';
import type { WatchTrouble } from './watching.ts';

/** What ended within this is the same trouble when it comes again. */
export const reopenMs: number = 24 * 3_600_000;

/** `down`: those of the rules that say that nothing is read which hold, or have fired and are not over. */
export function isInhibited(rule: string, down: ReadonlySet<string>): boolean {
  if (alertRule(rule)?.followsOutage === true) return down.size > 0;
  return saysOutage(rule) && down.size > 0 && !down.has(rule);
}

/** The rule that says who is to blame when nothing is read. */
export function outageRule(of: WatchTrouble['of']): ConnectionRuleId | null {
  return connectionRules.find(({ outageOf }) => outageOf === of)?.id ?? null;
}

/** Whether what is found now goes on with this alert. What was gone before anybody heard of it, or was never mended, does not come again: another begins. */
export function isCurrent({ status, firedAt, resolvedAt, reason }: AlertState, now: Instant): boolean {
  return status !== 'resolved' || (firedAt !== null && reason !== 'expired' && (resolvedAt ?? now) > now - reopenMs);
}

/** Whether a bulk stays in the alert in which it was told, though another error may be the most frequent now. */
export function staysPlaced(rule: string): boolean {
  return namedBy(rule) === 'most-frequent-error';
}

/** `groupOf`: the group in which a bulk was told already. */
export function placed(finding: Finding, groupOf: (rule: AlertRuleId, member: string) => string | undefined): Finding {
  if (!staysPlaced(finding.rule)) return finding;
  const group = groupOf(finding.rule, finding.member) ?? finding.group;
  return group === finding.group ? finding : { ...finding, group };
}
