/** A living message continues in a new one when its post is lost. */
import { type Kysely, sql } from 'kysely';

const statements = [
  `alter table outbox add column lives boolean not null default false,
    add column goes_on_as bigint references outbox on delete set null`,
  `create index outbox_gone_on on outbox (goes_on_as) where goes_on_as is not null`,
  // Alert cards and the daily messages of thread-only digests are living messages.
  `update outbox set lives = true where key ~ '^alert [0-9]+ [0-9]+$' or key ~ '^day [0-9]+ [0-9]{4}-[0-9]{2}-[0-9]{2}$'`,
];

export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of statements) await sql.raw(statement).execute(db);
}
