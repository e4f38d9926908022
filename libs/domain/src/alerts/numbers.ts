/**
 * The numbers of alerts, in one table: what the settings' file may hold, what a replay and a subscription may be given, what forms offer and
 * cards say derives from it. Pure. To add one: its field in `AlertSettings`, its line here. What is missing does not compile, or fails a test by its name.
 */
import { type AlertSettings, newsMs, watchedMs } from './facts.ts';
import type { AlertRuleId } from './rules/index.ts';

export type NumberField = Exclude<keyof AlertSettings, 'stepsMs'>;

/** How many of a field's own units one is: as a fraction, so that 57 percent are 0.57. */
const units = {
  leads: [1, 1],
  causes: [1, 1],
  percent: [1, 100],
  minutes: [60_000, 1],
  seconds: [1_000, 1],
} as const;

export interface Bounds {
  /** In the settings' file, and in subscriptions as they are stored. */
  readonly key: string;
  readonly unit: keyof typeof units;
  /** Whole numbers, of `unit`. */
  readonly usual: number;
  readonly least: number;
  readonly most: number;
}

export interface AlertThreshold extends Bounds {
  /** Several of one rule: any of them is enough, and where some are given the others do not count. */
  readonly rule: AlertRuleId;
  /** As it is typed: `from-5`. Null: it is not. */
  readonly word: string | null;
  /** Where it can be given: each place has those of the places before it. */
  readonly givenIn: 'settings' | 'replay' | 'subscription';
  /** In the settings' file it does not count where this one is given. */
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

/** In the order in which forms and texts have them. */
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

/** As the settings' file names them. */
export type NumberKey = KeyOf<Table[NumberField]>;
/** Numbers that a subscription may have of its own, above the settings' or below; names and units are those of the settings' file. */
export type ThresholdKey = KeyOf<Extract<Table[NumberField], { readonly givenIn: 'subscription' }>>;
export type Thresholds = { readonly [Key in ThresholdKey]?: number };
/** A number that can be typed. */
export interface TypedThreshold<
  Key extends NumberKey = NumberKey,
  Word extends string = string,
> extends AlertThreshold {
  readonly field: NumberField;
  readonly key: Key;
  readonly word: Word;
}
type WordIn<Place extends 'replay' | 'subscription'> = Extract<Table[NumberField], { readonly givenIn: Place }>['word'];

export const numberFields: readonly NumberField[] = Object.keys(alertNumbers) as NumberField[];

const typed = numberFields.flatMap((field): TypedThreshold[] => {
  const row: AlertThreshold | Pacing = alertNumbers[field];
  const { key } = alertNumbers[field];
  return row.rule === null || row.word === null ? [] : [{ ...row, field, key, word: row.word }];
});
/** Those that a replay can be given. */
export const replayNumbers: readonly TypedThreshold[] = typed.filter(({ givenIn }) => givenIn !== 'settings');
/** Those that a subscription can be given. */
export const thresholds: readonly TypedThreshold<ThresholdKey, WordIn<'subscription'>>[] = typed.filter(
  (one): one is TypedThreshold<ThresholdKey, WordIn<'subscription'>> => one.givenIn === 'subscription',
);

/** A number of a table's unit, in that of `AlertSettings`. */
export function toSetting({ unit }: Pick<Bounds, 'unit'>, value: number): number {
  const [times, by] = units[unit];
  return (value * times) / by;
}

/** The other way round. */
export function fromSetting({ unit }: Pick<Bounds, 'unit'>, value: number): number {
  const [times, by] = units[unit];
  return Math.round((value * by) / times);
}

export function isWithin({ least, most }: Pick<Bounds, 'least' | 'most'>, value: number): boolean {
  return Number.isInteger(value) && value >= least && value <= most;
}

export const defaultAlertSettings: AlertSettings = alertSettingsFrom({});

/** `given`: what the settings' file has. */
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
 * Settings in which numbers that somebody gave take the place of the others of their rule: given one of two, the other
 * does not count. `given`: undefined for what was not.
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

/** Ages of a bulk at which rules may find something else, though nobody changed it. */
export function agesThatMatter({ stalledMs, stepsMs }: AlertSettings): readonly number[] {
  return [stalledMs, ...(stepsMs?.stalledMs ?? []), newsMs, watchedMs];
}
