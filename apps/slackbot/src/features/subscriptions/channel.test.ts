import { plainAlerts, plainDigest, plainLeads } from '../../testing/definition-fixtures.ts';
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
    const again = await subscriptionService.subscribe(place, definition);
    expect(again).toMatchObject({ wasThere: { language: 'en', asked: 'en' }, one: { id } });
    const card = subscribedCard(again, 'subscribed', contextFor(fakeApi([])));
    expect(card.summary).toBe(
      'This channel already has exactly this subscription, so nothing was added. To change it, choose Edit.',
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

  it.each([plainAlerts, plainLeads, { ...plainDigest, schedule: scheduleOf('08:30') }])(
    'if only the language of $kind differs, the answer names the present language, and how to change it',
    async (definition) => {
      const first = await subscriptionService.subscribe(place, definition);
      expect(first).not.toHaveProperty('wasThere');
      const inArabic = await subscriptionService.subscribe(place, { ...definition, language: 'ar' });
      expect(inArabic).toMatchObject({ wasThere: { language: 'en', asked: 'ar' } });
      expect(await subscriptionService.list(place)).toHaveLength(1);
      expect(subscribedCard(inArabic, 'subscribed', contextFor(fakeApi([]))).summary).toBe(
        'This channel already has this subscription in English, so nothing was added. To get it in Arabic, choose Edit and change the language.',
      );
      expect(subscribedCard(inArabic, 'subscribed', contextFor(fakeApi([]), 'ar')).summary).toBe(
        'لدى هذه القناة الاشتراك نفسه بالفعل، ويصلها بالإنجليزية، فلم يُضف شيء. ليصلها بالعربية اختر «تعديل» وغيّر اللغة.',
      );
    },
  );

  it('if a channel has the same subscription in two languages, the answer shows the one in the language that was asked for', async () => {
    const english = await subscribe('08:30');
    const { id } = await subscribe('09:30');
    const arabic = { ...plainDigest, schedule: scheduleOf('08:30'), zone: riyadh, language: 'ar' } as const;
    await subscriptionService.replace(place, id, arabic);
    expect(await subscriptionService.subscribe(place, arabic)).toMatchObject({ one: { id } });
    expect((await subscribe('08:30')).id).toBe(english.id);
  });

  it('a channel may have the same subscription several times, once for each scope of the people who subscribe', async () => {
    const definition = { ...plainDigest, schedule: scheduleOf('08:30'), zone: riyadh };
    const limited = { ...place, scope: [{ brands: ['KIA'] }] };
    expect(await subscriptionService.subscribe(limited, definition)).not.toHaveProperty('wasThere');
    expect(await subscriptionService.subscribe(place, definition)).not.toHaveProperty('wasThere');
    const again = await subscriptionService.subscribe({ ...place, scope: [{ brands: ['kia'] }] }, definition);
    expect(again).toHaveProperty('wasThere');
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
