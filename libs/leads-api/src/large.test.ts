// Reads answers that are too large to keep in memory, and checks the outcome and the number of requests;
// tools/bench/src/large-answers.ts measures how long they take.
import { gzipSync } from 'node:zlib';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect, test } from 'vitest';
import { client, day, midnight, type Read, readAll, windowOf } from './fixtures.ts';

const today = { kind: 'window', window: windowOf(midnight, midnight + day) } as const;
const tail =
  '"createdDate":"2025-08-25T06:00:00.000Z","createdBy":1,"totalRecords":1,"errorRecords":0,"isProcessed":4}';
const megabyte = 1024 * 1024;

function leadWith(field: string, isError = 0): string {
  return `{"leads":[{"leadExternalId":1,"leadId":0,"isError":${isError},${field},"brand":"KIA"}],${tail}`;
}

function many(count: number, part: (n: number) => string): string {
  return Array.from({ length: count }, (_, n) => part(n)).join(',');
}

interface Outcome {
  readonly requests: number;
  readonly read: Read | null;
  readonly kind: unknown;
}

/** Sends the text over a socket. `endless`: the answer stays open after its text was sent. */
async function outcomeOf(text: string, how: { gzip?: true; endless?: true } = {}): Promise<Outcome> {
  let requests = 0;
  const body = how.gzip ? gzipSync(text) : Buffer.from(text);
  const server = createServer((_req, res) => {
    requests += 1;
    res.writeHead(200, { 'content-type': 'application/json', ...(how.gzip ? { 'content-encoding': 'gzip' } : {}) });
    res.write(body);
    if (how.endless !== true) res.end();
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  try {
    const { api } = client(`http://127.0.0.1:${(server.address() as AddressInfo).port}`, { extraRequests: 0 });
    const read = await readAll(api.read(today)).catch((error: unknown) => error as { kind: unknown });
    return 'kind' in read ? { requests, read: null, kind: read.kind } : { requests, read, kind: null };
  } finally {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  }
}

test.each<[string, string, { gzip?: true; endless?: true }]>([
  [
    'endlessly nested lists',
    leadWith(`"errorList":${'['.repeat(6 * megabyte)}`).slice(0, 5 * megabyte),
    { endless: true },
  ],
  ['a note of 20 MB', leadWith(`"leadNote":"${'x'.repeat(20 * megabyte)}"`), {}],
  ['a gzipped note of 40 MB', leadWith(`"leadNote":"${'x'.repeat(40 * megabyte)}"`), { gzip: true }],
])('%s is refused after one request', async (_name, text, how) => {
  expect(await outcomeOf(text, how)).toMatchObject({ requests: 1, kind: 'contract' });
});

test.each<[string, string, Partial<Record<'outcome' | 'errors' | 'vehicles' | 'vehiclesLeftOut', unknown>>]>([
  [
    'deeply nested lists that are closed',
    leadWith(`"errorList":${'['.repeat(500_000)}${']'.repeat(500_000)}`),
    { outcome: 'pending', errors: 0 },
  ],
  ['a hundred thousand unknown fields', leadWith(many(100_000, (n) => `"unknown${n}":"x"`)), { outcome: 'pending' }],
  [
    'errors under a hundred thousand keys',
    leadWith(`"errorList":{${many(100_000, (n) => `"field${n}":"Branch unknown"`)}}`, 1),
    { outcome: 'errored', errors: 50 },
  ],
  [
    'a hundred thousand vehicles',
    leadWith(`"vehicles":[${many(100_000, () => '{"modelFamily":"K5"}')}]`),
    { outcome: 'pending', vehicles: 100, vehiclesLeftOut: 99_900 },
  ],
  ['a note of 1 MB', leadWith(`"leadNote":"${'x'.repeat(megabyte)}"`), { outcome: 'pending' }],
])('%s is read as one lead', async (_name, text, right) => {
  const { requests, read } = await outcomeOf(text);
  const [lead] = read?.leads ?? [];
  expect(requests).toBe(1);
  expect(read?.leads).toHaveLength(1);
  expect({ ...lead, errors: lead?.errors.length, vehicles: lead?.vehicles.length }).toMatchObject({
    brand: 'KIA',
    ...right,
  });
});

test('twenty thousand bulks without a lead count as that many bulks', async () => {
  const text = `[${many(20_000, (n) => `{"leads":[],${tail.replace('"createdBy":1', `"createdBy":${n + 1}`)}`)}]`;
  const { read } = await outcomeOf(text);
  expect([read?.bulks.length, read?.leads.length]).toEqual([20_000, 0]);
});

test('twenty thousand unreadable values are all counted, and a thousand of them are listed', async () => {
  const leads = many(20_000, (n) => `{"leadExternalId":${n + 1},"testDriveRequired":"maybe"}`);
  const { read } = await outcomeOf(`{"leads":[${leads}],${tail}`);
  expect(read?.leads).toHaveLength(20_000);
  expect(read?.problems).toHaveLength(20_000);
  expect(new Set(read?.problems.map(({ path }) => path)).size).toBe(1_001);
});

test.each(['null', '{}'])(
  'two hundred thousand times %s before and after a bulk does not hide the bulk',
  async (stray) => {
    const strays = many(200_000, () => stray);
    const { requests, read } = await outcomeOf(`[${strays},{"leads":[{"leadExternalId":1}],${tail},${strays}]`);
    expect([requests, read?.bulks.length, read?.leads.length]).toEqual([1, 1, 1]);
    expect(read?.problems).toHaveLength(400_000);
    expect(new Set(read?.problems.map(({ path }) => path)).size).toBe(1_001);
  },
);
