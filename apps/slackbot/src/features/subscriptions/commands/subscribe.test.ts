import type { Language } from '@leadbell/i18n';
import { asRead } from '@leadbell/testing';
import { describe, expect, it } from 'vitest';
import { contextFor, emptySubscriptionService, fakeApi } from '../../../testing/lead-fixtures.ts';
import type { Definition } from '../../../subscriptions/definition.ts';
import { plainDigest, plainLeads } from '../../../testing/definition-fixtures.ts';
import { answerQuery, decodeQuery, encodeQuery, parseText, filters } from '../../../testing/commands-fixtures.ts';

async function subscribed(text: string, tag: Language = 'en'): Promise<Definition | string | undefined> {
  let wanted: Definition | undefined;
  const context = contextFor(fakeApi([]), tag, {
    subscriptionService: {
      ...emptySubscriptionService,
      subscribe: (place, definition) => {
        wanted = definition;
        return emptySubscriptionService.subscribe(place, definition);
      },
    },
  });
  const parsed = parseText(text, context);
  if (!parsed.ok) return asRead(parsed.complaint.sentence);
  // The query is read back unchanged from a button.
  const again = decodeQuery(encodeQuery(parsed.query));
  expect(again).toEqual(parsed.query);
  await answerQuery(parsed.query, context);
  return wanted;
}

describe('a subscription in one line', () => {
  it.each<[string, object]>([
    [
      'subscribe digest 08:30',
      { ...plainDigest, schedule: { kind: 'days', minuteOfDay: 510, days: [1, 2, 3, 4, 5, 6, 7] } },
    ],
    [
      'subscribe digest 08:30 sun-thu brand:KIA branch:"Riyadh North"',
      {
        ...plainDigest,
        schedule: { kind: 'days', minuteOfDay: 510, days: [1, 2, 3, 4, 7] },
        filters: filters({ brand: 'KIA', branch: 'Riyadh North' }),
      },
    ],
    [
      'subscribe monthly last 6pm Europe/Berlin arabic skip-empty',
      {
        ...plainDigest,
        schedule: { kind: 'monthly', minuteOfDay: 1_080, day: 31 },
        zone: 'Europe/Berlin',
        language: 'ar',
        skipEmpty: true,
      },
    ],
    [
      'subscribe digest 08:30 working-days hijri no-hours no-errors -brand:KIA source:Website,Email',
      {
        ...plainDigest,
        schedule: { kind: 'days', minuteOfDay: 510, days: [1, 2, 3, 4, 5, 6, 7] },
        workingDaysOnly: true,
        hijri: true,
        without: ['hours', 'errors'],
        filters: filters({ brand: '!KIA', source: 'Website|Email' }),
      },
    ],
  ])('%s', async (text, expected) => {
    expect(await subscribed(text)).toEqual(expected);
  });

  it('a subscription may be about leads that match either of two filters', async () => {
    expect(
      await subscribed('subscribe digest 08:30 brand:KIA priority:hot or source:Website -branch:"Riyadh North"'),
    ).toMatchObject({
      filters: filters({ or: 'brand=KIA&priority=hot;source=Website&branch=!Riyadh North' }),
    });
    expect(await subscribed('اشترك 08:30 ماركة:كيا أو فرع:جدة', 'ar')).toMatchObject({
      filters: filters({ or: 'brand=كيا;branch=جدة' }),
    });
  });

  it('a subscription may be for alerts or new leads', async () => {
    expect(
      await subscribed(
        'subscribe alerts arabic from-5 share-10% stalled-30 unreachable-2 no-bulk-stalled call-S0EVERYONE escalate-15m',
      ),
    ).toEqual({
      kind: 'alerts',
      zone: 'Asia/Riyadh',
      language: 'ar',
      without: ['bulk-stalled'],
      atLeast: 1,
      thresholds: { erroredLeads: 5, erroredPercent: 10, stalledMinutes: 30, unreachableMinutes: 2 },
      escalation: { group: 'S0EVERYONE', minutes: 15 },
      threadOnly: false,
    });
    expect(await subscribed('subscribe leads brand:KIA together-3')).toEqual({
      ...plainLeads,
      filters: filters({ brand: 'KIA' }),
      together: 3,
    });
    expect(await subscribed('subscribe alerts thread-only')).toMatchObject({ threadOnly: true, language: 'en' });
    expect(await subscribed('اشترك العملاء في-سلسلة', 'ar')).toMatchObject({ kind: 'leads', threadOnly: true });
    expect(await subscribed('subscribe alerts sometimes')).toMatch(/I don’t understand “sometimes”/);
  });

  it('a subscription is understood in Arabic', async () => {
    expect(await subscribed('اشترك ملخص ٠٨:٣٠ الأحد-الخميس', 'ar')).toEqual({
      ...plainDigest,
      language: 'ar',
      schedule: { kind: 'days', minuteOfDay: 510, days: [1, 2, 3, 4, 7] },
    });
  });

  it.each([
    ['subscribe digest', /Please add a time/],
    ['subscribe brand:KIA', /Please add a time/],
    ['subscribe digest 08:30 funday', /I don’t understand “funday”/],
    ['subscribe digest 08:30 Mars/Olympus', /I don’t know the time zone “Mars\/Olympus”/],
    ['subscribe alerts share-200', /I don’t understand “share-200” for alerts/],
    ['subscribe leads between-5', /I don’t understand “between-5” for new leads/],
    ['subscribe digest 25:00', /I don’t understand “25:00”/],
  ])('%s is answered with a sentence', async (text, says) => {
    expect(await subscribed(text)).toMatch(says);
  });
});
