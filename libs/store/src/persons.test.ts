/** Everything stored about a person is found by hashed keys and erased, and a forgotten person stays forgotten. */
import { Readable, Writable } from 'node:stream';
import {
  BulkObserver,
  createIdentities,
  everyMark,
  everyPersonKey,
  type Instant,
  type Lead,
  type PersonFields,
  personKeys,
  personTraits,
  type PlainDate,
} from '@leadbell/domain';
import { buildBulk, buildLead } from '@leadbell/testing';
import { describe, expect, test } from 'vitest';
import { backup, restore } from './backup/backup.ts';
import { installationKey, keyedHash, newKeyText } from './key/installation-key.ts';
import { openStore } from './open-store.ts';
import type { NotedPlace, PersonTarget, PlaceKind } from './persons.ts';
import { databases, setUpStore, store, url } from './store-fixtures.ts';

const hash = keyedHash(installationKey(newKeyText()));
const older = keyedHash(installationKey(newKeyText()));
const identities = createIdentities(hash, [older], false);
const at = Date.parse('2026-01-01T09:00:00Z') as Instant;

setUpStore();

const maha = {
  firstName: 'Maha',
  phoneNumber: '0500000101',
  email: 'Maha@Example.com',
  externalId: '501',
  leadId: '71',
};
const omar = {
  firstName: 'Omar',
  phoneNumber: '0500000102',
  email: 'omar@example.com',
  externalId: '502',
  leadId: '72',
};

async function read(leads: readonly Partial<Lead>[], when = at): Promise<void> {
  const observer = new BulkObserver(identities);
  for (const lead of leads) observer.add(buildLead(lead));
  const bulk = observer.finish(buildBulk({ id: '9', key: 'b9', createdAt: at }));
  await store.transaction((tx) => store.bulks.apply(tx, 'dms', [bulk], when, () => '2026-01-01' as PlainDate));
}

function targetOf(fields: Partial<PersonFields>): PersonTarget {
  const none = { phoneCode: null, phoneNumber: null, email: null, leadId: null, externalId: null };
  const traits = personTraits({ ...none, ...fields });
  const target = { persons: everyPersonKey(traits, identities.keys), marks: everyMark(traits, identities.keys) };
  return fields.leadId == null ? target : { ...target, lead: fields.leadId };
}
const byPhone = (phoneNumber: string) => targetOf({ phoneNumber });

function place(kind: PlaceKind, ref: string, ...leads: readonly Partial<Lead>[]): NotedPlace {
  const persons = leads.flatMap((lead) => personKeys(buildLead(lead), identities.keys));
  return { kind, workspace: 'T1', channel: 'C1', ref, persons };
}
const note = (...places: readonly NotedPlace[]) => store.transaction((tx) => store.persons.note(tx, places));

/** Adds a lead's card to the outbox, at the given stage. */
async function card(key: string, stage: 'waits' | 'posted' | 'in doubt', ...leads: readonly Partial<Lead>[]) {
  const payload = { text: 'Omar A. •••• 0102' };
  const [id = 0] = await store.transaction(async (tx) => {
    const ids = await store.outbox.add(tx, [{ workspace: 'T1', channel: 'C1', key, kind: 'lead', payload }]);
    await store.persons.note(tx, [place('card', String(ids[0]), ...leads)]);
    return ids;
  });
  if (stage === 'posted')
    await databases.query(url, `update outbox set state = 'sent', ts = $2, sent_at = now() where id = $1`, [
      id,
      `${id}.1`,
    ]);
  if (stage === 'in doubt')
    await databases.query(
      url,
      `update outbox set state = 'sending', attempt_at = now(), look_at = now() where id = $1`,
      [id],
    );
  return id;
}
const erase = (target: PersonTarget, how: ReturnType<typeof by>) =>
  store.transaction((tx) => store.persons.erase(tx, target, how));
