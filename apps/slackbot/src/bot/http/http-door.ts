/**
 * The HTTP server that Slack calls: reads a request within limits of time and memory, verifies its
 * signature, and only then passes it on. It refuses and counts all other requests early, so that
 * they can't delay Slack's. Effects: opens a server. Errors: `open` rejects when the address is
 * taken.
 */
import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import { parse } from 'node:querystring';
import type { SlackConnection } from '@leadbell/settings';
import { holdsObject } from './body.ts';
import { type ConnectionLimits, createConnections } from './connections.ts';
import { createRefusals, type RefusalOptions, type RefusalReason } from './refusals.ts';
import { isRecent, isSignedBy, readSigned } from './signature.ts';

export interface HttpDoorOptions extends RefusalOptions {
  readonly connection: Extract<SlackConnection, { readonly kind: 'http' }>;
  readonly path: string;
  /** Real time, in milliseconds. */
  readonly realNow: () => number;
  /** Answers a verified request, whose body is in `rawBody`. */
  readonly handle: (request: IncomingMessage, response: ServerResponse) => void;
  /** The default is `usualLimits`. */
  readonly limits?: ConnectionLimits;
}

export interface HttpDoor {
  /** Resolves to the server's port. */
  open(): Promise<number>;
  isConnected(): boolean;
  /** Resolves when the last connection is closed. */
  close(): Promise<void>;
}

/** Every request from Slack is smaller than this. */
const mostBytes = 1_000_000;
/** Slack sends unsigned requests only to check our certificate, and they are smaller than this. */
const mostUnsignedBytes = 4_000;
const usualLimits: ConnectionLimits = { connections: 500, bytes: 32_000_000 };
/** Slack sends a request in one piece, and gives up after 3 s. */
const patience = { headersTimeout: 5_000, requestTimeout: 8_000, connectionsCheckingInterval: 1_000 };
const headers = { maxHeaderSize: 16_384 };

export function createHttpDoor(options: HttpDoorOptions): HttpDoor {
  const { connection, path, realNow, handle, limits = usualLimits } = options;
  const refusals = createRefusals(options);
  const connections = createConnections(limits, () => refusals.count('crowded'));
  const server = createServer({ ...patience, ...headers }, (request, response) => {
    receive(request, response).catch(() => request.destroy());
  });
  server.on('connection', (socket) => connections.admit(socket));
  server.on('clientError', (error: NodeJS.ErrnoException, socket: Socket) => {
    const isLate = error.code === 'ERR_HTTP_REQUEST_TIMEOUT';
    if (error.code !== 'ECONNRESET') refusals.count(isLate ? 'timeout' : 'malformed');
    if (socket.writable)
      socket.end(`HTTP/1.1 ${isLate ? '408 Request Timeout' : '400 Bad Request'}\r\nConnection: close\r\n\r\n`);
    // Close the connection even if the client does not read the answer.
    socket.destroySoon();
  });

  function refuse(response: ServerResponse, status: number, reason: RefusalReason): void {
    refusals.count(reason);
    connections.release(response.req.socket, false);
    // Close the connection, because the rest of the request is not read.
    response.writeHead(status, { connection: 'close' }).end();
  }

  async function receive(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { socket } = request;
    if (request.method !== 'POST' || pathOf(request) !== path) return refuse(response, 404, 'not-found');
    const signed = readSigned(request.headers);
    if (signed !== null && !isRecent(signed, realNow())) return refuse(response, 401, 'timestamp');
    const body = await read(request, signed === null ? mostUnsignedBytes : mostBytes);
    if (body === 'gone') return;
    if (body === 'too-large') return refuse(response, signed === null ? 401 : 413, 'too-large');
    if (signed === null && isCertificateCheck(request, body)) {
      connections.release(socket, false);
      response.writeHead(200).end();
      return;
    }
    if (signed === null || !isSignedBy(connection.signingSecret, signed, body))
      return refuse(response, 401, 'signature');
    if (!holdsObject(request.headers, body)) return refuse(response, 400, 'malformed');
    connections.release(socket, true);
    response.once('close', () => connections.rest(socket));
    handle(Object.assign(request, { rawBody: body }), response);
  }

  async function read(request: IncomingMessage, most: number): Promise<Buffer | 'too-large' | 'gone'> {
    if (Number(request.headers['content-length'] ?? 0) > most) return 'too-large';
    const pieces: Buffer[] = [];
    let total = 0;
    try {
      // Keep the socket open after a refusal, because the answer is written to it.
      for await (const piece of request.iterator({ destroyOnReturn: false }) as AsyncIterable<Buffer>) {
        total += piece.length;
        if (total > most) return 'too-large';
        if (!connections.hold(request.socket, piece.length)) return 'gone';
        pieces.push(piece);
      }
    } catch {
      return 'gone';
    }
    return Buffer.concat(pieces);
  }

  return {
    async open() {
      server.listen({ port: connection.port, host: connection.host });
      await once(server, 'listening');
      return (server.address() as AddressInfo).port;
    },
    isConnected: () => server.listening,
    async close() {
      refusals.close();
      if (!server.listening) return;
      const closed = once(server, 'close');
      server.close();
      await closed;
    },
  };
}

function pathOf({ url = '/' }: IncomingMessage): string {
  return url.split('?', 1)[0] ?? '/';
}

/** Whether Slack only checks our certificate with this request. Slack does not sign such a request. */
function isCertificateCheck({ headers }: IncomingMessage, body: Buffer): boolean {
  return headers['content-type'] === 'application/x-www-form-urlencoded' && parse(body.toString())['ssl_check'] === '1';
}
