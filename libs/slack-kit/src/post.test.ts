import { once } from 'node:events';
import { createServer, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect, test } from 'vitest';
import { slackProblem } from './errors.ts';
import { createPost } from './post.ts';
import { createTransport } from './transport.ts';

const send = createTransport();

async function serve(answer: RequestListener) {
  const server = createServer(answer).listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/secret`,
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}

const body = { content: '{"text":"لمى م."}', type: 'application/json' };

test('posts follow each other on one connection, complete and in UTF-8', async () => {
  const ports = new Set<number | undefined>();
  const came: string[] = [];
  await using server = await serve((request, response) => {
    ports.add(request.socket.remotePort);
    request.setEncoding('utf8').on('data', (text: string) => came.push(text));
    request.on('end', () => response.writeHead(200, { 'x-n': String(came.length) }).end('ok'));
  });
  const post = createPost(send, 60_000);
  for (const n of ['1', '2', '3']) {
    const { status, headers, text } = await post(server.url, body);
    expect([status, headers.get('X-N'), text]).toEqual([200, n, 'ok']);
  }
  expect(came).toEqual([body.content, body.content, body.content]);
  expect(ports.size).toBe(1);
});

test('only the beginning of a long answer is kept, and the connection stays open', async () => {
  await using server = await serve((request, response) => {
    request.resume();
    response.end('x'.repeat(3_000_000));
  });
  const post = createPost(send, 60_000);
  for (let n = 0; n < 2; n += 1) expect((await post(server.url, body)).text.length).toBeLessThan(200_000);
});

test.each<[string, RequestListener]>([
  ['closes the connection', (request) => void request.destroy()],
  [
    'breaks off',
    (_, response) => void response.writeHead(200, { 'content-length': 9 }).write('ok', () => response.destroy()),
  ],
  ['is silent', () => {}],
  ['never ends', (_, response) => void response.writeHead(200).write('ok')],
])('a server that %s gives no answer, and the address stays secret', async (_, answer) => {
  await using server = await serve(answer);
  const error: unknown = await createPost(send, 300)(server.url, body).catch((found: unknown) => found);
  expect(slackProblem(error)).toEqual({ class: 'unclear', code: 'no_answer' });
  expect(String(error)).not.toContain('secret');
});

test.each(['http://127.0.0.1:1/secret', 'https://127.0.0.1:1/secret', 'nonsense', 'ftp://example.com/secret'])(
  "an address that can't be reached gives no answer: %s",
  async (url) => {
    const error: unknown = await createPost(send, 60_000)(url, body).catch((found: unknown) => found);
    expect(slackProblem(error)).toEqual({ class: 'unclear', code: 'no_answer' });
  },
);
