/**
 * Limits alerts to those that a person may see whose role has only some brands or branches: alerts
 * of bulks with errored leads there, and alerts about the DMS itself. Silences apply to all leads,
 * so such a person may not make any.
 */
import { isOfConnection, type Scope, touchesScope } from '@leadbell/domain';
import type { StoredAlert } from '@leadbell/store';
import type { AlertService } from './alert-service.ts';

export function alertsWithin(alerts: AlertService, scope: Scope): AlertService {
  if (scope === 'all') return alerts;
  const isSeen = ({ rule, state }: StoredAlert): boolean =>
    isOfConnection(rule) ||
    Object.values(state.members).some(({ traits }) => traits !== null && touchesScope(traits, scope));
  const find: AlertService['find'] = async (id) => {
    const found = await alerts.find(id);
    return found !== null && isSeen(found.alert) ? found : null;
  };
  return {
    ...alerts,
    find,
    act: async (id, ...action) => ((await find(id)) === null ? null : alerts.act(id, ...action)),
    latest: async (limit) => (await alerts.latest(limit)).filter(isSeen),
    async causes(summary) {
      const found = await alerts.causes(summary);
      if (found === null) return null;
      return { ...found, causes: { ...found.causes, alerts: found.causes.alerts.filter(isSeen) } };
    },
    maySilence: () => Promise.resolve(false),
  };
}
