/**
 * Tests the rows of `bodies/EXPECTED.md` about hot leads, reachable people and repeated requests,
 * with the digest of that day.
 */
import type { Period, PlainDate, Zone } from '@leadbell/domain';
import { createLeadsApi } from '@leadbell/leads-api';
import { caseBody } from '@leadbell/testing';
import { expect, it } from 'vitest';
import { createAnswers } from '../../reports/answers.ts';
import { inquiryOf } from '../../reports/inquiry.ts';
import { at, noon } from '../../testing/lead-fixtures.ts';
import { messagesFor } from '../index.ts';
import { digestCard } from './digest-card.ts';

const zone = 'Asia/Riyadh' as Zone;
const date = '2025-08-25' as PlainDate;
const window = { from: at('2025-08-25T00:00:00+03:00'), to: at('2025-08-26T00:00:00+03:00') };
const period: Period = { spec: { kind: 'date', date }, zone, window, firstDate: date, lastDate: date };

async function digestOf(body: string): Promise<string> {
  const headers = { 'content-type': 'application/json' };
  const leadsApi = createLeadsApi(
    { baseUrl: 'https://dms.example.com', auth: { kind: 'none' }, attempts: 1 },
    {
      now: () => noon,
      sleep: () => Promise.resolve(),
      random: () => 0.5,
      fetch: () => Promise.resolve(new Response(new Uint8Array(caseBody(body)), { headers })),
      log: () => {},
    },
  );
  const inquiry = inquiryOf(
    { kind: 'window', period },
    {},
    { catalogue: { sources: {}, subSources: {} }, zone, scope: 'all' as const },
    true,
  );
  const { signal } = new AbortController();
  const answer = await createAnswers({ now: () => noon }).find(inquiry, { leadsApi, signal, fresh: true });
  const without = { before: null, weekBefore: null, outcomesBefore: null, outcomesWeekBefore: null };
  const facts = {
    ...without,
    branchesBefore: null,
    afterHours: 0,
    scope: 'all' as const,
    days: 1,
    merged: 1,
    meantFor: null,
    hijri: false,
  };
  return JSON.stringify(digestCard({ answer, period, filters: {}, ...facts, without: [] }, messagesFor('en')));
}

const { digest } = messagesFor('en');

it.each([
  ['75-hot.json', [digest.hot(4)]],
  ['76-reachable.json', [digest.noPhone(3), digest.unreachable(3), digest.duplicates(3)]],
])('the digest of %s says %j', async (body, sentences) => {
  const card = await digestOf(body);
  for (const sentence of sentences) expect(card).toContain(sentence);
});
