import { installationAliases, KnownValues, type Lead, leadMatcher, oneOf, type Vocabulary } from '@leadbell/domain';
import { runs } from '@leadbell/testing';
import * as fc from 'fast-check';
import { describe, expect, it, test } from 'vitest';
import { countsShown, valueShown } from '../cards/values.ts';
import { parseText } from '../testing/commands-fixtures.ts';
import { bare, contextFor, fakeApi, noon } from '../testing/lead-fixtures.ts';

function vocabularyOf(...leads: readonly Partial<Lead>[]): Vocabulary {
  const values = new KnownValues();
  values.see(
    leads.map((one) => ({ ...bare, ...one })),
    noon,
  );
  return values.within('all');
}

const vocabulary = vocabularyOf(
  { brand: 'KIA', branch: 'Riyadh North', source: 'Website', priority: 'Hot', subSource: 'Email' },
  { brand: 'KIA', branch: 'Jeddah', source: 'Website', priority: 'Warm' },
  { brand: 'MG', branch: 'Jeddah', source: 'Walk-in', priority: 'Cold' },
);
const english = { ...contextFor(fakeApi([])), vocabulary };
const arabic = { ...contextFor(fakeApi([]), 'ar'), vocabulary };

function complaintOf(text: string, context = english) {
  const parsed = parseText(text, context);
  if (parsed.ok) throw new Error(`understood: ${JSON.stringify(parsed.query)}`);
  return parsed.complaint;
}

