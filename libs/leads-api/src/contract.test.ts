// Tests the client against the simulator, over real sockets.
import { type DmsSimulator, type DmsSimulatorOptions, exampleBody, startDmsSimulator } from '@leadbell/dms-simulator';
import { afterEach, describe, expect, test } from 'vitest';
import type { DmsAuth } from './config.ts';
import { LeadsApiError } from './errors.ts';
import { client, day, midnight, readAll, windowOf } from './fixtures.ts';

const open: DmsSimulator[] = [];

async function simulator(options: DmsSimulatorOptions = {}): Promise<DmsSimulator> {
  const started = await startDmsSimulator({ seed: 11, leadsPerDay: 90, now: () => midnight + 3 * day, ...options });
  open.push(started);
  return started;
}

afterEach(async () => {
  await Promise.all(open.splice(0).map((each) => each.close()));
});

const today = { kind: 'window', window: windowOf(midnight, midnight + day) } as const;

async function failure(parts: AsyncIterable<unknown>): Promise<LeadsApiError> {
  try {
    for await (const _ of parts);
  } catch (error) {
    if (error instanceof LeadsApiError) return error;
    throw error;
  }
  throw new Error('it did not fail');
}

function counts(read: Awaited<ReturnType<typeof readAll>>): object {
  const of = (outcome: string) => read.leads.filter((lead) => lead.outcome === outcome).length;
  return {
    bulks: read.bulks.length,
    total: read.leads.length,
    errored: of('errored'),
    created: of('created'),
    pending: of('pending'),
  };
}

function truth(sim: DmsSimulator, from: number, to: number): object {
  const { bulks, total, errored, created, pending } = sim.truth({ from, to });
  return { bulks, total, errored, created, pending };
}

test("the specification's example: one lead, pending, KIA RIO", async () => {
  const sim = await simulator({ fixture: exampleBody });
  const read = await readAll(client(sim.url).api.read(today));
  expect(read.leads).toHaveLength(1);
  expect(read.leads[0]).toMatchObject({
    externalId: '574',
    outcome: 'pending',
    brand: 'KIA',
    vehicles: [{ modelFamily: 'RIO', modelYear: 2024 }],
    errors: [],
  });
  expect(read.bulks).toMatchObject([
    { createdAt: midnight, createdBy: '1', state: 'in-progress', totalRecords: 1, errorRecords: 0, id: null },
  ]);
});

describe('counts are right', () => {
  test.each<[string, DmsSimulatorOptions, number]>([
    ['a day', {}, 1],
    ['a day whose end is excluded', { toDate: 'exclusive' }, 1],
    ['twenty days, in three windows', {}, 20],
    ['twenty days, always arrays, zipped, with ids', { answer: 'array', gzip: true, sendIds: true }, 20],
    ['a large day', { leadsPerDay: 8_000 }, 1],
    ['a small day: a single object', { leadsPerDay: 1 }, 1],
  ])('%s', async (_name, options, days) => {
    const sim = await simulator(options);
    const from = midnight - (days - 1) * day;
    const read = await readAll(client(sim.url).api.read({ kind: 'window', window: windowOf(from, midnight + day) }));
    expect(counts(read)).toEqual(truth(sim, from, midnight + day));
    expect(read.problems).toEqual([]);
  });

  test('no window is longer than 7 x 24 hours, and at most three are requested at once', async () => {
    const sim = await simulator();
    let most = 0;
    let now = 0;
    const counting: typeof fetch = async (input, init) => {
      most = Math.max(most, (now += 1));
      const response = await fetch(input, init);
      now -= 1;
      return response;
    };
    await readAll(
      client(sim.url, {}, { fetch: counting }).api.read({
        kind: 'window',
        window: windowOf(midnight - 60 * day, midnight),
      }),
    );
    expect(sim.requests).toHaveLength(9);
    expect(
      sim.requests.every(({ fromDate = '', toDate = '' }) => Date.parse(toDate) - Date.parse(fromDate) <= 7 * day),
    ).toBe(true);
    expect(most).toBeLessThanOrEqual(3);
  });

  test('a bulk that is in the answers to all windows counts once', async () => {
    const sim = await simulator({ fixture: exampleBody });
    const read = await readAll(
      client(sim.url).api.read({ kind: 'window', window: windowOf(midnight - 20 * day, midnight + day) }),
    );
    expect(read.leads).toHaveLength(1);
    // The bulk is in the answers to all four windows, and counts in only one. Three weeks need four windows, because
    // each window is requested with a margin.
    expect(read.dropped).toEqual(['outside-window', 'outside-window', 'outside-window']);
  });
});

