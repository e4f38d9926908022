/** Tests that the window of a lead and the rows of a list have what a person needs before a call. */
import type { Instant, Lead } from '@leadbell/domain';
import { asRead } from '@leadbell/testing';
import { describe, expect, test } from 'vitest';
import type { Card, Text } from '@leadbell/slack-kit';
import { messagesFor } from '../index.ts';
import { bare, bulkOf, contextFor, example, exampleBulk, fakeApi, noon } from '../../testing/lead-fixtures.ts';
import { type AnyQuery, answerQuery, decodeQuery, parseText } from '../../testing/commands-fixtures.ts';
import { orderOf, ordered } from '../../reports/lead-order.ts';
import { reachEntries } from './contact.ts';
import { leadParts } from './lead-parts.ts';
import { leadTitle } from './lead-title.ts';

const shown = {
  query: { command: 'today', period: { kind: 'today' }, filters: {}, page: 0, share: false },
  period: null,
  messages: messagesFor('en'),
  zone: contextFor(fakeApi([])).zone,
  audience: 'asker',
  now: noon,
} as const;

function plain(text: Text): string {
  return text
    .map((span) =>
      'link' in span ? `[${span.link}]` : 'words' in span ? span.words : 'data' in span ? span.data : '\n',
    )
    .join('');
}

const reached = (lead: Partial<Lead>) =>
  reachEntries({ ...bare, ...lead }, shown).map(([field, value]) => `${field} ${plain(value)}`);

describe('the ways to reach a person', () => {
  const both = { phoneCode: '00966', phoneNumber: '0500000021', email: 'alfa@example.com' };
  const call = '📞 [tel:+966500000021]';
  const chat = '💬 [https://wa.me/966500000021]';
  const mail = 'email [mailto:alfa@example.com]';

  test.each<[preferred: string | null, expected: readonly string[]]>([
    [null, [`phone ${call} · ${chat}`, mail]],
    ['Phone', [`phone ${call} · ${chat}`, mail]],
    ['WhatsApp', [`phone ${chat} · ${call}`, mail]],
    ['WHATS APP', [`phone ${chat} · ${call}`, mail]],
    ['واتساب', [`phone ${chat} · ${call}`, mail]],
    ['Email', [mail, `phone ${call} · ${chat}`]],
    ['البريد الإلكتروني', [mail, `phone ${call} · ${chat}`]],
    ['Carrier pigeon', [`phone ${call} · ${chat}`, mail]],
  ])('the ways to reach a person begin with the preferred way: %s', (preferredContactType, expected) => {
    expect(reached({ ...both, preferredContactType })).toEqual(expected);
  });

  test('only a number that may be mobile has WhatsApp, and each of several numbers has its own link', () => {
    expect(reached({ phoneNumber: '0112345678' })[0]).toBe('phone 📞 [tel:+966112345678]');
    expect(reached({ phoneNumber: '0500000021 ext 12' })[0]).toBe('phone 📞 [tel:+966500000021;ext=12] ext. 12');
    expect(reached({ phoneNumber: '0500000021 / 0550000022' })[0]).toBe(
      'phone 📞 [tel:+966500000021] · 💬 [https://wa.me/966500000021], 📞 [tel:+966550000022] · 💬 [https://wa.me/966550000022]',
    );
    expect(reached({ phoneNumber: 'call me' })[0]).not.toMatch(/wa\.me|tel:/);
  });
});

test('the request with its age comes first, then the note, then the contact', () => {
  const [request, note, contact] = leadParts({ ref: 'r', lead: example, bulk: exampleBulk }, shown, {
    isMore: false,
    more: null,
  }).map((part) => (part.kind === 'text' ? plain(part.text) : ''));
  expect(request).toBe('KIA RIO 2024 · Price Quote\nArrived 14 h ago · Warm · Direct Contact');
  expect(note).toBe('Customer’s note\nleadnote');
  expect(contact).toBe('Contact');
});

test.each<[lead: Partial<Lead>, title: string]>([
  [{ firstName: 'Alfa', lastName: 'Testali' }, 'Alfa Testali'],
  [{ firstName: 'Alfa', middleName: 'Bravo', lastName: 'Testali' }, 'Alfa Bravo Testali'],
  // Whole words are kept, and the family name rather than the middle name.
  [{ firstName: 'Alfa', middleName: 'Bravo Charlie', lastName: 'Al-Testali' }, 'Alfa Al-Testali'],
  [{ firstName: 'عبدالرحمن', middleName: 'بن عبدالعزيز', lastName: 'المثالي' }, 'عبدالرحمن المثالي'],
  [{ firstName: 'Maximiliana', lastName: 'Testali-Sampletonsson' }, 'Maximiliana…'],
  [{ firstName: 'المستعصمبالله', lastName: 'التجريبيالمثاليالطويل' }, 'المستعصمبالله…'],
  [{ firstName: 'Testalitestalitestalitestali', lastName: 'Alfa' }, 'Testalitestalitestalite…'],
  [{ contactName: 'Alfa Testali' }, 'Alfa Testali'],
  [{ companyName: 'Example Trading' }, 'Example Trading'],
  [{ firstName: 'N/A', leadId: '90211' }, 'Lead 90211'],
  [{}, 'Lead'],
])('the title of %j is %s', (lead, title) => {
  expect(leadTitle({ ...bare, ...lead }, messagesFor('en'))).toBe(title);
  expect(title.length).toBeLessThanOrEqual(24);
});

