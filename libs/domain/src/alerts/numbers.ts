/**
 * All numbers of alert rules, in one table. The settings file, the parameters of replays and subscriptions, the forms
 * and the cards are derived from it. Pure. To add a number, add its field to `AlertSettings` and its line here. If
 * anything else is missing, the code does not compile, or a test fails and names it.
 */
import { type AlertSettings, newsMs, watchedMs } from './facts.ts';
import type { AlertRuleId } from './rules/index.ts';

export type NumberField = Exclude<keyof AlertSettings, 'stepsMs'>;

/**
 * For each unit, the numerator and denominator of the factor that converts a number for `AlertSettings`: 5 percent
 * become 0.05.
 */
const units = {
  leads: [1, 1],
  causes: [1, 1],
  percent: [1, 100],
  minutes: [60_000, 1],
  seconds: [1_000, 1],
} as const;

export interface Bounds {
  /** The number's key in the settings file and in stored subscriptions. */
  readonly key: string;
  readonly unit: keyof typeof units;
  /** The default. `usual`, `least` and `most` are whole numbers in `unit`. */
  readonly usual: number;
  readonly least: number;
  readonly most: number;
}

export interface AlertThreshold extends Bounds {
  /**
   * The rule that the number belongs to. A rule with two numbers fires when one of them is reached. If a replay or a
   * subscription gives only one of the two, the other does not count.
   */
  readonly rule: AlertRuleId;
  /** The word before the number when a person types it, as in `from-5`; null: the number can't be typed. */
  readonly word: string | null;
  /**
   * The places where the number can be given. `settings`: only the settings file. `replay`: also a replay.
   * `subscription`: also a replay and a subscription.
   */
  readonly givenIn: 'settings' | 'replay' | 'subscription';
  /** If the settings file has this other number but not the number of this line, this line's default does not count. */
  readonly givesWayTo?: NumberField;
}

interface Pacing extends Bounds {
  readonly rule: null;
  readonly word: null;
  readonly givenIn: 'settings';
}

function pacing<const Key extends string>(
  key: Key,
  unit: Bounds['unit'],
  usual: number,
  [least, most]: readonly [number, number],
): Pacing & { readonly key: Key } {
  return { key, rule: null, word: null, givenIn: 'settings', unit, usual, least, most };
}

/** Forms and texts show the numbers in this order. */
export const alertNumbers = {
  erroredLeads: {
    key: 'erroredLeads',
    rule: 'bulk-errors',
    word: 'from',
    givenIn: 'subscription',
    unit: 'leads',
    usual: 1,
    least: 1,
    most: 100_000,
    givesWayTo: 'erroredShare',
  },
  erroredShare: {
    key: 'erroredPercent',
    rule: 'bulk-errors',
    word: 'share',
    givenIn: 'subscription',
    unit: 'percent',
    usual: 100,
    least: 1,
    most: 100,
  },
  stalledMs: {
    key: 'stalledMinutes',
    rule: 'bulk-stalled',
    word: 'stalled',
    givenIn: 'subscription',
    unit: 'minutes',
    usual: 60,
    least: 1,
    most: 10_080,
  },
  usualLeads: {
    key: 'usualLeads',
    rule: 'no-leads',
    word: 'usual',
    givenIn: 'replay',
    unit: 'leads',
    usual: 5,
    least: 1,
    most: 100_000,
  },
  unreachableMs: {
    key: 'unreachableMinutes',
    rule: 'dms-unreachable',
    word: 'unreachable',
    givenIn: 'subscription',
    unit: 'minutes',
    usual: 5,
    least: 1,
    most: 1_440,
  },
  notWatchingMs: {
    key: 'notWatchingMinutes',
    rule: 'not-watching',
    word: null,
    givenIn: 'settings',
    unit: 'minutes',
    usual: 5,
    least: 1,
    most: 1_440,
  },
  groupWaitMs: pacing('groupWaitSeconds', 'seconds', 5, [0, 3_600]),
  groupIntervalMs: pacing('groupIntervalSeconds', 'seconds', 300, [0, 86_400]),
  repeatIntervalMs: pacing('repeatMinutes', 'minutes', 240, [5, 10_080]),
  burstCauses: pacing('burstCauses', 'causes', 8, [1, 1_000]),
} as const satisfies Readonly<Record<NumberField, AlertThreshold | Pacing>>;

type Table = typeof alertNumbers;
type KeyOf<Row extends { readonly key: string }> = Row['key'];

