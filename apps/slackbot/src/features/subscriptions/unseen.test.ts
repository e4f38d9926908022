// Tests that Leadbell asks first if a new subscription filters by a value that no lead has had. A
// press then subscribes to the nearest value, or to the typed one.
import { KnownValues } from '@leadbell/domain';
import { expect, test } from 'vitest';
import { answerQuery, decodeQuery, parseText } from '../../testing/commands-fixtures.ts';
import { bare, contextFor, emptySubscriptionService, fakeApi, noon } from '../../testing/lead-fixtures.ts';
import { buttonsOf, textOf } from '../../testing/slack-text-fixtures.ts';
import { renderMessage } from '@leadbell/slack-kit';
import { renderOptions } from '../../bot/bot-context.ts';

const values = new KnownValues();
values.see(
  [
    { ...bare, brand: 'KIA' },
    { ...bare, brand: 'MG' },
  ],
  noon,
);

function typed(line: string, tag: 'en' | 'ar' = 'en') {
  const subscribed: unknown[] = [];
  const context = {
    ...contextFor(fakeApi([]), tag),
    vocabulary: values.within('all'),
    subscriptionService: {
      ...emptySubscriptionService,
      subscribe: (...given: Parameters<typeof emptySubscriptionService.subscribe>) => {
        subscribed.push(given[1]);
        return emptySubscriptionService.subscribe(...given);
      },
    },
  };
  const parsed = parseText(line, context);
  if (!parsed.ok) throw new Error(parsed.complaint.sentence);
  const answer = async (query = parsed.query) => {
    const message = renderMessage(await answerQuery(query, context), renderOptions(context.messages));
    return { text: textOf(message), buttons: buttonsOf(message) };
  };
  return { answer, subscribed };
}

test('if some leads have had a value, a subscription to this value is made without a question', async () => {
  const { answer, subscribed } = typed('subscribe leads brand:kia');
  await answer();
  expect(subscribed).toHaveLength(1);
});

test.each(['en', 'ar'] as const)(
  'a subscription with a value that no lead has had asks first in %s, and each button subscribes',
  async (tag) => {
    const { answer, subscribed } = typed(tag === 'en' ? 'subscribe leads brand:KAI' : 'اشترك عملاء ماركة:KAI', tag);
    const { text, buttons } = await answer();
    expect([text.includes('KAI'), subscribed]).toEqual([true, []]);
    for (const { value } of buttons) await answer(decodeQuery(value) ?? undefined);
    const brands = ['KIA', 'KAI'].map((one) => ({ brand: { isNot: false, alternatives: [one] } }));
    expect(subscribed).toMatchObject(brands.map((filters) => ({ filters })));
  },
);

test('values in each part of an “or” are checked and corrected', async () => {
  const { answer, subscribed } = typed('subscribe leads brand:KAI branch:Jeddah or brand:!MGX or brand:KAI');
  const { text, buttons } = await answer();
  expect([text.includes('KAI'), text.includes('MGX'), subscribed]).toEqual([true, true, []]);
  await answer(decodeQuery(buttons[0]?.value ?? '') ?? undefined);
  const right = parseText('subscribe leads brand:KIA branch:Jeddah or brand:!MG or brand:KIA', contextFor(fakeApi([])));
  expect(subscribed).toMatchObject([{ filters: right.ok ? right.query.filters : null }]);
});

test('the known values are listed if no value is near', async () => {
  const { text, buttons } = await typed('subscribe leads brand:Foo').answer();
  expect(text).toContain('KIA, MG');
  expect(buttons.map(({ label }) => label)).toEqual(['Use it anyway']);
});

test('any value is accepted if no value is known', async () => {
  const { answer, subscribed } = typed('subscribe leads branch:Anywhere');
  await answer();
  expect(subscribed).toHaveLength(1);
});
