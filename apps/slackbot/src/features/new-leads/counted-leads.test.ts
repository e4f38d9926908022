/**
 * Tests that a message about new leads counts exactly the leads that its button opens, even if
 * their state has changed. The polls and the changes in the DMS are random, and some people may see
 * only some leads.
 */
import type { Bulk, Instant, Lead, Scope } from '@leadbell/domain';
import type { AnswerPart, LeadsApi } from '@leadbell/leads-api';
import type { Card } from '@leadbell/slack-kit';
import { asRead, runs, testIdentities } from '@leadbell/testing';
import * as fc from 'fast-check';
import { beforeEach, expect, test } from 'vitest';
import { createAnswers } from '../../reports/answers.ts';
import {
  bulkOf,
  databases,
  now,
  pollOf,
  setUpAnnouncing,
  store,
  subscribe,
  url,
} from '../../testing/announcing-fixtures.ts';
import { answerQuery, decodeOpen, decodeQuery, encodeQuery, parseText } from '../../testing/commands-fixtures.ts';
import { contextFor, nthLead } from '../../testing/lead-fixtures.ts';
import { setOfAlert, setOfBulks } from '../../queries/leads-query.ts';
import { leadView } from '../leads/lead.ts';
import { createLeadSetFinder } from '../leads/lead-sets.ts';

setUpAnnouncing();

interface DmsBulk {
  readonly key: string;
  readonly minutesAgo: number;
  leads: readonly Lead[];
}

const createdAt = ({ minutesAgo }: DmsBulk) => (now - minutesAgo * 60_000) as Instant;

function infoOf(bulk: DmsBulk): Partial<Bulk> {
  return { key: bulk.key, id: null, createdAt: createdAt(bulk), state: 'in-progress', totalRecords: null };
}

/** Simulates a DMS that answers with the bulks in the requested window. */
function apiOf(dms: readonly DmsBulk[]): LeadsApi {
  return {
    async *read(question) {
      await Promise.resolve();
      if (question.kind === 'bulk') return;
      const { from, to } = question.window;
      const its = dms.filter((bulk) => createdAt(bulk) >= from && createdAt(bulk) < to);
      for (const [number, bulk] of its.entries()) {
        const { info } = bulkOf(bulk.leads, infoOf(bulk)).seen;
        yield { type: 'leads', bulk: number, leads: bulk.leads } satisfies AnswerPart;
        yield { type: 'bulk', bulk: number, info } satisfies AnswerPart;
      }
    },
  };
}

const poll = (dms: readonly DmsBulk[]) =>
  pollOf(
    dms.map((bulk) => bulkOf(bulk.leads, infoOf(bulk))),
    true,
  );

/** Alert 7 counts all bulks; there is no other alert. */
const bulksOfAlert = async (alert: number) =>
  alert === 7 ? (await databases.query(url, 'select id from bulks')).map(({ id }) => Number(id)) : null;

const setOf = (alert: number) => encodeQuery({ command: 'set', id: setOfAlert(alert), share: false });

function contextOf(dms: readonly DmsBulk[], scope: Scope = 'all') {
  const options = { store, identities: testIdentities(), workspace: 'T1', connection: 'dms', bulksOfAlert };
  const answers = createAnswers({ now: () => now });
  return contextFor(apiOf(dms), 'en', { now, answers, scope, leadSets: createLeadSetFinder(options) });
}

interface Counting {
  readonly text: string;
  readonly number: number;
  readonly value: string;
}

/** Returns the messages that count new leads, with the values of their buttons. */
async function messages(): Promise<readonly Counting[]> {
  const rows = await databases.query(url, `select key, payload::text as text from outbox order by id`);
  return rows.flatMap(({ text }) => {
    const payload = String(text);
    const [, value] = /"value":\s*"(1;set;[^"]*)"/.exec(payload) ?? [];
    const [, number] = /🔔 ([\d,]+) new leads?/.exec(asRead(payload)) ?? [];
    return value === undefined ? [] : [{ text: payload, value, number: Number(number?.replace(',', '')) }];
  });
}

/** Presses the button and opens every page of the list. */
async function open(
  value: string,
  context: ReturnType<typeof contextOf>,
): Promise<{ card: Card; rows: readonly string[] }> {
  const query = decodeQuery(value);
  if (query === null) throw new Error('the button is not understood');
  let card = await answerQuery(query, context);
  const first = card;
  const rows: string[] = [];
  for (let page = 0; ; page += 1) {
    rows.push(...opens(card));
    const [, at, of] = /Page (\d+) of (\d+)/.exec(textOf(card)) ?? [];
    if (at === of) return { card: first, rows };
    card = await answerQuery({ ...query, page: page + 1 } as never, context);
  }
}