const by = (receipt: string) => ({ receipt, actor: 'operator', workspace: null });
const nothing = { cards: 0, shares: 0, files: 0, leads: 0, announcements: 0 };
const rows = (text: string) => databases.query(url, text);
/** Returns the key under which a stored lead is announced. */
const told = (number: string) => `${at}  x${number}`;
/** Every row of the database as text. */
async function everything(): Promise<string> {
  const chunks: Uint8Array[] = [];
  await backup({ url }, new Writable({ write: (chunk: Uint8Array, _, done) => done(void chunks.push(chunk)) }));
  const { gunzipSync } = await import('node:zlib');
  return gunzipSync(Buffer.concat(chunks)).toString();
}

describe('a person is found', () => {
  test.each([
    ['by phone, in another form', byPhone('+966 50 000 0101')],
    ['by e-mail, in another case', targetOf({ email: 'maha@example.COM' })],
    ['by the number in the DMS', targetOf({ leadId: '71' })],
    ['by the external id', targetOf({ externalId: '501' })],
  ])('%s', async (_, target) => {
    await read([maha, omar]);
    await card('a', 'posted', maha);
    await card('b', 'posted', omar);
    await note(place('share', '5.1', maha, omar), place('file', 'F1', maha), place('file', 'F2', omar));
    expect(await store.persons.find(target)).toEqual({ ...nothing, cards: 1, shares: 1, files: 1, leads: 1 });
  });

  test('a person is found by the second number in a phone field', async () => {
    await read([{ ...maha, phoneNumber: '0500000101 / 0500000199' }]);
    expect(await store.persons.find(byPhone('0500000199'))).toEqual({ ...nothing, leads: 1 });
  });

  test('a search by the number in the DMS also finds rows that have only the person’s phone number', async () => {
    await read([maha]);
    await card('early', 'posted', { ...maha, leadId: null, externalId: null });
    expect(await store.persons.find(targetOf({ leadId: '71' }))).toEqual({ ...nothing, cards: 1, leads: 1 });
  });

  test('a person is found by their marks in rows without person keys', async () => {
    await read([maha, omar]);
    await rows('update bulk_leads set persons = null');
    expect(await store.persons.find(byPhone('0500000101'))).toEqual({ ...nothing, leads: 1 });
    expect(await store.persons.find(targetOf({ leadId: '71' }))).toEqual({ ...nothing, leads: 1 });
  });

  test('a person is found by an older key of the installation', async () => {
    const persons = personKeys(buildLead(maha), [older]);
    await note({ kind: 'share', workspace: 'T1', channel: 'C1', ref: '6.1', persons });
    expect(await store.persons.find(byPhone('0500000101'))).toEqual({ ...nothing, shares: 1 });
  });
});

const noteOf = (text: string | null) => ({ at, what: 'note', by: 'U1', text });
const stateOf = (member: unknown, text: string | null) =>
  JSON.stringify({ status: 'firing', members: { [String(member)]: {} }, history: [noteOf(null), noteOf(text)] });

test('alerts that count a person’s lead and have notes are listed, so that someone can read the notes', async () => {
  await read([maha, omar]);
  const [bulk] = await rows('select id from bulks');
  for (const [id, state] of [
    [12, stateOf(bulk?.['id'], 'Maha called')],
    [13, stateOf(bulk?.['id'], null)],
    [14, stateOf('999', 'another bulk')],
  ])
    await databases.query(
      url,
      `insert into alerts (id, connection_id, rule, group_key, state, is_open) overriding system value values ($1, 'dms', 'bulk-errors', $3, $2, true)`,
      [id, state, `g${id}`],
    );
  expect(await store.persons.notedAlerts(byPhone('0500000101'))).toEqual([12]);
  expect(await store.persons.notedAlerts(byPhone('0500000199'))).toEqual([]);
});

