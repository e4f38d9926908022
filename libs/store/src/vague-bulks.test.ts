import {
  type Bulk,
  type BulkObservation,
  BulkObserver,
  type Instant,
  type Lead,
  type LeadIdentities,
  type PlainDate,
} from '@leadbell/domain';
import { buildBulk, buildLead, runs, testIdentities, testKey } from '@leadbell/testing';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { query, store, setUpStore } from './store-fixtures.ts';

setUpStore();

const morning = Date.parse('2025-08-25T06:00:00.000Z');
const at = (minutes: number) => (morning + minutes * 60_000) as Instant;
const dayOf = (instant: Instant) => new Date(instant).toISOString().slice(0, 10) as PlainDate;

/** Creation times that do not tell bulks apart. */
const vagueTimes = { 'no creation time': null, 'only a creation date': at(-360) } as const;

interface Sent {
  readonly info: Partial<Bulk>;
  readonly leads: readonly Partial<Lead>[];
}

/** Returns person `n`, with a phone number and a name that no other person has. */
function person(n: number): Partial<Lead> {
  const lastName = String(n).replace(/\d/g, (digit) => 'bcdfghjklm'[Number(digit)] ?? '');
  return { phoneNumber: `5${String(n).padStart(8, '0')}`, firstName: 'Alfa', lastName };
}

/** A bulk whose leads are numbered from 1, like all bulks of this sender, and whose people are in no other bulk. */
function sent(n: number, leads: number, createdAt: Instant | null): Sent {
  const numbers = Array.from({ length: leads }, (_, place) => place + 1);
  return {
    info: { key: `${createdAt ?? ''}||${leads}`, createdAt },
    leads: numbers.map((number) => ({
      externalId: String(number),
      ...person(n * 100 + number),
    })),
  };
}

/** Several people to whom the sender gave the same number. */
function sharing(count: number): readonly Partial<Lead>[] {
  return Array.from({ length: count }, (_, n) => ({ externalId: '77', ...person(900 + n) }));
}

function reachedBy(phoneNumber: string, createdAt: Instant | null): Sent {
  return {
    info: { key: `${createdAt ?? ''}||1`, createdAt },
    leads: [{ externalId: '1', phoneNumber, firstName: null, lastName: null }],
  };
}

function observed({ info, leads }: Sent, identities: LeadIdentities = testIdentities()): BulkObservation {
  const observer = new BulkObserver(identities);
  for (const lead of leads) observer.add(buildLead({ firstName: null, lastName: null, email: null, ...lead }));
  return observer.finish(buildBulk({ id: null, createdBy: null, state: 'completed', ...info }));
}

const apply = (minutes: number, observations: readonly BulkObservation[]) =>
  store.transaction((tx) => store.bulks.apply(tx, 'dms', observations, at(minutes), dayOf));

async function storedLeads(): Promise<number> {
  const [row] = await query('select count(*)::int as leads from bulk_leads');
  return Number(row?.['leads']);
}

describe.each(Object.entries(vagueTimes))('bulks with %s; each bulk numbers its leads from 1', (_, createdAt) => {
  const bulk = (n: number, leads: number) => sent(n, leads, createdAt);

  it('each listed bulk is stored once with all its people, whichever bulks an answer lists, and in whatever order', async () => {
    const answer = fc.array(fc.nat(5), { minLength: 1, maxLength: 6 }).map((all) => [...new Set(all)]);
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.integer({ min: 1, max: 3 }), { minLength: 6, maxLength: 6 }),
        fc.array(answer, { minLength: 1, maxLength: 6 }),
        // Whether to store the answer in parts, as a long answer is stored.
        fc.boolean(),
        async (sizes, answers, isInParts) => {
          await query('truncate bulks cascade');
          const told = new Map<number, number>();
          for (const [minutes, all] of answers.entries()) {
            const sentNow = all.map((n) => observed(bulk(n, sizes[n] ?? 1)));
            for (const part of isInParts ? sentNow.map((one) => [one]) : [sentNow])
              for (const { bulkId, event } of (await apply(minutes, part)).events)
                if (event.kind === 'bulk-appeared') told.set(bulkId, (told.get(bulkId) ?? 0) + 1);
          }
          const shown = new Set(answers.flat());
          expect(await storedLeads()).toBe([...shown].reduce((sum, n) => sum + (sizes[n] ?? 1), 0));
          expect([...told.values()]).toEqual([...shown].map(() => 1));
        },
      ),
      { numRuns: runs(20) },
    );
  });

  it('a bulk stays the same when one person’s phone is corrected and another person is unchanged', async () => {
    const first = bulk(1, 2);
    await apply(0, [observed(first), observed(bulk(2, 2))]);
    const [one = {}, other = {}] = first.leads;
    await apply(1, [
      observed({ ...first, leads: [{ ...one, phoneNumber: '509999999' }, other] }),
      observed(bulk(2, 2)),
    ]);
    expect(await storedLeads()).toBe(4);
  });

  it('a bulk whose leads all have the same number stays one bulk, however it grows, and in whatever order its leads are listed', async () => {
    const other = bulk(2, 2);
    for (let count = 1; count <= 4; count += 1) {
      const one: Sent = {
        info: { key: `${createdAt ?? ''}||c${count}`, createdAt },
        leads: sharing(count).toReversed(),
      };
      await apply(count, [observed(one), observed(other)]);
      await apply(count, [observed({ ...one, leads: sharing(count) }), observed(other)]);
    }
    expect(await storedLeads()).toBe(6);
    expect(await query('select count(*)::int as bulks from bulks')).toEqual([{ bulks: 2 }]);
  });

  it('a bulk stays one bulk when the phone of a person without other data is corrected', async () => {
    await apply(0, [observed(reachedBy('500000001', createdAt)), observed(bulk(2, 2))]);
    await apply(1, [observed(reachedBy('500000002', createdAt)), observed(bulk(2, 2))]);
    expect(await storedLeads()).toBe(3);
  });

  it('bulks are found again after a change of the installation’s key, even if their people have no contact data', async () => {
    const silent = { ...bulk(3, 2), leads: [{ externalId: '1' }, { externalId: '2' }] };
    const all = [bulk(1, 2), bulk(2, 2), silent];
    await apply(
      0,
      all.map((one) => observed(one)),
    );
    await apply(
      1,
      all.map((one) => observed(one, testIdentities(testKey('later'), testKey()))),
    );
    expect(await storedLeads()).toBe(6);
  });
});
