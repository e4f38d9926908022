/**
 * A separate connection that listens for a signal and is opened again whenever it breaks. While connected, it holds a
 * lock that shows other processes that this one is alive. Effects: connects to the database.
 */
import { randomInt } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import { Client, type ClientConfig } from 'pg';
import type { Listening } from '../listen.ts';
import { sessionLocks } from './sessions.ts';

const retryEveryMs = 250;
const mostSessions = 2 ** 31 - 1;

export interface Hearing {
  readonly signal: string;
  /** Called at every signal, and whenever listening begins, because signals may have been missed before. */
  readonly onSignal: () => void;
  readonly onSession: (session: number | null) => void;
  /** A server that stops answering is noticed within two of these intervals. */
  readonly beatEveryMs: number;
}

export function listenTo(options: ClientConfig, { signal, onSignal, onSession, beatEveryMs }: Hearing): Listening {
  const stop = new AbortController();
  let session: number | null = null;
  const running = run();

  function become(next: number | null): void {
    if (next === session) return;
    session = next;
    onSession(next);
  }

  async function run(): Promise<void> {
    while (!stop.signal.aborted) {
      await hear().catch(() => {});
      if (!stop.signal.aborted) await delay(retryEveryMs, undefined, { signal: stop.signal }).catch(() => {});
    }
  }

  async function hear(): Promise<void> {
    const client = new Client({ ...options, application_name: 'leadbell listener', query_timeout: beatEveryMs });
    const over = new AbortController();
    client.on('error', () => over.abort()).on('end', () => over.abort());
    try {
      await client.connect();
      client.on('notification', onSignal);
      await client.query(`listen ${signal}`);
      become(await takeSession(client));
      onSignal();
      await beat(client, AbortSignal.any([over.signal, stop.signal]));
    } finally {
      become(null);
      // Waits for the end of the connection only for a limited time, because a server that does not answer does not
      // close the connection either.
      await Promise.race([client.end().catch(() => {}), delay(beatEveryMs, undefined, { ref: false })]);
    }
  }

  /**
   * Waits until the connection has ended or no longer has its lock: a pooler in between may have given our session to
   * another client.
   */
  async function beat(client: Client, ended: AbortSignal): Promise<void> {
    while (!ended.aborted) {
      await delay(beatEveryMs, undefined, { signal: ended }).catch(() => {});
      if (ended.aborted) return;
      const { rowCount } = await client.query(
        `select from pg_locks where locktype = 'advisory' and classid = $1::bigint::oid and objid = $2::bigint::oid and pid = pg_backend_pid() and granted`,
        [sessionLocks, session],
      );
      if (rowCount !== 1) return;
    }
  }

  return {
    session: () => session,
    async close() {
      stop.abort();
      await running;
    },
  };
}

async function takeSession(client: Client): Promise<number | null> {
  const session = randomInt(1, mostSessions);
  const { rows } = await client.query<{ is_held: boolean }>(
    'select pg_try_advisory_lock($1::integer, $2::integer) as is_held',
    [sessionLocks, session],
  );
  return rows[0]?.is_held === true ? session : null;
}
