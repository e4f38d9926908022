/**
 * A budget of connections and memory for requests that are not verified yet. When it is used up, the oldest unverified
 * connections and the largest requests are closed, so that a new request is served. Effects: closes sockets.
 */
import type { Socket } from 'node:net';

export interface ConnectionLimits {
  readonly connections: number;
  /** The total size of all bodies that are being read. */
  readonly bytes: number;
}

export interface Connections {
  admit(socket: Socket): void;
  /** More bytes of its request are in memory. Returns false if the connection was closed to make room. */
  hold(socket: Socket, bytes: number): boolean;
  /** Its request was read, and has been verified or refused. */
  release(socket: Socket, isVerified: boolean): void;
  /** Its request was answered. */
  rest(socket: Socket): void;
}

interface State {
  bytes: number;
  /** It has carried a verified request: it comes from Slack, or from a proxy in front of us. */
  isKnown: boolean;
  /** A verified request is being answered. */
  isBusy: boolean;
}

export function createConnections(limits: ConnectionLimits, onDropped: () => void): Connections {
  /** The oldest first. */
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

  /** If all are busy, it is the newest. */
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
