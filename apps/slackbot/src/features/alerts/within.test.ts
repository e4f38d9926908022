import type { AlertState, Instant, Scope } from '@leadbell/domain';
import type { StoredAlert } from '@leadbell/store';
import { describe, expect, test } from 'vitest';
import { answerQuery } from '../../testing/commands-fixtures.ts';
import { contextFor, fakeApi, noon, quietAlertService } from '../../testing/lead-fixtures.ts';
import type { AlertService } from './alert-service.ts';
import { alertsWithin } from './within.ts';

function alert(rule: StoredAlert['rule'], traits: { brand: string[]; branch: string[] } | null): StoredAlert {
  const member = {
    dmsId: '5',
    createdAt: noon,
    state: 'completed',
    count: 1,
    of: 1,
    errors: [],
    traits: traits === null ? null : { source: [], ...traits },
    since: noon,
    resolvedAt: null,
  };
  const state: AlertState = {
    status: 'firing',
    startedAt: noon,
    firedAt: noon,
    resolvedAt: null,
    toldAt: noon,
    members: { one: member },
    acknowledgedBy: null,
    owner: null,
    snoozedUntil: null,
    reason: 'fired',
    history: [],
  };
  return { id: 12, connection: 'dms', rule, group: 'g', state };
}

/**
 * Whether a person with this scope sees the alert: the distinct answers of all places that could
 * show it.
 */
async function seen(one: StoredAlert, scope: Scope): Promise<readonly boolean[]> {
  const acted: unknown[] = [];
  const view = {
    alert: one,
    errorTexts: new Map(),
    sentAgain: new Set<string>(),
    numbersOf: () => [],
    undated: { seenAt: new Map<string, Instant>(), keysOf: () => [] },
  };
  const causes = {
    causes: { id: 7, state: {} as never, alerts: [one], channel: 'C0SALES', silencedUntil: new Map() },
    errorTexts: new Map(),
  };
  const alerts: AlertService = {
    ...quietAlertService,
    find: () => Promise.resolve(view),
    latest: () => Promise.resolve([one]),
    open: () => Promise.resolve({ count: 1, first: [one] }),
    causes: () => Promise.resolve(causes),
    act: (...action) => {
      acted.push(action);
      return Promise.resolve(view);
    },
  };
  const within = alertsWithin(alerts, scope);
  const ways = [
    (await within.find(12)) !== null,
    (await within.latest(5)).length === 1,
    (await within.open('U0NOURA', 5)).count === 1,
    (await within.causes(7))?.causes.alerts.length === 1,
    (await within.act(12, 'acknowledge', 'U0NOURA')) !== null,
  ];
  expect(acted.length === 1).toBe(ways[4]);
  return [...new Set(ways)];
}

const kia: Scope = [{ brands: ['kia'] }];
const both: Scope = [{ brands: ['KIA'], branches: ['Riyadh North'] }];

describe('an alert', () => {
  test.each([
    ['of a bulk of that brand', 'bulk-errors', { brand: ['MG', 'KIA'], branch: [] }, kia, true],
    ['of a bulk of another brand', 'bulk-errors', { brand: ['MG'], branch: [] }, kia, false],
    ['of a bulk without traits', 'bulk-errors', null, kia, false],
    ['of the brand but another branch', 'bulk-errors', { brand: ['KIA'], branch: ['Jeddah'] }, both, false],
    ['of the brand and the branch', 'bulk-errors', { brand: ['KIA'], branch: ['riyadh north'] }, both, true],
    ['about the DMS', 'dms-unreachable', null, kia, true],
    ['of any bulk, for someone who may see all', 'bulk-errors', null, 'all', true],
    ['of any bulk, with a stored scope that is unreadable', 'bulk-errors', { brand: ['KIA'], branch: [] }, [], false],
  ] as const)('%s', async (_, rule, traits, scope, isSeen) => {
    const given = traits === null ? null : { brand: [...traits.brand], branch: [...traits.branch] };
    expect(await seen(alert(rule, given), scope)).toEqual([isSeen]);
  });

  test('someone who may see only some leads does not see the alert’s silences', async () => {
    const silence = { brand: 'MG', error: 'MG supplier' };
    const one = await quietAlertService.silence(silence, 60_000, 'the supplier moved', 'U0AMAL');
    const alerts = { ...quietAlertService, silences: () => Promise.resolve([one]) };
    const answered = async (scope: Scope) => {
      const context = contextFor(fakeApi([]), 'en', { alerts: alertsWithin(alerts, scope), scope });
      return JSON.stringify(await answerQuery({ command: 'silences', share: false }, context));
    };
    expect(await answered('all')).toContain('MG supplier');
    expect(await answered(kia)).toMatch(/covers the leads of all brands and branches/);
    expect(await answered(kia)).not.toMatch(/MG|supplier/);
    expect(await alertsWithin(alerts, kia).silences()).toEqual([]);
  });

  test('someone who may see only some leads can’t silence an alert', async () => {
    expect(await alertsWithin(quietAlertService, kia).maySilence('U0NOURA')).toBe(false);
    expect(await alertsWithin(quietAlertService, 'all').maySilence('U0NOURA')).toBe(true);
  });
});
