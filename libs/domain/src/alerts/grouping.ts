/** Where findings belong, live and in a replay. Pure. */
import type { Instant } from '../time/instant.ts';
import type { Finding } from './facts.ts';
import type { AlertState } from './state.ts';

/** What ended within this is the same trouble when it comes again. */
export const reopenMs: number = 24 * 3_600_000;

/** Rules that say that nothing is read; the first of them to fire speaks for both. */
export const watchRules: ReadonlySet<string> = new Set(['dms-unreachable', 'not-watching']);
/** Rules whose findings follow from that. */
const followers: ReadonlySet<string> = new Set(['no-leads', 'bulk-stalled']);

/** `down`: those of `watchRules` that hold, or have fired and are not over. */
export function isInhibited(rule: string, down: ReadonlySet<string>): boolean {
  if (followers.has(rule)) return down.size > 0;
  return watchRules.has(rule) && down.size > 0 && !down.has(rule);
}

/** Whether what is found now goes on with this alert. What was gone before anybody heard of it, or was never mended, does not come again: another begins. */
export function isCurrent({ status, firedAt, resolvedAt, reason }: AlertState, now: Instant): boolean {
  return status !== 'resolved' || (firedAt !== null && reason !== 'expired' && (resolvedAt ?? now) > now - reopenMs);
}

/** A bulk stays where it was told, though another error may be the most frequent now. `places`: groups of bulks that are told already. */
export function placed(finding: Finding, places: { get(member: string): string | undefined }): Finding {
  if (finding.rule !== 'bulk-errors') return finding;
  const group = places.get(finding.member) ?? finding.group;
  return group === finding.group ? finding : { ...finding, group };
}
