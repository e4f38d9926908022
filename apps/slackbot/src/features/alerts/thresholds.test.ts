/**
 * Tests each threshold, in the settings and for a channel: its rule finds nothing in facts just
 * below the threshold, and something in facts that reach it.
 */
import {
  type AlertFacts,
  alertNumbers,
  alertSettingsFrom,
  type BulkFacts,
  findingsOf,
  fromSetting,
  type Instant,
  type NumberField,
  thresholds,
} from '@leadbell/domain';
import { expect, test } from 'vitest';
import { plainAlerts } from '../../testing/definition-fixtures.ts';
import { loosest, meetsThresholds } from './thresholds.ts';

const now = Date.parse('2025-08-25T12:00:00Z') as Instant;
const minute = 60_000;

/** The numeric alert settings that are thresholds of a rule. */
type ThresholdField = {
  [Field in NumberField]: (typeof alertNumbers)[Field]['rule'] extends null ? never : Field;
}[NumberField];

/** For each threshold, builds facts that reach exactly the value, which is in the unit of `alertNumbers`. */
const reaching: Readonly<Record<ThresholdField, (value: number) => AlertFacts>> = {
  erroredLeads: (leads) => withBulk({ leads: 1_000, errored: leads }),
  erroredShare: (percent) => withBulk({ leads: 100, errored: percent }),
  stalledMs: (minutes) => withBulk({ state: 'created', createdAt: (now - minutes * minute) as Instant }),
  usualLeads: (leads) => ({ ...calm, pace: { lately: 0, usual: leads } }),
  unreachableMs: (minutes) => failedFor(minutes, 'timeout'),
  notWatchingMs: (minutes) => failedFor(minutes, 'fault'),
};

const calm: AlertFacts = {
  now,
  bulks: [],
  setAside: [],
  connection: { failedSince: null, failure: null, overdueSince: null, gapSince: null },
  newErrors: new Set(),
  pace: null,
};

function withBulk(changes: Partial<BulkFacts>): AlertFacts {
  const { errored = 0 } = changes;
  const bulk: BulkFacts = {
    id: 1,
    dmsId: '1',
    createdAt: now,
    firstSeenAt: now,
    state: 'completed',
    totalRecords: null,
    errorRecords: null,
    leads: 10,
    errored,
    resentErrored: 0,
    missing: 0,
    gone: 0,
    goneErrored: 0,
    errors: errored === 0 ? [] : [{ fingerprint: 'E|', leads: errored }],
    traits: { source: [], brand: [], branch: [] },
    ...changes,
  };
  return { ...calm, bulks: [bulk] };
}

function failedFor(minutes: number, failure: string): AlertFacts {
  return { ...calm, connection: { ...calm.connection, failure, failedSince: (now - minutes * minute) as Instant } };
}

const fields = Object.keys(alertNumbers) as NumberField[];
const ofRules = fields.filter((field): field is ThresholdField => alertNumbers[field].rule !== null);
/** A value that every threshold accepts. */
const value = 40;
/** A setting that the facts never reach, for tests in which the subscription has its own value. */
const elsewhere = 100;

function settingsWith(field: NumberField, number: number) {
  const all = alertSettingsFrom({ [alertNumbers[field].key]: number });
  const others = fields.filter((one) => one !== field && alertNumbers[one].rule === alertNumbers[field].rule);
  return { ...all, ...Object.fromEntries(others.map((one) => [one, Infinity])) };
}

test.each(ofRules)('the number %s in the settings decides whether its rule fires', (field) => {
  expect(reaching[field], `add the facts that reach ${field} to this file`).toBeTypeOf('function');
  const found = (reached: number) =>
    findingsOf(reaching[field](reached), settingsWith(field, value)).filter(
      ({ rule }) => rule === alertNumbers[field].rule,
    );
  expect(found(value - 1)).toEqual([]);
  expect(found(value)).toHaveLength(1);
});

test.each(thresholds.map((one) => [one.field as ThresholdField, one] as const))(
  'the number %s in a subscription decides whether its channel gets the alert',
  (field, one) => {
    const settings = settingsWith(field, elsewhere);
    const own = { ...plainAlerts, thresholds: { [one.key]: value } };
    const heard = (reached: number) =>
      findingsOf(reaching[field](reached), loosest(settings, [own])).filter(
        (finding) => finding.rule === one.rule && meetsThresholds(one.rule, finding, own, settings),
      );
    expect(heard(value - 1)).toEqual([]);
    expect(heard(value)).toHaveLength(1);
    expect(fromSetting(one, loosest(settings, [own])[field])).toBe(value);
    // One channel's low threshold must not bring the alert to a channel without a threshold of its
    // own.
    const [finding] = findingsOf(reaching[field](value), loosest(settings, [own]));
    expect(finding !== undefined && meetsThresholds(one.rule, finding, plainAlerts, settings)).toBe(false);
  },
);
