/**
 * `deliver` keeps its plans. One that was made while there were few channels read all of them by an index, which is
 * cheap by pages, and went on to when there were thousands. Now a plan's cost is the rows that it reads.
 */
import { type Kysely, sql } from 'kysely';

const costs = ['random_page_cost = 0', 'cpu_tuple_cost = 1', 'cpu_index_tuple_cost = 1'];
const deliver = 'deliver(jsonb, boolean, text[], integer, float8, integer, float8, float8, float8, float8, float8)';

export async function up(db: Kysely<unknown>): Promise<void> {
  for (const cost of costs) await sql.raw(`alter function ${deliver} set ${cost}`).execute(db);
}