describe('a person is forgotten', () => {
  test('rows are erased at once and posts one by one; then nothing is found, and a receipt is kept', async () => {
    await read([maha, omar]);
    const posted = await card('lead 1 x501', 'posted', maha);
    await card('b', 'posted', omar);
    await note(place('file', 'F1', maha, omar));
    // A file becomes due only after two minutes, when its upload can no longer be under way.
    await rows(`update person_index set at = at - interval '3 minutes'`);
    const erased = await erase(byPhone('0500000101'), by('r1'));
    expect(erased).toEqual({ receipt: 'r1', found: { ...nothing, cards: 1, files: 1, leads: 1 } });
    expect(await store.persons.find(byPhone('0500000101'))).toEqual(nothing);
    expect(await store.persons.waiting(byPhone('0500000101'))).toBe(2);
    expect(await erase(byPhone('0500000101'), by('r2'))).toBeNull();
    expect(await rows(`select payload, key from outbox where id = ${posted}`)).toEqual([
      { payload: null, key: `forgotten ${posted}` },
    ]);
    const due = await store.persons.due(['T1'], 10);
    const byKind = due.toSorted((a, b) => a.kind.localeCompare(b.kind));
    expect(byKind.map(({ kind, ref, ts }) => [kind, ref, ts])).toEqual([
      ['card', String(posted), `${posted}.1`],
      ['file', 'F1', null],
    ]);
    // The places were given to this process, so no other process gets them now.
    expect(await store.persons.due(['T1'], 10)).toEqual([]);
    const [first, second] = due;
    if (first === undefined || second === undefined) throw new Error('two are due');
    await store.persons.tried(first, 'gone');
    expect(await store.persons.erasures(5)).toMatchObject([{ receipt: 'r1', doneAt: null }]);
    await store.persons.tried(second, { code: 'cant_delete_file' });
    expect(await store.persons.waiting(byPhone('0500000101'))).toBe(0);
    const [receipt] = await store.persons.erasures(5);
    expect(receipt).toMatchObject({ receipt: 'r1', actor: 'operator', notReached: { cant_delete_file: 1 } });
    expect(receipt?.doneAt).not.toBeNull();
    // Another person's card still exists, and so does the file.
    expect(await store.persons.find(byPhone('0500000102'))).toEqual({ ...nothing, cards: 1, files: 1, leads: 1 });
  });

  test.each([
    ['after Slack refused', 'cant_delete_file'],
    ['before Slack refuses', 'cant_delete_file'],
    ['before it is gone', 'gone'],
    ['after it is gone', 'gone'],
  ] as const)('both receipts are true if the other person in a file is forgotten %s', async (when, how) => {
    await note(place('file', 'F1', maha, omar), place('file', 'F2', omar));
    await rows(`update person_index set at = at - interval '3 minutes'`);
    const outcome = how === 'gone' ? how : { code: how };
    const tryAll = async (refs: readonly string[]) => {
      for (const due of await store.persons.due(['T1'], 10))
        if (refs.includes(due.ref)) await store.persons.tried(due, outcome);
    };
    await erase(byPhone('0500000101'), by('r1'));
    if (when.startsWith('after')) await tryAll(['F1']);
    const isGone = how === 'gone' && when.startsWith('after');
    const second = await erase(byPhone('0500000102'), by('r2'));
    expect(second).toEqual({ receipt: 'r2', found: { ...nothing, files: isGone ? 1 : 2 } });
    await tryAll(['F1', 'F2']);
    const refused = (count: number) => (how === 'gone' ? {} : { [how]: count });
    const receipts = new Map((await store.persons.erasures(5)).map((one) => [one.receipt, one]));
    expect([receipts.get('r1')?.notReached, receipts.get('r2')?.notReached]).toEqual([refused(1), refused(2)]);
    expect([...receipts.values()].every(({ doneAt }) => doneAt !== null)).toBe(true);
    expect(await rows('select 1 from person_index where receipt is not null')).toEqual([]);
    expect(await store.persons.find(byPhone('0500000102'))).toEqual(nothing);
  });

  test('nothing in the database identifies the person, except tombstones', async () => {
    await read([maha]);
    await card('lead 1 x501', 'posted', maha);
    await erase(byPhone('0500000101'), by('r1'));
    for (const place of await store.persons.due(['T1'], 10)) await store.persons.tried(place, 'gone');
    const held = (await everything()).split('\n').filter((line) => !line.includes('"forgotten"'));
    for (const key of personKeys(buildLead(maha), identities.keys)) expect(held.join('\n')).not.toContain(key);
    for (const mark of byPhone('0500000101').marks ?? []) expect(held.join('\n')).not.toContain(mark);
    expect(held.join('\n')).not.toContain('0102');
  });

  test('a card that was never posted is deleted, and its channel does not wait for it', async () => {
    const id = await card('w', 'waits', maha);
    await erase(byPhone('0500000101'), by('r1'));
    expect(await rows(`select 1 from outbox where id = ${id}`)).toEqual([]);
    expect(await rows('select wake_at from channels')).toEqual([{ wake_at: null }]);
    expect(await store.persons.due(['T1'], 10)).toEqual([]);
    expect((await store.persons.erasures(1))[0]?.doneAt).not.toBeNull();
  });

  test('a card in doubt stays until the doubt has ended', async () => {
    const id = await card('d', 'in doubt', maha);
    await erase(byPhone('0500000101'), by('r1'));
    expect(await store.persons.due(['T1'], 10)).toEqual([]);
    expect(await rows(`select key from outbox where id = ${id}`)).toEqual([{ key: 'd' }]);
    await rows(`update outbox set state = 'sent', ts = '7.1' where id = ${id}`);
    expect(await store.persons.due(['T1'], 10)).toMatchObject([{ kind: 'card', ts: '7.1' }]);
    expect(await rows(`select key, payload from outbox where id = ${id}`)).toEqual([
      { key: `forgotten ${id}`, payload: null },
    ]);
  });

  test('a post that Slack refuses to delete for now is due again later', async () => {
    await note(place('share', '5.1', maha));
    await erase(byPhone('0500000101'), by('r1'));
    const [due] = await store.persons.due(['T1'], 10);
    if (due === undefined) throw new Error('it is due');
    await store.persons.tried(due, { afterMs: 60_000 });
    expect(await store.persons.due(['T1'], 10)).toEqual([]);
    await rows(`update person_index set next_try_at = now() - interval '1 s'`);
    expect(await store.persons.due(['T1'], 10)).toMatchObject([{ ref: '5.1', tries: 2 }]);
  });

  test('a lead of the person that is read again is not new, and no personal data is written', async () => {
    await read([maha, omar]);
    await erase(byPhone('0500000101'), by('r1'));
    await read([maha, omar], (at + 60_000) as Instant);
    await read([{ ...maha, outcome: 'errored' }, omar], (at + 120_000) as Instant);
    expect(await rows(`select 1 from bulk_events where kind = 'lead-appeared'`)).toHaveLength(1);
    expect(await store.persons.find(byPhone('0500000101'))).toEqual(nothing);
    expect(await rows('select persons, phone_mark, external_id, outcome from bulk_leads where is_forgotten')).toEqual([
      { persons: [], phone_mark: null, external_id: null, outcome: 'errored' },
    ]);
  });

  test('a later lead of the person is stored without personal data', async () => {
    await erase(byPhone('0500000101'), by('r1'));
    await read([maha, omar]);
    expect(await store.persons.find(byPhone('0500000101'))).toEqual(nothing);
    expect(await rows('select is_forgotten from bulk_leads order by key')).toEqual([
      { is_forgotten: true },
      { is_forgotten: false },
    ]);
  });

  test('the person’s leads in bulks that are no longer read are deleted', async () => {
    await read([maha, omar]);
    await rows(`update bulks set next_check_at = null, observed_at = now() - interval '9 days'`);
    await erase(byPhone('0500000101'), by('r1'));
    expect(await rows('select key from bulk_leads')).toEqual([{ key: 'x502' }]);
  });

  test('no table has the person’s lead any more, except the audit log and rows of leads that are read again', async () => {
    await read([{ ...maha, outcome: 'errored', errors: [{ message: 'No', code: 'BRAND', field: 'brand' }] }, omar]);
    await store.transaction(async (tx) => {
      const where = { workspace: 'T1', channel: 'C1', owner: 'U1', kind: 'leads', definition: {}, nextRunAt: null };
      const id = await store.subscriptions.add(tx, where);
      const one = (number: string) => ({ key: told(number), aliases: [], outcome: 'created', isWanted: true });
      await store.subscriptions.tellLeads(tx, id, [one('501'), one('502')] as const);
      const set = { workspace: 'T1', id: 's1', connection: 'dms', readIn: null };
      await store.leadSets.add(tx, { ...set, leads: [told('501'), told('502')] });
    });
    await rows(`update bulks set next_check_at = null, observed_at = now() - interval '9 days'`);
    expect(await everything()).toMatch(/x501/);
    await erase(byPhone('0500000101'), by('r1'));
    expect(await everything()).not.toMatch(/x501/);
    expect(await store.leadSets.find('T1', 's1')).toMatchObject({ leads: [`${at}  x502`], size: 2 });
  });

  test('if an error of the person’s lead is about a value, the value is deleted and not stored again', async () => {
    const wrong = () => rows(`select wrong_values from bulk_leads where key = 'x501'`);
    await read([maha, omar]);
    await rows(`update bulk_leads set wrong_values = '{Zarqonde}'`);
    await erase(byPhone('0500000101'), by('r1'));
    expect(await wrong()).toEqual([{ wrong_values: [] }]);
    await read([
      {
        ...maha,
        brand: 'Zarqonde',
        outcome: 'errored',
        errors: [{ message: 'No brand', code: 'BRAND', field: 'brand' }],
      },
      omar,
    ]);
    expect(await wrong()).toEqual([{ wrong_values: [] }]);
  });

  test('a card that is recorded after the erasure is erased too, with the same receipt', async () => {
    await erase(byPhone('0500000101'), by('r1'));
    await card('late', 'posted', maha);
    expect(await store.persons.sweep()).toBe(1);
    expect(await store.persons.due(['T1'], 10)).toMatchObject([{ kind: 'card', receipt: 'r1' }]);
    expect(await store.persons.sweep()).toBe(0);
  });
});

