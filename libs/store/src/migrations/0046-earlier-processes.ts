/**
 * Keeps processes of release 0.1.0 from polling, and from writing or claiming messages: they may still run while
 * replicas are replaced one at a time, and would post this release's messages a second time. The database now refuses
 * leases with odd numbers, claims without an owner, and messages without a value of `lives`, because those processes
 * write such rows. They can still read.
 */
import { type Kysely, sql } from 'kysely';

const statements = [
  `update dms_connections set lease = lease * 2, lease_until = null`,
  `alter table dms_connections add constraint dms_connections_lease_even check (lease % 2 = 0)`,
  `update channels set owner = 0 where lease_until is not null and owner is null`,
  `alter table channels add constraint channels_claim_owned check (lease_until is null or owner is not null)`,
  `alter table outbox alter column lives drop default`,
];

export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of statements) await sql.raw(statement).execute(db);
}
