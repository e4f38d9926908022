/** All migrations, in order. A released migration never changes; new ones are only added. */
import type { Migration } from 'kysely/migration';
import * as first from './0001-first.ts';
import * as alerts from './0002-alerts.ts';
import * as history from './0003-history.ts';
import * as waitingChannels from './0004-waiting-channels.ts';
import * as toldOutcomes from './0005-told-outcomes.ts';
import * as clock from './0006-clock.ts';
import * as ids from './0007-ids.ts';
import * as installationKey from './0008-installation-key.ts';
import * as dmsHabits from './0009-dms-habits.ts';
import * as sentAgain from './0010-sent-again.ts';
import * as watch from './0011-watch.ts';
import * as watchAlerts from './0012-watch-alerts.ts';
import * as doubts from './0013-doubts.ts';
import * as inbox from './0014-inbox.ts';
import * as living from './0015-living.ts';
import * as owed from './0016-owed.ts';
import * as refusals from './0017-refusals.ts';
import * as noise from './0018-noise.ts';
import * as errorLanguages from './0019-error-languages.ts';
import * as wishes from './0020-wishes.ts';
import * as auditLog from './0021-audit-log.ts';
import * as learnedWords from './0022-learned-words.ts';
import * as decisions from './0023-decisions.ts';
import * as persons from './0024-persons.ts';
import * as auditReading from './0025-audit-reading.ts';
import * as holders from './0026-holders.ts';
import * as placeIndex from './0027-place-index.ts';
import * as installations from './0028-installations.ts';
import * as seenValues from './0029-seen-values.ts';
import * as leadSets from './0030-lead-sets.ts';
import * as shares from './0031-shares.ts';
import * as wrongValues from './0033-wrong-values.ts';
import * as settledHours from './0034-settled-hours.ts';
import * as delivery from './0035-delivery.ts';
import * as homes from './0040-homes.ts';
import * as uninstalled from './0043-uninstalled.ts';
import * as earlierProcesses from './0046-earlier-processes.ts';
import * as deliveryPlans from './0048-delivery-plans.ts';
import * as hotIndexes from './0049-hot-indexes.ts';
import * as sentRows from './0050-sent-rows.ts';
import * as visibleFrom from './0051-visible-from.ts';

export const migrations: Readonly<Record<string, Migration>> = {
  '0001-first': first,
  '0002-alerts': alerts,
  '0003-history': history,
  '0004-waiting-channels': waitingChannels,
  '0005-told-outcomes': toldOutcomes,
  '0006-clock': clock,
  '0007-ids': ids,
  '0008-installation-key': installationKey,
  '0009-dms-habits': dmsHabits,
  '0010-sent-again': sentAgain,
  '0011-watch': watch,
  '0012-watch-alerts': watchAlerts,
  '0013-doubts': doubts,
  '0014-inbox': inbox,
  '0015-living': living,
  '0016-owed': owed,
  '0017-refusals': refusals,
  '0018-noise': noise,
  '0019-error-languages': errorLanguages,
  '0020-wishes': wishes,
  '0021-audit-log': auditLog,
  '0022-learned-words': learnedWords,
  '0023-decisions': decisions,
  '0024-persons': persons,
  '0025-audit-reading': auditReading,
  '0026-holders': holders,
  '0027-place-index': placeIndex,
  '0028-installations': installations,
  '0029-seen-values': seenValues,
  '0030-lead-sets': leadSets,
  '0031-shares': shares,
  '0033-wrong-values': wrongValues,
  '0034-settled-hours': settledHours,
  '0035-delivery': delivery,
  '0040-homes': homes,
  '0043-uninstalled': uninstalled,
  '0046-earlier-processes': earlierProcesses,
  '0048-delivery-plans': deliveryPlans,
  '0049-hot-indexes': hotIndexes,
  '0050-sent-rows': sentRows,
  '0051-visible-from': visibleFrom,
};
