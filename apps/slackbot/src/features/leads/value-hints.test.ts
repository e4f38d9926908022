/**
 * Tests hints for filter values that no lead has, in queries with `or`: the hint corrects each
 * value, and can be typed.
 */
import { KnownValues } from '@leadbell/domain';
import { renderMessage } from '@leadbell/slack-kit';
import { expect, test } from 'vitest';
import { renderOptions } from '../../bot/bot-context.ts';
import type { LeadsQuery } from '../../queries/leads-query.ts';
import { answerQuery, decodeQuery, parseText } from '../../testing/commands-fixtures.ts';
import { bare, contextFor, fakeApi, noon } from '../../testing/lead-fixtures.ts';
import { buttonsOf, textOf } from '../../testing/slack-text-fixtures.ts';

const values = new KnownValues();
values.see(
  [
    { ...bare, brand: 'KIA', source: 'Website', branch: 'الرياض' },
    { ...bare, brand: 'MG', source: 'Walk-in', branch: 'جدة' },
  ],
  noon,
);

type Tag = 'en' | 'ar';

const contextIn = (tag: Tag) => ({ ...contextFor(fakeApi([]), tag), vocabulary: values.within('all') });

function read(line: string, tag: Tag): LeadsQuery {
  const parsed = parseText(line, contextIn(tag));
  if (!parsed.ok) throw new Error(parsed.complaint.sentence);
  return parsed.query as LeadsQuery;
}

async function shown(line: string, tag: Tag) {
  const context = contextIn(tag);
  const message = renderMessage(await answerQuery(read(line, tag), context), renderOptions(context.messages));
  return { text: textOf(message), pressed: buttonsOf(message).map(({ value }) => decodeQuery(value)) };
}

test.each([
  ['en', 'today brand:KAI or source:Website', 'today brand:KIA or source:Website'],
  ['en', 'today source:Website or brand:KAI', 'today source:Website or brand:KIA'],
  ['en', 'today brand:KAI source:Websit or source:Walk-inn', 'today brand:KIA source:Website or source:Walk-in'],
  ['en', 'errors yesterday brand:KAI or branch:الرياص', 'errors yesterday brand:KIA or branch:الرياض'],
  ['en', 'today brand:KAI or brand:KAI source:Walkin', 'today brand:KIA or brand:KIA source:Walk-in'],
  ['ar', 'اليوم ماركة:KAI أو فرع:الرياص', 'اليوم ماركة:KIA أو فرع:الرياض'],
  ['ar', 'أخطاء أمس ماركة:MG أو ماركة:KAI', 'أخطاء أمس ماركة:MG أو ماركة:KIA'],
] as const)('%s: “%s” suggests “%s”', async (tag, typed, right) => {
  const { text, pressed } = await shown(typed, tag);
  const suggested = /\/leads [^\n`]+/.exec(text.replaceAll(/[\u2066-\u2069\u200E\u200F]/g, ''))?.[0] ?? '';
  expect(read(suggested.replace('/leads ', '').trim(), tag)).toEqual(read(right, tag));
  expect(pressed).toContainEqual(expect.objectContaining({ filters: read(right, tag).filters }));
});

test.each([
  ['en', 'today brand:Foo or brand:KAI'],
  ['ar', 'اليوم ماركة:KAI أو ماركة:Foo'],
] as const)('%s: “%s” lists the known values, because one of its values resembles none of them', async (tag, typed) => {
  const { text, pressed } = await shown(typed, tag);
  expect(text).toContain('KIA');
  expect(text).toContain('MG');
  expect(JSON.stringify(pressed)).not.toContain('KIA');
});
