/**
 * Sent messages are deleted some time after their text: cards of new leads with the keys of their people, the others
 * with the bulks. Both are found by these indexes; a row gets its entry when its text goes, so sending costs no more.
 */
import { type Kysely, sql } from 'kysely';

const bare = `state = 'sent' and payload is null`;
const statements = [
  `create index outbox_bare on outbox (sent_at) where ${bare} and kind <> 'lead'`,
  `create index outbox_bare_cards on outbox (sent_at) where ${bare} and kind = 'lead'`,
];

export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of statements) await sql.raw(statement).execute(db);
}
