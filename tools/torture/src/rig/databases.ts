/**
 * The databases of a world. If the test run is interrupted, the server is ended too: otherwise it
 * would keep running. Effects: starts a process in a temporary folder.
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { startTestDatabases, type TestDatabases } from '@leadbell/store/testing';

/** Returns the server's process id from its pid file; null when the server is down. */
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
    // The server has ended already.
  }
}

/** Starts databases that confirm a commit only after it is written to disk. */
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