describe('a line in a person’s own words', () => {
  it.each([
    ['kia jeddah', 'today brand:KIA branch:Jeddah'],
    ['show me all hot kia leads of this week please', 'this week brand:KIA priority:Hot'],
    ['walk in', 'today source:Walk-in'],
    ['riyadh mg', 'today branch:riyadh brand:MG'],
    ['kia, mg', 'today brand:KIA,MG'],
    ['kia and mg except jeddah', 'today brand:KIA,MG -branch:Jeddah'],
    ['kia or jeddah yesterday', 'yesterday brand:KIA or branch:Jeddah'],
    ['errors yesterday riyadh', 'errors yesterday branch:riyadh'],
    ['riyadh errors', 'errors branch:riyadh'],
    ['pending website', 'today status:pending source:Website'],
    ['kia today brand:MG', 'today brand:MG,KIA'],
    ['yesterday lead 2002', 'lead 2002 yesterday'],
    ['hello, today please', 'today'],
  ])('“%s” means “%s”', (text, same) => {
    expect(parseText(text, english)).toEqual(parseText(same, english));
  });

  it.each([
    ['عملاء كيا', 'اليوم ماركة:KIA'],
    ['ساخن الأسبوع الماضي', 'الأسبوع الماضي أولوية:Hot'],
    ['أعرض لي عملاء أمس بدون KIA', 'أمس ماركة:!KIA'],
  ])('“%s” means or suggests “%s”', (text, same) => {
    const parsed = parseText(text, arabic);
    expect(parsed.ok ? parsed : parseText(parsed.complaint.suggestion ?? '', arabic)).toEqual(parseText(same, arabic));
  });

  test('a line means the same in any order, with polite words anywhere', () => {
    const words = ['kia', 'jeddah', 'this week', 'pending', 'please', 'show me', 'leads', '🙏'];
    const all = parseText('this week brand:KIA branch:Jeddah status:pending', english);
    fc.assert(
      fc.property(fc.shuffledSubarray(words, { minLength: words.length }), (line) => {
        expect(parseText(line.join(' '), english)).toEqual(all);
      }),
      { numRuns: runs(100) },
    );
  });

  test('no word is dropped silently: each unknown word is named, and the rest is kept', () => {
    const word = fc.stringMatching(/^[bcdfgz]{6,9}$/);
    fc.assert(
      fc.property(word, fc.nat(2), (strange, at) => {
        const complaint = complaintOf(['kia', 'yesterday'].toSpliced(at, 0, strange).join(' '));
        expect(complaint.sentence).toContain(strange);
        expect(complaint.suggestion).toBe('yesterday brand:KIA');
      }),
      { numRuns: runs(50) },
    );
  });

  test('Leadbell asks about a word that is a value of two filters, and each choice works', () => {
    const double = vocabularyOf({ source: 'Website', subSource: 'Website' }, { source: 'Walk-in' });
    const context = { ...english, vocabulary: double };
    const { suggestion = '', others = [], sentence } = complaintOf('website yesterday', context);
    expect(sentence).toMatch(/Website.*source or sub/i);
    expect([suggestion, ...others]).toEqual(['yesterday source:Website', 'yesterday sub:Website']);
    expect([suggestion, ...others].map((text) => parseText(text, context).ok)).toEqual([true, true]);
  });

  test('a part of a value matches only if one filter has it, and a filler word never matches', () => {
    expect(parseText('north', english)).toEqual(parseText('today branch:north', english));
    expect(parseText('leads in jeddah', english)).toEqual(parseText('today branch:Jeddah', english));
    const double = vocabularyOf({ branch: 'Riyadh North', source: 'North Campaign' });
    expect(complaintOf('north', { ...english, vocabulary: double }).others).toHaveLength(1);
  });

  test('the nearest value is suggested, but never a value that the asker may not see', () => {
    expect(complaintOf('kiaa yesterday').suggestion).toBe('yesterday brand:KIA');
    const values = new KnownValues();
    values.see(
      [
        { ...bare, brand: 'MG', branch: 'Jeddah' },
        { ...bare, brand: 'KIA' },
      ],
      noon,
    );
    const within = values.within([{ brands: ['mg'] }]);
    expect([within.valuesOf('brand'), within.valuesOf('branch')]).toEqual([['MG'], ['Jeddah']]);
    expect(complaintOf('kia', { ...english, vocabulary: within })).toMatchObject({ isStrange: true });
  });

  test('equal spellings from the settings are accepted and found, and the spelling in the reader’s script is shown', () => {
    installationAliases.use({ brand: [['KIA', 'كيا']], branch: [['Jeddah', 'جدة']] });
    try {
      const known = vocabularyOf({ brand: 'KIA', branch: 'Jeddah' }, { brand: 'كيا' });
      expect(known.valuesOf('brand')).toEqual(['KIA']);
      const parsed = parseText('كيا جده أمس', { ...arabic, vocabulary: known });
      expect(parsed).toEqual(parseText('أمس ماركة:KIA فرع:Jeddah', arabic));
      const holds = leadMatcher({ brand: oneOf('كيا') });
      expect(['KIA', 'كيا', 'MG'].map((brand) => holds({ ...bare, brand }))).toEqual([true, true, false]);
      const counts = [
        { value: 'KIA', count: 2 },
        { value: 'MG', count: 3 },
        { value: 'كيا', count: 2 },
      ];
      expect(countsShown('brand', counts, { tag: 'ar' })).toEqual([
        { value: 'كيا', count: 4 },
        { value: 'MG', count: 3 },
      ]);
      expect(valueShown('brand', 'كيا', { tag: 'en' })).toBe('KIA');
    } finally {
      installationAliases.use({});
    }
  });

  test('the answer names a word that contradicts another word', () => {
    expect(complaintOf('kia except kia').sentence).toContain('kia');
    expect(complaintOf('pending created').sentence).toContain('created');
  });

  test('nothing is suggested for words about other things than leads', () => {
    const words = 'test mine my settings price car where buy sell boss team work office lunch';
    const others = 'سيارة سعر موظف مكتب';
    for (const word of `${words} ${others}`.split(' ')) {
      const complaint = complaintOf(word, /\p{Script=Arabic}/u.test(word) ? arabic : english);
      expect([word, complaint.suggestion, complaint.isStrange]).toEqual([word, undefined, true]);
    }
  });

  test('a line is read quickly, however long it is and however many values there are', () => {
    const branches = Array.from({ length: 500 }, (_, index) => ({ branch: `Riyadh ${index} North` }));
    const context = { ...english, vocabulary: vocabularyOf(...branches) };
    const words = Array.from({ length: 39 }, (_, index) => `abcdefg${index}`);
    // Measure the processor time of this thread, because other tests run at the same time.
    function cpuOf(lines: readonly string[]): number {
      const start = process.threadCpuUsage();
      for (const line of lines) complaintOf(line, context);
      return process.threadCpuUsage(start).user;
    }
    cpuOf(words);
    // Trying every way to join its words would take for ever.
    expect(cpuOf(Array.from({ length: 5 }, () => words.join(' ')))).toBeLessThan(100 * cpuOf(words));
  });
});