function opens(card: Card): readonly string[] {
  return card.parts.flatMap((part) => {
    const button = part.kind === 'text' ? part.button : undefined;
    const opened = button === undefined ? null : decodeOpen(button.value);
    return opened === null ? [] : [opened.leadRef];
  });
}

function textOf(card: Card): string {
  return asRead(JSON.stringify(card.parts));
}

function numberIn(card: Card, pattern: RegExp): number {
  const [, found] = pattern.exec(textOf(card)) ?? [];
  return found === undefined ? 0 : Number(found);
}

const person = (n: number, changes: Partial<Lead> = {}): Lead => ({
  ...nthLead(n),
  brand: ['KIA', 'MG', 'Toyota'][n % 3] ?? null,
  errors: [],
  outcome: 'pending',
  leadId: null,
  ...changes,
});

beforeEach(async () => {
  await subscribe();
  await databases.query(url, "update subscriptions set created_at = created_at - interval '1 day'");
});

test('“11 new leads” opens these 11, whatever else arrived on the day', async () => {
  const dms = [{ key: 'a', minutesAgo: 30, leads: Array.from({ length: 11 }, (_, n) => person(n)) }];
  await poll(dms);
  const later = { key: 'b', minutesAgo: 5, leads: Array.from({ length: 40 }, (_, n) => person(100 + n)) };
  const [message] = await messages();
  expect(message?.number).toBe(11);
  const { card, rows } = await open(message?.value ?? '', contextOf([...dms, later]));
  expect(textOf(card)).toContain('11 leads');
  expect(new Set(rows).size).toBe(11);
});

test('the list behind a count shows the leads in their current state, and says which are gone and how many are hidden', async () => {
  const first = { key: 'a', minutesAgo: 300, leads: Array.from({ length: 12 }, (_, n) => person(n)) };
  await poll([first]);
  const [message] = await messages();
  const changed = { ...first, leads: first.leads.slice(1).map((lead) => ({ ...lead, outcome: 'created' as const })) };
  // A later bulk sends one of them again.
  const again = {
    key: 'c',
    minutesAgo: 10,
    leads: [person(4, { outcome: 'errored', errors: [{ message: 'Branch not found', code: null, field: null }] })],
  };
  await poll([changed, again]);
  const { card, rows } = await open(message?.value ?? '', contextOf([changed, again]));
  expect(rows).toHaveLength(11);
  expect(textOf(card)).toContain('11 leads');
  expect(textOf(card)).toContain('1 with errors');
  expect(textOf(card)).toContain('10 created in DMS');
  expect(textOf(card)).toContain('The message counted 12; the DMS no longer has 1 of them (1000).');
  const mine = await open(message?.value ?? '', contextOf([changed, again], [{ brands: ['KIA'] }]));
  expect(mine.rows).toHaveLength(3);
  expect(textOf(mine.card)).toContain('your role doesn’t let you see 8 of them');
  expect(textOf(mine.card)).not.toContain('1000');
});

test('an alert counts the leads of its bulks without those that a later bulk sent again', async () => {
  const dms = [
    { key: 'a', minutesAgo: 300, leads: Array.from({ length: 9 }, (_, n) => person(n)) },
    { key: 'b', minutesAgo: 200, leads: Array.from({ length: 10 }, (_, n) => person(20 + n)) },
    { key: 'c', minutesAgo: 100, leads: [person(4)] },
  ];
  await poll(dms);
  const [a, b] = await databases.query(url, 'select id from bulks order by created_at');
  const id = setOfBulks([Number(a?.['id']), Number(b?.['id'])]);
  const value = encodeQuery({ command: 'set', id: String(id), share: false });
  const { card, rows } = await open(value, contextOf(dms));
  expect(textOf(card)).toContain('18 leads');
  expect(new Set(rows).size).toBe(18);
  expect((await open(setOf(7), contextOf(dms))).rows).toHaveLength(19);
  expect(textOf((await open(setOf(8), contextOf(dms))).card)).toContain('out of date');
  await databases.query(url, 'delete from bulk_leads');
  expect(textOf((await open(value, contextOf(dms))).card)).toContain('out of date');
});

test('when an alert has grown, its button also opens the new leads, even for a person who pressed it a moment before', async () => {
  const dms = [{ key: 'a', minutesAgo: 300, leads: [person(1), person(2)] }];
  await poll(dms);
  const context = contextOf(dms);
  expect((await open(setOf(7), context)).rows).toHaveLength(2);
  dms.push({ key: 'b', minutesAgo: 200, leads: [person(3)] });
  await poll(dms);
  expect((await open(setOf(7), context)).rows).toHaveLength(3);
});

