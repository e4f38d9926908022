/**
 * Slack's side of Socket Mode. There are at most ten connections. Each envelope goes to a random one, and the app
 * acknowledges it by its id. The frames are Slack's own; the transport is `ws`.
 */
import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import { WebSocketServer, type WebSocket } from 'ws';
import { isRecord, parseJson, record, type Json } from '../json.ts';
import { newEnvelopeId } from '../state/ids.ts';
import type { Traffic } from '../traffic.ts';

export const maxConnections = 10;
const closePatienceMs = 500;

export type EnvelopeType = 'slash_commands' | 'interactive' | 'events_api';
export type DisconnectReason = 'warning' | 'refresh_requested' | 'link_disabled';

export interface Envelope {
  type: EnvelopeType;
  payload: Json;
  acceptsResponsePayload: boolean;
  retry?: { attempt: number; reason: string };
}

export type Ack = { ok: true; payload: Json } | { ok: false; reason: 'timeout' | 'not_connected' };

export interface SocketHub {
  connections: () => number;
  /** Completes a WebSocket upgrade whose ticket was accepted. */
  accept: (request: IncomingMessage, socket: Duplex, head: Buffer) => void;
  send: (envelope: Envelope) => Promise<Ack>;
  /** Asks every client to reconnect, as Slack does every few hours; `warning` leaves the connections open. */
  disconnect: (reason: DisconnectReason) => void;
  /** Cuts the TCP connections without a close frame. */
  drop: () => void;
  /** Delivers the next `times` envelopes twice, with the same envelope id. */
  duplicateNext: (times: number, again?: Again) => void;
  /** From now on the current connections neither receive nor send, but stay open, as if the peer had vanished. */
  silence: () => void;
  /** Asks each new connection to leave after this many milliseconds. `null` ends this. */
  leaveAfter: (ms: number | null) => void;
  /** Sends these bytes unchanged on one of the connections; the traffic does not show them. */
  forge: (frame: string | Uint8Array) => void;
  /** Ends every connection with a close frame, and cuts those that don't answer it. */
  close: () => Promise<void>;
}

/** How an envelope is delivered a second time. */
export interface Again {
  /** By default 0. */
  afterMs?: number;
  /** Whether the second delivery uses another connection, if there is one. */
  isElsewhere?: boolean;
}

export interface SocketHubOptions {
  appId: string;
  ackTimeoutMs: number;
  traffic: Traffic;
  onConnections: (count: number) => void;
}

