/** The alert rules; ids, kinds and types are derived from this list. To add a rule, add its file and a line here. */
import type { AlertFacts, AlertRule, AlertSettings, Found, FoundInBulk } from '../facts.ts';
import { bulkCancelled } from './bulk-cancelled.ts';
import { bulkErrors } from './bulk-errors.ts';
import { bulkSetAside } from './bulk-set-aside.ts';
import { bulkStalled } from './bulk-stalled.ts';
import { countsDiffer } from './counts-differ.ts';
import { dmsUnreachable } from './dms-unreachable.ts';
import { newError } from './new-error.ts';
import { noLeads } from './no-leads.ts';
import { notWatching } from './not-watching.ts';

/** Forms and texts show the rules in this order. */
const rules = [
  bulkErrors,
  bulkCancelled,
  bulkStalled,
  newError,
  countsDiffer,
  bulkSetAside,
  dmsUnreachable,
  notWatching,
  noLeads,
] as const;

type Listed = (typeof rules)[number];
export type AlertRuleId = Listed['id'];
export type ConnectionRuleId = Extract<Listed, { readonly about: 'connection' }>['id'];

export const alertRules: readonly AlertRuleId[] = rules.map(({ id }) => id);
/** The rules that can be replayed, because the history contains their input. */
export const replayableRules: readonly AlertRuleId[] = rules.flatMap(({ id, isReplayable }) =>
  isReplayable ? [id] : [],
);
export const connectionRules: readonly Extract<Listed, { readonly about: 'connection' }>[] = rules.filter(
  (rule) => rule.about === 'connection',
);

const byId: ReadonlyMap<string, AlertRule> = new Map(rules.map((rule) => [rule.id, rule]));

/** Returns undefined for a rule of another release. */
export function alertRule(id: string): AlertRule | undefined {
  return byId.get(id);
}

/** Whether the rule's alert is about the whole connection and has no bulks. */
export function isOfConnection(rule: string): rule is ConnectionRuleId {
  return byId.get(rule)?.about === 'connection';
}

/** Returns the rule's `namedBy`, or `rule` for rules about the connection and for rules of other releases. */
export function namedBy(rule: string): 'most-frequent-error' | 'error-of-group' | 'rule' {
  const known = byId.get(rule);
  return known?.about === 'bulks' ? known.namedBy : 'rule';
}

export function isOfErrors(rule: string): boolean {
  return namedBy(rule) !== 'rule';
}

/** Whether the rule reports an outage, in which nothing is read. */
export function saysOutage(rule: string): boolean {
  const known = byId.get(rule);
  return known?.about === 'connection' && known.outageOf !== null;
}

export function needsPace(rule: string): boolean {
  const known = byId.get(rule);
  return known?.about === 'connection' && known.needsPace;
}

/** A problem that a rule has found, with the rule. */
export interface Finding extends Found {
  readonly rule: AlertRuleId;
  /** The cause: findings with the same group belong to one alert. */
  readonly group: string;
  /** See `FoundInBulk`; empty for a problem of the whole connection. */
  readonly member: string;
  readonly bulk: FoundInBulk['bulk'];
  readonly aside?: NonNullable<FoundInBulk['aside']>;
}

/** A finding that explains other findings is announced before them. */
const inOrderOfTelling = rules.toSorted((a, b) => rankOf(a) - rankOf(b));

function rankOf(rule: AlertRule): number {
  if (rule.about === 'connection') return rule.outageOf === null ? 3 : 0;
  return rule.namedBy === 'error-of-group' ? 1 : 2;
}

/** A bulk is not announced if it was first seen this long after its creation, or later. */
const oldMs = 24 * 3_600_000;

/** Returns all problems that the rules find now. */
export function findingsOf(facts: AlertFacts, settings: AlertSettings): readonly Finding[] {
  const bulks = facts.bulks.filter(
    ({ createdAt, firstSeenAt }) => createdAt === null || firstSeenAt - createdAt < oldMs,
  );
  const news = { ...facts, bulks };
  return inOrderOfTelling.flatMap((rule): readonly Finding[] => {
    if (rule.about === 'bulks') return rule.evaluate(news, settings).map((found) => ({ rule: rule.id, ...found }));
    const found = rule.evaluate(news, settings);
    return found === null ? [] : [{ rule: rule.id, group: rule.group, member: '', bulk: null, ...found }];
  });
}

/**
 * Returns the members that were not fixed. The rules do not find them any more, because they are too old or no longer
 * watched.
 */
export function expiredOf(
  { rule, group }: Pick<Finding, 'rule' | 'group'>,
  members: readonly string[],
  facts: AlertFacts,
  settings: AlertSettings,
): ReadonlySet<string> {
  const known = byId.get(rule);
  if (known?.about !== 'bulks') return new Set();
  const { holds, expires } = known;
  if (expires !== null) return new Set(members.filter((member) => expires(member, facts)));
  if (holds === null) return new Set();
  const bulks = new Map(facts.bulks.map((bulk) => [String(bulk.id), bulk]));
  // Leadbell no longer watches a bulk that is missing here, so it can't say that the bulk was fixed.
  return new Set(
    members.filter((member) => {
      const bulk = bulks.get(member);
      return bulk === undefined || holds(bulk, group, settings);
    }),
  );
}