test('a bulk without a number in the DMS is found by our own number, typed in either language', async () => {
  const dms = [
    { key: 'a', minutesAgo: 300, leads: [person(1)] },
    { key: 'b', minutesAgo: 200, leads: [person(2), person(3)] },
  ];
  await poll(dms);
  const [, b] = await databases.query(url, 'select id from bulks order by created_at');
  const id = String(b?.['id']);
  const context = contextOf(dms);
  const arabic = id.replaceAll(/\d/g, (digit) => String.fromCodePoint(0x660 + Number(digit)));
  for (const text of [`bulk B${id}`, `bulk b${id}`, `دفعة B${arabic}`, `دفعة ب${arabic}`]) {
    const parsed = parseText(text, context);
    if (!parsed.ok) throw new Error(`${text}: ${parsed.complaint.sentence}`);
    const card = await answerQuery(parsed.query, context);
    expect([text, card.summary]).toEqual([text, `Bulk B${id}: 2 leads · none with errors · 2 pending`]);
    const [ref = ''] = opens(card);
    const opened = await leadView({ query: parsed.query as never, leadRef: ref, isMore: false }, context);
    expect(asRead(JSON.stringify(opened.parts))).toContain(`"B${id}"`);
  }
  const missing = parseText('bulk B999', context);
  const card = missing.ok ? await answerQuery(missing.query, context) : null;
  expect(card?.summary).toBe('There is no bulk B999, or its leads are no longer kept.');
});

test('the list says that it is out of date when its leads are no longer kept', async () => {
  await poll([{ key: 'a', minutesAgo: 30, leads: Array.from({ length: 12 }, (_, n) => person(n)) }]);
  const [message] = await messages();
  await databases.query(url, 'delete from lead_sets');
  const { card } = await open(message?.value ?? '', contextOf([]));
  expect(textOf(card)).toContain('out of date');
});

/** A separate run sets this, to print how many numbers were compared. */
const printsCounts = process.env['THOROUGH_TESTS'] === '1';

test(
  'every number in a message equals the number of leads in the list that it opens, for random polls, changes, scopes and channels',
  { timeout: 600_000 },
  async () => {
    let [numbers, cases] = [0, 0];
    const bulkSizes = fc.array(fc.integer({ min: 1, max: 14 }), { minLength: 1, maxLength: 4 });
    const days = fc.record({
      polls: fc.array(bulkSizes, { minLength: 1, maxLength: 3 }),
      threadOnly: fc.boolean(),
      dropped: fc.infiniteStream(fc.integer({ min: 0, max: 9 })),
      scope: fc.constantFrom<Scope>(
        'all',
        [{ brands: ['KIA'] }],
        [{ brands: ['MG'], branches: ['Jeddah'] }, { brands: ['Toyota'] }],
      ),
    });
    await fc.assert(
      fc.asyncProperty(days, async ({ polls, threadOnly, dropped, scope }) => {
        await databases.query(
          url,
          'truncate subscriptions, outbox, leads_told, lead_sets, lead_set_members, bulks, bulk_leads restart identity cascade',
        );
        await subscribe(threadOnly);
        await databases.query(url, "update subscriptions set created_at = created_at - interval '1 day'");
        const dms: DmsBulk[] = [];
        let n = 0;
        for (const sizes of polls) {
          for (const size of sizes) {
            const leads = Array.from({ length: size }, () => person((n += 1)));
            dms.push({ key: `k${dms.length}`, minutesAgo: 600 - dms.length * 20, leads });
          }
          await poll(dms);
        }
        const drops = dropped[Symbol.iterator]();
        for (const bulk of dms) bulk.leads = bulk.leads.filter(() => drops.next().value !== 0);
        const [all, some] = [contextOf(dms), contextOf(dms, scope)];
        for (const { number, value } of await messages()) {
          const whole = await open(value, all);
          const gone = numberIn(whole.card, /no longer has (\d+) of them/);
          expect(whole.rows.length + gone).toBe(number);
          expect(new Set(whole.rows).size).toBe(whole.rows.length);
          const own = await open(value, some);
          const hidden = numberIn(own.card, /see (\d+) of them/);
          expect(own.rows.length + hidden + gone).toBe(number);
          numbers += 2;
        }
        cases += 1;
      }),
      { numRuns: runs(160) },
    );
    expect(numbers).toBeGreaterThan(0);
    if (printsCounts) process.stdout.write(`${cases} days, ${numbers} numbers compared with the lists they open\n`);
  },
);
