/** Creates the service of people's actions on alerts; see `alert-service.ts`. */
import { fingerprintsOf } from '@leadbell/domain';
import { namesOf } from '../../bot/record.ts';
import { actOnAlert, mayOwn } from './act-on-alert.ts';
import { channelsOf } from './alert-channels.ts';
import type { AlertService, AlertServiceOptions } from './alert-service.ts';
import { alertViewOf } from './alert-view.ts';
import { endSilence, silence } from './silences.ts';
import { snoozeEnd } from './snooze.ts';
import { causesOf } from './summary-causes.ts';

export function createAlertService(options: AlertServiceOptions): AlertService {
  const { store, workspace, connection, identities, now, alertSettings: settings, reading } = options;
  return {
    settings,
    mayOwn: (id, user) => mayOwn(options, id, user),
    mayResolve: () => Promise.resolve(true),
    snoozeEnd: (until) => snoozeEnd(until, now(), options),
    act: (id, action, user, about = {}) => actOnAlert(options, { id, action, user, ...about }),
    find: (id) =>
      store.transaction(async (tx) => {
        const alert = await store.alerts.find(tx, id);
        if (alert === null || alert.connection !== connection) return null;
        return await alertViewOf({ store, tx, connection }, alert, identities);
      }),

    isShownIn: async (id, channel) => (await channelsOf(options, id)).has(channel),

    causes: (summary) =>
      store.transaction((tx) =>
        causesOf({ store, tx, connection }, summary, { workspace: workspace(), at: now(), settings }),
      ),

    latest: (limit) => store.alerts.latest(connection, limit),
    open: (user, limit) => store.alerts.open(connection, user, limit),

    errorTexts: (alerts) =>
      store.transaction((tx) =>
        store.alerts.errorTexts(tx, connection, [
          ...new Set(alerts.flatMap((alert) => [alert.group, ...fingerprintsOf(alert.state)])),
        ]),
      ),

    maySilence: options.mayEdit,
    silence: (matcher, ms, reason, user) => silence(options, { matcher, ms, reason, user }),
    silences: () => store.transaction((tx) => store.alerts.silences(tx, now())),
    endSilence: (id, user) => endSilence(options, id, user),

    async exported(id, user, { leads, fields }) {
      const entry = { workspace: workspace(), actor: user, action: 'export', subject: `alert ${id}`, fields };
      const isAllowed = await store.transaction((tx) =>
        store.audit.appendReading(tx, { ...entry, ...namesOf(leads, identities) }, reading),
      );
      return isAllowed ? null : reading.limit;
    },
  };
}