test('a restored older backup forgets the person again when it adopts their tombstones', async () => {
  await read([maha, omar]);
  await card('lead 1 x501', 'posted', maha);
  const chunks: Uint8Array[] = [];
  await backup({ url }, new Writable({ write: (chunk: Uint8Array, _, done) => done(void chunks.push(chunk)) }));
  await erase(byPhone('0500000101'), by('r1'));
  const tombstones = await store.persons.forgotten();
  const target = await databases.create();
  await restore({ url: target }, Readable.from([Buffer.concat(chunks)]));
  const restored = await openStore({ url: target });
  expect(await restored.persons.find(byPhone('0500000101'))).toMatchObject({ cards: 1, leads: 1 });
  expect(await restored.persons.adopt(tombstones)).toBe(tombstones.length);
  expect(await restored.persons.find(byPhone('0500000101'))).toEqual(nothing);
  expect(await restored.persons.due(['T1'], 10)).toHaveLength(1);
  expect(await restored.persons.adopt(tombstones)).toBe(0);
  await restored.close();
});

test('a key with which tombstones were made is still needed', async () => {
  await store.keys.begin([older.keyId], 'LEADBELL_KEY');
  await store.keys.begin([hash.keyId, older.keyId], 'LEADBELL_KEY');
  const persons = personKeys(buildLead(maha), [older]);
  await erase({ persons }, by('r1'));
  expect((await store.keys.list()).map(({ id, isNeeded }) => [id, isNeeded])).toContainEqual([older.keyId, true]);
});
