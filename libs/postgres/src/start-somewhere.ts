/** Starts a server on a free port. Effects: starts processes. */
import * as cluster from './cluster.ts';
import { freePort } from './free-port.ts';

/**
 * Retries a failed start: the children of a killed server may hold its memory for a moment, and meanwhile no server
 * can start.
 */
export async function startSomewhere(server: cluster.Cluster, preferredPort: number | null): Promise<number> {
  for (let attempt = 1; ; attempt += 1) {
    const port = attempt < 20 && preferredPort !== null ? preferredPort : await freePort();
    try {
      cluster.forgetDeadPid(server);
      await cluster.start(server, port);
      return port;
    } catch (error) {
      if (attempt >= 40) throw error;
      await new Promise((resolve) => {
        setTimeout(resolve, 250);
      });
    }
  }
}
