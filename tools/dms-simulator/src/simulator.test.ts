import { once } from 'node:events';
import { type IncomingMessage, request } from 'node:http';
import { afterEach, describe, expect, test } from 'vitest';
import {
  catalogue,
  type DmsSimulator,
  type DmsSimulatorOptions,
  exampleBody,
  type Fault,
  startDmsSimulator,
} from './index.ts';

const midnight = Date.parse('2025-08-24T21:00:00.000Z');
const day = 86_400_000;
const open: DmsSimulator[] = [];

async function simulator(options: DmsSimulatorOptions = {}): Promise<DmsSimulator> {
  const started = await startDmsSimulator({ seed: 3, leadsPerDay: 60, now: () => midnight + day, ...options });
  open.push(started);
  return started;
}

afterEach(async () => {
  await Promise.all(open.splice(0).map((each) => each.close()));
});

interface Bulk {
  id?: number;
  leads: { leadExternalId: number; leadId: number; isError: number; errorList: unknown; source: string }[];
  createdDate: string;
  totalRecords: number;
  errorRecords: number;
  isProcessed: number;
}

const iso = (at: number) => new Date(at).toISOString();
const rangeQuery = (from: number, to: number, more: Record<string, string> = {}) =>
  new URLSearchParams({ fromDate: iso(from), toDate: iso(to), ...more });

function get(
  sim: DmsSimulator,
  query: URLSearchParams | string,
  headers: Record<string, string> = {},
): Promise<Response> {
  return fetch(`${sim.url}/v1/leads/bulks?${query.toString()}`, { headers });
}

async function bulks(sim: DmsSimulator, query: URLSearchParams): Promise<Bulk[]> {
  const body: unknown = await (await get(sim, query)).json();
  return (Array.isArray(body) ? body : [body]) as Bulk[];
}

describe('requests', () => {
  test.each([
    ['', 'fromDate is missing'],
    ['leadId=5', 'fromDate is missing'],
    ['fromDate=2025-08-24T21:00:00.000Z', 'toDate is missing'],
    ['fromDate=2025-08-24&toDate=2025-08-25T21:00:00.000Z', 'fromDate should be like'],
    ['fromDate=2025-08-24T21:00:00.000Z&toDate=2025-08-24T21:00:00Z', 'toDate should be like'],
    ['fromDate=2025-08-24T21:00:00.000Z&toDate=2025-08-23T21:00:00.000Z', 'toDate is before fromDate'],
    ['fromDate=2025-08-24T21:00:00.000Z&toDate=2025-08-31T21:00:00.001Z', 'date range should be 7 days'],
    ['fromDate=2025-02-30T21:00:00.000Z&toDate=2025-03-03T21:00:00.000Z', 'fromDate should be like'],
    ['id=five', 'id should be a whole number'],
    [
      'fromDate=2025-08-24T21:00:00.000Z&toDate=2025-08-25T21:00:00.000Z&source=Email',
      'source should be a whole number',
    ],
  ])('the API refuses "%s": %s', async (query, says) => {
    const response = await get(await simulator(), query);
    expect(response.status).toBe(400);
    expect(await response.text()).toContain(says);
  });

  test('the API accepts a range of exactly 7 x 24 hours', async () => {
    expect((await get(await simulator(), rangeQuery(midnight - 6 * day, midnight + day))).status).toBe(200);
  });

  test('the API returns a bulk by its number, and reports an unknown one', async () => {
    const sim = await simulator({ sendIds: true });
    const [first] = await bulks(sim, rangeQuery(midnight, midnight + day));
    expect(await bulks(sim, new URLSearchParams({ id: String(first?.id) }))).toEqual([first]);
    expect(await (await get(sim, 'id=1')).json()).toEqual([]);
    expect((await get(await simulator({ unknownBulk: '404' }), 'id=1')).status).toBe(404);
  });

  test('the API returns one lead if it gets the number of the lead and a range', async () => {
    const sim = await simulator();
    const wanted = (await bulks(sim, rangeQuery(midnight, midnight + day)))
      .flatMap(({ leads }) => leads)
      .find(({ leadId }) => leadId > 0);
    const found = await bulks(sim, rangeQuery(midnight, midnight + day, { leadId: String(wanted?.leadId) }));
    expect(found.flatMap(({ leads }) => leads)).toEqual([wanted]);
  });

  test('the API filters by source and sub-source codes', async () => {
    const sim = await simulator();
    const query = rangeQuery(midnight, midnight + day - 1, { source: String(catalogue.sources.Website) });
    const sources = (await bulks(sim, query)).flatMap(({ leads }) => leads.map(({ source }) => source));
    expect(new Set(sources)).toEqual(new Set(['Website']));
    expect(sources).toHaveLength(sim.truth({ from: midnight, to: midnight + day }).bySource['Website'] ?? -1);
  });

  test('an option decides whether the API includes a bulk that was created exactly at toDate', async () => {
    const boundary = rangeQuery(midnight - day, midnight);
    const last = async (options: DmsSimulatorOptions) =>
      (await bulks(await simulator(options), boundary)).at(-1)?.createdDate;
    expect(await last({ toDate: 'inclusive' })).toBe(iso(midnight));
    expect(await last({ toDate: 'exclusive' })).not.toBe(iso(midnight));
  });
});

