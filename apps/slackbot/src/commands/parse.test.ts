import { anyCharacter, day, runs, zoneOf } from '@leadbell/testing';
import { instant } from '@leadbell/domain';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Complaint, ParseContext } from '../queries/query.ts';
import { type AnyQuery, decodeQuery, encodeQuery, parseText, filters } from '../testing/commands-fixtures.ts';
import { messagesFor } from '../features/index.ts';
import { textFilters } from '../queries/filters.ts';
import { testPersonKeys } from '../testing/lead-fixtures.ts';

/** The time is noon in Riyadh on Monday 25 August 2025. */
const context: ParseContext = {
  now: instant(Date.parse('2025-08-25T09:00:00Z')),
  zone: zoneOf('Asia/Riyadh'),
  weekStart: 7,
  personKeys: testPersonKeys,
  messages: messagesFor('en'),
};
const inArabic: ParseContext = { ...context, messages: messagesFor('ar') };

const plain = { filters: {}, page: 0, share: false } as const;
const today: AnyQuery = { command: 'today', period: { kind: 'today' }, ...plain };
const help: AnyQuery = { command: 'help', share: false };
const yesterday: AnyQuery = { command: 'period', period: { kind: 'yesterday' }, ...plain };

const understood: readonly (readonly [text: string, query: AnyQuery])[] = [
  ['', help],
  ['   ', help],
  ['help', help],
  ['HELP', help],
  ['?', help],
  ['مساعدة', help],
  ['today', today],
  ['Today', today],
  ['اليوم', today],
  ['\u200f\u2067اليوم\u2069', today],
  ['yesterday', yesterday],
  ['أمس', yesterday],
  ['امس', yesterday],
  ['"yesterday"', yesterday],
  ['period yesterday', yesterday],
  ['last 3 days', { command: 'period', period: { kind: 'last-days', days: 3 }, ...plain }],
  ['آخر ٣ أيام', { command: 'period', period: { kind: 'last-days', days: 3 }, ...plain }],
  ['last 12 hours', { command: 'period', period: { kind: 'last-hours', hours: 12 }, ...plain }],
  ['2025-08-24', { command: 'period', period: { kind: 'date', date: day('2025-08-24') }, ...plain }],
  ['٢٠٢٥-٠٨-٢٤', { command: 'period', period: { kind: 'date', date: day('2025-08-24') }, ...plain }],
  ['24 aug', { command: 'period', period: { kind: 'date', date: day('2025-08-24') }, ...plain }],
  [
    '2025-08-18..2025-08-24',
    { command: 'period', period: { kind: 'range', first: day('2025-08-18'), last: day('2025-08-24') }, ...plain },
  ],
  ['errors', { command: 'errors', period: { kind: 'today' }, ...plain }],
  ['error', { command: 'errors', period: { kind: 'today' }, ...plain }],
  ['أخطاء', { command: 'errors', period: { kind: 'today' }, ...plain }],
  ['errors last week', { command: 'errors', period: { kind: 'last-week' }, ...plain }],
  ['أخطاء الأسبوع الماضي', { command: 'errors', period: { kind: 'last-week' }, ...plain }],
  ['errors status:errored', { command: 'errors', period: { kind: 'today' }, ...plain }],
  ['bulk 574', { command: 'bulk', id: '574', ...plain }],
  ['bulk #574', { command: 'bulk', id: '574', ...plain }],
  ['دفعة ٥٧٤', { command: 'bulk', id: '574', ...plain }],
  ['bulk 9223372036854775807', { command: 'bulk', id: '9223372036854775807', ...plain }],
  ['lead 12', { command: 'lead', id: '12', ...plain }],
  ['lead 12 yesterday', { command: 'lead', id: '12', period: { kind: 'yesterday' }, ...plain }],
  ['عميل ١٢ أمس', { command: 'lead', id: '12', period: { kind: 'yesterday' }, ...plain }],
  ['/leads today', today],
  ['leads', help],
  ['brand=KIA', { ...today, filters: filters({ brand: 'KIA' }) }],
  ['today brand:KIA', { ...today, filters: filters({ brand: 'KIA' }) }],
  ['brand:KIA', { ...today, filters: filters({ brand: 'KIA' }) }],
  ['brand: KIA today', { ...today, filters: filters({ brand: 'KIA' }) }],
  ['brand:KIA yesterday', { ...yesterday, filters: filters({ brand: 'KIA' }) }],
  ['source:"Direct Contact"', { ...today, filters: filters({ source: 'Direct Contact' }) }],
  ['source:“Direct Contact” yesterday', { ...yesterday, filters: filters({ source: 'Direct Contact' }) }],
  ['source:”Direct Contact“', { ...today, filters: filters({ source: 'Direct Contact' }) }],
  ['source:«Direct  Contact»', { ...today, filters: filters({ source: 'Direct Contact' }) }],
  ["source:'Direct Contact' today", { ...today, filters: filters({ source: 'Direct Contact' }) }],
  ['source:‘Direct Contact’', { ...today, filters: filters({ source: 'Direct Contact' }) }],
  ["branch:O'Neil", { ...today, filters: filters({ branch: "O'Neil" }) }],
  ['branch:R&amp;D', { ...today, filters: filters({ branch: 'R&D' }) }],
  ['branch:"5: North"', { ...today, filters: filters({ branch: '5: North' }) }],
  ['ماركة:كيا', { ...today, filters: filters({ brand: 'كيا' }) }],
  ['ماركه :كيا', { ...today, filters: filters({ brand: 'كيا' }) }],
  ['فرع:"الرياض ٥" مصدر:الموقع أمس', { ...yesterday, filters: filters({ branch: 'الرياض ٥', source: 'الموقع' }) }],
  ['حالة:خطأ', { ...today, filters: { status: 'errored' } }],
  ['حالة:"قيد الانتظار"', { ...today, filters: { status: 'pending' } }],
  ['الحالة:منشأ', { ...today, filters: { status: 'created' } }],
  [
    'status:Failed sub:Email priority:hot type:Individual',
    {
      ...today,
      filters: filters({ status: 'errored', sub: 'Email', priority: 'hot', type: 'Individual' }),
    },
  ],
  ['today --share', { ...today, share: true }],
  ['today —share', { ...today, share: true }],
  ['--share today', { ...today, share: true }],
  ['–share', { ...today, share: true }],
  ['today --مشاركة', { ...today, share: true }],
  ['today --share --share', { ...today, share: true }],
  [
    'last 3 days brand:KIA --share',
    {
      command: 'period',
      period: { kind: 'last-days', days: 3 },
      filters: filters({ brand: 'KIA' }),
      page: 0,
      share: true,
    },
  ],
];

