/** Learned words, in SQL; see `../words.ts`. */
import { isDeepStrictEqual } from 'node:util';
import { sql } from 'kysely';
import {
  enoughLeads,
  fingerprintOf,
  type Heard,
  identityPrefix,
  type KeyedHash,
  type LeadError,
  type Learned,
} from '@leadbell/domain';
import type { Words } from '../words.ts';
import { askNow, businessNow } from './clock.ts';
import { type Database, databaseOf } from './database.ts';

/** The most words that wait to be learned; further words are not counted. */
const mostWaiting = 50_000;

export function createWords(database: Database): Words {
  return {
    async learned(since = null) {
      const at = await askNow(database, 'real');
      // Reads the last minute before `since` again, because a transaction that was open then may have committed later.
      const { rows } = await sql<Learned>`
        select kind, text from learned_words where learned_at is not null
          and learned_at > coalesce(${since === null ? null : new Date(since)}::timestamptz, '-infinity') - interval '1 minute'`.execute(
        database,
      );
      return { words: rows, at };
    },

    hideInKinds: (shown) => hideInKinds(database, shown),

    hear: (transaction, heard, key) => hear(databaseOf(transaction), heard, key),
  };
}

interface Kind {
  readonly connection: string;
  readonly fingerprint: string;
  readonly error: LeadError;
}

async function hideInKinds(database: Database, shown: (error: LeadError) => LeadError): Promise<number> {
  const { rows } = await sql<Kind>`
    select connection_id as connection, fingerprint,
      jsonb_strip_nulls(jsonb_build_object('messages', messages))
        || jsonb_build_object('message', message, 'code', code, 'field', field) as error
    from error_kinds`.execute(database);
  const hidden = rows.flatMap(({ connection, fingerprint, error }) => {
    const known = shown(error);
    const isSame = fingerprintOf(known) === fingerprint && isDeepStrictEqual(known.messages, error.messages);
    return isSame ? [] : [{ connection, fingerprint, ...known }];
  });
  if (hidden.length === 0) return 0;
  const kinds = sql`jsonb_to_recordset(${JSON.stringify(hidden)}::jsonb)
    as c (connection text, fingerprint text, message text, code text, field text, messages jsonb)`;
  await sql`
    update error_kinds k set message = c.message, code = c.code, field = c.field, messages = c.messages
    from ${kinds} where k.connection_id = c.connection and k.fingerprint = c.fingerprint`.execute(database);
  await sql`
    delete from error_kinds k using ${kinds} where k.connection_id = c.connection and k.fingerprint = c.fingerprint
      and not exists (select from alerts a where position(to_json(c.fingerprint)::text in a.state::text) > 0 or a.group_key = c.fingerprint)
      and not exists (select from bulk_leads l where c.fingerprint = any(l.errors))`.execute(database);
  return hidden.length;
}

async function hear(tx: Database, heard: readonly Heard[], hash: KeyedHash): Promise<readonly Learned[]> {
  if (heard.length === 0) return [];
  const keyed = (text: string): string => identityPrefix(hash.keyId) + hash.hash(text);
  const named = new Map(heard.map((one) => [keyed(`${one.kind} 1 ${one.text}`), one]));
  const rows = [...named].map(([key, { kind, carriers }]) => ({
    key,
    kind,
    leads: [...carriers].map((carrier) => keyed(`carrier 1 ${carrier}`)),
  }));
  const { rows: counted } = await sql<{ key: string; leads: number }>`
    insert into learned_words as w (key, kind, leads, heard_at)
    select key, kind, leads, ${businessNow}
    from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as r (key text, kind text, leads text[])
    where exists (select from learned_words k where k.key = r.key)
      or (select count(*) from learned_words where learned_at is null) < ${mostWaiting}
    order by key
    on conflict (key) do update set heard_at = excluded.heard_at,
      leads = array(select distinct l from unnest(w.leads || excluded.leads) as l order by l limit ${enoughLeads})
    returning key, cardinality(leads) as leads`.execute(tx);
  const learned = counted.flatMap(({ key, leads }) => {
    const word = leads >= enoughLeads ? named.get(key) : undefined;
    return word === undefined ? [] : [{ key, kind: word.kind, text: word.text }];
  });
  if (learned.length > 0)
    await sql`
      update learned_words w set text = r.text, leads = '{}', learned_at = clock_timestamp()
      from jsonb_to_recordset(${JSON.stringify(learned)}::jsonb) as r (key text, text text)
      where w.key = r.key and w.learned_at is null`.execute(tx);
  return learned.map(({ kind, text }) => ({ kind, text }));
}
