/**
 * Tests the table "Several answers, one after the other" of EXPECTED.md, with real polls on a clock that the test
 * moves.
 *
 * | row | tested in |
 * | --- | --- |
 * | D | `watch/sent-again.test.ts`: a lead that comes again in a later bulk has one card |
 * | J, if it lasts a whole working day, or if known bulks would vanish | `watch/trouble.test.ts` |
 */
import { createOddDms, type OddBulk, type OddHabits, plainHabits } from '@leadbell/dms-simulator';
import { resolvePeriod, type Zone } from '@leadbell/domain';
import { caseBody } from '@leadbell/testing';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { parseText } from '../testing/commands-fixtures.ts';
import { messagesFor } from '../features/index.ts';
import { type Dms, hour, minute, openPlace, type Place, startWorld, type World } from '../testing/world-fixtures.ts';
import { testPersonKeys } from '../testing/lead-fixtures.ts';

const second = 1_000;

let place: Place;
beforeAll(async () => {
  place = await openPlace();
});
afterAll(() => place.close());

/** Gives the world's DMS these bulks and these unusual habits. */
function habitual(world: World, habits: Partial<OddHabits>, bulks: readonly OddBulk[]): void {
  const { fetch } = createOddDms({ ...plainHabits, ...habits }, bulks, () => world.now());
  world.dms = async (_from, _to, url) => {
    const answer = await fetch(url);
    const date = answer.headers.get('date');
    return { status: answer.status, body: await answer.text(), ...(date === null ? {} : { date }) };
  };
}

const bulkAt = (createdAt: number, n: number, visibleAt = createdAt): OddBulk => ({
  createdAt,
  createdBy: 1,
  leads: [String(1_000 + n)],
  visibleAt,
});

const errored = (createdAt: number, leads: number, error: string, brand = 'KIA') => ({
  createdDate: new Date(createdAt).toISOString(),
  createdBy: 7,
  isProcessed: 4,
  leads: Array.from({ length: leads }, (_, n) => ({
    leadExternalId: (createdAt / second) * 100 + n,
    isError: 1,
    errorList: error,
    firstName: 'Alfa',
    lastName: 'Testali',
    brand,
  })),
});

const madeAt = (body: string): number => Date.parse(/"createdDate": ?"([^"]+)"/.exec(body)?.[1] ?? '');

const stored = async (world: World) =>
  (await world.query('select coalesce(sum(leads), 0)::int as leads from bulks'))[0]?.['leads'];
const cards = async (world: World) => (await world.posted('C0SALES')).length;
const roots = async (world: World) => (await world.posted('C0IT')).filter(({ isLine }) => !isLine);

describe('A: for hours, the DMS returns a body that is hard to store', () => {
  afterEach(() => place.query('alter table bulk_leads drop constraint if exists no_toyota'));

  const refused = JSON.stringify(errored(Date.parse('2025-08-25T06:00:00.000Z'), 3, 'Branch unknown', 'Toyota'));
  test.each([
    ['24-nul.json', caseBody('24-nul.json').toString(), /Bad branch × 1/],
    ['25-half-characters.json', caseBody('25-half-characters.json').toString(), /Bad branch × 1/],
    ['26-emoji-at-a-cut.json', caseBody('26-emoji-at-a-cut.json').toString(), /2 of 2 leads with errors/],
    ['one that the database refuses', refused, /could not be stored/],
  ])('%s: the next bulk is announced within its group wait and two polls', async (_, body, itsAlert) => {
    await place.query("alter table bulk_leads add constraint no_toyota check (brand <> 'Toyota')");
    await using world = await startWorld(place, { begin: '2025-08-25T05:59:00.000Z', groupWaitMs: 5 * second });
    const shown = [body];
    // The DMS returns each bulk for any range that contains its creation time.
    world.dms = (from, to) => {
      const found = shown.filter((text) => madeAt(text) >= from && madeAt(text) <= to);
      return { body: `[${found.join(',')}]` };
    };
    await world.tick(2 * minute);
    for (let n = 0; n < 6; n += 1) await world.tick(second);
    expect((await roots(world)).map(({ text }) => text)).toEqual([expect.stringMatching(itsAlert)]);
    await world.tick(minute);
    shown.push(JSON.stringify(errored(world.now() - second, 50, 'Phone too short')));
    let ticks = 0;
    while ((await roots(world)).length < 2 && ticks < 20) {
      await world.tick(second);
      ticks += 1;
    }
    expect(ticks).toBeLessThanOrEqual(7);
    expect((await roots(world))[1]?.text).toMatch(/50 of 50 leads with errors\nPhone too short × 50/);
    for (let n = 0; n < 12; n += 1) await world.tick(15 * minute);
    expect(await roots(world)).toHaveLength(2);
    const [connection] = await world.status();
    expect(connection).toMatchObject({ failures: 0, failure: null });
    expect(world.now() - (connection?.coveredTo ?? 0)).toBeLessThan(minute);
    const time = new Date(world.now() + 3 * hour).toISOString().slice(11, 16);
    expect((await world.say('status')).text).toContain(`Read up to: 25 August 2025 ${time}`);
    expect(world.faults).toEqual([]);
  });
});