/** The expected sentence, without the invisible isolate characters. */
const complaints: readonly (readonly [text: string, sentence: string, suggestion?: string])[] = [
  ['yestrday', 'I don’t understand “yestrday”: did you mean `/leads yesterday`?', 'yesterday'],
  ['todya', 'I don’t understand “todya”: did you mean `/leads today`?', 'today'],
  ['bluk 574', 'I don’t understand “bluk 574”: did you mean `/leads bulk 574`?', 'bulk 574'],
  ['eror', 'I don’t understand “eror”: did you mean `/leads errors`?', 'errors'],
  ['xyzzy 574', 'I can show you the leads of any day, brand, branch or source. For example:'],
  ['today xyzzy', 'I don’t understand “xyzzy”: did you mean `/leads today`?', 'today'],
  [
    'yestrday brand:KIA source:"Direct Contact" --share',
    'I don’t understand “yestrday”: did you mean `/leads yesterday brand:KIA source:"Direct Contact" --share`?',
    'yesterday brand:KIA source:"Direct Contact" --share',
  ],
  ['brand KIA', 'I don’t understand “brand KIA”: did you mean `/leads brand:KIA`?', 'brand:KIA'],
  [
    'last week status pending',
    'I don’t understand “status pending”: did you mean `/leads last week status:pending`?',
    'last week status:pending',
  ],
  [
    'errors status:pending brand:KIA',
    'The list of errors has only leads with errors: please leave out the status filter.',
    'errors brand:KIA',
  ],
  ['bulk574', 'I don’t understand “bulk574”: did you mean `/leads bulk 574`?', 'bulk 574'],
  ['lead#12 yesterday', 'I don’t understand “lead#12”: did you mean `/leads lead 12 yesterday`?', 'lead 12 yesterday'],
  ['errors yestrday', 'I don’t understand “yestrday”: did you mean `/leads errors yesterday`?', 'errors yesterday'],
  ['tomorrow', '“tomorrow” is in the future: did you mean `/leads today`?', 'today'],
  [
    '2025-08-24..2025-08-18',
    '“2025-08-24..2025-08-18” ends before it starts: did you mean `/leads 2025-08-18..2025-08-24`?',
    '2025-08-18..2025-08-24',
  ],
  [
    'errors status:pending',
    'The list of errors has only leads with errors: please leave out the status filter.',
    'errors',
  ],
  ['bulk', 'The number is missing: type for example `/leads bulk 574`.'],
  ['bulk today', '“today” is not a number: type for example `/leads bulk 574`.'],
  ['bulk 0', '“0” is not a number: type for example `/leads bulk 574`.'],
  ['bulk -5', '“-5” is not a number: type for example `/leads bulk 574`.'],
  ['bulk 5.5', '“5.5” is not a number: type for example `/leads bulk 574`.'],
  ['bulk 99999999999999999999', 'The number “99999999999999999999” is too large: type for example `/leads bulk 574`.'],
  ['bulk 574 now', 'I don’t understand “now” at the end: did you mean `/leads bulk 574`?', 'bulk 574'],
  ['lead', 'The number is missing: type for example `/leads lead 574`.'],
  ['lead x', '“x” is not a number: type for example `/leads lead 574`.'],
  ['lead 12 yestrday', 'I don’t understand “yestrday”: did you mean `/leads lead 12 yesterday`?', 'lead 12 yesterday'],
  ['colour:red', `I don’t know the filter “colour:”: you can use ${[...textFilters, 'status'].join(', ')}.`],
  ['today brnad:KIA', 'I don’t know the filter “brnad:”: did you mean “brand:”?', 'today brand:KIA'],
  ['brand:KIA -brand:MG', 'You gave the filter “brand:” twice: please give it once.'],
  ['status:errored حالة:منشأ', 'You gave the filter “حالة:” twice: please give it once.'],
  ['status:errored,created', 'Please give only one status: errored, created or pending.'],
  ['-status:errored', 'Please give only one status: errored, created or pending.'],
  ['brand:!', '“brand:” needs a value: type for example `/leads today brand:KIA`.'],
  ['brand:', '“brand:” needs a value: type for example `/leads today brand:KIA`.'],
  ['brand:"" today', '“brand:” needs a value: type for example `/leads today brand:KIA`.'],
  ['brand: status:errored', '“brand:” needs a value: type for example `/leads today brand:KIA`.'],
  ['status:', '“status:” needs a value (errored, created or pending): type for example `/leads today status:errored`.'],
  ['status:purple', 'I don’t know the status “purple”: it can be errored, created or pending.'],
  ['yesterday status:erored', 'I don’t know the status “erored”: did you mean “errored”?', 'yesterday status:errored'],
  [
    'source:"Direct Contact',
    'A quotation mark is missing at the end: did you mean “source:"Direct Contact"”?',
    'source:"Direct Contact"',
  ],
  ['today --shaer', 'I don’t know “--shaer”: the only option is “--share”.'],
  [`brand:${'x'.repeat(61)}`, 'The value of “brand:” is too long: please keep it under 60 characters.'],
  [
    `brand:${'x'.repeat(60)} branch:${'y'.repeat(60)} source:${'z'.repeat(60)}`,
    'Together, the filters are too long: please keep them under 160 characters.',
  ],
  [`today ${'x'.repeat(500)}`, 'That is too long to read: please keep it under 400 characters.'],
];

