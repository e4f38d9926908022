import type { Language } from '@leadbell/i18n';
import type { SilenceMatcher } from '@leadbell/domain';
import { asRead } from '@leadbell/testing';
import { describe, expect, it } from 'vitest';
import { contextFor, fakeApi, quietAlertService } from '../../../testing/lead-fixtures.ts';
import { answerQuery, decodeQuery, encodeQuery, parseText } from '../../../testing/commands-fixtures.ts';

async function silenced(text: string, tag: Language = 'en') {
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
  const parsed = parseText(text, context);
  if (!parsed.ok) return asRead(parsed.complaint.sentence);
  // The query is read back unchanged from a button.
  expect(decodeQuery(encodeQuery(parsed.query))).toEqual(parsed.query);
  const card = await answerQuery(parsed.query, context);
  return { ...made, shown: JSON.stringify(card) };
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