/** A key in the settings file. */
export type NumberKey = KeyOf<Table[NumberField]>;
/** Numbers that a subscription may set higher or lower than the settings file, with the same names and units. */
export type ThresholdKey = KeyOf<Extract<Table[NumberField], { readonly givenIn: 'subscription' }>>;
export type Thresholds = { readonly [Key in ThresholdKey]?: number };
/** A number that a person can type in a command. */
export interface TypedThreshold<
  Key extends NumberKey = NumberKey,
  Word extends string = string,
  Unit extends Bounds['unit'] = Bounds['unit'],
> extends AlertThreshold {
  readonly field: NumberField;
  readonly key: Key;
  readonly word: Word;
  readonly unit: Unit;
}
type WordIn<Place extends 'replay' | 'subscription'> = Extract<Table[NumberField], { readonly givenIn: Place }>['word'];

/** The units of the numbers that a subscription accepts. */
export type ThresholdUnit = Extract<Table[NumberField], { readonly givenIn: 'subscription' }>['unit'];
/** The words of all numbers that a person can type. */
export type ThresholdWord = WordIn<'replay' | 'subscription'>;

type SubscriptionThreshold = TypedThreshold<ThresholdKey, WordIn<'subscription'>, ThresholdUnit>;

export const numberFields: readonly NumberField[] = Object.keys(alertNumbers) as NumberField[];

const typed = numberFields.flatMap((field): TypedThreshold[] => {
  const row: AlertThreshold | Pacing = alertNumbers[field];
  const { key } = alertNumbers[field];
  return row.rule === null || row.word === null ? [] : [{ ...row, field, key, word: row.word }];
});
/** Numbers that a replay accepts. */
export const replayNumbers: readonly TypedThreshold[] = typed.filter(({ givenIn }) => givenIn !== 'settings');
/** Numbers that a subscription accepts. */
export const thresholds: readonly SubscriptionThreshold[] = typed.filter(
  (one): one is SubscriptionThreshold => one.givenIn === 'subscription',
);

/** Converts a value from the table's unit to the unit of `AlertSettings`. */
export function toSetting({ unit }: Pick<Bounds, 'unit'>, value: number): number {
  const [times, by] = units[unit];
  return (value * times) / by;
}

/** Converts back to the table's unit. */
export function fromSetting({ unit }: Pick<Bounds, 'unit'>, value: number): number {
  const [times, by] = units[unit];
  return Math.round((value * by) / times);
}

export function isWithin({ least, most }: Pick<Bounds, 'least' | 'most'>, value: number): boolean {
  return Number.isInteger(value) && value >= least && value <= most;
}

export const defaultAlertSettings: AlertSettings = alertSettingsFrom({});

/** `given`: the numbers in the settings file. */
export function alertSettingsFrom(given: { readonly [Key in NumberKey]?: number | undefined }): AlertSettings {
  const valueOf = (field: NumberField): number => {
    const row: AlertThreshold | Pacing = alertNumbers[field];
    const value = given[alertNumbers[field].key];
    if (value !== undefined) return toSetting(row, value);
    const other = row.rule === null ? undefined : row.givesWayTo;
    const isOutdone = other !== undefined && given[alertNumbers[other].key] !== undefined;
    return isOutdone ? Infinity : toSetting(row, row.usual);
  };
  return Object.fromEntries(numberFields.map((field) => [field, valueOf(field)])) as Record<NumberField, number>;
}

/**
 * Returns settings in which the given numbers replace all numbers of their rule: if one of two is given, the other is
 * switched off. `given` returns undefined for a number that is not given.
 */
export function settingsWithOwn<One extends TypedThreshold>(
  settings: AlertSettings,
  all: readonly One[],
  given: (one: One) => number | undefined,
): AlertSettings {
  const rules = new Set(all.filter((one) => given(one) !== undefined).map(({ rule }) => rule));
  const own = all
    .filter(({ rule }) => rules.has(rule))
    .map((one) => [one.field, toSetting(one, given(one) ?? Infinity)] as const);
  return { ...settings, ...Object.fromEntries(own) };
}

/** Returns the ages at which the findings about a bulk may change although the bulk does not. */
export function agesThatMatter({ stalledMs, stepsMs }: AlertSettings): readonly number[] {
  return [stalledMs, ...(stepsMs?.stalledMs ?? []), newsMs, watchedMs];
}