test('B: one bulk alternates between errored and fixed at each poll for a minute', async () => {
  await using world = await startWorld(place, { begin: '2025-08-25T06:00:00.000Z' });
  await world.tick(minute);
  const wrong = errored(world.now(), 3, 'Branch unknown');
  const right = {
    ...wrong,
    leads: wrong.leads.map((lead, n) => ({ ...lead, isError: 0, errorList: [], leadId: n + 1 })),
  };
  for (let n = 0; n < 60; n += 1) {
    world.dms = () => ({ body: JSON.stringify([n % 2 === 0 ? wrong : right]) });
    await world.tick(second);
  }
  const posted = await world.posted('C0IT');
  expect(posted.filter(({ isLine }) => !isLine).map(({ summary }) => summary)).toEqual(['🟡 Branch unknown × 3']);
  expect(posted.filter(({ isLine }) => isLine).map(({ text }) => text)).toEqual([
    expect.stringContaining('Resolved.'),
    expect.stringContaining('It comes and goes.'),
  ]);
});

/** Causes need ordinary words, because the bot hides words that may be names. */
const ordinary = ['silver', 'glass', 'table', 'window', 'garden', 'paper', 'bridge', 'bottle', 'metal', 'kitchen'];

function word(n: number): string {
  return `Cause ${ordinary[Math.floor(n / 10)]} ${ordinary[n % 10]}`;
}

test('C: one poll returns 80 bulks with 80 causes', async () => {
  await using world = await startWorld(place, { begin: '2025-08-25T06:00:00.000Z' });
  await world.tick(minute);
  const body = JSON.stringify(
    Array.from({ length: 80 }, (_, n) => errored(world.now() - n * second, n === 40 ? 9 : 1, word(n))),
  );
  world.dms = () => ({ body });
  await world.tick(minute);
  const posted = await world.posted('C0IT');
  const [root, ...others] = posted.filter(({ isLine }) => !isLine);
  expect(others).toEqual([]);
  expect(root?.summary).toBe(`🔴 80 causes of errors at once, in 80 bulks: ${word(40)} × 9, and 79 more`);
  const all = posted.map(({ text }) => text).join('\n');
  expect(Array.from({ length: 80 }, (_, n) => word(n)).filter((name) => !all.includes(name))).toEqual([]);
});

describe('E: the DMS excludes `fromDate` itself', () => {
  test.each([{ fromIncluded: false }, { fromIncluded: false, toIncluded: false }, { toIncluded: false }, {}])(
    '%j: a bulk at exactly midnight and one a second later are both in the day',
    async (habits) => {
      await using world = await startWorld(place, { begin: '2025-08-25T15:00:00.000Z' });
      const midnight = Date.parse('2025-08-23T21:00:00.000Z');
      habitual(world, habits, [bulkAt(midnight, 1), bulkAt(midnight + second, 2)]);
      expect((await world.say('2025-08-24')).text).toMatch(/^2 leads ·/m);
      expect((await world.say('2025-08-23')).text).toMatch(/No leads here/);
      await world.poll();
      expect(await stored(world)).toBe(2);
    },
  );
});

describe('F: the DMS counts a range in calendar days, and refuses a range that touches eight days', () => {
  test.each([0, 180, -480])('all leads are read if the DMS uses the days of UTC%i', async (offsetMinutes) => {
    await using world = await startWorld(place, { begin: '2025-08-25T15:00:00.000Z' });
    const all = Array.from({ length: 120 }, (_, n) => bulkAt(world.now() - hour - n * 12 * hour, n));
    habitual(world, { longest: { dates: 7, offsetMinutes } }, all);
    for (const query of ['last 7 days', 'last week', 'this month']) {
      const context = {
        now: world.now(),
        zone: 'Asia/Riyadh' as Zone,
        weekStart: 7 as const,
        personKeys: testPersonKeys,
        messages: messagesFor('en'),
      };
      const parsed = parseText(query, context);
      const period =
        parsed.ok && parsed.query.period !== undefined ? resolvePeriod(parsed.query.period, context) : null;
      const { from, to } = period?.window ?? { from: 0, to: 0 };
      const count = all.filter(({ createdAt }) => createdAt >= from && createdAt < to).length;
      expect(count).toBeGreaterThan(10);
      expect((await world.say(query)).summary).toContain(`${count} leads`);
    }
    await world.poll();
    expect(await world.status()).toMatchObject([{ failures: 0, failure: null }]);
    expect(await stored(world)).toBe(14);
  });
});

