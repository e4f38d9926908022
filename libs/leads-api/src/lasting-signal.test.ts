// Tests that a request can still be aborted after its `Request` was garbage-collected while the body was being read.
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { expect, onTestFinished, test } from 'vitest';
import { client, day, midnight, readAll, windowOf } from './fixtures.ts';

setFlagsFromString('--expose_gc');
const collectGarbage = runInNewContext('gc') as () => void;

const today = { kind: 'window', window: windowOf(midnight, midnight + day) } as const;

/** Starts a server that sends the beginning of an answer, and then a byte now and then, so that the connection lives. */
async function trickling(): Promise<string> {
  const server = createServer((_, response) => {
    response.writeHead(200, { 'content-type': 'application/json' });
    response.write('[');
    const timer = setInterval(() => response.write(' '), 20);
    response.once('close', () => clearInterval(timer));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const garbage = setInterval(collectGarbage, 20);
  onTestFinished(() => {
    clearInterval(garbage);
    server.closeAllConnections();
    server.close();
  });
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

test('a read ends at its time limit, although the body never ends', async () => {
  const { api } = client(await trickling(), { totalTimeoutMs: 500 });
  await expect(readAll(api.read(today))).rejects.toMatchObject({ kind: 'timeout' });
});

test('a read ends when its caller stops it, although the body never ends', async () => {
  const { api } = client(await trickling());
  const reading = readAll(api.read(today, { signal: AbortSignal.timeout(500) }));
  await expect(reading).rejects.toMatchObject({ kind: 'aborted' });
});

test('every request gives its signal to `fetch` directly, also the request for a token', async () => {
  const signals: unknown[] = [];
  const auth = { kind: 'oauth2', tokenUrl: 'https://dms.test/token', clientId: 'c', clientSecret: 's' } as const;
  const { api } = client(
    'https://dms.test',
    { auth },
    {
      fetch: (input, init) => {
        signals.push(init?.signal);
        const isToken = input instanceof Request && input.url === auth.tokenUrl;
        return Promise.resolve(Response.json(isToken ? { access_token: 't' } : []));
      },
    },
  );
  await readAll(api.read(today));
  expect(signals.length).toBeGreaterThan(1);
  for (const signal of signals) expect(signal).toBeInstanceOf(AbortSignal);
});