/** An answer with one bulk and one lead, both without numbers. */
const bulk = (email: string) => ({
  leads: [{ leadId: 0, contactName: email }],
  createdDate: '2025-08-25T06:00:00.000Z',
  createdBy: '1',
});

test('a bulk without a number counts once, even if the answer contains exactly the same bulk again', async () => {
  const sim = await simulator();
  sim.faults.add({
    kind: 'body',
    body: JSON.stringify([bulk('a@example.com'), bulk('b@example.com'), bulk('a@example.com')]),
  });
  const read = await readAll(client(sim.url).api.read(today));
  expect(read.leads.map(({ contactName }) => contactName)).toEqual(['a@example.com', 'b@example.com']);
  expect(read.dropped).toEqual(['duplicate']);
});

describe('the three questions of the API', () => {
  test('a bulk is found by its number', async () => {
    const sim = await simulator();
    const [bulk] = sim.bulks({ from: midnight, to: midnight + day });
    const read = await readAll(client(sim.url).api.read({ kind: 'bulk', id: String(bulk?.id) }));
    expect(read.bulks).toMatchObject([{ id: String(bulk?.id), key: `id:${bulk?.id}` }]);
    expect(read.leads).toHaveLength(bulk?.size ?? -1);
    expect(sim.requests).toEqual([{ id: String(bulk?.id) }]);
  });

  test.each(['404', 'empty'] as const)('an unknown bulk (%s) has no leads', async (unknownBulk) => {
    const sim = await simulator({ unknownBulk });
    expect((await readAll(client(sim.url).api.read({ kind: 'bulk', id: '3' }))).bulks).toEqual([]);
  });

  test('one lead within a range is found by number or codes', async () => {
    const sim = await simulator();
    const wanted = (await readAll(client(sim.url).api.read(today))).leads.find(({ leadId }) => leadId !== null);
    const question = { kind: 'lead', leadId: wanted?.leadId ?? '', window: today.window } as const;
    expect((await readAll(client(sim.url).api.read(question))).leads).toEqual([wanted]);
    await readAll(client(sim.url).api.read({ ...question, source: 2, subSource: 16 }));
    expect(sim.requests.at(-1)).toEqual({
      leadId: wanted?.leadId,
      fromDate: '2025-08-24T20:59:59.000Z',
      toDate: '2025-08-25T21:00:01.000Z',
      source: '2',
      subSource: '16',
    });
  });

  test.each([
    [{ kind: 'bulk', id: '0' }],
    [{ kind: 'bulk', id: '1.5' }],
    [{ kind: 'lead', leadId: '-1', window: today.window }],
    [{ kind: 'window', window: windowOf(midnight, midnight) }],
  ] as const)('%j is rejected before a request is made', async (question) => {
    const sim = await simulator();
    expect(await failure(client(sim.url).api.read(question))).toMatchObject({ kind: 'bad-request', retryable: false });
    expect(sim.requests).toEqual([]);
  });
});

