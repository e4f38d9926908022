import type { DigestOptions } from './options.ts';
import type { Store } from '@leadbell/store';
import { startDueDigests } from './digest.ts';
import {
  databases,
  down,
  look,
  messages,
  options,
  place,
  setClock,
  setUpDigests,
  store,
  subscribe,
  subscriptionService,
  told,
  url,
  use,
} from '../../testing/digest-fixtures.ts';
import { describe, expect, it } from 'vitest';

setUpDigests();

/** Returns options that make the change after the notice was put into words and before it is written. */
function meanwhile(change: () => Promise<unknown>): DigestOptions {
  const add: Store['outbox']['add'] = async (tx, all) => {
    await change();
    return store.outbox.add(tx, all);
  };
  return { ...options, store: { ...store, outbox: { ...store.outbox, add } } };
}

describe('a notice about a digest is not written if a person acts first:', () => {
  it('an edit has made the digest readable, so it is not paused', async () => {
    const { id, definition } = await subscribe('08:30');
    if (definition === null) throw new Error('not understood');
    await databases.query(url, `update subscriptions set definition = '{"later": true}'`);
    await setClock('2025-10-21T06:00:00Z');
    await startDueDigests(meanwhile(() => subscriptionService.replace(place, id, definition)));
    expect(await messages()).toEqual([]);
    expect(await subscriptionService.list(place)).toMatchObject([{ pausedReason: null }]);
    // The edit makes the digest due again at once.
    await look();
    expect((await told()).map(({ text }) => text.includes('20 October 2025'))).toEqual([true]);
  });

  it('the subscription is paused, so its owner is not notified that it is late', async () => {
    const { id } = await subscribe('08:30');
    await setClock('2025-10-21T05:30:10Z');
    const working = options;
    use({ ...options, leadsApi: down('unavailable') });
    await look();
    await setClock('2025-10-21T18:00:00Z');
    use(working);
    await startDueDigests(meanwhile(() => subscriptionService.change(place, id, 'pause')));
    expect(await messages()).toEqual([]);
    expect(await subscriptionService.list(place)).toMatchObject([{ pausedReason: 'by_hand' }]);
  });
});
