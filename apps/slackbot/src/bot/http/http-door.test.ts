/** The server that Slack calls, tested with raw sockets. */
import { createHmac } from 'node:crypto';
import { once } from 'node:events';
import type { IncomingMessage } from 'node:http';
import { connect, type Socket } from 'node:net';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { createLog } from '../../log.ts';
import { untilAborted } from '../../testing/patience-fixtures.ts';
import { createHttpDoor, type HttpDoor, type HttpDoorOptions } from './http-door.ts';

const signingSecret = 'a-secret-of-slack';
const path = '/slack/events';
const patienceMs = 60_000;

let door: HttpDoor | null = null;
let port: number;
let lines: { readonly event?: string; readonly reason?: string; readonly count?: number }[];
let bodies: string[];
let sockets: Socket[];

async function open(changes: Partial<HttpDoorOptions> = {}): Promise<void> {
  door = createHttpDoor({
    connection: { kind: 'http', signingSecret, host: '127.0.0.1', port: 0 },
    path,
    realNow: () => Date.now(),
    handle(request, response) {
      bodies.push((request as IncomingMessage & { rawBody: Buffer }).rawBody.toString());
      response.writeHead(200).end('fine');
    },
    // The log counts refusals by the minute; here the minute never ends, however long the test takes.
    sleep: untilAborted,
    log: createLog({
      level: 'debug',
      secrets: [],
      destination: { write: (line: string) => void lines.push(JSON.parse(line) as (typeof lines)[number]) },
    }),
    ...changes,
  });
  port = await door.open();
}

beforeEach(() => {
  [lines, bodies, sockets] = [[], [], []];
});
afterEach(async () => {
  for (const socket of sockets) socket.destroy();
  await door?.close();
  door = null;
});

/** A client that sends only what the test writes. */
async function client(): Promise<Socket> {
  const socket = connect(port, '127.0.0.1');
  // The server may close the connection at any time.
  socket.on('error', () => {});
  sockets.push(socket);
  await once(socket, 'connect');
  return socket;
}

/** Resolves when the connection is closed, even after an error. */
function closing(socket: Socket): Promise<void> {
  return new Promise((resolve) => {
    socket.once('close', () => resolve());
  });
}

interface Attempt {
  readonly body?: string | Buffer;
  readonly at?: number;
  readonly secret?: string;
  readonly signature?: string;
  readonly to?: string;
  readonly method?: string;
}

function signed({ body = 'text=today', at = Date.now(), secret = signingSecret, signature }: Attempt = {}) {
  const timestamp = String(Math.floor(at / 1_000));
  const ours = createHmac('sha256', secret).update(`v0:${timestamp}:`).update(body).digest('hex');
  return {
    'content-type': 'application/x-www-form-urlencoded',
    'x-slack-request-timestamp': timestamp,
    'x-slack-signature': signature ?? `v0=${ours}`,
  };
}

async function ask(attempt: Attempt = {}, headers: Record<string, string> = signed(attempt)): Promise<number> {
  const { body = 'text=today', to = path, method = 'POST' } = attempt;
  const answer = await fetch(`http://127.0.0.1:${port}${to}`, {
    method,
    headers,
    signal: AbortSignal.timeout(patienceMs),
    ...(method === 'POST' ? { body } : {}),
  });
  await answer.arrayBuffer();
  return answer.status;
}

const counts = (reason: string) => lines.filter((line) => line.reason === reason).map(({ count }) => count);

const head = (more: string) =>
  `POST ${path} HTTP/1.1\r\nHost: x\r\n${Object.entries(signed())
    .map(([name, value]) => `${name}: ${value}\r\n`)
    .join('')}${more}\r\n`;
async function saidTo(text: string): Promise<string> {
  const socket = await client();
  socket.write(text);
  const [answer] = (await once(socket, 'data')) as [Buffer];
  return answer.toString().split('\r\n', 1)[0] ?? '';
}

/**
 * Expects that signed requests between and after the steps of an attack are answered. The attack closes none of its
 * connections.
 */
async function answeredDuring(steps: number, attack: () => Promise<void>): Promise<void> {
  const statuses = [];
  for (let n = 0; n < steps; n += 1) {
    await attack();
    if (n % Math.ceil(steps / 15) === 0) statuses.push(await ask({ body: `n=${n}` }));
  }
  statuses.push(await ask({ body: 'last' }));
  expect(new Set(statuses)).toEqual(new Set([200]));
}

