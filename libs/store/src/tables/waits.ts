/** Waits and budgets of deliveries, in SQL. All times are by the database's clock. */
import { type RawBuilder, sql } from 'kysely';
import { longestWaitMs } from '../delivery.ts';
import type { Database } from './database.ts';

/** No wait is as long as this. So a time that is further ahead was written by a wrong clock, and counts as due. */
const longestWait = sql`interval '20 minutes'`;

export function hasCome(at: RawBuilder<unknown>) {
  return sql`(${at} <= clock_timestamp() or ${at} > clock_timestamp() + ${longestWait})`;
}

export function later(afterMs: number) {
  return sql`clock_timestamp() + ${Math.min(afterMs, longestWaitMs)} * interval '1 millisecond'`;
}

type Budget = 'post' | 'update' | 'history';

/**
 * The tokens of a workspace `w`, which are negative while Slack has asked us to wait. The tokens are read and spent
 * with the same time, that of the transaction. Otherwise the tokens that arrive between the two steps would be lost
 * each time.
 */
export function tokens(name: Budget, perSecond: number, burst: number) {
  const at = sql.ref(`w.${name}_at`);
  const left = sql.ref(`w.${name}_tokens`);
  return sql`case when ${at} > now() + ${longestWait} then ${burst}::float8
    when ${at} > now() then -1
    else least(${burst}::float8, ${left} + greatest(0, extract(epoch from now() - ${at})) * ${perSecond}::float8) end`;
}

/** The longest wait that is stored; a longer one would make no difference. */
const longestAskedMs = 366 * 86_400_000;

/** Makes the workspace wait as long as Slack asked, in steps of `longestWaitMs`. */
export async function makeWait(tx: Database, workspace: string, name: Budget, afterMs: number): Promise<void> {
  const asked = sql`clock_timestamp() + ${Math.min(afterMs, longestAskedMs)} * interval '1 millisecond'`;
  await sql`update workspaces set ${sql.ref(`${name}_tokens`)} = 1,
    ${sql.ref(`${name}_at`)} = ${later(afterMs)},
    ${name === 'history' ? sql`history_asked_at = clock_timestamp()` : sql`asked_to_wait_until = ${asked}`}
    where id = ${workspace}`.execute(tx);
}