test('the same seed and clock give the same answer, regardless of the requested range', async () => {
  const [one, two, other] = [await simulator(), await simulator(), await simulator({ seed: 4 })];
  const whole = await bulks(one, rangeQuery(midnight, midnight + day));
  const halves = [
    ...(await bulks(two, rangeQuery(midnight, midnight + day / 2))),
    ...(await bulks(two, rangeQuery(midnight + day / 2, midnight + day))),
  ];
  expect(halves).toEqual(whole);
  expect(await bulks(other, rangeQuery(midnight, midnight + day))).not.toEqual(whole);
});

test('the totals match the answer', async () => {
  const sim = await simulator({ leadsPerDay: 500 });
  const leads = (await bulks(sim, rangeQuery(midnight, midnight + day - 1))).flatMap((bulk) => bulk.leads);
  const truth = sim.truth({ from: midnight, to: midnight + day });
  expect(truth.total).toBe(leads.length);
  expect(truth.errored).toBe(leads.filter(({ isError }) => isError === 1).length);
  expect(truth.created).toBe(leads.filter(({ isError, leadId }) => isError === 0 && leadId > 0).length);
  const overHttp: unknown = await (
    await fetch(`${sim.url}/_sim/truth?${rangeQuery(midnight, midnight + day).toString()}`)
  ).json();
  expect(overHttp).toEqual(truth);
});

test('no two leads have the same number in the DMS, however far apart they are', async () => {
  const sim = await simulator({ leadsPerDay: 30 });
  const ids: number[] = [];
  for (let from = midnight - 210 * day; from < midnight; from += 7 * day) {
    ids.push(
      ...(await bulks(sim, rangeQuery(from, from + 7 * day - 1))).flatMap(({ leads }) =>
        leads.map(({ leadId }) => leadId).filter((id) => id > 0),
      ),
    );
  }
  expect(new Set(ids).size).toBe(ids.length);
});

test('the clock can be set over HTTP, but not to invalid values', async () => {
  const sim = await simulator();
  const post = (body: unknown) => fetch(`${sim.url}/_sim/clock`, { method: 'POST', body: JSON.stringify(body) });
  expect(await (await post({ set: iso(midnight), advance: 1 })).json()).toEqual({ now: iso(midnight + 1) });
  expect((await post({ set: 'noon' })).status).toBe(400);
  expect((await post({})).status).toBe(400);
});

test('a page of a browser, or a request to a host name that only resolves to this machine, cannot move the clock', async () => {
  const sim = await simulator();
  const now = sim.clock.now();
  const { host, port } = new URL(sim.url);
  const move = async (headers: Record<string, string>) => {
    const asked = request(`${sim.url}/_sim/clock`, { method: 'POST', headers });
    asked.end(JSON.stringify({ advance: 1 }));
    const [answer] = (await once(asked, 'response')) as [IncomingMessage];
    answer.resume();
    return answer.statusCode;
  };
  for (const headers of [
    { origin: 'https://evil.example' },
    { origin: 'null' },
    { 'sec-fetch-site': 'cross-site' },
    { host: `evil.example:${port}` },
    { host: `127.0.0.1.evil.example:${port}` },
  ])
    expect(await move({ host, ...headers })).toBe(403);
  expect(sim.clock.now()).toBe(now);
  expect(await move({ host })).toBe(200);
  expect(await move({ host: `localhost:${port}` })).toBe(200);
});

