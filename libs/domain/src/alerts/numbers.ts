/**
 * The numbers of alerts in one table. The settings file, the parameters of replays and subscriptions, the forms and the
 * cards derive from it. Pure.
 * To add one: its field in `AlertSettings`, its line here. A missing part does not compile, or fails a test by name.
 */
import { type AlertSettings, newsMs, watchedMs } from './facts.ts';
import type { AlertRuleId } from './rules/index.ts';

export type NumberField = Exclude<keyof AlertSettings, 'stepsMs'>;

/** The factor from each field's own unit to that of `AlertSettings`: a percent is 0.01. */
const units = {
  leads: [1, 1],
  causes: [1, 1],
  percent: [1, 100],
  minutes: [60_000, 1],
  seconds: [1_000, 1],
} as const;

export interface Bounds {
  /** The key in the settings file and in stored subscriptions. */
  readonly key: string;
  readonly unit: keyof typeof units;
  /** Whole numbers, in `unit`. */
  readonly usual: number;
  readonly least: number;
  readonly most: number;
}

export interface AlertThreshold extends Bounds {
  /** A rule may have several numbers: reaching any is enough, and giving some replaces the others. */
  readonly rule: AlertRuleId;
  /** Its typed form: `from-5`. Null: it can't be typed. */
  readonly word: string | null;
  /** Where it can be given; each place also accepts the numbers of the places before it. */
  readonly givenIn: 'settings' | 'replay' | 'subscription';
  /** In the settings file it is ignored when this other number is given. */
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

/** In the order of forms and texts. */
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

/** A key of the settings file. */
export type NumberKey = KeyOf<Table[NumberField]>;
/** Numbers that a subscription may override, in either direction; names and units are those of the settings file. */
export type ThresholdKey = KeyOf<Extract<Table[NumberField], { readonly givenIn: 'subscription' }>>;
export type Thresholds = { readonly [Key in ThresholdKey]?: number };
/** A number that can be typed in a command. */
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

/** The units of numbers that a subscription accepts. */
export type ThresholdUnit = Extract<Table[NumberField], { readonly givenIn: 'subscription' }>['unit'];
/** The words of all numbers that can be typed. */
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

/** Converts from a table entry's unit to that of `AlertSettings`. */
export function toSetting({ unit }: Pick<Bounds, 'unit'>, value: number): number {
  const [times, by] = units[unit];
  return (value * times) / by;
}

/** The reverse of `toSetting`. */
export function fromSetting({ unit }: Pick<Bounds, 'unit'>, value: number): number {
  const [times, by] = units[unit];
  return Math.round((value * by) / times);
}

export function isWithin({ least, most }: Pick<Bounds, 'least' | 'most'>, value: number): boolean {
  return Number.isInteger(value) && value >= least && value <= most;
}

export const defaultAlertSettings: AlertSettings = alertSettingsFrom({});

/** `given`: the contents of the settings file. */
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
 * Settings in which given numbers replace all numbers of their rule: giving one of two switches the other off. `given`
 * is undefined for numbers not given.
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

/** Ages of a bulk at which a rule's result may change without a change of the bulk. */
export function agesThatMatter({ stalledMs, stepsMs }: AlertSettings): readonly number[] {
  return [stalledMs, ...(stepsMs?.stalledMs ?? []), newsMs, watchedMs];
}
