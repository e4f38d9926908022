/**
 * Adds indexes for finding sent messages that have no text any more, so that their rows can be deleted. Cards of new
 * leads are kept as long as rows of `person_index`, other messages as long as bulks. A row enters its index only when
 * its text is deleted, so the indexes do not slow down the sending of messages.
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