const notUnderstood = complaints.map(([text, sentence, suggestion = null]) => ({ text, sentence, suggestion }));

function visible(text: string): string {
  return text.replace(/[\u2068\u2069]/g, '');
}

function complaintOf(text: string, language: ParseContext): Complaint {
  const parsed = parseText(text, language);
  if (parsed.ok) throw new Error(`it was understood: ${JSON.stringify(parsed.query)}`);
  return parsed.complaint;
}

describe('the text after /leads', () => {
  it.each(understood)('%j is understood', (text, query) => {
    expect(parseText(text, context)).toEqual({ ok: true, query });
    expect(parseText(text, inArabic)).toEqual({ ok: true, query });
  });

  it.each(notUnderstood)('$text gets one sentence', ({ text, sentence, suggestion }) => {
    const complaint = complaintOf(text, context);
    expect(visible(complaint.sentence)).toBe(sentence);
    expect(complaint.suggestion ?? null).toBe(suggestion);
  });

  it.each(notUnderstood)('$text gets one sentence in Arabic', ({ text }) => {
    const { sentence } = complaintOf(text, inArabic);
    expect(sentence).toMatch(/\p{Script=Arabic}{3}/u);
    expect(sentence.match(/[.؟?]\s/g)).toBeNull();
  });

  it.each([context, inArabic])('each suggestion can be run', (language) => {
    const suggested = notUnderstood.flatMap(({ text }) => complaintOf(text, language).suggestion ?? []);
    expect(suggested.length).toBeGreaterThan(10);
    expect(suggested.filter((text) => !parseText(text, language).ok)).toEqual([]);
  });

  it('arbitrary text is either understood or gets one sentence', () => {
    const word = fc.oneof(
      fc.constantFrom(
        'today',
        'errors',
        'bulk',
        'lead',
        'last',
        '3',
        'days',
        'brand:',
        '"',
        '«',
        '—share',
        'حالة:',
        'أمس',
        '..',
      ),
      fc.string({ unit: anyCharacter, maxLength: 12 }),
    );
    fc.assert(
      fc.property(fc.array(word, { maxLength: 8 }), fc.constantFrom(context, inArabic), (words, language) => {
        const parsed = parseText(words.join(' '), language);
        const told = parsed.ok ? decodeQuery(encodeQuery(parsed.query)) : parsed.complaint.sentence.split('\n');
        expect(told).toEqual(parsed.ok ? parsed.query : [parsed.complaint.sentence]);
      }),
      { numRuns: runs(1_000) },
    );
  });

  it('pathological text is parsed quickly', () => {
    const long = [`brand:"${'a '.repeat(200_000)}`, ' '.repeat(1_000_000), 'a:'.repeat(200_000), '-'.repeat(300_000)];
    expect(long.map((text) => parseText(text, context).ok)).toEqual([false, true, false, false]);
  });

  it('quoted input is isolated from our text and cut short', () => {
    const { sentence } = complaintOf(`today ${'\u202e\u202e<!channel> '.repeat(10)}`, context);
    expect(sentence).toMatch(/“\u2068.{1,40}\u2069”/u);
    expect(sentence).not.toContain('\u202e');
  });
});