export function createSocketHub(options: SocketHubOptions): SocketHub {
  const server = new WebSocketServer({ noServer: true });
  const open = new Set<WebSocket>();
  /** Connections that are asked to leave or are silent get envelopes only if there are no others. */
  const leaving = new WeakSet<WebSocket>();
  const silent = new WeakSet<WebSocket>();
  const waiting = new Map<string, (payload: Json) => void>();
  const { traffic } = options;
  const duplicates: Again[] = [];
  let leaveAfterMs: number | null = null;

  const beat = setInterval(() => {
    for (const socket of open) if (!silent.has(socket)) socket.ping('sandbox');
  }, 10_000);
  beat.unref();

  function welcome(socket: WebSocket): void {
    open.add(socket);
    options.onConnections(open.size);
    socket.on('message', (data: Buffer) => receive(data.toString('utf8')));
    socket.on('error', () => socket.terminate());
    socket.on('close', () => {
      open.delete(socket);
      options.onConnections(open.size);
    });
    const hello = {
      type: 'hello',
      num_connections: open.size,
      debug_info: { host: 'slack-sandbox', build_number: 1, approximate_connection_time: 18_060 },
      connection_info: { app_id: options.appId },
    };
    traffic.log({ direction: 'out', via: 'socket', name: 'hello', body: hello });
    socket.send(JSON.stringify(hello));
    if (leaveAfterMs !== null) setTimeout(() => dismiss(socket, 'refresh_requested'), leaveAfterMs).unref();
  }

  function dismiss(socket: WebSocket, reason: DisconnectReason): void {
    const frame = { type: 'disconnect', reason, debug_info: { host: 'slack-sandbox' } };
    traffic.log({ direction: 'out', via: 'socket', name: 'disconnect', body: frame });
    if (reason !== 'warning') leaving.add(socket);
    socket.send(JSON.stringify(frame));
  }

  function receive(frame: string): void {
    const message = record(parseJson(frame));
    const id = message['envelope_id'];
    const known = typeof id === 'string' ? waiting.get(id) : undefined;
    traffic.log({
      direction: 'in',
      via: 'socket',
      name: known === undefined ? 'ack (unexpected)' : 'ack',
      body: message,
    });
    if (typeof id !== 'string' || known === undefined) return;
    waiting.delete(id);
    known(isRecord(message['payload']) ? message['payload'] : {});
  }

  function pick(without?: WebSocket): WebSocket | undefined {
    const all = [...open].filter((socket) => socket.readyState === socket.OPEN);
    const others = all.filter((socket) => socket !== without);
    const live = others.length > 0 ? others : all;
    const staying = live.filter((socket) => !leaving.has(socket) && !silent.has(socket));
    const ready = staying.length > 0 ? staying : live;
    return ready[Math.floor(Math.random() * ready.length)];
  }

  function send(envelope: Envelope): Promise<Ack> {
    const socket = pick();
    if (socket === undefined) return Promise.resolve({ ok: false, reason: 'not_connected' });
    const id = newEnvelopeId();
    const frame = {
      envelope_id: id,
      payload: envelope.payload,
      type: envelope.type,
      accepts_response_payload: envelope.acceptsResponsePayload,
      ...(envelope.type === 'events_api'
        ? { retry_attempt: envelope.retry?.attempt ?? 0, retry_reason: envelope.retry?.reason ?? '' }
        : {}),
    };
    traffic.log({ direction: 'out', via: 'socket', name: envelope.type, body: frame });
    return new Promise((resolve) => {
      const timer = setTimeout(() => {
        waiting.delete(id);
        resolve({ ok: false, reason: 'timeout' });
      }, options.ackTimeoutMs);
      waiting.set(id, (payload) => {
        clearTimeout(timer);
        resolve({ ok: true, payload });
      });
      const bytes = JSON.stringify(frame);
      socket.send(bytes);
      const again = duplicates.shift();
      if (again !== undefined) sendAgain(frame, again, socket);
    });
  }

  function sendAgain(frame: Json, { afterMs = 0, isElsewhere = false }: Again, first: WebSocket): void {
    const bytes = JSON.stringify({ ...frame, retry_attempt: 1, retry_reason: 'timeout' });
    const go = () => pick(isElsewhere ? first : undefined)?.send(bytes);
    if (afterMs === 0) go();
    else setTimeout(go, afterMs).unref();
  }

  return {
    connections: () => open.size,
    accept(request, socket, head) {
      server.handleUpgrade(request, socket, head, welcome);
    },
    send,
    disconnect(reason) {
      for (const socket of open) dismiss(socket, reason);
    },
    drop() {
      for (const socket of open) socket.terminate();
    },
    duplicateNext(times, again = {}) {
      for (let n = 0; n < times; n += 1) duplicates.push(again);
    },
    silence() {
      for (const socket of open) {
        silent.add(socket);
        socket.pause();
      }
    },
    leaveAfter(ms) {
      leaveAfterMs = ms;
    },
    forge: (frame) => pick()?.send(frame),
    async close() {
      clearInterval(beat);
      await Promise.all([...open].map(closePolitely));
      server.close();
    },
  };
}

function closePolitely(socket: WebSocket): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(() => socket.terminate(), closePatienceMs);
    socket.on('close', () => {
      clearTimeout(timer);
      resolve();
    });
    socket.close(1001);
  });
}