test('a bulk moves through its states over time', async () => {
  const sim = await simulator({ now: () => midnight });
  const state = async () => {
    const [bulk] = await bulks(sim, rangeQuery(midnight, midnight + 1));
    return [bulk?.isProcessed, bulk?.leads.some(({ leadId, isError }) => leadId > 0 || isError === 1)];
  };
  const seen = [await state()];
  for (let minute = 0; minute < 120; minute += 1) {
    sim.clock.advance(60_000);
    const next = await state();
    if (String(next) !== String(seen.at(-1))) seen.push(next);
  }
  const states = seen.map(([isProcessed]) => isProcessed);
  expect(states[0]).toBe(1);
  expect(seen[0]?.[1]).toBe(false);
  expect(states.at(-1)).toBeOneOf([3, 4]);
  expect(states.toSorted((a, b) => (a === b ? 0 : Number(a) - Number(b)))).toEqual(states);
});

test('errors come in every form: none, a text, several texts, objects under several names', async () => {
  const sim = await simulator({ leadsPerDay: 3_000 });
  const errored = (await bulks(sim, rangeQuery(midnight, midnight + day)))
    .flatMap(({ leads }) => leads)
    .filter(({ isError }) => isError === 1);
  const forms = new Set(
    errored.map(({ errorList }) => {
      const [first] = Array.isArray(errorList) ? (errorList as unknown[]) : [];
      return errorList === null || !Array.isArray(errorList)
        ? typeof errorList
        : typeof first === 'object'
          ? Object.keys(first ?? {}).join()
          : typeof first;
    }),
  );
  expect([...forms].toSorted()).toEqual([
    'description,code',
    'errorMessage,errorCode,fieldName',
    'message,code,field',
    'object',
    'string',
  ]);
});

test("the specification's example is served unchanged", async () => {
  const sim = await simulator({ fixture: exampleBody });
  expect(await (await get(sim, 'id=9')).text()).toBe(exampleBody);
});

describe('authentication', () => {
  test.each([
    [{ kind: 'bearer', token: 't1' }, { authorization: 'Bearer t1' }],
    [{ kind: 'basic', user: 'u', password: 'p' }, { authorization: `Basic ${btoa('u:p')}` }],
    [{ kind: 'header', header: 'X-Api-Key', token: 't2' }, { 'x-api-key': 't2' }],
  ] as const)('with %j, only a request with these credentials is answered', async (auth, headers) => {
    const sim = await simulator({ auth });
    expect((await get(sim, 'id=1')).status).toBe(401);
    expect((await get(sim, 'id=1', headers)).status).toBe(200);
  });

  test('a token from client credentials expires', async () => {
    const sim = await simulator({ auth: { kind: 'oauth2', clientId: 'c', clientSecret: 's', lifeMs: 1_000 } });
    const form = new URLSearchParams({ grant_type: 'client_credentials', client_id: 'c', client_secret: 's' });
    const response = await fetch(`${sim.url}/oauth/token`, { method: 'POST', body: form });
    const { access_token: token } = (await response.json()) as { access_token: string };
    expect((await get(sim, 'id=1', { authorization: `Bearer ${token}` })).status).toBe(200);
    sim.clock.advance(1_000);
    expect((await get(sim, 'id=1', { authorization: `Bearer ${token}` })).status).toBe(401);
  });
});

const neverAnswer: ReadonlySet<string> = new Set(['hang', 'drip']);
/** Describes what the client sees of a fault, and of the request after it. */
async function outcome(fault: Fault): Promise<string> {
  const sim = await simulator();
  const added = await fetch(`${sim.url}/_sim/faults`, { method: 'POST', body: JSON.stringify(fault) });
  if (!added.ok) return `refused ${added.status}`;
  const signal = AbortSignal.timeout(neverAnswer.has(fault.kind) ? 300 : 60_000);
  const one = await fetch(`${sim.url}/v1/leads/bulks?${rangeQuery(midnight, midnight + day).toString()}`, { signal })
    .then(async (response) => {
      const body = await response.text();
      const retryAfter = response.headers.get('retry-after');
      try {
        const parsed = JSON.parse(body) as object;
        const spoilt = body.includes('broken on purpose') ? ' spoilt' : '';
        return `${response.status}${retryAfter === null ? '' : ` after ${retryAfter}`}${Array.isArray(parsed) ? ' bulks' : ''}${spoilt}`;
      } catch {
        return `${response.status} not JSON`;
      }
    })
    .catch((error: unknown) => (error instanceof DOMException ? 'no answer' : 'cut'));
  const next = await get(sim, rangeQuery(midnight, midnight + day));
  await next.text();
  return `${one}, then ${next.status}`;
}

