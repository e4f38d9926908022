/** A connection of its own that hears a signal, made again whenever it breaks. Effects: a connection. */
import { setTimeout as delay } from 'node:timers/promises';
import { Client, type ClientConfig } from 'pg';
import type { Listening } from '../listen.ts';

const retryEveryMs = 250;

/** Calls back at every signal, and once whenever it begins to listen: what came before that was not heard. */
export function listenTo(signal: string, options: ClientConfig, listener: () => void): Listening {
  const stop = new AbortController();
  const running = run();

  async function run(): Promise<void> {
    while (!stop.signal.aborted) {
      await hear().catch(() => {});
      if (!stop.signal.aborted) await delay(retryEveryMs, undefined, { signal: stop.signal }).catch(() => {});
    }
  }

  async function hear(): Promise<void> {
    const client = new Client({ ...options, application_name: 'leadbell listener' });
    const over = new Promise<void>((resolve) => {
      client.on('error', () => resolve()).on('end', () => resolve());
      stop.signal.addEventListener('abort', () => resolve(), { once: true });
    });
    try {
      await client.connect();
      client.on('notification', listener);
      await client.query(`listen ${signal}`);
      listener();
      await over;
    } finally {
      await client.end().catch(() => {});
    }
  }

  return {
    async close() {
      stop.abort();
      await running;
    },
  };
}
