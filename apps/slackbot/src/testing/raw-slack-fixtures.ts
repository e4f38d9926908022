/**
 * A minimal Slack for a Socket Mode client. Each test decides which frames it sends, so that it can misbehave in ways
 * that the full stand-in can't.
 */
import { createHash } from 'node:crypto';
import { EventEmitter, once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import type { Duplex } from 'node:stream';

export interface RawSlack extends AsyncDisposable {
  readonly apiUrl: string;
  /** The number of connections that have received `hello` so far. */
  readonly connections: () => number;
  /** Resolves at the nth connection, counted from 1. */
  readonly connected: (nth: number) => Promise<void>;
  /** Sends a text frame to the newest connection. */
  readonly send: (frame: object) => void;
  /** The parsed messages of the client. */
  readonly received: Record<string, unknown>[];
  readonly receive: (isIt: (frame: Record<string, unknown>) => boolean) => Promise<Record<string, unknown>>;
  /** Breaks the newest connection. */
  readonly cut: () => void;
  /** The number of further `apps.connections.open` calls that get the answer 500. */
  failNext: number;
}

export async function startRawSlack(): Promise<RawSlack> {
  const events = new EventEmitter();
  const sockets: Duplex[] = [];
  const received: Record<string, unknown>[] = [];
  const server = createServer((request, response) => {
    request.resume();
    const isOpen = request.url?.endsWith('/apps.connections.open') ?? false;
    if (isOpen && raw.failNext > 0) {
      raw.failNext -= 1;
      response.writeHead(500).end('no');
      return;
    }
    const { port } = server.address() as AddressInfo;
    response
      .writeHead(200, { 'content-type': 'application/json' })
      .end(JSON.stringify(isOpen ? { ok: true, url: `ws://127.0.0.1:${port}/link` } : { ok: true }));
  });
  server.on('upgrade', (request, socket: Socket) => {
    const key = `${request.headers['sec-websocket-key']}258EAFA5-E914-47DA-95CA-C5AB0DC85B11`;
    const accept = createHash('sha1').update(key).digest('base64');
    socket.write(
      `HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Accept: ${accept}\r\n\r\n`,
    );
    socket.on('error', () => {});
    // Frames from a client are masked, and in these tests they are shorter than 64 kB. On the loopback interface, each
    // read contains complete frames.
    socket.on('data', (data: Buffer) => {
      for (const text of textFrames(data)) {
        received.push(JSON.parse(text) as Record<string, unknown>);
        events.emit('frame');
      }
    });
    sockets.push(socket);
    socket.write(textFrame(JSON.stringify({ type: 'hello' })));
    events.emit('connected');
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const raw: RawSlack = {
    apiUrl: `http://127.0.0.1:${(server.address() as AddressInfo).port}/api/`,
    connections: () => sockets.length,
    connected: async (nth) => {
      while (sockets.length < nth) await once(events, 'connected');
    },
    send: (frame) => void sockets.at(-1)?.write(textFrame(JSON.stringify(frame))),
    received,
    receive: async (isIt) => {
      for (;;) {
        const found = received.find(isIt);
        if (found !== undefined) return found;
        await once(events, 'frame');
      }
    },
    cut: () => void sockets.at(-1)?.destroy(),
    failNext: 0,
    [Symbol.asyncDispose]: async () => {
      for (const socket of sockets) socket.destroy();
      server.closeAllConnections();
      const closed = once(server, 'close');
      server.close();
      await closed;
    },
  };
  return raw;
}

function textFrame(text: string): Buffer {
  const payload = Buffer.from(text);
  const head = payload.length < 126 ? Buffer.from([0x81, payload.length]) : Buffer.from([0x81, 126, 0, 0]);
  if (payload.length >= 126) head.writeUInt16BE(payload.length, 2);
  return Buffer.concat([head, payload]);
}

/** The texts of text frames. Ignores close frames, to simulate a server that never closes. */
function* textFrames(data: Buffer): Generator<string> {
  for (let at = 0; at + 2 <= data.length;) {
    const opcode = data.readUInt8(at) & 0x0f;
    const short = data.readUInt8(at + 1) & 0x7f;
    const start = at + (short === 126 ? 4 : 2);
    const length = short === 126 ? data.readUInt16BE(at + 2) : short;
    const mask = data.subarray(start, start + 4);
    const payload = data.subarray(start + 4, start + 4 + length).map((byte, index) => byte ^ (mask[index % 4] ?? 0));
    if (opcode === 1) yield Buffer.from(payload).toString('utf8');
    at = start + 4 + length;
  }
}
