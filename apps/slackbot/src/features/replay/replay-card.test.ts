import { type Language, languageTags } from '@leadbell/i18n';
import { alertRules, defaultAlertSettings, instant, type ReplayReport } from '@leadbell/domain';
import { asRead, day, zoneOf } from '@leadbell/testing';
import { describe, expect, it } from 'vitest';
import { messagesFor } from '../index.ts';
import { type Card, checkBlocks, renderMessage } from '@leadbell/slack-kit';
import { textOf as textIn } from '../../testing/slack-text-fixtures.ts';
import { parseText } from '../../testing/commands-fixtures.ts';
import { replayCard } from './replay-card.ts';
import { readReplay } from './replay-request.ts';
import { testPersonKeys } from '../../testing/lead-fixtures.ts';

const zone = zoneOf('Asia/Riyadh');
const context = {
  now: instant(Date.parse('2025-08-25T09:00:00Z')),
  zone,
  weekStart: 7 as const,
  personKeys: testPersonKeys,
  messages: messagesFor('en'),
};
const at = (text: string) => instant(Date.parse(text));

const report: ReplayReport = {
  window: { from: at('2025-08-23T21:00:00Z'), to: at('2025-08-25T09:00:00Z') },
  alerts: 2,
  pings: 5,
  fired: 2,
  joined: 1,
  reopened: 1,
  repeated: 1,
  standing: 1,
  days: [
    { date: day('2025-08-24'), alerts: 2, pings: 4 },
    { date: day('2025-08-25'), alerts: 0, pings: 1 },
  ],
  rules: alertRules.map((rule) => ({
    rule,
    alerts: rule === 'bulk-errors' ? 2 : 0,
    pings: rule === 'bulk-errors' ? 5 : 0,
  })),
  groups: [
    { rule: 'bulk-errors', group: 'NO_BRANCH|', alerts: 1, pings: 4 },
    { rule: 'bulk-errors', group: '|', alerts: 1, pings: 1 },
  ],
  longest: { rule: 'bulk-errors', group: 'NO_BRANCH|', ms: 5.5 * 3_600_000, isOver: false },
  first: [
    {
      rule: 'bulk-errors',
      group: 'NO_BRANCH|',
      at: at('2025-08-24T06:05:00Z'),
      bulks: 2,
      count: 30,
      of: 60,
      errors: [{ fingerprint: 'NO_BRANCH|', leads: 28 }],
    },
  ],
};
const errorTexts = new Map([['NO_BRANCH|', { message: 'Branch … not found', code: 'NO_BRANCH', field: null }]]);

function textOf(card: Card): string {
  return asRead(JSON.stringify(card));
}
const shown = (words: string, tag: Language, usual: ReplayReport | null) =>
  replayCard(
    { asked: report, usual, settings: defaultAlertSettings, knownSince: at('2025-08-23T23:00:00Z'), errorTexts },
    readReplay(words).request,
    35,
    { messages: messagesFor(tag), zone, period: { kind: 'last-days', days: 7 } },
  );