describe('sign-in', () => {
  test.each<[DmsAuth, DmsSimulatorOptions['auth']]>([
    [{ kind: 'none' }, { kind: 'none' }],
    [
      { kind: 'bearer', token: 't' },
      { kind: 'bearer', token: 't' },
    ],
    [
      { kind: 'basic', user: 'ü', password: 'p:w' },
      { kind: 'basic', user: 'ü', password: 'p:w' },
    ],
    [
      { kind: 'header', header: 'X-Api-Key', token: 'k' },
      { kind: 'header', header: 'X-Api-Key', token: 'k' },
    ],
  ])('%j', async (auth, wanted) => {
    const sim = await simulator(wanted === undefined ? {} : { auth: wanted });
    expect((await readAll(client(sim.url, { auth }).api.read(today))).bulks.length).toBeGreaterThan(0);
  });

  test('concurrent requests share one token, which is renewed when it expires or is revoked', async () => {
    const sim = await simulator({ auth: { kind: 'oauth2', clientId: 'c', clientSecret: 's', lifeMs: 100_000 } });
    const auth: DmsAuth = { kind: 'oauth2', tokenUrl: `${sim.url}/oauth/token`, clientId: 'c', clientSecret: 's' };
    const { api } = client(`${sim.url}/`, { auth }, { now: () => sim.clock.now() });
    await Promise.all([readAll(api.read(today)), readAll(api.read(today))]);
    expect(sim.gate.issued).toBe(1);
    sim.clock.advance(80_000);
    await readAll(api.read(today));
    expect(sim.gate.issued).toBe(2);
    sim.gate.revoke();
    await readAll(api.read(today));
    expect(sim.gate.issued).toBe(3);
  });

  test.each<DmsAuth>([
    { kind: 'bearer', token: 'hush-hush' },
    { kind: 'basic', user: 'u', password: 'hush-hush' },
    { kind: 'header', header: 'X-Api-Key', token: 'hush-hush' },
    { kind: 'oauth2', tokenUrl: 'http://127.0.0.1:9/oauth', clientId: 'c', clientSecret: 'hush-hush' },
  ])('a failure reveals no secret: $kind', async (auth) => {
    const sim = await simulator({ auth: { kind: 'bearer', token: 'other' } });
    const { api, events } = client(sim.url, { auth, attempts: 1 });
    const error = await failure(api.read(today));
    expect(error.kind).toBe(auth.kind === 'oauth2' ? 'unavailable' : 'unauthorized');
    const told = JSON.stringify([error.details, error.message, error.stack, error.cause, events]);
    expect(told).not.toMatch(/hush|aHVzaC|dTpodXNo|fromDate/);
  });
});

