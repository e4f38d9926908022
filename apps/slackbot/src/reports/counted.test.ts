// Tests that counting the leads of a long answer from their bytes gives the same result as parsing the whole answer.
import { Buffer } from 'node:buffer';
import type { Window, LeadFilter } from '@leadbell/domain';
import { createLeadsApi, type LeadsApiEvent } from '@leadbell/leads-api';
import { zoneOf } from '@leadbell/testing';
import { expect, it } from 'vitest';
import { filters as written } from '../testing/commands-fixtures.ts';
import type { Answer, Inquiry } from './answer.ts';
import { collect } from './collect.ts';
import { at, noon } from '../testing/lead-fixtures.ts';

const window: Window = { from: at('2025-08-24T21:00:00Z'), to: at('2025-08-25T21:00:00Z') };
const sources = ['Website', 'website ', 'Facebook', 'معرض الرياض', 'N/A', null];
const names = ['Alfa', 'ألفا', 'Bravo "B"', 'Charlie\n'];

/**
 * The n-th lead of the test. Every lead is resent some bulks later with another phone format, and sometimes with
 * another person.
 */
function lead(n: number): object {
  const person = n % 300;
  return {
    leadExternalId: n % 37 === 0 ? 0 : 5_000 + person,
    leadId: n % 3 === 0 ? 0 : 90_000 + n,
    isError: n % 11 === 0 ? 1 : 0,
    errorList: n % 11 === 0 ? `Branch unknown for ${names[person % 4]?.trim()}` : null,
    firstName: n % 50 === 7 ? 'Delta' : names[person % names.length],
    lastName: 'Testali',
    contactName: null,
    phoneCode: '00966',
    phoneNumber: n < 300 ? `50000${1_000 + person}` : `0 50000 ${1_000 + person}`,
    email: n % 50 === 7 ? 'delta@example.com' : `Person${person}@example.com`,
    brand: n % 2 === 0 ? 'KIA' : 'MG',
    branch: 'الرياض - خريص',
    source: sources[n % sources.length],
    leadNote: 'Sample '.repeat(400),
    testDriveRequired: n % 13 === 0 ? 'Y' : n % 5 === 0,
    vehicles: [{ leadVehiclesId: n + 1, modelFamily: 'K5', modelYear: n % 41 === 0 ? 'soon' : 2024 }],
  };
}

const bulks = Array.from({ length: 15 }, (_, bulk) => ({
  leads: Array.from({ length: 60 }, (_, n) => lead(bulk * 60 + n)),
  createdDate: new Date(window.from + (bulk + 1) * 1_800_000).toISOString(),
  createdBy: bulk,
  totalRecords: 60,
  errorRecords: 1,
  isProcessed: 4,
}));
const body = Buffer.from(JSON.stringify(bulks));

async function answerOf(counted: boolean, filters: LeadFilter, maxRows: number) {
  const events: LeadsApiEvent[] = [];
  const api = createLeadsApi(
    { baseUrl: 'https://dms.example.com', auth: { kind: 'none' }, extraRequests: 0 },
    {
      now: () => noon,
      random: Math.random,
      fetch: () => Promise.resolve(new Response(body, { headers: { 'content-type': 'application/json' } })),
      sleep: () => Promise.resolve(),
      log: (event) => events.push(event),
    },
  );
  const zone = zoneOf('Asia/Riyadh');
  const question = { kind: 'window', window } as const;
  const inquiry: Inquiry = {
    key: '',
    wholeKey: '',
    question,
    filters,
    scope: 'all',
    zone,
    narrowed: false,
    withQuality: true,
  };
  const parts = counted ? api.read(question, { counted: true }) : api.read(question);
  const answer: Answer = await collect(parts, inquiry, { since: noon, maxRows });
  return { answer, scanned: events.find(({ event }) => event === 'dms.scanned') };
}

it.each<[string, LeadFilter, number]>([
  ['all leads', {}, 1_000],
  ['few rows of many', {}, 20],
  ['a filter that many meet', written({ brand: 'KIA' }), 1_000],
  ['a filter that few meet', written({ source: 'معرض' }), 1_000],
  ['errored leads', { status: 'errored' }, 1_000],
])('both ways give the same answer for %s', async (_name, filters, maxRows) => {
  const whole = await answerOf(false, filters, maxRows);
  const counted = await answerOf(true, filters, maxRows);
  expect(counted.answer).toEqual(whole.answer);
  expect(counted.scanned).toMatchObject({ plain: expect.any(Number) as number, short: 0 });
});

it('most leads are counted from their bytes, and resent leads are still found', async () => {
  const { answer, scanned } = await answerOf(true, {}, 1_000);
  expect(answer.sentAgain).toBeGreaterThan(200);
  expect(answer.unread.others).toBeGreaterThan(10);
  expect(scanned).toMatchObject({ event: 'dms.scanned', short: 0 });
  if (scanned?.event !== 'dms.scanned') throw new Error('nothing was scanned');
  expect(scanned.plain).toBeGreaterThan(scanned.odd * 2);
  expect(scanned.plain + scanned.odd).toBeGreaterThan(700);
});
