/** Finds the channels of this workspace that show an alert. Effects: reads the store. */
import { type Instant, reopenMs } from '@leadbell/domain';
import type { StoredAlert, Transaction } from '@leadbell/store';
import type { AlertServiceOptions } from './alert-service.ts';
import { keyOf, type Subscriber, subscribersOf } from './subscriber.ts';

type Options = Pick<AlertServiceOptions, 'store' | 'workspace' | 'now' | 'alertSettings'>;

/** Finds channels that have a current message about the alert: its own message, or a summary that contains it. */
export async function channelsOf(options: Options, id: number): Promise<ReadonlySet<string>> {
  const { store, workspace, alertSettings } = options;
  const channels = await store.transaction(async (tx) => {
    const alert = await store.alerts.find(tx, id);
    if (alert === null) return [];
    const subscribers = await subscribersOf(store, tx, alertSettings);
    const found: string[] = [];
    for (const subscriber of subscribers) {
      const { workspace: of, channel } = subscriber.subscription;
      if (of === workspace() && (await isPlaced(options, tx, alert, subscriber))) found.push(channel);
    }
    return found;
  });
  return new Set(channels);
}

async function isPlaced(
  { store, now }: Options,
  tx: Transaction,
  alert: StoredAlert,
  subscriber: Subscriber,
): Promise<boolean> {
  const { workspace, id } = subscriber.subscription;
  if ((await store.outbox.place(tx, workspace, keyOf(alert, subscriber))) !== null) return true;
  const since = (now() - reopenMs) as Instant;
  const summaries = await store.summaries.current(tx, [id], since);
  return summaries.some(({ state }) => state.alerts.includes(alert.id));
}

/** Whether the person is in a channel that has the alert. If so, the line about an assignment mentions them there. */
export async function isToldInChannel(
  options: Options & Pick<AlertServiceOptions, 'isIn'>,
  id: number,
  user: string,
): Promise<boolean> {
  for (const channel of await channelsOf(options, id)) if ((await options.isIn(channel, user)) === true) return true;
  return false;
}