describe('failures', () => {
  test.each([
    ['a 503', { kind: 'status', status: 503 }, 1],
    ['a 429', { kind: 'rate-limit', retryAfter: '7' }, 1],
    ['a connection cut before the answer', { kind: 'cut' }, 1],
    ['a connection cut in the middle', { kind: 'cut-body', bytes: 60_000 }, 1],
    ['an answer that breaks off', { kind: 'truncate', bytes: 60_000 }, 1],
  ] as const)('%s is retried, and the counts are right', async (_name, fault, retries) => {
    const sim = await simulator({ leadsPerDay: 600 });
    sim.faults.add({ ...fault, times: 1 });
    const { api, waits } = client(sim.url);
    expect(counts(await readAll(api.read(today)))).toEqual(truth(sim, midnight, midnight + day));
    expect(waits).toHaveLength(retries);
  });

  test('the client waits as long as Retry-After says, in seconds or as a date; without the header the waits double', async () => {
    const sim = await simulator();
    sim.faults.add({ kind: 'rate-limit', retryAfter: '7', times: 1 });
    sim.faults.add({ kind: 'rate-limit', retryAfter: new Date(midnight + 9_000).toUTCString(), times: 1 });
    sim.faults.add({ kind: 'status', status: 500, times: 1 });
    const { api, waits } = client(sim.url, { attempts: 9 }, { now: () => midnight });
    await readAll(api.read(today));
    expect(waits).toEqual([7_000, 9_000, 2_000]);
  });

  test.each([
    ['401', { kind: 'status', status: 401 }, 'unauthorized', false, 1],
    ['403', { kind: 'status', status: 403 }, 'unauthorized', false, 1],
    // The client requests ever shorter windows, down to an hour.
    ['400', { kind: 'status', status: 400 }, 'bad-request', false, 6],
    ['a redirect', { kind: 'status', status: 302 }, 'bad-request', false, 1],
    ['500 every time', { kind: 'status', status: 500 }, 'unavailable', true, 3],
    ['429 every time', { kind: 'rate-limit', retryAfter: '1' }, 'rate-limited', true, 3],
    ['429 with a wait beyond the time limit', { kind: 'rate-limit', retryAfter: '3600' }, 'rate-limited', true, 1],
    ['a connection cut every time', { kind: 'cut' }, 'unavailable', true, 3],
    ['an HTML page instead of JSON', { kind: 'body', body: '<html>Sign in</html>' }, 'contract', false, 1],
    ['an error with status 200', { kind: 'body', body: '{"error":"Sara Almithali"}' }, 'contract', false, 1],
    ['leads that are not a list', { kind: 'body', body: '{"leads":"Sara"}' }, 'contract', false, 1],
    ['an empty body', { kind: 'body', body: '' }, 'contract', false, 1],
    ['only white space', { kind: 'body', body: ' \n ' }, 'contract', false, 1],
    ['a list without bulks', { kind: 'body', body: '[7]' }, 'contract', false, 1],
  ] as const)('%s', async (_name, fault, kind, retryable, requests) => {
    const sim = await simulator();
    sim.faults.add(fault);
    const error = await failure(client(sim.url, { attempts: 3 }).api.read(today));
    expect({ kind: error.kind, retryable: error.retryable }).toEqual({ kind, retryable });
    expect(sim.requests).toHaveLength(requests);
    expect(`${error.message}${error.stack}`).not.toContain('Sara');
  });

  test('a contract error names the position in the answer', async () => {
    const sim = await simulator();
    sim.faults.add({ kind: 'body', body: '[{"leads":7,"createdDate":null},{"leads":true}]' });
    expect((await failure(client(sim.url).api.read(today))).details.path).toBe('[0].leads');
  });

  test.each([
    ['a value before it', [null, bulk('a@example.com')], '[0]'],
    ['a value after it', [bulk('a@example.com'), 'x'], '[1]'],
    ['an object without leads', [bulk('a@example.com'), { createdBy: 1 }], '[1].leads'],
    ['an object of another kind', [{ message: 'x' }, bulk('a@example.com')], '[0].leads'],
    ['an object whose leads are not a list', [bulk('a@example.com'), { leads: 7 }], '[1].leads'],
  ])('%s among the bulks hides no bulk', async (_name, body, path) => {
    const sim = await simulator();
    sim.faults.add({ kind: 'body', body: JSON.stringify(body) });
    const read = await readAll(client(sim.url).api.read(today));
    expect(read).toMatchObject({ leads: [{ contactName: 'a@example.com' }], problems: [{ kind: 'part', path }] });
  });

  test('one unreadable value is one problem, and its lead still counts', async () => {
    const sim = await simulator({ answer: 'array' });
    sim.faults.add({ kind: 'bad-lead' });
    const read = await readAll(client(sim.url).api.read(today));
    expect(read.leads).toHaveLength(sim.truth({ from: midnight, to: midnight + day }).total);
    expect(read.problems).toEqual([
      {
        kind: 'part',
        path: expect.stringMatching(/^\[\d+\]\.leads\[\d+\]\.vehicles$/) as string,
        field: 'leads.vehicles',
        // An external id that is as long as a phone number may identify a person, so it is left out.
        lead: null,
        expected: 'list of vehicles',
        received: 'string',
      },
    ]);
  });

  test.each(['[]', ' [ ] ', 'null', ' null\n'])('"%s" means no leads', async (body) => {
    const sim = await simulator();
    sim.faults.add({ kind: 'body', body });
    expect(await readAll(client(sim.url).api.read(today))).toMatchObject({ bulks: [], nothing: [200] });
  });

  test('204 means no leads', async () => {
    const sim = await simulator();
    sim.faults.add({ kind: 'status', status: 204 });
    expect(await readAll(client(sim.url).api.read(today))).toMatchObject({ bulks: [], nothing: [204] });
  });
});

