// Tests cases that the simulator can't produce on demand: a body that ends at any character, callers that stop midway,
// slow readers.
import { describe, expect, test } from 'vitest';
import type { DmsAuth } from './config.ts';
import { client, day, midnight, readAll, windowOf } from './fixtures.ts';

const createdDate = new Date(midnight + 1_000).toISOString();
const today = { kind: 'window', window: windowOf(midnight, midnight + day) } as const;
const threeWeeks = { kind: 'window', window: windowOf(midnight, midnight + 21 * day) } as const;
const auth: DmsAuth = { kind: 'oauth2', tokenUrl: 'https://dms.test/token', clientId: 'c', clientSecret: 's' };

function leads(count: number, rest: object = {}): object[] {
  return Array.from({ length: count }, (_, n) => ({ leadExternalId: n + 1, leadId: 0, errorList: null, ...rest }));
}

/** A body that arrives in chunks, as over a network. */
function inPieces(text: string, signal?: AbortSignal): Response {
  const bytes = new TextEncoder().encode(text);
  let at = 0;
  return new Response(
    new ReadableStream<Uint8Array>({
      pull(controller) {
        if (signal?.aborted === true) controller.error(signal.reason);
        else if (at >= bytes.length) controller.close();
        else controller.enqueue(bytes.slice(at, (at += 16_384)));
      },
    }),
  );
}

function isToken(input: unknown): boolean {
  return (input instanceof Request ? input.url : String(input)).endsWith('/token');
}

describe('an answer that breaks off at any character is requested again', () => {
  const bulk = { leads: leads(2, { vehicles: [{ modelFamily: 'RIO' }] }), createdDate, createdBy: 1 };
  test.each([JSON.stringify(bulk), JSON.stringify([bulk])])('%s', async (whole) => {
    for (let at = 1; at < whole.length; at += 1) {
      let requests = 0;
      const { api } = client(
        'https://dms.test',
        {},
        {
          fetch: () => Promise.resolve(new Response(requests++ === 0 ? whole.slice(0, at) : whole)),
        },
      );
      expect({ at, leads: (await readAll(api.read(today))).leads.length }).toEqual({ at, leads: 2 });
    }
  });
});

describe('client credentials', () => {
  test('a rate-limited token endpoint decides how long the client waits', async () => {
    const { api } = client(
      'https://dms.test',
      { auth, attempts: 1 },
      { fetch: () => Promise.resolve(new Response('', { status: 429, headers: { 'retry-after': '7' } })) },
    );
    await expect(readAll(api.read(today))).rejects.toMatchObject({
      kind: 'rate-limited',
      details: { retryAfterMs: 7_000 },
    });
  });

  test('other requests still get the shared token when the first one is aborted', async () => {
    const asked = Promise.withResolvers<void>();
    const answered = Promise.withResolvers<void>();
    const { api } = client(
      'https://dms.test',
      { auth },
      {
        fetch: async (input) => {
          if (!isToken(input)) return Response.json([]);
          asked.resolve();
          await answered.promise;
          return Response.json({ access_token: 'one' });
        },
      },
    );
    const leaves = new AbortController();
    const first = readAll(api.read(today, { signal: leaves.signal }));
    const second = readAll(api.read(today));
    await asked.promise;
    leaves.abort();
    await expect(first).rejects.toMatchObject({ kind: 'aborted' });
    answered.resolve();
    await expect(second).resolves.toMatchObject({ leads: [] });
  });

  test('refused requests renew the token once, even if the refusals arrive one after the other', async () => {
    let tokens = 0;
    let refused = 0;
    const fresh = Promise.withResolvers<void>();
    const { api } = client(
      'https://dms.test',
      { auth },
      {
        fetch: async (input) => {
          if (isToken(input)) return Response.json({ access_token: `token-${++tokens}` });
          const signedIn = input instanceof Request ? input.headers.get('authorization') : null;
          if (signedIn === 'Bearer token-1') {
            // All refusals but the first arrive only after the client has got the new token.
            if (refused++ > 0) await fresh.promise;
            return new Response(null, { status: 401 });
          }
          fresh.resolve();
          return Response.json([]);
        },
      },
    );
    await readAll(api.read(threeWeeks));
    expect({ tokens, refused }).toEqual({ tokens: 2, refused: 3 });
  });

  test('when the DMS refuses a token, the client asks its caller for a newer one', async () => {
    const auth = { kind: 'bearer' as const, token: 'old' };
    let looks = 0;
    const { api } = client(
      'https://dms.test',
      { auth },
      {
        onRefused() {
          looks += 1;
          Object.assign(auth, { token: 'new' });
        },
        fetch: async (input) => {
          const signedIn = input instanceof Request ? input.headers.get('authorization') : null;
          return signedIn === 'Bearer new' ? Response.json([]) : new Response(null, { status: 401 });
        },
      },
    );
    await readAll(api.read(threeWeeks));
    expect(looks).toBeGreaterThan(0);
  });

  test('the secret is not sent to the address of a redirect', async () => {
    let redirect: string | undefined;
    const { api } = client(
      'https://dms.test',
      { auth },
      {
        fetch: (input) => {
          if (input instanceof Request) redirect = input.redirect;
          return Promise.resolve(new Response(null, { status: 307, headers: { location: 'https://elsewhere.test' } }));
        },
      },
    );
    await expect(readAll(api.read(today))).rejects.toMatchObject({ kind: 'unauthorized', details: { status: 307 } });
    expect(redirect).toBe('manual');
  });
});