describe('a request is accepted', () => {
  const minute = 60_000;

  test.each([
    [-4.9 * minute, 200],
    [0, 200],
    [4.9 * minute, 200],
    [-5.1 * minute, 401],
    [5.1 * minute, 401],
    [86_400_000, 401],
  ])(
    'a request is accepted if it was signed at most five minutes before or after now: %d ms',
    async (offset, status) => {
      const now = Date.now();
      await open({ realNow: () => now });
      expect(await ask({ at: now + offset })).toBe(status);
      expect(bodies).toHaveLength(status === 200 ? 1 : 0);
    },
  );

  test.each<[string, Attempt | Record<string, string>]>([
    ['another secret', { secret: 'another' }],
    ['a signature of other bytes', { signature: `v0=${'0'.repeat(64)}` }],
    ['half a signature', { signature: signed()['x-slack-signature'].slice(0, 40) }],
    ['a longer signature', { signature: `${signed()['x-slack-signature']}0` }],
    ['another version', { signature: signed()['x-slack-signature'].replace('v0', 'v1') }],
    ['no letters of a hash', { signature: `v0=${'z'.repeat(64)}` }],
  ])('a request is not accepted with %s', async (_, attempt) => {
    await open();
    expect(await ask(attempt)).toBe(401);
    expect(bodies).toEqual([]);
    expect(counts('signature')).toEqual([1]);
  });

  test.each(['', '-1', '1e3', 'NaN', '0x5f', '99999999999999999999', '1.5', ' '])(
    'a request is not accepted with the timestamp "%s"',
    async (timestamp) => {
      await open();
      expect(await ask({}, { ...signed(), 'x-slack-request-timestamp': timestamp })).toBe(401);
      expect(bodies).toEqual([]);
    },
  );

  test('a request is accepted only with the bytes that were signed, even if they are not text', async () => {
    await open();
    const body = Buffer.from([0x74, 0x3d, 0xff, 0xfe, 0x00, 0x41]);
    expect(await ask({ body })).toBe(200);
    // These bytes differ, but decode to the same text.
    const other = Buffer.from([0x74, 0x3d, 0xfe, 0xff, 0x00, 0x41]);
    expect(await ask({ body: other }, signed({ body }))).toBe(401);
  });

  test('the only unsigned request that is accepted is Slack’s certificate check, and it is not passed on', async () => {
    await open();
    const form = { 'content-type': 'application/x-www-form-urlencoded' };
    expect(await ask({ body: 'ssl_check=1&token=x&command=%2Fleads' }, form)).toBe(200);
    expect(await ask({ body: 'ssl_check=0&command=%2Fleads' }, form)).toBe(401);
    expect(await ask({ body: `ssl_check=1&pad=${'x'.repeat(5_000)}` }, form)).toBe(401);
    expect(bodies).toEqual([]);
  });

  test('a request is accepted only at Slack’s path and with POST', async () => {
    await open();
    expect(await ask({ to: '/' })).toBe(404);
    expect(await ask({ to: '/slack/events/../x' })).toBe(404);
    expect(await ask({ method: 'GET' })).toBe(404);
    expect(await ask({ to: `${path}?a=b` })).toBe(200);
    expect(bodies).toHaveLength(1);
  });
});

