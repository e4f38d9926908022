/**
 * Limits the number of connections, and the memory for requests that are not verified yet. If there are too many
 * connections, the oldest unverified one is closed. If requests need too much memory, the connection with the largest
 * request is closed. Effects: closes sockets.
 */
import type { Socket } from 'node:net';

export interface ConnectionLimits {
  readonly connections: number;
  /** The total size of all bodies that are being read. */
  readonly bytes: number;
}

export interface Connections {
  admit(socket: Socket): void;
  /** Adds the bytes to the connection's request. Returns false if the connection was closed to make room. */
  hold(socket: Socket, bytes: number): boolean;
  /** No longer counts the request's bytes: the request was read, and has been verified or refused. */
  release(socket: Socket, isVerified: boolean): void;
  /** Marks the connection as idle: its request was answered. */
  rest(socket: Socket): void;
}

interface State {
  bytes: number;
  /** Whether a verified request came over this connection; then it belongs to Slack or to a proxy in front of us. */
  isKnown: boolean;
  /** Whether a verified request is being answered. */
  isBusy: boolean;
}

export function createConnections(limits: ConnectionLimits, onDropped: () => void): Connections {
  /** The connections, the oldest first. */
  const all = new Map<Socket, State>();
  let bytes = 0;

  function forget(socket: Socket): void {
    bytes -= all.get(socket)?.bytes ?? 0;
    all.delete(socket);
  }

  function drop(socket: Socket): void {
    forget(socket);
    socket.destroy();
    onDropped();
  }

  /** The connection to close first; the newest if all are busy. */
  function leastWorth(): Socket | undefined {
    const sockets = [...all];
    const [found = sockets.at(-1)] = [
      sockets.find(([, { isKnown, isBusy }]) => !isKnown && !isBusy) ?? sockets.find(([, { isBusy }]) => !isBusy),
    ];
    return found?.[0];
  }

  function largest(): Socket | undefined {
    let found: [Socket, State] | undefined;
    for (const one of all) if (found === undefined || one[1].bytes > found[1].bytes) found = one;
    return found?.[0];
  }

  return {
    admit(socket) {
      all.set(socket, { bytes: 0, isKnown: false, isBusy: false });
      socket.once('close', () => forget(socket));
      if (all.size <= limits.connections) return;
      const one = leastWorth();
      if (one !== undefined) drop(one);
    },
    hold(socket, more) {
      const state = all.get(socket);
      if (state === undefined) return false;
      state.bytes += more;
      bytes += more;
      while (bytes > limits.bytes) {
        const one = largest();
        if (one === undefined) break;
        drop(one);
      }
      return all.has(socket);
    },
    release(socket, isVerified) {
      const state = all.get(socket);
      if (state === undefined) return;
      bytes -= state.bytes;
      state.bytes = 0;
      state.isKnown ||= isVerified;
      state.isBusy = isVerified;
    },
    rest(socket) {
      const state = all.get(socket);
      if (state !== undefined) state.isBusy = false;
    },
  };
}
