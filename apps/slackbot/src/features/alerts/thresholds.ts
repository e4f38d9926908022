/**
 * Decides which alerts a channel gets, by the thresholds of its subscription or else of the
 * settings. A connection is evaluated once, with the loosest thresholds of all channels; then each
 * channel gets its selection. Pure.
 */
import {
  type AlertMember,
  type AlertSettings,
  alertNumbers,
  type NumberField,
  thresholds,
  toSetting,
} from '@leadbell/domain';
import type { StoredAlert } from '@leadbell/store';
import type { AlertsDefinition } from '../../subscriptions/definition.ts';

const minuteMs = 60_000;

/** Returns for each rule the loosest threshold among the settings and the subscriptions that enable it. */
export function loosest(settings: AlertSettings, definitions: readonly AlertsDefinition[]): AlertSettings {
  const own = thresholds.map((one) => {
    const values = definitions.flatMap((definition) => {
      const value = definition.without.includes(one.rule) ? undefined : definition.thresholds[one.key];
      return value === undefined ? [] : [toSetting(one, value)];
    });
    return { ...one, values: [settings[one.field], ...values] };
  });
  return {
    ...settings,
    ...fields(own.map(({ field, values }) => [field, Math.min(...values)])),
    stepsMs: fields(own.flatMap(({ field, unit, values }) => (unit === 'minutes' ? [[field, values] as const] : []))),
  };
}

function fields<T>(entries: readonly (readonly [NumberField, T])[]): Partial<Record<NumberField, T>> {
  return Object.fromEntries(entries) as Partial<Record<NumberField, T>>;
}

/** Whether the channel gets the alert for any of its bulks, open or resolved. */
export function isWanted(
  { rule, state }: Pick<StoredAlert, 'rule' | 'state'>,
  definition: AlertsDefinition,
  settings: AlertSettings,
): boolean {
  if (definition.without.includes(rule)) return false;
  return Object.values(state.members).some((member) => meetsThresholds(rule, member, definition, settings));
}

/** Whether the channel gets the alert for any of its open bulks. */
export function isWantedNow(
  alert: Pick<StoredAlert, 'rule' | 'state'>,
  definition: AlertsDefinition,
  settings: AlertSettings,
): boolean {
  if (definition.without.includes(alert.rule)) return false;
  return Object.values(alert.state.members).some(
    (member) => member.resolvedAt === null && meetsThresholds(alert.rule, member, definition, settings),
  );
}

const ofRules = Map.groupBy(thresholds, ({ rule }): string => rule);

/**
 * Whether one bulk of an alert meets the channel's thresholds; always true for a rule without
 * thresholds. Called for each bulk and channel, so it must be fast.
 */
export function meetsThresholds(
  rule: string,
  member: Pick<AlertMember, 'count' | 'of'>,
  { atLeast, thresholds: given }: AlertsDefinition,
  settings: AlertSettings,
): boolean {
  const its = ofRules.get(rule);
  if (its === undefined) return true;
  // As in `settingsWithOwn`: if a subscription sets one threshold of a rule, the settings'
  // thresholds of that rule are ignored.
  const isOwn = its.some(({ key }) => given[key] !== undefined);
  const isEnough = its.some((one) => {
    const least = isOwn ? toSetting(one, given[one.key] ?? Infinity) : settings[one.field];
    return reached(one.unit, member) >= least;
  });
  return isEnough && (rule !== alertNumbers.erroredLeads.rule || member.count >= atLeast);
}

/** Converts a count to the unit in which the settings give the threshold. */
function reached(unit: (typeof thresholds)[number]['unit'], { count, of }: Pick<AlertMember, 'count' | 'of'>): number {
  switch (unit) {
    case 'percent':
      return of > 0 ? count / of : 0;
    case 'minutes':
      return count * minuteMs;
    default:
      return count;
  }
}
