/**
 * Returns a database of today's code as SQL text, which recreates it in an empty database: the statements of the
 * migrations, then the rows.
 */
import { type Migrations, statementsOf } from './checksum.ts';

type Ask = (text: string) => Promise<readonly Record<string, unknown>[]>;

export async function databaseText(ask: Ask, migrations: Migrations): Promise<string> {
  const made: string[] = [];
  for (const name of Object.keys(migrations).toSorted()) made.push(...(await statementsOf(migrations[name] ?? none)));
  return `${[
    '-- What the migrations make, and the rows that the store wrote. Invented people only.',
    'create table kysely_migration (name varchar(255) primary key, "timestamp" varchar(255) not null, checksum text);',
    ...made.map((statement) => `${statement.trim()};`),
    'set session_replication_role = replica;',
    ...(await rowsText(ask, made)),
    ...(await sequencesText(ask)),
    'reset session_replication_role;',
  ].join('\n')}\n`;
}

const none = { up: () => Promise.resolve() };

/** Leaves out the rows that a migration inserts itself. */
async function rowsText(ask: Ask, made: readonly string[]): Promise<readonly string[]> {
  const texts: string[] = [];
  const tables = await ask(
    `select relname as name from pg_class where relnamespace = 'public'::regnamespace and relkind = 'r' order by 1`,
  );
  for (const table of tables.map(({ name }) => String(name))) {
    if (made.some((statement) => statement.trim().startsWith(`insert into ${table} `))) continue;
    const rows = await ask(`select to_jsonb(t)::text as row from ${table} t order by 1`);
    if (rows.length === 0) continue;
    const lines = rows.map(({ row }) => String(row)).join(',\n');
    texts.push(
      `insert into ${table} overriding system value select * from jsonb_populate_recordset(null::${table}, $rows$[\n${lines}\n]$rows$);`,
    );
  }
  return texts;
}

async function sequencesText(ask: Ask): Promise<readonly string[]> {
  const rows = await ask(
    `select format('select setval(%L, %s);', sequencename, last_value) as text from pg_sequences
     where schemaname = 'public' and last_value is not null order by 1`,
  );
  return rows.map(({ text }) => String(text));
}
