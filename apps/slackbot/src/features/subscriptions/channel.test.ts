import { plainDigest } from '../../testing/definition-fixtures.ts';
import {
  databases,
  place,
  riyadh,
  scheduleOf,
  setUpDigests,
  subscribe,
  subscriptionService,
  url,
} from '../../testing/digest-fixtures.ts';
import { contextFor, fakeApi } from '../../testing/lead-fixtures.ts';
import { describe, expect, it } from 'vitest';
import { subscribedCard } from './subscription-cards.ts';

setUpDigests();

describe('a channel', () => {
  it('people who may edit a channel’s subscriptions, and the subscriptions’ owners, can change them', async () => {
    const { id } = await subscribe('08:30');
    const guest = { ...place, user: 'U0GUEST' };
    expect(await subscriptionService.change(guest, id, 'remove')).toBe('not-allowed');
    const definition = { ...plainDigest, schedule: scheduleOf('08:30'), zone: riyadh };
    expect(await subscriptionService.subscribe(guest, definition)).toBe('not-allowed');
    expect(await subscriptionService.replace(guest, id, definition)).toBe('not-allowed');
    await databases.query(url, `update subscriptions set owner_id = 'U0GUEST'`);
    expect(await subscriptionService.change(guest, id, 'remove')).toMatchObject({ id });
  });

  it('the answer says that the channel already has the same subscription, and offers to edit it instead of adding it again', async () => {
    const { id } = await subscribe('08:30');
    const definition = { ...plainDigest, schedule: scheduleOf('08:30'), zone: riyadh };
    const again = await subscriptionService.subscribe(place, { ...definition, language: 'ar' });
    expect(again).toMatchObject({ wasThere: true, one: { id } });
    const card = subscribedCard(again, 'subscribed', contextFor(fakeApi([])));
    expect(card.summary).toBe(
      'This channel already gets exactly this, so nothing was added. To change it, choose Edit.',
    );
    expect(JSON.stringify(card.parts)).toContain(`"edit ${id}"`);
    expect(await subscriptionService.list(place)).toHaveLength(1);
    const other = await subscriptionService.subscribe(place, { ...definition, schedule: scheduleOf('09:30') });
    expect(other).not.toHaveProperty('wasThere');
    expect(await subscriptionService.subscribe({ ...place, channel: 'C0OTHER' }, definition)).not.toHaveProperty(
      'wasThere',
    );
    expect(await subscriptionService.list(place)).toHaveLength(2);
  });

  it('a channel may have the same subscription several times, once for each scope of the people who subscribe', async () => {
    const definition = { ...plainDigest, schedule: scheduleOf('08:30'), zone: riyadh };
    const limited = { ...place, scope: [{ brands: ['KIA'] }] };
    expect(await subscriptionService.subscribe(limited, definition)).not.toHaveProperty('wasThere');
    expect(await subscriptionService.subscribe(place, definition)).not.toHaveProperty('wasThere');
    const again = await subscriptionService.subscribe({ ...place, scope: [{ brands: ['kia'] }] }, definition);
    expect(again).toMatchObject({ wasThere: true });
    expect(await databases.query(url, 'select scope from subscriptions order by id')).toEqual([
      { scope: [{ brands: ['KIA'] }] },
      { scope: null },
    ]);
  });

  it('only the channel’s own subscriptions can be changed there', async () => {
    const { id } = await subscribe('08:30');
    expect(await subscriptionService.change({ ...place, channel: 'C0OTHER' }, id, 'remove')).toBeNull();
    expect(await subscriptionService.list(place)).toHaveLength(1);
    expect(await subscriptionService.change(place, id, 'remove')).toMatchObject({ id });
    expect(await subscriptionService.list(place)).toEqual([]);
    expect(await databases.query(url, 'select actor, action from audit_log order by id')).toEqual([
      { actor: 'U0NOURA', action: 'subscribed' },
      { actor: 'U0NOURA', action: 'remove' },
    ]);
  });
});