describe('faults', () => {
  test.each<[Fault, string]>([
    [{ kind: 'latency', ms: 5, times: 1 }, '200 bulks, then 200'],
    [{ kind: 'status', status: 503, times: 1 }, '503, then 200'],
    [{ kind: 'status', status: 401 }, '401, then 401'],
    [{ kind: 'rate-limit', retryAfter: '7', times: 1 }, '429 after 7, then 200'],
    [{ kind: 'cut', times: 1 }, 'cut, then 200'],
    [{ kind: 'cut-body', bytes: 300, times: 1 }, 'cut, then 200'],
    [{ kind: 'truncate', bytes: 300, times: 1 }, '200 not JSON, then 200'],
    [{ kind: 'body', body: '<html>', contentType: 'text/html', times: 1 }, '200 not JSON, then 200'],
    [{ kind: 'bad-lead', times: 1 }, '200 bulks spoilt, then 200'],
    [{ kind: 'hang', times: 1 }, 'no answer, then 200'],
    [{ kind: 'drip', ms: 20, times: 1 }, 'no answer, then 200'],
    [{ kind: 'too-large', leads: 5, times: 1 }, '413, then 200'],
    [{ kind: 'status', status: 500, match: { leadId: '1' } }, '200 bulks, then 200'],
    [{ kind: 'fire' as 'cut' }, 'refused 400'],
  ])('%j: %s', async (fault, expected) => {
    expect(await outcome(fault)).toBe(expected);
  });
});

test('the simulator refuses a daily number of leads that is out of bounds', async () => {
  await expect(startDmsSimulator({ leadsPerDay: 0 })).rejects.toThrow(RangeError);
});

test('corrections fix half of the errors within half a day, and nothing else changes', async () => {
  let now = midnight + day;
  const options = { leadsPerDay: 2_000, now: () => now };
  const [plain, corrected] = [await simulator(options), await simulator({ ...options, corrections: true })];
  const range = { from: midnight, to: midnight + day };
  const errorsOf = (sim: DmsSimulator) => sim.truth(range).errored;
  const before = errorsOf(plain);
  now += day;
  expect(errorsOf(plain)).toBeGreaterThanOrEqual(before);
  expect(errorsOf(corrected) / errorsOf(plain)).toBeGreaterThan(0.3);
  expect(errorsOf(corrected) / errorsOf(plain)).toBeLessThan(0.7);
  expect({ ...corrected.truth(range), errored: 0, created: 0 }).toEqual({
    ...plain.truth(range),
    errored: 0,
    created: 0,
  });
});

test('a planted bulk can be hot, slow or full of errors, and can be corrected or cancelled later', async () => {
  const sim = await simulator();
  const range = rangeQuery(midnight + day - 60_000, midnight + day + 60_000);
  const planted = async (id: number) =>
    (await bulks(sim, range)).find(({ leads }) => Math.floor((leads[0]?.leadExternalId ?? 0) / 1_000) === id);
  const hot = sim.plant({ leads: 3, isHot: true });
  expect((await planted(hot))?.leads).toEqual(
    Array.from({ length: 3 }, () => expect.objectContaining({ isError: 0, priority: 'Hot' })),
  );
  const failed = sim.plant({ leads: 4, isErrored: true });
  expect(await planted(failed)).toMatchObject({ isProcessed: 4, errorRecords: 4 });
  sim.change(failed, { isCorrected: true });
  expect(await planted(failed)).toMatchObject({ isProcessed: 4, errorRecords: 0 });
  const slow = sim.plant({ leads: 9, takesMs: 600_000 });
  expect(await planted(slow)).toMatchObject({ isProcessed: 2 });
  sim.change(slow, { takesMs: 1, fate: 'cancelled' });
  sim.clock.advance(10);
  expect(await planted(slow)).toMatchObject({ isProcessed: 3 });
  expect(() => sim.change(1, {})).toThrow('no bulk 1 was planted');
});
