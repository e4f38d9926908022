/**
 * A proxy between the bots and the database. It can be unreachable for a while, or cut its connections. Effects: opens
 * sockets.
 */
import { once } from 'node:events';
import { connect, createServer, type AddressInfo, type Socket } from 'node:net';

export interface Proxy {
  /** The address by which the database is reached through the proxy. */
  readonly url: string;
  /** Ends every connection, and accepts new ones. */
  cut(): void;
  /** Ends every connection, and accepts no new ones. */
  leave(): void;
  comeBack(): void;
  close(): Promise<void>;
}

export async function startProxy(url: string): Promise<Proxy> {
  const target = new URL(url);
  const sockets = new Set<Socket>();
  let isGone = false;
  const server = createServer((near) => {
    if (isGone) {
      near.destroy();
      return;
    }
    const far = connect(Number(target.port), target.hostname);
    for (const [socket, other] of [
      [near, far],
      [far, near],
    ] as const) {
      sockets.add(socket);
      socket
        .on('error', () => {})
        .on('close', () => {
          sockets.delete(socket);
          other.destroy();
        });
    }
    near.pipe(far).pipe(near);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const through = new URL(url);
  through.port = String((server.address() as AddressInfo).port);
  function cut(): void {
    for (const socket of sockets) socket.destroy();
  }
  return {
    url: through.href,
    cut,
    leave() {
      isGone = true;
      cut();
    },
    comeBack() {
      isGone = false;
    },
    async close() {
      cut();
      server.close();
      await once(server, 'close');
    },
  };
}
