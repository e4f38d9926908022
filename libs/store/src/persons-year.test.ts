/**
 * A year of cards, with a list shared each day and a file exported each week. Invented people from the whole year are
 * found by phone or e-mail address, and then forgotten. `FORGET_LEADS` sets the number of leads on each day; the suite
 * uses a small one. Prints how long each step took.
 */
import { everyPersonKey, personKeys, personTraits } from '@leadbell/domain';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { installationKey, keyedHash, newKeyText } from './key/installation-key.ts';
import { openStore } from './open-store.ts';
import type { Store } from './store.ts';
import { startTestDatabases, type TestDatabases } from './testing.ts';

const keys = [keyedHash(installationKey(newKeyText()))];
const days = 365;
const perDay = Number(process.env['FORGET_LEADS'] ?? 3);
const planted = 20;

let databases: TestDatabases;
let url: string;
let store: Store;
beforeAll(async () => {
  databases = await startTestDatabases();
  url = await databases.createReady();
  store = await openStore({ url });
  await store.connections.ensure('dms');
});
afterAll(async () => {
  await store.close();
  await databases.close();
});

const fields = (n: number) => ({
  phoneCode: null,
  phoneNumber: `05${String(10_000_000 + n)}`,
  email: `person${n}@example.com`,
  leadId: String(n + 1),
  externalId: String(500_000 + n),
});

/** Adds cards for the whole year, and stored leads for its last 35 days. */
async function fill(): Promise<void> {
  const all = Array.from({ length: days * perDay }, (_, n) => ({
    n,
    day: Math.floor(n / perDay),
    persons: personKeys(fields(n), keys),
  }));
  await databases.query(url, `insert into workspaces (id) values ('T1')`);
  await databases.query(url, `insert into channels (workspace_id, id) values ('T1', 'C1')`);
  for (let from = 0; from < all.length; from += 5_000) {
    const rows = JSON.stringify(all.slice(from, from + 5_000));
    await databases.query(
      url,
      `with r as (select * from jsonb_to_recordset($1::jsonb) as r (n integer, day integer, persons text[])),
        o as (
          insert into outbox (workspace_id, channel_id, key, kind, lives, state, ts, sent_at)
          select 'T1', 'C1', 'lead ' || n, 'lead', false, 'sent', n || '.1', now() - (${days} - day) * interval '1 day' from r
          returning id, key)
      insert into person_index (person, kind, workspace_id, channel_id, ref, at)
      select p, 'card', 'T1', 'C1', o.id::text, now() - (${days} - r.day) * interval '1 day'
      from r join o on o.key = 'lead ' || r.n cross join unnest(r.persons) p`,
      [rows],
    );
    await databases.query(
      url,
      `with r as (select * from jsonb_to_recordset($1::jsonb) as r (n integer, day integer, persons text[]) where day >= ${days - 35}),
        b as (
          insert into bulks (connection_id, key, state, leads, created, errored, pending, fingerprint, observed_at, first_seen_at)
          select 'dms', 'b' || day, 'completed', 1, 1, 0, 0, '', now(), now() from r group by day returning id, key)
      insert into bulk_leads (bulk_id, key, outcome, errors, first_seen_at, changed_at, persons)
      select b.id, 'x' || n, 'created', '{}', now(), now(), persons from r join b on b.key = 'b' || day`,
      [rows],
    );
  }
  await share(all);
  await databases.query(url, 'analyze');
}

/** Records a shared list of each day's leads, and a file of each week's leads. */
async function share(
  all: readonly { readonly n: number; readonly day: number; readonly persons: readonly string[] }[],
) {
  const places = (kind: 'share' | 'file', days: number) =>
    [...Map.groupBy(all, ({ day }) => Math.floor(day / days))].map(([nth, leads]) => ({
      kind,
      workspace: 'T1',
      channel: 'C1',
      ref: kind === 'share' ? `${nth}.1` : `F${nth}`,
      persons: leads.flatMap(({ persons }) => persons),
    }));
  for (const one of [...places('share', 1), ...places('file', 7)])
    await store.transaction((tx) => store.persons.note(tx, [one]));
  await databases.query(url, `update person_index set at = now() - interval '1 hour' where kind = 'file'`);
}

test('each person planted in the year is found and forgotten', async () => {
  await fill();
  const all = Array.from({ length: planted }, (_, n) => Math.floor(((n + 0.5) * days * perDay) / planted));
  const times: number[] = [];
  const gone = new Set<string>();
  for (const [nth, n] of all.entries()) {
    const { phoneNumber, email } = fields(n);
    const none = { phoneCode: null, phoneNumber: null, email: null, leadId: null, externalId: null };
    const traits = personTraits(nth % 2 === 0 ? { ...none, phoneNumber } : { ...none, email });
    const target = { persons: everyPersonKey(traits, keys) };
    const isStored = Math.floor(n / perDay) >= days - 35;
    const from = performance.now();
    const by = { receipt: `F-${n}`, actor: 'operator', workspace: null };
    const erased = await store.transaction((tx) => store.persons.erase(tx, target, by));
    times.push(performance.now() - from);
    // If another person was found before in the same list or file, that list or file is already marked for deletion.
    const [day, week] = [Math.floor(n / perDay), Math.floor(n / perDay / 7)];
    const found = { shares: gone.has(`day ${day}`) ? 0 : 1, files: gone.has(`week ${week}`) ? 0 : 1 };
    gone.add(`day ${day}`).add(`week ${week}`);
    expect(erased?.found).toMatchObject({ cards: 1, leads: isStored ? 1 : 0, ...found });
    expect(await store.persons.find(target)).toMatchObject({ cards: 0, leads: 0, shares: 0, files: 0 });
  }
  expect(await store.persons.due(['T1'], 100)).toHaveLength(planted + gone.size);
  const sorted = times.toSorted((a, b) => a - b).map(Math.round);
  if (process.env['FORGET_LEADS'] !== undefined)
    process.stdout.write(`${days * perDay} leads: median ${sorted[planted / 2]} ms, longest ${sorted.at(-1)} ms\n`);
});
