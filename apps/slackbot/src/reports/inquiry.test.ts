import {
  installationAliases,
  type Instant,
  type LeadFilter,
  type Period,
  type PeriodSpec,
  resolvePeriod,
} from '@leadbell/domain';
import { zoneOf } from '@leadbell/testing';
import { afterAll, beforeEach, describe, expect, it } from 'vitest';
import { filters as written } from '../testing/commands-fixtures.ts';
import type { Inquiry } from './answer.ts';
import { inquiryOf } from './inquiry.ts';
import { wholeOf } from './whole.ts';
import { noon } from '../testing/lead-fixtures.ts';

const zone = zoneOf('Asia/Riyadh');
const catalogue = { sources: { Website: 2, 'Direct Contact': 1, مباشر: 7 }, subSources: { Email: 11 } };

const exact = { source: Object.keys(catalogue.sources), sub: Object.keys(catalogue.subSources) };
beforeEach(() => installationAliases.use({}, exact));
afterAll(() => installationAliases.use({}));

function periodOf(spec: PeriodSpec, laterMs = 0): Period {
  return resolvePeriod(spec, { now: (noon + laterMs) as Instant, zone, weekStart: 7 });
}

function ofDays(spec: PeriodSpec, filters: LeadFilter = {}, laterMs = 0): Inquiry {
  return inquiryOf({ kind: 'window', period: periodOf(spec, laterMs) }, filters, { zone, catalogue, scope: 'all' });
}

describe('the DMS request', () => {
  it('the DMS request uses the catalogue’s code for a known name in any spelling', () => {
    const { question, narrowed } = ofDays({ kind: 'today' }, written({ source: ' WEBSITE', sub: 'email' }));
    expect(question).toMatchObject({ kind: 'window', source: 2, subSource: 11 });
    expect(narrowed).toBe(true);
    expect(ofDays({ kind: 'today' }, written({ source: 'مُباشر' })).question).toMatchObject({ source: 7 });
  });

  it('the DMS request uses a code only for a name that matches no other source', () => {
    const period = periodOf({ kind: 'today' });
    const both = { sources: { Email: 3, 'Email Campaign': 4, 'E mail': 5, 'e mail': 6 }, subSources: {} };
    const asked = (source: string) =>
      inquiryOf({ kind: 'window', period }, written({ source }), { zone, catalogue: both, scope: 'all' });
    installationAliases.use({ source: [['Email Campaign', 'حملة']] }, { source: Object.keys(both.sources) });
    expect(asked('email').question).toMatchObject({ source: 3 });
    // The first name has two spellings, the second has two codes, and the third matches several sources.
    for (const one of ['Email Campaign', 'E mail', 'campaign'])
      expect(asked(one).question).not.toHaveProperty('source');
    installationAliases.use({});
    expect(asked('email').question).not.toHaveProperty('source');
  });

  it('everything is fetched when the catalogue has no code', () => {
    const { question, narrowed } = ofDays(
      { kind: 'today' },
      written({ source: 'Web', brand: 'KIA', status: 'errored' }),
    );
    expect(question).toEqual({ kind: 'window', window: periodOf({ kind: 'today' }).window });
    expect(narrowed).toBe(false);
    expect(ofDays({ kind: 'today' }, written({ source: 'constructor' })).question).not.toHaveProperty('source');
  });

  it('a bulk is requested only by its id, and a lead by its id and a range of time', () => {
    const context = { zone, catalogue, scope: 'all' } as const;
    const website = written({ source: 'Website' });
    expect(inquiryOf({ kind: 'bulk', id: '5' }, website, context)).toMatchObject({
      question: { kind: 'bulk', id: '5' },
      narrowed: false,
    });
    const period = periodOf({ kind: 'today' });
    expect(inquiryOf({ kind: 'lead', leadId: '5', period }, {}, context).question).toEqual({
      kind: 'lead',
      leadId: '5',
      window: period.window,
    });
  });
});

describe('the key of an answer', () => {
  it('the key is equal for the same days under different names', () => {
    const { key } = ofDays({ kind: 'today' });
    expect(ofDays({ kind: 'weekday', weekday: 1 }).key).toBe(key);
    expect(ofDays({ kind: 'today' }, {}, 60_000).key).toBe(key);
    expect(ofDays({ kind: 'last-days', days: 1 }).key).toBe(key);
  });

  it('the key for the last hours stays the same while time passes', () => {
    expect(ofDays({ kind: 'last-hours', hours: 3 }, {}, 60_000).key).toBe(ofDays({ kind: 'last-hours', hours: 3 }).key);
  });

  it('an inquiry about the last hours also has the key of a fixed period, because further pages ask for that period', () => {
    const one = ofDays({ kind: 'last-hours', hours: 3 }, written({ brand: 'KIA' }));
    const { from, to } = periodOf({ kind: 'last-hours', hours: 3 }).window;
    const page = ofDays({ kind: 'last-hours', hours: 3, until: to }, written({ brand: 'KIA' }), 3_600_000);
    expect(one.fixed).toEqual({ key: page.key, wholeKey: page.wholeKey });
    expect(page).not.toHaveProperty('fixed');
    expect(ofDays({ kind: 'span', from, to }, written({ brand: 'KIA' })).key).toBe(page.key);
    expect(ofDays({ kind: 'last-hours', hours: 3 }, {}, 60_000).fixed).not.toEqual(ofDays({ kind: 'today' }).fixed);
  });

  it('a filtered inquiry about the last hours finds the unfiltered answer by its key', () => {
    const filtered = ofDays({ kind: 'last-hours', hours: 3 }, written({ brand: 'KIA' }));
    const { key, fixed } = ofDays({ kind: 'last-hours', hours: 3 });
    expect(wholeOf(filtered)).toMatchObject({ key, fixed });
  });

  it('the key is equal for the same filters in different spellings', () => {
    const one = ofDays({ kind: 'today' }, written({ brand: 'KIA', source: 'Web' }));
    expect(ofDays({ kind: 'today' }, written({ source: 'web', brand: ' kia' })).key).toBe(one.key);
  });

  it('the key differs for inquiries that differ in anything else', () => {
    const period = periodOf({ kind: 'today' });
    const context = { zone, catalogue, scope: 'all' } as const;
    const all = [
      ofDays({ kind: 'today' }),
      ofDays({ kind: 'yesterday' }),
      ofDays({ kind: 'last-hours', hours: 3 }),
      ofDays({ kind: 'last-hours', hours: 4 }),
      ofDays({ kind: 'today' }, written({ brand: 'KIA' })),
      ofDays({ kind: 'today' }, written({ branch: 'KIA' })),
      ofDays({ kind: 'today' }, { status: 'errored' }),
      ofDays({ kind: 'today' }, written({ brand: 'a', branch: 'b' })),
      ofDays({ kind: 'today' }, written({ brand: 'a","branch":"b' })),
      inquiryOf({ kind: 'bulk', id: '5' }, {}, context),
      inquiryOf({ kind: 'bulk', id: '6' }, {}, context),
      inquiryOf({ kind: 'lead', leadId: '5', period }, {}, context),
      inquiryOf({ kind: 'bulk', id: '5' }, {}, { ...context, zone: zoneOf('UTC') }),
    ];
    expect(new Set(all.map(({ key }) => key)).size).toBe(all.length);
  });
});
