/**
 * Sends slash commands over signed HTTP or Socket Mode and receives the answers at their
 * response_url, with as little work as possible. Times are milliseconds. It checks nothing and does
 * not replace the Slack stand-in (`tools/slack-sandbox`).
 */
import { createHmac } from 'node:crypto';
import { once } from 'node:events';
import { Agent, createServer, type IncomingMessage, request, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { type WebSocket, WebSocketServer } from 'ws';

export interface Sample {
  readonly ackMs: number;
  readonly answerMs: number;
}

export interface Driver {
  readonly apiUrl: string;
  readonly signingSecret: string;
  /** Resolves when an app has connected its socket. */
  connected(): Promise<void>;
  /** Sends `count` commands, `inFlight` at a time. A new command is sent when the answer to another has arrived. */
  run(way: 'socket' | { readonly http: string }, asked: Asked): Promise<Sample[]>;
  close(): Promise<void>;
}

export interface Asked {
  readonly count: number;
  readonly inFlight: number;
  /** Returns the text after `/leads` for the nth command. */
  readonly text: (nth: number) => string;
  /** Called with each answer when it arrives. */
  readonly onAnswer?: (text: string, body: string) => void;
}

interface Pending {
  readonly sentAt: number;
  readonly text: string;
  readonly onAnswer: Asked['onAnswer'];
  ackMs: number;
  readonly done: (sample: Sample) => void;
}

type Said = Pick<Pending, 'text' | 'onAnswer'>;

const signingSecret = 'bench-signing-secret';
const patienceMs = 60_000;
/** The number of people who send commands. Leadbell knows each person after their first command. */
const people = 20;

export async function startDriver(isAnswer: (body: string) => boolean): Promise<Driver> {
  const pending = new Map<string, Pending>();
  const agent = new Agent({ keepAlive: true, maxSockets: 256 });
  let socket: WebSocket | undefined;
  const { promise: connected, resolve: announce } = Promise.withResolvers<void>();

  async function serve(req: IncomingMessage, res: ServerResponse): Promise<void> {
    const body = await readBody(req);
    const path = req.url ?? '';
    if (path.startsWith('/respond/')) {
      res.end('ok');
      if (isAnswer(body)) settle(path.slice('/respond/'.length), body);
    } else {
      res.setHeader('content-type', 'application/json');
      res.end(JSON.stringify(webApi(path, base())));
    }
  }
  const server = createServer((req, res) => void serve(req, res));
  const sockets = new WebSocketServer({ server, path: '/link' });
  sockets.on('connection', (connection) => {
    socket = connection;
    connection.send('{"type":"hello","num_connections":1,"connection_info":{"app_id":"A1"}}');
    connection.on('message', (data: Buffer) =>
      acked((JSON.parse(data.toString('utf8')) as { envelope_id: string }).envelope_id),
    );
    announce();
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const base = () => `http://127.0.0.1:${(server.address() as AddressInfo).port}`;

  function acked(id: string): void {
    const entry = pending.get(id);
    if (entry) entry.ackMs = performance.now() - entry.sentAt;
  }

  function settle(id: string, body: string): void {
    const entry = pending.get(id);
    if (!entry) return;
    pending.delete(id);
    const answerMs = performance.now() - entry.sentAt;
    entry.onAnswer?.(entry.text, body);
    entry.done({ ackMs: Number.isNaN(entry.ackMs) ? answerMs : entry.ackMs, answerMs });
  }

  function send(way: 'socket' | { readonly http: string }, id: string, { text, onAnswer }: Said): Promise<Sample> {
    const payload = { ...command(id, `${base()}/respond/${id}`), text };
    return new Promise((resolve, reject) => {
      const late = setTimeout(() => reject(new Error(`no answer to: ${text}`)), patienceMs);
      const done = (sample: Sample) => (clearTimeout(late), resolve(sample));
      pending.set(id, { sentAt: performance.now(), ackMs: Number.NaN, text, onAnswer, done });
      if (way === 'socket') {
        socket?.send(
          JSON.stringify({ type: 'slash_commands', envelope_id: id, accepts_response_payload: true, payload }),
        );
      } else {
        post(way.http, new URLSearchParams(payload).toString(), agent, () => acked(id));
      }
    });
  }

  return {
    apiUrl: `${base()}/api/`,
    signingSecret,
    connected: () => connected,
    async run(way, { count, inFlight, text, onAnswer }) {
      const samples: Sample[] = [];
      let next = 0;
      async function slot(): Promise<void> {
        while (next < count) {
          const nth = next++;
          samples.push(await send(way, `e${Date.now()}-${nth}`, { text: text(nth), onAnswer }));
        }
      }
      await Promise.all(Array.from({ length: inFlight }, slot));
      return samples;
    },
    async close() {
      agent.destroy();
      for (const client of sockets.clients) client.terminate();
      sockets.close();
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}

function command(id: string, responseUrl: string): Record<string, string> {
  return {
    token: 'bench',
    team_id: 'T1',
    team_domain: 'bench',
    channel_id: 'C1',
    channel_name: 'sales',
    user_id: `U0BENCH${Number(id.split('-').at(-1)) % people}`,
    user_name: 'bench',
    command: '/leads',
    api_app_id: 'A1',
    is_enterprise_install: 'false',
    response_url: responseUrl,
    trigger_id: `trigger.${id}`,
  };
}

function webApi(path: string, base: string): object {
  if (path.includes('apps.connections.open')) return { ok: true, url: `${base.replace('http', 'ws')}/link` };
  // The bot's gate asks Slack who each person is.
  if (path.includes('users.info')) return { ok: true, user: { id: 'U0BENCH', team_id: 'T1' } };
  if (path.includes('conversations.info')) return { ok: true, channel: { id: 'C1', is_private: true } };
  return {
    ok: true,
    url: base,
    team: 'Bench',
    user: 'bot',
    team_id: 'T1',
    user_id: 'UBOT',
    bot_id: 'B1',
    app_id: 'A1',
    ts: '1.1',
    channel: 'C1',
  };
}

function post(url: string, body: string, agent: Agent, onAck: () => void): void {
  const timestamp = Math.floor(Date.now() / 1000);
  const signature = `v0=${createHmac('sha256', signingSecret).update(`v0:${timestamp}:${body}`).digest('hex')}`;
  const headers = {
    'content-type': 'application/x-www-form-urlencoded',
    'content-length': Buffer.byteLength(body),
    'x-slack-request-timestamp': String(timestamp),
    'x-slack-signature': signature,
  };
  const req = request(url, { method: 'POST', agent, headers }, (res) => {
    res.resume();
    res.on('end', onAck);
  });
  // The bot closes idle connections; then the request is sent again on a new one.
  req.on('error', (error) => {
    if (!req.reusedSocket) throw error;
    post(url, body, agent, onAck);
  });
  req.end(body);
}

async function readBody(req: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of req) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString('utf8');
}
