/**
 * Makes PostgreSQL choose query plans for `deliver` that are also good for many channels. A plan that was made while
 * there were few channels reads all of them by an index, because that costs few pages. PostgreSQL still used that plan
 * with thousands of channels. With these settings, the planner's cost is the number of rows that a plan reads.
 */
import { type Kysely, sql } from 'kysely';

const costs = ['random_page_cost = 0', 'cpu_tuple_cost = 1', 'cpu_index_tuple_cost = 1'];
const deliver = 'deliver(jsonb, boolean, text[], integer, float8, integer, float8, float8, float8, float8, float8)';

export async function up(db: Kysely<unknown>): Promise<void> {
  for (const cost of costs) await sql.raw(`alter function ${deliver} set ${cost}`).execute(db);
}
