/**
 * Which alerts a channel hears of: by the thresholds of its subscription and, where that has none, by the settings. A connection is looked at by the
 * loosest of them all, so that each channel can be told what it asked for. Pure.
 */
import type { AlertMember, AlertRuleId, AlertSettings } from '@leadbell/domain';
import type { StoredAlert } from '@leadbell/store';
import type { AlertsDefinition } from '../../subscriptions/definition.ts';

const minuteMs = 60_000;

/** What anybody wants to hear: of each rule, from those who hear it. */
export function loosest(settings: AlertSettings, definitions: readonly AlertsDefinition[]): AlertSettings {
  const of = (rule: AlertRuleId) =>
    definitions.filter(({ without }) => !without.includes(rule)).map(({ thresholds }) => thresholds);
  const errors = of('bulk-errors');
  const stalled = of('bulk-stalled').flatMap(({ stalledMinutes }) => timesOf(stalledMinutes));
  const unreachable = of('dms-unreachable').flatMap(({ unreachableMinutes }) => timesOf(unreachableMinutes));
  return {
    ...settings,
    erroredLeads: Math.min(settings.erroredLeads, ...errors.map(({ erroredLeads = Infinity }) => erroredLeads)),
    erroredShare: Math.min(
      settings.erroredShare,
      ...errors.map(({ erroredPercent = Infinity }) => erroredPercent / 100),
    ),
    stalledMs: Math.min(settings.stalledMs, ...stalled),
    unreachableMs: Math.min(settings.unreachableMs, ...unreachable),
    stepsMs: { stalled: [settings.stalledMs, ...stalled], unreachable: [settings.unreachableMs, ...unreachable] },
  };
}

function timesOf(minutes: number | undefined): readonly number[] {
  return minutes === undefined ? [] : [minutes * minuteMs];
}

/** Whether a channel that asked for this is told of it at all. */
export function isWanted(
  { rule, state }: Pick<StoredAlert, 'rule' | 'state'>,
  definition: AlertsDefinition,
  settings: AlertSettings,
): boolean {
  if (definition.without.includes(rule)) return false;
  return Object.values(state.members).some((member) => meetsThresholds(rule, member, definition, settings));
}

/** The same, of what is wrong at the moment. */
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

/** Whether one bulk of an alert is enough for a channel. */
export function meetsThresholds(
  rule: string,
  { count, of }: Pick<AlertMember, 'count' | 'of'>,
  { atLeast, thresholds }: AlertsDefinition,
  settings: AlertSettings,
): boolean {
  const { erroredLeads, erroredPercent, stalledMinutes, unreachableMinutes } = thresholds;
  switch (rule) {
    case 'bulk-errors': {
      const isOwn = erroredLeads !== undefined || erroredPercent !== undefined;
      // As in the settings: with a share alone, a number is not enough, and the other way round.
      const least = isOwn ? (erroredLeads ?? Infinity) : settings.erroredLeads;
      const share = isOwn ? (erroredPercent ?? Infinity) / 100 : settings.erroredShare;
      return (count >= least || (of > 0 && count / of >= share)) && count >= atLeast;
    }
    case 'bulk-stalled':
      return count * minuteMs >= (stalledMinutes === undefined ? settings.stalledMs : stalledMinutes * minuteMs);
    case 'dms-unreachable':
      return (
        count * minuteMs >= (unreachableMinutes === undefined ? settings.unreachableMs : unreachableMinutes * minuteMs)
      );
    default:
      return true;
  }
}
