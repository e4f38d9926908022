/**
 * Processes of release 0.1.0 may still run while replicas are replaced one at a time. They would post this release's
 * messages a second time. So from now on they can neither poll nor write or claim messages, because their leases count
 * up by one, their claims name no owner, and their messages do not say whether they live. They can still read.
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