describe('a replay’s card', () => {
  it.each(languageTags)('the card is within Slack’s limits in %s, for one rule and for all', (tag) => {
    for (const card of [shown('bulk-errors from-5', tag, report), shown('', tag, null)]) {
      const { blocks } = renderMessage(card, { tag, more: messagesFor(tag).leads.more });
      expect(checkBlocks(blocks, 'message')).toEqual([]);
    }
  });

  it('a button opens the errors of the replayed days', () => {
    for (const words of ['bulk-errors from-5', 'usual-10', ''])
      expect(textOf(shown(words, 'en', null))).toContain('"value":"1;errors;n7;;;;","label":"See the errors"');
  });

  it('the card shows the count with the requested numbers beside the count with the settings’ numbers', () => {
    const text = textOf(shown('bulk-errors from-5 share-10', 'en', { ...report, alerts: 12, pings: 20 }));
    expect(text).toContain('"from-5 share-10"');
    expect(text).toContain('2 alerts, the channel pinged 5 times.');
    expect(text).toContain(
      'Pings: 2 for new alerts, 1 when more bulks joined, 1 when a problem came back, 1 for alerts that were still open.',
    );
    expect(text).toContain('1 was already open');
    expect(text).toContain('With the numbers in the settings: ');
    expect(text).toContain('"from-1 share-100"');
    expect(text).toContain('12 alerts, the channel pinged 20 times.');
    expect(text).toContain('Branch … not found');
    expect(text).toContain('5 h 30 min (still open)');
    expect(text).toContain('Errors in 2 bulks');
    expect(text).toContain('Leadbell has no data from before 24 August 2025 02:00.');
    expect(text).toContain('kept for 35 days');
    expect(text).toContain('/leads subscribe alerts from-5 share-10');
  });

  it('the card tells apart errors that have the same text', () => {
    const fields = ['email', 'mobile'];
    const asked: ReplayReport = {
      ...report,
      groups: fields.map((field) => ({ rule: 'bulk-errors', group: `BLOCKED|${field}`, alerts: 1, pings: 1 })),
      first: report.first.map((one) => ({
        ...one,
        errors: fields.map((field) => ({ fingerprint: `BLOCKED|${field}`, leads: 3 })),
      })),
    };
    const texts = new Map(
      fields.map((field) => [`BLOCKED|${field}`, { message: 'Customer is blocked', code: 'BLOCKED', field }]),
    );
    const card = replayCard(
      { asked, usual: null, settings: defaultAlertSettings, knownSince: null, errorTexts: texts },
      readReplay('bulk-errors from-5').request,
      null,
      { messages: messagesFor('en'), zone, period: { kind: 'last-days', days: 7 } },
    );
    const text = asRead(textIn(renderMessage(card, { tag: 'en', more: messagesFor('en').leads.more })));
    for (const field of fields)
      expect(text).toContain(`Customer is blocked (field ${field} · BLOCKED): 1 alert, 1 ping`);
    expect(text).toContain('Errors in 2 bulks · Customer is blocked × 6');
  });

  it('the card names the setting for numbers that a subscription can’t have', () => {
    const text = textOf(shown('no-leads usual-10', 'en', report));
    expect(text).toContain('leadbell.config.json');
    expect(text).not.toContain('/leads subscribe');
  });
});

const query = { command: 'replay', period: { kind: 'last-days', days: 7 }, share: false };

describe('the words of a replay', () => {
  it.each([
    ['replay', query],
    ['replay bulk-errors from-5', { ...query, rule: 'bulk-errors', numbers: { from: 5 } }],
    ['replay from-5 bulk-errors', { ...query, rule: 'bulk-errors', numbers: { from: 5 } }],
    ['replay bulk-errors share-10 from-5', { ...query, rule: 'bulk-errors', numbers: { from: 5, share: 10 } }],
    ['replay bulk-errors share-10%', { ...query, rule: 'bulk-errors', numbers: { share: 10 } }],
    ['replay bulk-stalled stalled-30m', { ...query, rule: 'bulk-stalled', numbers: { stalled: 30 } }],
    ['replay no-leads usual-١٠', { ...query, rule: 'no-leads', numbers: { usual: 10 } }],
    ['replay dms-unreachable unreachable-10', { ...query, rule: 'dms-unreachable', numbers: { unreachable: 10 } }],
    ['replay new-error', { ...query, rule: 'new-error' }],
    ['replay counts-differ yesterday', { ...query, period: { kind: 'yesterday' }, rule: 'counts-differ' }],
    [
      'replay bulk-cancelled last 14 days',
      { ...query, period: { kind: 'last-days', days: 14 }, rule: 'bulk-cancelled' },
    ],
    ['replay from-3 stalled-20', { ...query, numbers: { from: 3, stalled: 20 } }],
    [
      'محاكاة bulk-errors from-5 آخر ١٤ يوما',
      { ...query, period: { kind: 'last-days', days: 14 }, rule: 'bulk-errors', numbers: { from: 5 } },
    ],
  ])('%s', (text, expected) => {
    expect(parseText(text, context)).toEqual({ ok: true, query: expected });
  });

  it.each([
    ['replay bulk-errors share-200', /share-200.* is out of range/],
    ['replay bulk-errors from-0', /from-0.* is out of range/],
    ['replay bulk-stalled from-5', /belongs to another rule/],
    ['replay bulk-errors brand:KIA', /filters don’t work here/],
    ['replay bulk-errors tomorow', /./],
  ])('%s is answered with a sentence', (text, sentence) => {
    const parsed = parseText(text, context);
    expect(parsed).toMatchObject({ ok: false });
    expect(parsed.ok ? '' : asRead(parsed.complaint.sentence)).toMatch(sentence);
  });
});
