/**
 * Tests requests of programs, of the sandbox's page and of other sites' pages. They are raw requests with all their
 * headers.
 */
import { once } from 'node:events';
import { connect } from 'node:net';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { SlackSandbox } from '../index.ts';
import { sandboxOnly, stopAll } from '../test-app.ts';
import { isFromOwnPage } from './own-page.ts';

let sandbox: SlackSandbox;
let port: number;
let own: string;
beforeEach(async () => {
  sandbox = await sandboxOnly();
  port = Number(new URL(sandbox.url).port);
  own = `127.0.0.1:${port}`;
});
afterEach(stopAll);

async function ask(line: string, headers: Readonly<Record<string, string>>, body = ''): Promise<number> {
  const socket = connect(port, '127.0.0.1');
  socket.on('error', () => {});
  const all = { ...headers, 'content-length': String(body.length), connection: headers['connection'] ?? 'close' };
  const lines = Object.entries(all).map(([name, value]) => `${name}: ${value}\r\n`);
  socket.write(`${line} HTTP/1.1\r\n${lines.join('')}\r\n${body}`);
  const [answer] = (await once(socket, 'data')) as [Buffer];
  socket.destroy();
  return Number(answer.toString().split(' ')[1]);
}

const say = JSON.stringify({ user: 'U0NOURA', channel: 'C0SALES', text: '/leads today' });
const json = { 'content-type': 'application/json' };
const socketHeaders = {
  connection: 'Upgrade',
  upgrade: 'websocket',
  'sec-websocket-version': '13',
  'sec-websocket-key': 'AAAAAAAAAAAAAAAAAAAAAA==',
};
const said = () => sandbox.control.messages('sales', { as: 'noura' }).length;

describe('a request of the sandbox’s own page, or of a program, is answered:', () => {
  test.each([
    ['its page', () => ({ host: own, origin: `http://${own}`, 'sec-fetch-site': 'same-origin' })],
    ['its page by another name', () => ({ host: `localhost:${port}`, origin: `http://localhost:${port}` })],
    ['a program', () => ({ host: own })],
    ['a program by an address of this machine', () => ({ host: `10.1.2.3:${port}` })],
  ])('%s', async (_, headers) => {
    expect(await ask('GET /_page/state', headers())).toBe(200);
    expect(await ask('POST /_page/say', { ...headers(), ...json }, say)).toBe(200);
  });

  test('a link from another site is followed', async () => {
    const link = { host: own, 'sec-fetch-site': 'cross-site', 'sec-fetch-mode': 'navigate' };
    expect(await ask('GET /', link)).toBe(200);
  });
});

describe('a request of another page is refused, and does nothing:', () => {
  test.each([
    ['a name that leads here (DNS rebinding)', () => ({ host: `evil.example:${port}` })],
    [
      'such a name, with its own origin',
      () => ({ host: `evil.example:${port}`, origin: `http://evil.example:${port}` }),
    ],
    ['a name that begins like ours', () => ({ host: `127.0.0.1.evil.example:${port}` })],
    ['a name that ends like ours', () => ({ host: `evillocalhost:${port}` })],
    ['another origin', () => ({ host: own, origin: 'https://evil.example' })],
    ['another port of this machine', () => ({ host: own, origin: 'http://127.0.0.1:1' })],
    ['our name for another host', () => ({ host: own, origin: `http://localhost:${port}` })],
    ['no origin that could be named', () => ({ host: own, origin: 'null' })],
    ['an image or a script', () => ({ host: own, 'sec-fetch-site': 'cross-site', 'sec-fetch-mode': 'no-cors' })],
    ['a page of the same site', () => ({ host: own, 'sec-fetch-site': 'same-site', 'sec-fetch-mode': 'cors' })],
  ])('%s', async (_, headers) => {
    const before = said();
    expect(await ask('POST /_page/say', { ...headers(), ...json }, say)).toBe(403);
    expect(await ask('GET /_page/state', headers())).toBe(403);
    expect(await ask('GET /_inspector', headers())).toBe(403);
    expect(await ask('DELETE /_sandbox/faults', headers())).toBe(403);
    expect(await ask(`GET /api/chat.postMessage?token=${sandbox.botToken}&channel=C0SALES&text=x`, headers())).toBe(
      403,
    );
    expect(await ask('GET /link?ticket=x', { ...headers(), ...socketHeaders })).toBe(403);
    expect(said()).toBe(before);
  });
});

test('the host given by --host is a name of the sandbox', () => {
  expect(isFromOwnPage({ host: 'sandbox.internal:4870' }, 'sandbox.internal')).toBe(true);
  expect(isFromOwnPage({ host: 'sandbox.internal:4870' }, '0.0.0.0')).toBe(false);
  expect(isFromOwnPage({ host: '[::1]:4870', origin: 'http://[::1]:4870' }, '::1')).toBe(true);
  expect(isFromOwnPage({}, '127.0.0.1')).toBe(false);
});