describe('windows that are too large', () => {
  test('windows that are too large are halved until the DMS accepts them, and the counts stay right', async () => {
    const sim = await simulator({ leadsPerDay: 400 });
    sim.faults.add({ kind: 'too-large', leads: 120 });
    const read = await readAll(client(sim.url).api.read(today));
    expect(counts(read)).toEqual(truth(sim, midnight, midnight + day));
    expect(sim.requests.length).toBeGreaterThan(8);
  });

  test('windows are halved down to the smallest length, and then the read fails', async () => {
    const sim = await simulator();
    sim.faults.add({ kind: 'status', status: 413 });
    const error = await failure(client(sim.url, { attempts: 2, halvingFloorMs: day / 4 }).api.read(today));
    expect(error.kind).toBe('timeout');
    const shortest = Math.min(
      ...sim.requests.map(({ fromDate = '', toDate = '' }) => Date.parse(toDate) - Date.parse(fromDate)),
    );
    // The first quarter of the day, with the margin of a second before it.
    expect(shortest).toBe(day / 4 + 1_000);
  });

  test('a window that never gets an answer times out, is halved and requested again', async () => {
    const sim = await simulator();
    sim.faults.add({ kind: 'hang', times: 1 });
    const { api, events } = client(sim.url, { idleTimeoutMs: 200 });
    expect(counts(await readAll(api.read(today)))).toEqual(truth(sim, midnight, midnight + day));
    expect(events).toContainEqual({ event: 'dms.halved', windowMs: day });
  });

  test('a body that arrives very slowly times out, although it never pauses', async () => {
    const sim = await simulator();
    sim.faults.add({ kind: 'drip', ms: 20, times: 1 });
    const { api, events } = client(sim.url, { attemptTimeoutMs: 300 });
    expect(counts(await readAll(api.read(today)))).toEqual(truth(sim, midnight, midnight + day));
    expect(events.some(({ event }) => event === 'dms.halved')).toBe(true);
  });

  test('the whole read has a time limit', async () => {
    const sim = await simulator();
    sim.faults.add({ kind: 'hang' });
    expect((await failure(client(sim.url, { totalTimeoutMs: 200 }).api.read(today))).kind).toBe('timeout');
  });
});

describe('stopping a read', () => {
  test('a signal stops the read before and during the answer', async () => {
    const sim = await simulator();
    const { api } = client(sim.url);
    expect((await failure(api.read(today, { signal: AbortSignal.abort() }))).kind).toBe('aborted');
    sim.faults.add({ kind: 'hang' });
    expect(await failure(api.read(today, { signal: AbortSignal.timeout(50) }))).toMatchObject({
      kind: 'aborted',
      retryable: false,
    });
  });

  test('a signal stops the read while it waits for a retry', async () => {
    const sim = await simulator();
    sim.faults.add({ kind: 'status', status: 500 });
    const stop = new AbortController();
    const sleep = (_ms: number, signal: AbortSignal) => {
      stop.abort();
      return Promise.reject(signal.reason as Error);
    };
    expect((await failure(client(sim.url, {}, { sleep }).api.read(today, { signal: stop.signal }))).kind).toBe(
      'aborted',
    );
  });

  test('a caller that leaves the iteration ends its requests', async () => {
    const sim = await simulator({ leadsPerDay: 20_000 });
    const signals: AbortSignal[] = [];
    const watching: typeof fetch = (input, init) => {
      const signal = init?.signal ?? (input instanceof Request ? input.signal : null);
      if (signal) signals.push(signal);
      return fetch(input, init);
    };
    const { api } = client(sim.url, {}, { fetch: watching });
    for await (const part of api.read({ kind: 'window', window: windowOf(midnight - 20 * day, midnight + day) })) {
      if (part.type === 'leads') break;
    }
    expect(signals.length).toBeGreaterThan(1);
    expect(signals.every(({ aborted }) => aborted)).toBe(true);
  });
});
