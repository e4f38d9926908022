/** Everything stored about a person, and the tombstones; see `../persons.ts`. */
import { sql } from 'kysely';
import type { Erasure, NotedPlace, PersonPlace, Persons, PersonTarget, Tombstone } from '../persons.ts';
import { type Database, databaseOf, inTransaction } from './database.ts';
import { claimDue, endTry } from './erasing-places.ts';
import { erase, findPerson, notedAlerts, resolve } from './erasing.ts';

export function createPersons(database: Database): Persons {
  return {
    note: (transaction, places) => note(databaseOf(transaction), places),
    noteCard: (transaction, workspace, key, persons) => noteCard(databaseOf(transaction), workspace, key, persons),
    placed: (place, ts) => placed(database, place, ts),
    drop: (place) => drop(database, place),
    find: async (target) => (await findPerson(database, await resolve(database, target))).counts,
    notedAlerts: async (target) => notedAlerts(database, await resolve(database, target)),
    waiting: async (target) => waiting(database, target),
    async erase(transaction, target, by) {
      const tx = databaseOf(transaction);
      return erase(tx, await resolve(tx, target), by);
    },
    forgotten: (transaction) => listForgotten(transaction === undefined ? database : databaseOf(transaction)),
    adopt: (tombstones) => inTransaction(database, (tx) => adopt(tx, tombstones)),
    sweep: () => inTransaction(database, (tx) => eraseAll(tx, isPlaced)),
    due: (workspaces, limit) => inTransaction(database, (tx) => claimDue(tx, workspaces, limit)),
    tried: (place, outcome) => inTransaction(database, (tx) => endTry(tx, place, outcome)),
    erasures: (limit) => listErasures(database, sql`order by at desc, receipt limit ${limit}`),
    erasuresIn: ({ from, to }) =>
      listErasures(database, sql`where at >= ${new Date(from)} and at < ${new Date(to)} order by at desc, receipt`),
  };
}

async function note(tx: Database, places: readonly NotedPlace[]): Promise<void> {
  const rows = places.flatMap(({ persons, ...place }) => persons.map((person) => ({ person, ...place })));
  if (rows.length === 0) return;
  await sql`
    insert into person_index (person, kind, workspace_id, channel_id, ref)
    select distinct person, kind, workspace, channel, ref
    from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as r (person text, kind text, workspace text, channel text, ref text)
    on conflict do nothing`.execute(tx);
}

async function noteCard(tx: Database, workspace: string, key: string, persons: readonly string[]): Promise<void> {
  await sql`
    insert into person_index (person, kind, workspace_id, channel_id, ref)
    select person, 'card', o.workspace_id, o.channel_id, o.id::text
    from outbox o cross join (select distinct unnest(${[...persons]}::text[]) as person) p
    where o.workspace_id = ${workspace} and o.key = ${key}
    on conflict do nothing`.execute(tx);
}

function isPlace({ kind, workspace, channel, ref }: PersonPlace) {
  return sql`kind = ${kind} and workspace_id = ${workspace} and channel_id = ${channel} and ref = ${ref}`;
}

async function placed(database: Database, place: PersonPlace, ts: string): Promise<void> {
  await sql`update person_index set ref = ${ts}, next_try_at = null where ${isPlace(place)}`.execute(database);
}

async function drop(database: Database, place: PersonPlace): Promise<void> {
  await sql`delete from person_index where ${isPlace(place)}`.execute(database);
}

async function waiting(database: Database, target: PersonTarget): Promise<number> {
  const { persons } = await resolve(database, target);
  const { rows } = await sql<{ count: number }>`
    select count(distinct (kind, workspace_id, channel_id, ref)) as count from person_index
    where receipt is not null and person = any(${[...persons]}::text[])`.execute(database);
  return rows[0]?.count ?? 0;
}

async function listForgotten(database: Database): Promise<readonly Tombstone[]> {
  const { rows } = await sql<Tombstone>`select person, receipt from forgotten order by at, person`.execute(database);
  return rows;
}

async function adopt(tx: Database, tombstones: readonly Tombstone[]): Promise<number> {
  const { numAffectedRows } = await sql`
    insert into forgotten (person, receipt)
    select distinct on (person) person, receipt
    from jsonb_to_recordset(${JSON.stringify(tombstones)}::jsonb) as t (person text, receipt text)
    on conflict do nothing`.execute(tx);
  const isStored = sql`f.person in (
    select unnest(persons) from bulk_leads where persons && (select array_agg(person) from forgotten))`;
  await eraseAll(tx, sql`(${isPlaced} or ${isStored})`);
  return Number(numAffectedRows ?? 0);
}

/** Whether a place in Slack has data of the forgotten person `f` and is not being deleted yet. */
const isPlaced = sql`exists (select from person_index p where p.person = f.person and p.receipt is null)`;

/** Erases everything about the forgotten people for whom `isHeld` is true, under the receipts of their tombstones. */
async function eraseAll(tx: Database, isHeld: ReturnType<typeof sql>): Promise<number> {
  const { rows } = await sql<Tombstone>`
    select person, receipt from forgotten f where ${isHeld} order by receipt, person`.execute(tx);
  for (const [receipt, all] of Map.groupBy(rows, (row) => row.receipt)) {
    const found = await resolve(tx, { persons: all.map(({ person }) => person) });
    await erase(tx, found, { receipt, actor: 'leadbell', workspace: null });
  }
  return rows.length;
}

async function listErasures(database: Database, which: ReturnType<typeof sql>): Promise<readonly Erasure[]> {
  const { rows } = await sql<Erasure>`
    select receipt, at, done_at as "doneAt", workspace_id as workspace, actor, found, not_reached as "notReached"
    from erasures ${which}`.execute(database);
  return rows;
}
