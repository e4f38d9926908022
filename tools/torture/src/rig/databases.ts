/**
 * The databases of a world. The server is ended when the harness is interrupted, which it would
 * otherwise outlive. Effects: a process and a temporary folder.
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { startTestDatabases, type TestDatabases } from '@leadbell/store/testing';

/** The server's process id from its pid file; null when it is down. */
function serverPid(dataDir: string): number | null {
  try {
    return Number(readFileSync(join(dataDir, 'cluster/postmaster.pid'), 'utf8').split('\n')[0]);
  } catch {
    return null;
  }
}

export function signalServer(dataDir: string, signal: 'SIGINT' | 'SIGKILL'): void {
  const pid = serverPid(dataDir);
  if (pid === null) return;
  try {
    process.kill(pid, signal);
  } catch {
    // Already down.
  }
}

/** With synchronous writes to the disk. */
export async function startDatabases(): Promise<TestDatabases> {
  const databases = await startTestDatabases(false);
  const { dataDir } = databases.server;
  const stop = (): void => signalServer(dataDir, 'SIGINT');
  process.once('exit', stop);
  return {
    ...databases,
    async close() {
      process.off('exit', stop);
      await databases.close();
    },
  };
}
