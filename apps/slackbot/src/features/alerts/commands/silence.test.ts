import type { Language } from '@leadbell/i18n';
import { KnownValues, type SilenceMatcher } from '@leadbell/domain';
import { asRead } from '@leadbell/testing';
import { describe, expect, it } from 'vitest';
import { bare, contextFor, fakeApi, noon, quietAlertService } from '../../../testing/lead-fixtures.ts';
import { answerQuery, decodeQuery, encodeQuery, parseText } from '../../../testing/commands-fixtures.ts';

const known = new KnownValues();
known.see(
  [
    { ...bare, brand: 'KIA', source: 'Website', branch: 'جدة' },
    { ...bare, brand: 'MG', source: 'Walk-in', branch: 'الرياض' },
  ],
  noon,
);

async function silenced(text: string, tag: Language = 'en', values = new KnownValues()) {
  let made: { readonly matcher: SilenceMatcher; readonly minutes: number; readonly reason: string } | undefined;
  const context = contextFor(fakeApi([]), tag, {
    alerts: {
      ...quietAlertService,
      silence: (matcher, ms, reason, user) => {
        made = { matcher, minutes: ms / 60_000, reason };
        return quietAlertService.silence(matcher, ms, reason, user);
      },
    },
  });
  const withValues = { ...context, vocabulary: values.within('all') };
  const parsed = parseText(text, withValues);
  if (!parsed.ok) return asRead(parsed.complaint.sentence);
  // The query is read back unchanged from a button.
  expect(decodeQuery(encodeQuery(parsed.query))).toEqual(parsed.query);
  const card = await answerQuery(parsed.query, withValues);
  return { ...made, shown: asRead(JSON.stringify(card)) };
}

describe('a silence in one line', () => {
  it.each<[string, SilenceMatcher, number, string]>([
    ['silence source:Email 2h maintenance', { source: 'Email' }, 120, 'maintenance'],
    ['silence error:"Branch not found" 2h the branch is new', { error: 'Branch not found' }, 120, 'the branch is new'],
    [
      'silence error:INVALID_PHONE,X brand:KIA bulk-errors 30m',
      { error: 'INVALID_PHONE,X', brand: 'KIA', rule: 'bulk-errors' },
      30,
      '',
    ],
    ['إسكات خطأ:"Branch not found" ٢س', { error: 'Branch not found' }, 120, ''],
  ])('%s', async (text, matcher, minutes, reason) => {
    const made = await silenced(text);
    expect(made).toMatchObject({ matcher, minutes, reason });
    for (const value of Object.values(matcher).filter((one) => one !== 'bulk-errors'))
      expect((made as { shown: string }).shown).toContain(value);
  });

  it.each([
    ['silence error:"Branch not found"', /Say what to silence and for how long/],
    ['silence error: 2h', /for how long/],
    ['silence -error:Branch 2h', /Say what to silence/],
    ['silence error:"Branch not found 2h', /quotation mark is missing/],
    ['silence priority:hot 2h', /Say what to silence/],
    ['today error:"Branch not found"', /works only with silence/],
    ['errors error:x', /works only with silence/],
  ])('%s is answered with a sentence', async (text, says) => {
    expect(await silenced(text)).toMatch(says);
  });
});

describe('a silence of a value that no lead has had is made, and the reply says so', () => {
  it.each<[Language, string, SilenceMatcher, readonly string[]]>([
    [
      'en',
      'silence source:Websit 2h',
      { source: 'Websit' },
      ['No lead has had the source “Websit” so far. The nearest known value is “Website”.'],
    ],
    [
      'en',
      'silence source:Email brand:KAI 2h',
      { source: 'Email', brand: 'KAI' },
      [
        'No lead has had the source “Email” so far.',
        'Source, as known from the leads:',
        'Website',
        'Walk-in',
        'No lead has had the brand “KAI” so far. The nearest known value is “KIA”.',
      ],
    ],
    [
      'ar',
      'إسكات فرع:الرياص ساعتين',
      { branch: 'الرياص' },
      ['لم ترد القيمة «الرياص» في «الفرع» لأي عميل محتمل حتى الآن. أقرب قيمة معروفة: «الرياض».'],
    ],
    [
      'ar',
      'إسكات مصدر:Email ساعتين',
      { source: 'Email' },
      ['لم ترد القيمة «Email» في «المصدر» لأي عميل محتمل حتى الآن.', 'المصدر، كما ترد مع العملاء:', 'Website'],
    ],
  ])('%s: %s', async (tag, text, matcher, says) => {
    const made = await silenced(text, tag, known);
    expect(made).toMatchObject({ matcher, minutes: 120 });
    for (const one of says) expect((made as { shown: string }).shown).toContain(one);
  });

  it.each(['silence source:website 2h', 'silence branch:"الرياض" brand:MG 2h', 'silence error:Email 2h'])(
    '%s: the reply says nothing about known values',
    async (text) => {
      expect((await silenced(text, 'en', known)) as { shown: string }).not.toMatchObject({
        shown: expect.stringMatching(/No lead has had|known/),
      });
    },
  );

  it('before the first lead, nothing is known to be wrong', async () => {
    expect(await silenced('silence source:Email 2h')).toMatchObject({ shown: expect.not.stringContaining('No lead') });
  });
});
