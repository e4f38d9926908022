// A word can be read only after the leads of several people had it; until then it is stored as a hash.
import { BulkObserver, enoughLeads, type Heard, knownPart, WordBook } from '@leadbell/domain';
import { buildBulk, buildLead, testIdentities, testKey } from '@leadbell/testing';
import { describe, expect, test } from 'vitest';
import { defaultRetention } from './retention.ts';
import { query, setUpStore, store } from './store-fixtures.ts';

setUpStore();

const key = testKey();
const word = (text: string, ...carriers: readonly string[]): Heard => ({
  kind: 'word',
  text,
  carriers: new Set(carriers),
});
const people = (count: number) => Array.from({ length: count }, (_, n) => `p5000000${n}`);
const hear = (...heard: readonly Heard[]) => store.transaction((tx) => store.words.hear(tx, heard, key));
const texts = async () => (await store.words.learned()).words.map(({ text }) => text).toSorted();
const stored = async () => JSON.stringify(await query('select * from learned_words'));

describe('a word', () => {
  test('a word is learned when enough people have had it, whether in one answer or in several', async () => {
    expect(await hear(word('zarqabad', ...people(enoughLeads - 1)), word('olaya', ...people(enoughLeads)))).toEqual([
      { kind: 'word', text: 'olaya' },
    ]);
    expect(await texts()).toEqual(['olaya']);
    expect(await hear(word('zarqabad', 'another'))).toEqual([{ kind: 'word', text: 'zarqabad' }]);
    expect(await texts()).toEqual(['olaya', 'zarqabad']);
  });

  test('a word is not learned from one person, however often they have it', async () => {
    for (let n = 0; n < enoughLeads * 2; n += 1) await hear(word('zarqabad', 'p50000001'));
    expect(await texts()).toEqual([]);
  });

  test('until a word is learned, it is stored only as hashes of the word and of the people who had it; then without people', async () => {
    await hear(word('zarqabad', 'p50000001', 'ealfa@example.com'));
    expect(await stored()).not.toMatch(/zarqabad|50000001|alfa/);
    await hear(word('zarqabad', ...people(enoughLeads)));
    const [row] = await query('select text, leads from learned_words');
    expect(row).toEqual({ text: 'zarqabad', leads: [] });
    expect(await stored()).not.toMatch(/50000000|alfa/);
  });

  test('with another key, the people who had a word are counted anew; a word that too few people had is deleted', async () => {
    await hear(word('zarqabad', ...people(enoughLeads - 1)));
    await store.transaction((tx) => store.words.hear(tx, [word('zarqabad', 'another')], testKey('new')));
    expect(await texts()).toEqual([]);
    await query("update learned_words set heard_at = heard_at - interval '36 days'");
    expect((await store.forget(defaultRetention)).words).toBe(2);
  });

  test('a read returns the words that were learned after the given time, and none from long before', async () => {
    const { at } = await store.words.learned();
    await hear(word('olaya', ...people(enoughLeads)));
    expect((await store.words.learned(at)).words).toEqual([{ kind: 'word', text: 'olaya' }]);
    await query("update learned_words set learned_at = learned_at - interval '1 hour'");
    expect((await store.words.learned(at)).words).toEqual([]);
  });
});

const lead = (n: number, message: string) =>
  buildLead({
    externalId: String(100 + n),
    outcome: 'errored',
    errors: [{ message, code: null, field: null }],
    phoneNumber: `5000000${10 + n}`,
  });
const kinds = async () =>
  (await query('select fingerprint from error_kinds order by 1')).map((row) => row['fingerprint']);
const errors = async () =>
  (await query('select distinct unnest(errors) as error from bulk_leads order by 1')).map((row) => row['error']);

const observed = (count: number, words: WordBook, message = 'Showroom Zarqabad not mapped') => {
  const observer = new BulkObserver(testIdentities(), words);
  for (let n = 0; n < count; n += 1) observer.add(lead(n, message));
  return observer.finish(buildBulk({ id: '7', key: '#7', state: 'in-progress' }));
};

const apply = async (observation: ReturnType<typeof observed>) =>
  store.transaction(async (tx) =>
    store.bulks.apply(tx, 'dms', [observation], await store.now(), () => '2025-08-25' as never),
  );
describe('a bulk with an unknown word', () => {
  test('an unknown word is hidden in stored errors while few people have it', async () => {
    await apply(observed(enoughLeads - 1, new WordBook()));
    expect([await kinds(), await errors()]).toEqual([['showroom … not mapped|'], ['showroom … not mapped|']]);
  });

  test('a word is shown at once if enough people of the bulk have it', async () => {
    await apply(observed(enoughLeads, new WordBook()));
    expect([await kinds(), await errors()]).toEqual([
      ['showroom zarqabad not mapped|'],
      ['showroom zarqabad not mapped|'],
    ]);
  });

  test('leads keep their fingerprints when the word is learned, and the error is not new', async () => {
    await apply(observed(2, new WordBook()));
    const { events } = await apply(observed(3, new WordBook([{ kind: 'word', text: 'zarqabad' }])));
    expect(events.map(({ event }) => ('leads' in event ? [event.kind, event.leads.length] : event.kind))).toEqual([
      ['lead-appeared', 1],
      ['lead-errored', 1],
    ]);
    expect(await errors()).toEqual(['showroom zarqabad not mapped|', 'showroom … not mapped|']);
    const [row] = await query(
      'select count(distinct first_seen_at)::int as times, count(*)::int as kinds from error_kinds',
    );
    expect(row).toEqual({ times: 1, kinds: 2 });
  });

  test('two errors are different if they have different known words in the same place', async () => {
    const words = new WordBook(['zarqabad', 'olayabad'].map((text) => ({ kind: 'word', text })));
    await apply(observed(2, words));
    const { events } = await apply(observed(2, words, 'Showroom Olayabad not mapped'));
    expect(events.map(({ event }) => event.kind)).toEqual(['lead-errored']);
  });
});

const kindsNow = () => query('select fingerprint, message, code from error_kinds order by 1');
const addKind = (fingerprint: string, message: string, code = 'null') =>
  query(`insert into error_kinds values ('dms', '${fingerprint}', '${message}', ${code}, null, now())`);
const hide = () => store.words.hideInKinds((error) => knownPart(error, new WordBook()));

test('a kind of error from an earlier release hides its unknown words, and is deleted with the last lead that has it', async () => {
  await addKind('branch unknown|', 'Branch unknown');
  await addKind('1002345|', '', "'1002345'");
  await addKind('customer zarqashi exists|', 'Customer Zarqashi exists');
  await addKind('customer qasrinda exists|', 'Customer Qasrinda exists');
  await query(`insert into bulks (connection_id, key, state, leads, created, errored, pending, fingerprint, observed_at, first_seen_at)
    values ('dms', 'b', 'completed', 1, 0, 1, 0, 'f', now(), now())`);
  await query(`insert into bulk_leads (bulk_id, key, outcome, errors, first_seen_at, changed_at)
    select id, 'x1', 'errored', '{customer qasrinda exists|}', now(), now() from bulks`);
  expect(await hide()).toBe(2);
  expect(await kindsNow()).toEqual([
    { fingerprint: '1002345|', message: '', code: '1002345' },
    { fingerprint: 'branch unknown|', message: 'Branch unknown', code: null },
    { fingerprint: 'customer qasrinda exists|', message: 'Customer … exists', code: null },
  ]);
  await query('delete from bulk_leads');
  expect(await hide()).toBe(1);
  expect(await kindsNow()).toHaveLength(2);
  expect(await hide()).toBe(0);
});