test.each<DmsAuth>([
  { kind: 'header', header: 'not a name', token: 'hush' },
  { kind: 'bearer', token: 'hu\nsh' },
])('a credential that no header can carry is a failed sign-in, not a network error to retry', async (bad) => {
  const { api, waits } = client('https://dms.test', { auth: bad });
  const error: unknown = await readAll(api.read(today)).catch((caught: unknown) => caught);
  expect(error).toMatchObject({ kind: 'unauthorized', retryable: false });
  expect(`${String(error)}${JSON.stringify(error)}`).not.toMatch(/hu\\?n?\n?sh/);
  expect(waits).toEqual([]);
});

test('windows take turns when all of them have parts ready', async () => {
  const body = JSON.stringify([{ leads: leads(60, { leadNote: 'x'.repeat(40_000) }), createdDate }]);
  const { api } = client('https://dms.test', {}, { fetch: () => Promise.resolve(inPieces(body)) });
  const seen: number[] = [];
  for await (const part of api.read(threeWeeks)) {
    if (part.type === 'leads') seen.push(part.bulk);
    await new Promise(setImmediate);
  }
  expect(new Set(seen.slice(0, 9))).toEqual(new Set([0, 1, 2]));
});

test('a slow reader is not mistaken for a slow DMS', async () => {
  const body = JSON.stringify([{ leads: leads(30, { leadNote: 'x'.repeat(60_000) }), createdDate }]);
  const { api, events } = client(
    'https://dms.test',
    { idleTimeoutMs: 20 },
    {
      fetch: (input) => Promise.resolve(inPieces(body, input instanceof Request ? input.signal : undefined)),
    },
  );
  let count = 0;
  for await (const part of api.read(today)) {
    if (part.type === 'leads') count += part.leads.length;
    await new Promise((resolve) => setTimeout(resolve, 60));
  }
  expect(count).toBe(30);
  expect(events.map(({ event }) => event)).toEqual(['dms.request', 'dms.scanned']);
});

test('windows are not halved when the total time limit is reached', async () => {
  const { api, events } = client(
    'https://dms.test',
    { totalTimeoutMs: 20 },
    {
      fetch: (input) =>
        new Promise((_, reject) => {
          const signal = input instanceof Request ? input.signal : null;
          signal?.addEventListener('abort', () => reject(new Error('aborted')));
        }),
    },
  );
  await expect(readAll(api.read(today))).rejects.toMatchObject({ kind: 'timeout' });
  expect(events).toEqual([]);
});

const bulkOf = (n: number) => ({ leads: leads(1, { leadExternalId: n }), createdDate, createdBy: n });

test('if one bulk is requested by its number and several come, they stay separate, and the first gets the number', async () => {
  const { api } = client(
    'https://dms.test',
    {},
    { fetch: () => Promise.resolve(Response.json([bulkOf(1), bulkOf(2)])) },
  );
  const read = await readAll(api.read({ kind: 'bulk', id: '7' }));
  expect(read.bulks.map(({ id, createdBy }) => [id, createdBy])).toEqual([
    ['7', '1'],
    [null, '2'],
  ]);
});

test('an error in our own code is thrown unchanged after one request, not as a connection error', async () => {
  let requests = 0;
  const fault = new RangeError('invented');
  const { api } = client(
    'https://dms.test',
    {},
    {
      fetch: () => {
        requests += 1;
        return Promise.resolve(Response.json([{ ...bulkOf(1), totalRecords: 'many' }]));
      },
      log: ({ event }) => {
        if (event === 'dms.unread') throw fault;
      },
    },
  );
  await expect(readAll(api.read(today))).rejects.toBe(fault);
  expect(requests).toBe(1);
});
