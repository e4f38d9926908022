/** Tests that the product's own words are understood as such, and never as misspelled brands, branches or sources. */
import type { Vocabulary } from '@leadbell/domain';
import { expect, test } from 'vitest';
import { parseText } from '../testing/commands-fixtures.ts';
import { contextFor, fakeApi } from '../testing/lead-fixtures.ts';

const known: Readonly<Record<string, readonly string[]>> = {
  source: ['Direct Contact', 'Website', 'Bulk'],
  brand: ['KIA', 'MG'],
  branch: ['Jeddah', 'Ranging'],
};
const vocabulary: Vocabulary = { valuesOf: (filter) => known[filter] ?? [] };

function read(text: string) {
  const tag = /\p{Script=Arabic}/u.test(text) ? 'ar' : 'en';
  const parsed = parseText(text, { ...contextFor(fakeApi([]), tag), vocabulary });
  return parsed.ok ? parsed.query : parsed.complaint;
}

const form = { command: 'subscribe', filters: {}, share: false };

test.each(['digest', 'Digests', 'digest?', 'show digest', 'ملخص', 'الملخّص'])('“%s” opens the form', (text) => {
  expect(read(text)).toEqual(form);
});

test.each([
  ['digest 08:30 sun-thu', 'subscribe digest 08:30 sun-thu'],
  ['digests 9am brand:KIA', 'subscribe digest 09:00 brand:KIA'],
  ['digest leads 08:30', 'subscribe digest 08:30'],
  ['ملخص ٠٨:٣٠ الأحد-الخميس', 'اشترك ملخص 08:30 الأحد-الخميس'],
  ['ملخص العملاء ٠٨:٣٠', 'اشترك ملخص 08:30'],
])('“%s” means “%s”', (text, same) => {
  expect(read(text)).toEqual(read(same));
  expect(read(text)).toMatchObject({ draft: { kind: 'digest' } });
});

test.each(['digest today', 'digest preview', 'digest 3', 'digest brand:KIA', 'digest leads', 'digest alerts 08:30'])(
  '“%s” subscribes nothing, and offers a digest, today’s leads and the previews',
  (text) => {
    expect(read(text)).toMatchObject({
      suggestion: expect.stringMatching(/^subscribe digest 08:30 sun-thu/),
      others: ['today', 'preview'],
    });
  },
);

test.each(['ملخص اليوم', 'ملخص العملاء', 'الملخص اليومي'])('“%s” does the same in Arabic', (text) => {
  expect(read(text)).toMatchObject({ suggestion: 'اشترك ملخص 08:30 الأحد-الخميس', others: ['اليوم', 'معاينة'] });
});

test.each([
  ['send me a digest', 'subscribe'],
  ['أرسل لي ملخص', 'اشترك'],
  ['أريد ملخص', 'اشترك'],
  ['my subscriptions', 'subscriptions'],
  ['today digest', 'today'],
  ['kia digest', 'today brand:KIA'],
  ['digst', 'digest'],
])('“%s” is answered with the suggestion “%s”', (text, suggestion) => {
  expect(read(text)).toMatchObject({ suggestion });
  expect(read(text)).not.toHaveProperty('search');
});

test.each([
  ['ranking', 'a section'],
  ['bulks', 'a section'],
  ['today bulks', 'a section beside a period'],
])('“%s”, %s, is not read as a value', (text) => {
  expect(JSON.stringify(read(text))).not.toMatch(/(?:source|branch):|search/);
});

test('a word that differs by two letters from one word of a longer value is not taken for that value', () => {
  expect(JSON.stringify(read('dibect'))).toContain('source:');
  expect(JSON.stringify(read('dibest'))).not.toContain('source:');
});

test.each([
  ['dirct', 'today source:"Direct Contact"'],
  ['contcat', 'today source:"Direct Contact"'],
  ['wbsiet', 'today source:Website'],
  ['jedda', 'today branch:Jeddah'],
])('“%s” still suggests “%s”', (text, suggestion) => {
  expect(read(text)).toMatchObject({ suggestion });
});
