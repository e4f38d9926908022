import { once } from 'node:events';
import { createServer, type RequestListener } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import { text as textOf } from 'node:stream/consumers';
import { describe, expect, test } from 'vitest';
import { slackProblem } from './errors.ts';
import { createPost } from './post.ts';
import { createTransport } from './transport.ts';

const send = createTransport();

async function serve(answer: RequestListener) {
  // No kept connection ends by itself during a test.
  const server = createServer({ keepAliveTimeout: 300_000 }, answer).listen(0, '127.0.0.1');
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

/** Closes each connection at its second post, after it has received the whole post. */
async function serveOnce() {
  const came: string[] = [];
  const used = new Set<Socket>();
  const server = await serve((request, response) => {
    void textOf(request).then((content) => {
      came.push(content);
      if (used.has(request.socket)) return request.socket.destroy();
      used.add(request.socket);
      return response.end('ok');
    });
  });
  return { ...server, came };
}

describe('a server that closes the kept connection at the next post', () => {
  test('gets the post once more over a new connection, if the post may be repeated', async () => {
    await using server = await serveOnce();
    const post = createPost(createTransport(), 60_000);
    for (const content of ['1', '2', '3', '4'])
      expect((await post(server.url, { content, mayRepeat: true })).text).toBe('ok');
    // The repeated post's connection is not kept, so the third post opens another.
    expect(server.came).toEqual(['1', '2', '2', '3', '4', '4']);
  });

  test('gets no other post again', async () => {
    await using server = await serveOnce();
    const post = createPost(createTransport(), 60_000);
    await post(server.url, { content: '1' });
    await expect(post(server.url, { content: '2' })).rejects.toThrow('no_answer');
    expect(server.came).toEqual(['1', '2']);
  });
});

test.each<[string, number, RequestListener]>([
  ['closes every connection', 2, (request) => void request.socket.destroy()],
  ['is silent', 1, () => {}],
])('if a server %s, a post that may be repeated is sent %i times', async (_, times, answer) => {
  let came = 0;
  await using server = await serve((request, response) => {
    came += 1;
    if (came > 1) return answer(request, response);
    request.resume();
    response.end('ok');
  });
  const transport = createTransport();
  const repeated = { ...body, mayRepeat: true };
  await createPost(transport, 60_000)(server.url, repeated);
  await expect(createPost(transport, 500)(server.url, repeated)).rejects.toThrow('no_answer');
  // A server on a slow machine may get the last post after its sender has given up.
  await expect.poll(() => came).toBe(1 + times);
});