describe('a request is refused', () => {
  test('a request that announces more bytes than Slack sends is refused before they arrive', async () => {
    await open();
    expect(await saidTo(head('Content-Length: 1000001\r\n'))).toBe('HTTP/1.1 413 Payload Too Large');
    expect(counts('too-large')).toEqual([1]);
  });

  test('a request is refused if its chunks never end', async () => {
    await open();
    const socket = await client();
    const closed = closing(socket);
    socket.write(head('Transfer-Encoding: chunked\r\n'));
    const piece = `10000\r\n${'x'.repeat(65_536)}\r\n`;
    let sent = 0;
    while (!socket.destroyed && sent < 10_000_000) {
      const isTaken = socket.write(piece);
      sent += piece.length;
      if (!isTaken) await Promise.race([new Promise((resolve) => void socket.once('drain', resolve)), closed]);
    }
    await closed;
    expect(sent).toBeLessThan(10_000_000);
    expect(counts('too-large')).toEqual([1]);
  });

  test('a request is refused if its headers are too large', async () => {
    await open();
    expect(await saidTo(head(`X-Much: ${'x'.repeat(20_000)}\r\n`))).toMatch(/^HTTP\/1.1 4/);
    expect(counts('malformed')).toEqual([1]);
  });

  test('a request is refused if it is not HTTP', async () => {
    await open();
    expect(await saidTo('\u0016\u0003\u0001\r\n\r\n')).toBe('HTTP/1.1 400 Bad Request');
    expect(counts('malformed')).toEqual([1]);
  });

  test.each([
    ['if its headers never end', `POST ${path} HTTP/1.1\r\nHost: x\r\n`],
    ['if its body never ends', head('Content-Length: 500\r\n')],
  ])('a request is refused %s', async (_, text) => {
    await open();
    const socket = await client();
    socket.write(text);
    socket.resume();
    const dripping = setInterval(() => socket.write('x'), 500);
    await closing(socket);
    clearInterval(dripping);
    expect(counts('timeout')).toEqual([1]);
  });
});

describe('a request from Slack is answered', () => {
  test('Slack gets an answer while other clients open more connections than the server allows', async () => {
    await open({ limits: { connections: 60, bytes: 1_000_000 } });
    await answeredDuring(300, async () => {
      (await client()).write(`POST ${path} HTTP/1.1\r\nX-Drip: `);
    });
    expect(counts('crowded')).toEqual([1]);
    // The clients notice a moment later that their connections are closed.
    await expect.poll(() => sockets.filter(({ destroyed }) => !destroyed).length).toBeLessThanOrEqual(60);
  });

  test('Slack gets an answer while other clients use up all the memory for requests', async () => {
    await open({ limits: { connections: 200, bytes: 3_000_000 } });
    const before = process.memoryUsage().arrayBuffers;
    const text = `POST ${path} HTTP/1.1\r\nHost: x\r\n${Object.entries(signed())
      .map(([name, value]) => `${name}: ${value}\r\n`)
      .join('')}Content-Length: 999999\r\n\r\n${'x'.repeat(500_000)}`;
    await answeredDuring(40, async () => void (await client()).write(text));
    expect(counts('crowded')).toEqual([1]);
    // The limit has room for the senders' bytes, which this process holds too.
    expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(60_000_000);
  });

  test('Slack gets an answer on a connection that stays open while unverified connections come and go', async () => {
    await open({ limits: { connections: 10, bytes: 1_000_000 } });
    const body = 'text=kept';
    const headers = Object.entries(signed({ body }));
    const request = `POST ${path} HTTP/1.1\r\nHost: x\r\n${headers.map(([name, value]) => `${name}: ${value}\r\n`).join('')}Content-Length: ${body.length}\r\n\r\n${body}`;
    const slack = await client();
    for (let round = 0; round < 3; round += 1) {
      slack.write(request);
      await once(slack, 'data');
      for (let n = 0; n < 15; n += 1) await client();
    }
    expect(bodies).toEqual([body, body, body]);
    expect(slack.destroyed).toBe(false);
  });
});

test('a flood of refused requests is logged in two lines, which count the requests', async () => {
  const minutes: (() => void)[] = [];
  await open({
    sleep: () =>
      new Promise((resolve) => {
        minutes.push(resolve);
      }),
  });
  for (let n = 0; n < 500; n += 1) await ask({ secret: `stranger-${n}` });
  expect(counts('signature')).toEqual([1]);
  for (const end of minutes) end();
  await expect.poll(() => counts('signature')).toEqual([1, 499]);
  await ask({ secret: 'later' });
  expect(counts('signature')).toEqual([1, 499, 1]);
  expect(lines).toHaveLength(3);
});

test('when the server closes, it logs how many requests were refused', async () => {
  await open();
  for (let n = 0; n < 5; n += 1) await ask({ to: '/wp-login.php' });
  await door?.close();
  expect(counts('not-found')).toEqual([1, 4]);
  door = null;
});

test('the server listens only on the address in its settings', async () => {
  await open();
  await expect(fetch(`http://[::1]:${port}${path}`, { signal: AbortSignal.timeout(patienceMs) })).rejects.toThrow(
    /fetch failed/,
  );
});
