/**
 * Limits alerts to those that a person may see. Silences apply to all leads, so a person with a
 * limited scope can neither create nor see silences.
 */
import type { Scope } from '@leadbell/domain';
import type { AlertService } from './alert-service.ts';
import { isSeen, isWhollySeen } from './seen.ts';

/** So high that all open alerts are read, because only an alert's state shows whether the person may see it. */
const mostOpen = 1_000_000;

export function alertsWithin(alerts: AlertService, scope: Scope): AlertService {
  if (scope === 'all') return alerts;
  const find: AlertService['find'] = async (id) => {
    const found = await alerts.find(id);
    return found !== null && isSeen(found.alert, scope) ? found : null;
  };
  return {
    ...alerts,
    find,
    act: async (id, ...action) => ((await find(id)) === null ? null : alerts.act(id, ...action)),
    async mayResolve(id) {
      const found = await find(id);
      return found === null || isWhollySeen(found.alert, scope);
    },
    latest: async (limit) => (await alerts.latest(limit)).filter((one) => isSeen(one, scope)),
    async open(user, limit) {
      const { first } = await alerts.open(user, mostOpen);
      const seen = first.filter((one) => isSeen(one, scope));
      return { count: seen.length, first: seen.slice(0, limit) };
    },
    async causes(summary) {
      const found = await alerts.causes(summary);
      if (found === null) return null;
      return { ...found, causes: { ...found.causes, alerts: found.causes.alerts.filter((one) => isSeen(one, scope)) } };
    },
    maySilence: () => Promise.resolve(false),
    silences: () => Promise.resolve([]),
  };
}
