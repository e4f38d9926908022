/**
 * Waits until the database accepts a connection, and checks that its version is supported. Only this package uses it.
 * Throws `StoreError`.
 */
import { setTimeout as delay } from 'node:timers/promises';
import type { Pool } from 'pg';
import { StoreError } from './errors.ts';

const oldestServer = 150_000;
const retryEveryMs = 250;

export async function untilReady(pool: Pool, patienceMs: number): Promise<void> {
  const endsAt = performance.now() + patienceMs;
  for (;;) {
    try {
      const { rows } = await pool.query<{ version: string }>("select current_setting('server_version_num') as version");
      const version = Number(rows[0]?.version);
      if (version >= oldestServer) return;
      throw new StoreError(
        'version',
        `The database is PostgreSQL ${Math.floor(version / 10_000)}; 15 or later is needed`,
      );
    } catch (error) {
      if (error instanceof StoreError) throw error;
      if (performance.now() > endsAt || isHopeless(error)) {
        throw new StoreError(
          'unreachable',
          `The database does not take the connection (${codeOf(error)}): is DATABASE_URL right, and the server up?`,
          {
            cause: error,
          },
        );
      }
      await delay(retryEveryMs);
    }
  }
}

/** Whether it is useless to wait, for example after a wrong password or if the database does not exist. */
function isHopeless(error: unknown): boolean {
  return /^(?:28|3D)/.test(codeOf(error));
}

function codeOf(error: unknown): string {
  const { code } = error as { code?: unknown };
  return typeof code === 'string' ? code : 'no answer';
}