test('in Arabic the title leaves room for the direction mark', () => {
  const lead = { ...bare, firstName: 'Alfa', middleName: 'Bravocharli', lastName: 'Testali' };
  expect(leadTitle(lead, messagesFor('en'))).toBe('Alfa Bravocharli Testali');
  expect(leadTitle(lead, messagesFor('ar'))).toBe('Alfa Testali');
});

test.each<[minutes: number, en: string, ar: string]>([
  [-5, 'now', 'الآن'],
  [0.5, 'now', 'الآن'],
  [1, '1 min', 'منذ دقيقة'],
  [2, '2 min', 'منذ دقيقتين'],
  [5, '5 min', 'منذ 5 دقائق'],
  [12, '12 min', 'منذ 12 دقيقة'],
  [59.9, '59 min', 'منذ 59 دقيقة'],
  [60, '1 h', 'منذ ساعة'],
  [125, '2 h', 'منذ ساعتين'],
  [180, '3 h', 'منذ 3 ساعات'],
  [1_439, '23 h', 'منذ 23 ساعة'],
  [1_440, '1 d', 'منذ يوم'],
  [2_880, '2 d', 'منذ يومين'],
  [4_320, '3 d', 'منذ 3 أيام'],
  [15_840, '11 d', 'منذ 11 يومًا'],
  [144_000, '100 d', 'منذ 100 يوم'],
])('the age of a lead of %d minutes is written as “%s”', (minutes, en, ar) => {
  expect([messagesFor('en'), messagesFor('ar')].map(({ leads }) => leads.age(minutes * 60_000))).toEqual([en, ar]);
});

const at = (minutesAgo: number) => ({ createdAt: (noon - minutesAgo * 60_000) as Instant, key: `b${minutesAgo}` });
const lead = (firstName: string, priority: string | null): Lead => ({
  ...example,
  externalId: firstName,
  firstName,
  priority,
});
const day = [
  ...bulkOf([lead('Newwarm', 'Warm')], at(1), 0),
  ...bulkOf([lead('Newhot', 'Hot')], at(10), 1),
  ...bulkOf([lead('Midcold', 'Cold')], at(30), 2),
  ...bulkOf([lead('Oldhot', 'ساخن')], at(300), 3),
];
const names = (card: Card) => asRead(JSON.stringify(card)).match(/(?:New|Mid|Old)(?:warm|hot|cold)/g);

async function asked(text: string, context = contextFor(fakeApi(day))): Promise<Card> {
  const parsed = parseText(text, context);
  if (!parsed.ok) throw new Error(parsed.complaint.sentence);
  return answerQuery(parsed.query, context);
}
function order(label: string, card: Card): AnyQuery {
  const options = card.parts.flatMap((part) =>
    part.kind === 'actions' ? part.elements.flatMap((one) => (one.kind === 'select' ? one.options : [])) : [],
  );
  const query = decodeQuery(options.find((one) => one.label === label)?.value ?? '');
  if (query === null) throw new Error(`no order ${label}`);
  return query;
}

describe('the order of a list', () => {
  test('a list of one day has hot leads first, then the newest; a list of several days has the newest first', async () => {
    expect(names(await asked('today'))).toEqual(['Newhot', 'Oldhot', 'Newwarm', 'Midcold']);
    expect(names(await asked('last 12 hours'))).toEqual(['Newhot', 'Oldhot', 'Newwarm', 'Midcold']);
    expect(names(await asked('last 7 days'))).toEqual(['Newwarm', 'Newhot', 'Midcold', 'Oldhot']);
    expect(names(await asked('errors'))).toEqual(null);
  });

  test('the order is chosen in a menu and belongs to the query: refresh, share, pages and the overview keep it', async () => {
    const context = contextFor(fakeApi(day));
    const newest = order('Newest first', await asked('today', context));
    const card = await answerQuery(newest, context);
    expect(names(card)).toEqual(['Newwarm', 'Newhot', 'Midcold', 'Oldhot']);
    const buttons = card.parts.flatMap((part) => (part.kind === 'actions' ? part.elements : []));
    const carried = buttons.flatMap((one) => (one.kind === 'button' ? [decodeQuery(one.value)?.order] : []));
    expect(carried).toEqual(['newest', 'newest', 'newest']);
    const shared = await answerQuery({ ...newest, share: true }, { ...context, audience: 'channel' });
    expect(names(shared)).toEqual(names(card));
    expect(names(await answerQuery(order('Hottest first', card), context))?.[0]).toBe('Newhot');
  });

  test('lists of errors and of a bulk have the newest first, and an empty list stays empty', () => {
    const common = { filters: {}, page: 0, share: false } as const;
    expect(orderOf({ ...common, command: 'bulk', id: '5' }, null)).toBe('newest');
    expect(orderOf({ ...common, command: 'errors', period: { kind: 'today' } }, null)).toBe('newest');
    expect(ordered({ rows: [] }, 'hot')).toEqual([]);
  });

  test('the person who asks sees the leads’ ages; a message that stays shows times of day instead', async () => {
    const own = asRead(JSON.stringify(await asked('today')));
    expect(own).toContain('10 min');
    const context = contextFor(fakeApi(day));
    const shared = asRead(JSON.stringify(await asked('today', { ...context, audience: 'channel' })));
    expect(shared).toContain('13:55');
    expect(shared).not.toContain('10 min');
  });
});