test('G: the DMS has 260 bulks today, but returns only the first 100 and does not say that there are more', async () => {
  await using world = await startWorld(place, { begin: '2025-08-25T15:00:00.000Z' });
  const midnight = Date.parse('2025-08-24T21:00:00.000Z');
  habitual(
    world,
    { capBulks: 100 },
    Array.from({ length: 260 }, (_, n) => bulkAt(midnight + n * 4 * minute, n)),
  );
  expect((await world.say('today')).text).toMatch(/^260 leads ·/m);
  await world.poll();
  expect(await stored(world)).toBe(260);
});

/** Polls every `everyMs` for `forMs`. Returns how long each bulk's card took to appear. */
async function waits(world: World, bulks: readonly OddBulk[], everyMs: number, forMs: number): Promise<number[]> {
  const told: number[] = [];
  const until = world.now() + forMs;
  while (world.now() < until) {
    await world.tick(everyMs);
    const count = await cards(world);
    for (const { visibleAt } of bulks.slice(told.length, count)) told.push(world.now() - visibleAt);
  }
  expect(await cards(world)).toBe(bulks.length);
  return told;
}

describe('H: the DMS shows a bulk late, or its clock is ahead', () => {
  test.each([
    ['H1: a bulk that appears 14 minutes after its date is announced at the next poll', 14 * minute, minute + second],
    ['H2: a bulk that appears an hour after its date is announced within two polls', hour, 2 * minute + second],
  ])('%s, once', async (_, lateMs, mostMs) => {
    await using world = await startWorld(place, { begin: '2025-08-25T06:00:00.000Z' });
    const createdAt = world.now() + 90 * second;
    const late = [bulkAt(createdAt, 1, createdAt + lateMs)];
    habitual(world, {}, late);
    const [wait = Infinity] = await waits(world, late, minute, lateMs + 20 * minute);
    expect(wait).toBeLessThanOrEqual(mostMs);
  });

  test('H3: bulks of a DMS whose clock is 20 minutes ahead are announced within 40 seconds', async () => {
    await using world = await startWorld(place, { begin: '2025-08-25T06:00:00.000Z' });
    const begun = world.now() + minute;
    const ahead = Array.from({ length: 5 }, (_, n) =>
      bulkAt(begun + n * 13 * second + 20 * minute, n, begun + n * 13 * second),
    );
    habitual(world, { aheadMs: 20 * minute }, ahead);
    for (const wait of await waits(world, ahead, 10 * second, 4 * minute))
      expect(wait).toBeLessThanOrEqual(40 * second);
  });
});

test('I: a bulk that is cut off is not announced; when it arrives complete, each of its leads is announced once', async () => {
  await using world = await startWorld(place, { begin: '2025-08-25T06:00:00.000Z' });
  await world.tick(minute);
  const whole = JSON.stringify([
    { ...errored(world.now(), 1, 'Branch unknown'), createdBy: 1 },
    { ...errored(world.now() + second, 4, 'Phone too short'), createdBy: 2 },
  ]);
  world.dms = () => ({ body: whole, missing: 300 });
  await world.tick(minute);
  expect((await roots(world)).map(({ text }) => text).join()).not.toContain('Phone too short');
  expect(await cards(world)).toBeLessThanOrEqual(1);
  const { text } = await world.say('today');
  expect(text).toMatch(/Reference: REF001/);
  expect(text).not.toMatch(/^\d+ leads?$/m);
  world.dms = () => ({ body: whole });
  await world.tick(minute);
  await world.tick(minute);
  expect(await stored(world)).toBe(5);
  expect(await cards(world)).toBe(5);
  expect(await roots(world)).toHaveLength(2);
  expect((await world.say('today')).text).toMatch(/^5 leads ·/m);
});

test('J: after a day of answers with status 200, the DMS returns 404 with “No leads found” for ten quiet minutes', async () => {
  await using world = await startWorld(place, { begin: '2025-08-25T06:00:00.000Z' });
  const bulks = [7, 8, 9].map((hours) => errored(Date.parse(`2025-08-25T0${hours}:00:00.000Z`), 1, 'Branch unknown'));
  const found: Dms = (from, to) => {
    const its = bulks.filter((bulk) => {
      const at = Date.parse(bulk.createdDate);
      return at >= from && at <= to && at <= world.now();
    });
    return { body: JSON.stringify(its) };
  };
  world.dms = found;
  for (let n = 0; n < 24; n += 1) await world.tick(20 * minute);
  // The DMS returns 200 for a range with leads, and 404 otherwise.
  world.dms = (from, to, url) => {
    const reply = found(from, to, url) as { body: string };
    return reply.body === '[]' ? { status: 404, body: '{"message":"No leads found"}' } : reply;
  };
  for (let n = 0; n < 60; n += 1) {
    await world.tick(10 * second);
    if (n % 6 === 0) await world.look();
  }
  expect(await world.status()).toMatchObject([{ failures: 0, failure: null }]);
  const summaries = (await roots(world)).map(({ summary }) => summary);
  expect(summaries.filter((summary) => !summary.includes('Branch unknown × '))).toEqual([]);
});
