/** The rules of alerts. To add one: its file, a line here, and its id in `facts.ts`. */
import type { AlertFacts, AlertRule, AlertSettings, Finding } from '../facts.ts';
import { bulkCancelled } from './bulk-cancelled.ts';
import { bulkErrors } from './bulk-errors.ts';
import { bulkSetAside } from './bulk-set-aside.ts';
import { bulkStalled } from './bulk-stalled.ts';
import { countsDiffer } from './counts-differ.ts';
import { dmsUnreachable } from './dms-unreachable.ts';
import { newError } from './new-error.ts';
import { noLeads } from './no-leads.ts';
import { notWatching } from './not-watching.ts';

const rules: readonly AlertRule[] = [
  dmsUnreachable,
  notWatching,
  newError,
  bulkErrors,
  bulkCancelled,
  bulkStalled,
  bulkSetAside,
  countsDiffer,
  noLeads,
];

/** What is seen for the first time this long after it was made is history, not news. */
const oldMs = 24 * 3_600_000;

/** Everything that is so now. */
export function findingsOf(facts: AlertFacts, settings: AlertSettings): readonly Finding[] {
  const bulks = facts.bulks.filter(
    ({ createdAt, firstSeenAt }) => createdAt === null || firstSeenAt - createdAt < oldMs,
  );
  return rules.flatMap((rule) => rule.evaluate({ ...facts, bulks }, settings));
}

/** Of an alert's members, those that are no longer found and were not mended: what is no news any more, or not watched. */
export function expiredOf(
  { rule, group }: Pick<Finding, 'rule' | 'group'>,
  members: readonly string[],
  facts: AlertFacts,
  settings: AlertSettings,
): ReadonlySet<string> {
  const { holds, expires } = rules.find(({ id }) => id === rule) ?? {};
  if (expires !== undefined) return new Set(members.filter((member) => expires(member, facts)));
  if (holds === undefined) return new Set();
  const bulks = new Map(facts.bulks.map((bulk) => [String(bulk.id), bulk]));
  // Of one that is not known any more nobody knows that it was mended.
  return new Set(
    members.filter((member) => {
      const bulk = bulks.get(member);
      return bulk === undefined || holds(bulk, group, settings);
    }),
  );
}
