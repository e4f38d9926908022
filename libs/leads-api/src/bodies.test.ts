// Sends real and hostile answers, byte by byte, over a real socket to the real client, and compares the results with
// those in EXPECTED.md.
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Lead } from '@leadbell/domain';
import { caseBodies, caseBody, caseRows } from '@leadbell/testing';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { LeadsApiError } from './errors.ts';
import { client, day, midnight, type Read, readAll, windowOf } from './fixtures.ts';

const now = Date.parse('2025-08-25T15:00:00.000Z');
const today = { kind: 'window', window: windowOf(midnight, midnight + day) } as const;
const types: Readonly<Record<string, string>> = {
  '58-login-page.html': 'text/html',
  '64-windows-1256.bin': 'application/json; charset=windows-1256',
  '66-utf-16.bin': 'application/json; charset=utf-16le',
};

let server: Server;
let url = '';

beforeAll(async () => {
  server = createServer((req, res) => {
    const name = decodeURIComponent((req.url ?? '').split('/')[1] ?? '');
    const status = name.startsWith('59-') ? 404 : 200;
    res.writeHead(status, { 'content-type': types[name] ?? 'application/json' }).end(caseBody(name));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});

afterAll(async () => {
  await new Promise((resolve) => server.close(resolve));
});

function ask(name: string): Promise<Read> {
  const { api } = client(`${url}/${name}`, { hasAnsweredBefore: () => name.startsWith('59-') }, { now: () => now });
  return readAll(api.read(today));
}

function countsOf({ leads }: Read): string {
  const of = (outcome: string) => leads.filter((lead) => lead.outcome === outcome).length;
  return [leads.length, of('errored'), of('created'), of('pending')].join('/');
}

/** The remark about the answer, in the words of EXPECTED.md. */
function remarkOf({ problems, bulks, leads }: Read): string {
  const unread = problems.filter(({ kind }) => kind === 'lead').length;
  const parts = problems.length - unread;
  const sum = (name: 'totalRecords' | 'errorRecords') => bulks.reduce((all, bulk) => all + (bulk[name] ?? 0), 0);
  const knows = (name: 'totalRecords' | 'errorRecords') => bulks.some((bulk) => bulk[name] !== null);
  const errored = leads.filter(({ outcome }) => outcome === 'errored').length;
  const server = [sum('totalRecords'), sum('errorRecords')];
  const ours = [knows('totalRecords') ? leads.length : 0, knows('errorRecords') ? errored : 0];
  const differs = server.join() === ours.join() ? '' : `differ ${told(server)} / ${told(ours)}`;
  const remark = [unread > 0 ? `unread ${unread}` : '', parts > 0 ? `parts ${parts}` : '', differs];
  return remark.filter((one) => one !== '').join('; ') || '–';
}

function told(counts: readonly number[]): string {
  return counts.map((count) => count.toLocaleString('en')).join('·');
}

const rows = new Map(
  caseRows('bodies/EXPECTED.md')
    .filter(({ section }) => section === 'The files')
    .map(({ cells: [file = '', , counts = '', remark = ''] }) => [file, { counts, remark }]),
);
/** If two bulks have the same lead, the client counts the lead twice, and the client's caller counts it only once. */
const asTheyCome = new Map([['16-sent-again.json', { counts: '2/1/1/0', remark: '–' }]]);

test('every body has a row in EXPECTED.md', () => {
  expect([...rows.keys()]).toEqual(caseBodies());
});

test.each(caseBodies())('the counts and the remark of %s are those of EXPECTED.md', async (name) => {
  const got = await ask(name).then(
    (read) => ({ counts: countsOf(read), remark: remarkOf(read) }),
    (error: unknown) => error,
  );
  const right = asTheyCome.get(name) ?? rows.get(name);
  const refused = { name: 'LeadsApiError', kind: 'contract', retryable: false, details: { attempts: 1 } };
  expect(got).toMatchObject(right?.counts === 'refused' ? refused : { ...right });
});

type Part = Readonly<Partial<Record<keyof Lead, unknown>>>;
const one = (message: string | null, code: string | null = null, field: string | null = null) => [
  { message, code, field },
];

const consents = (value: boolean | null): Part => ({
  acceptNewsLetter: value,
  acceptMarketing: value,
  acceptPrivatePolicy: value,
  testDriveRequired: value,
});
const k5 = (modelYear: number | null) => [{ modelFamily: 'K5', modelYear }];

describe('values of leads', () => {
  test.each<[string, readonly Part[]]>([
    ['01-flags-on.json', [consents(true)]],
    ['02-flags-off.json', [consents(false)]],
    ['03-flags-unreadable.json', [consents(null)]],
    ['04-flags-blank.json', [consents(null)]],
    [
      '07-iserror-other.json',
      [
        { firstName: 'Alfa', outcome: 'errored' },
        { firstName: 'Bravo', outcome: 'created', leadId: '62' },
      ],
    ],
    [
      '08-ids-64-bit.json',
      [
        { externalId: '9007199254740993', leadId: '1152921504606846977' },
        { externalId: '9007199254740992', leadId: '1152921504606846978' },
      ],
    ],
    ['09-ids-as-text.json', [{ externalId: '1200000000000000123', leadId: '71' }]],
    ['10-ids-as-words.json', [{ externalId: 'WEB-2025-17', leadId: null }]],
    ['11-ids-fraction.json', [{ externalId: null }]],
    ['12-ids-too-big.json', [{ externalId: null }]],
    ['13-ids-zero.json', [{ externalId: null }, { externalId: null }]],
    ['14-ids-negative.json', [{ leadId: null, outcome: 'pending' }]],
    [
      '18-texts-as-numbers.json',
      [{ brand: '500', branch: '12', phoneCode: '966', phoneNumber: '500000018', leadReference: '0' }],
    ],
    ['19-texts-as-objects.json', [{ branch: 'North' }, { source: null }, { vehicles: [] }]],
    [
      '20-placeholders.json',
      [
        {
          firstName: null,
          lastName: null,
          brand: null,
          source: null,
          phoneNumber: null,
          email: null,
          branch: null,
          leadNote: null,
          priority: null,
        },
      ],
    ],
    [
      '22-web-texts.json',
      [
        { firstName: "O'Alfa", companyName: 'Test & Co', leadNote: 'Call after 5\nin the week' },
        { leadNote: 'budget < 90000 and > 70000' },
        { leadNote: '5 &lt; 6' },
      ],
    ],
    [
      '23-slack-markup.json',
      [{ branch: '<!here> *North*', leadNote: '<!channel> <@U0TEST> `x` :tada: https://example.com/x' }],
    ],
    ['24-nul.json', [{ firstName: 'Alfa', source: 'Website', branch: 'North', errors: one('Bad branch') }]],
    ['25-half-characters.json', [{ brand: 'KIA', source: 'Website', errors: one('Bad branch') }]],
    ['27-control-characters.json', [{ firstName: 'Alfa', lastName: 'Testali', leadNote: 'first\nsecond' }]],
    [
      '29-vehicles.json',
      [
        { vehicles: k5(2024) },
        { vehicles: k5(null) },
        { vehicles: k5(2024) },
        { vehicles: k5(null) },
        { vehicles: k5(2024) },
        { vehicles: [] },
      ],
    ],
    ['30-errors-json-text.json', [{ errors: one('Model not mapped', 'M-07', 'modelFamily') }]],
    [
      '31-errors-html.json',
      [
        { errors: one('Branch unknown') },
        { errors: [...one('Branch unknown'), ...one('Phone too short')] },
        { errors: one('Model "K5" isn\'t known') },
        { errors: [...one('Branch unknown'), ...one('Phone too short')] },
      ],
    ],
    [
      '32-errors-one-line.json',
      [{ errors: one('Branch unknown; phone too short') }, { errors: one('Branch unknown | phone too short') }],
    ],
    ['33-errors-odata.json', [{ errors: one('Branch unknown', 'E1') }]],
    [
      '34-errors-row-column.json',
      [{ errors: one('Branch unknown', null, 'branch') }, { errors: one('Branch unknown', null, 'branch') }],
    ],
    [
      '35-errors-two-languages.json',
      [
        {
          errors: [
            {
              message: 'Branch unknown',
              code: null,
              field: null,
              messages: { en: 'Branch unknown', ar: 'الفرع غير معروف' },
            },
          ],
        },
      ],
    ],
    ['36-errors-that-say-ok.json', Array.from({ length: 5 }, () => ({ errors: [], outcome: 'created' }))],
    ['37-errors-number.json', [{ errors: one('', '1042') }, { errors: one('', '1042') }]],
    [
      '38-errors-frameworks.json',
      [
        { errors: one('Branch unknown', null, 'lead.branch') },
        { errors: one('Too short', null, 'phoneNumber') },
        { errors: one('Branch unknown', 'NotFound', 'Branch') },
      ],
    ],
    ['39-errors-blank.json', [{ errors: one('Branch unknown') }, { errors: [] }, { errors: [] }, { errors: [] }]],
    ['51-fields-unknown.json', [{ brand: 'KIA', source: 'constructor', outcome: 'pending' }]],
    ['52-errors-deep.json', [{ errors: [], outcome: 'errored' }]],
    ['64-windows-1256.bin', [{ firstName: 'سارة' }]],
    ['65-not-utf-8.bin', [{ firstName: 'Alf\uFFFD' }]],
    ['66-utf-16.bin', [{ lastName: 'Testali' }]],
    ['73-days-unreal.json', [{ leadDate: null }, { dateOfBirth: null }]],
  ])('%s', async (name, right) => {
    const { leads } = await ask(name);
    expect(leads).toHaveLength(right.length);
    expect(leads).toMatchObject(right);
  });
});

describe('values of bulks', () => {
  const six = Date.parse('2025-08-25T06:00:00.000Z');
  test.each<[string, readonly object[]]>([
    ['12-ids-too-big.json', [{ createdBy: null, totalRecords: null }]],
    ['42-counts-as-text.json', [{ createdBy: '7', totalRecords: 1, errorRecords: null, state: 'completed' }]],
    ['43-counts-thousands.json', [{ totalRecords: 1_002 }]],
    ['44-counts-unreadable.json', [{ createdBy: null, totalRecords: null, errorRecords: null }]],
    ['45-counts-negative.json', [{ totalRecords: null, errorRecords: null }]],
    [
      '46-states.json',
      [{ state: 'completed' }, { state: 'in-progress' }, { state: 'cancelled' }, { state: { unknown: 7 } }],
    ],
    ['67-created-forms.json', Array.from({ length: 8 }, () => ({ createdAt: six }))],
    ['68-created-unreadable.json', Array.from({ length: 3 }, () => ({ createdAt: null }))],
    ['69-created-missing.json', Array.from({ length: 2 }, () => ({ createdAt: null }))],
    ['70-created-out-of-time.json', Array.from({ length: 2 }, () => ({ createdAt: null }))],
    ['71-created-other-day.json', [{ createdAt: six }]],
  ])('%s', async (name, right) => {
    const { bulks } = await ask(name);
    expect(bulks).toMatchObject(right);
    expect(bulks).toHaveLength(right.length);
  });
});

test.each([
  ['13-ids-zero.json', 2],
  ['17-bulk-twice.json', 1],
  ['68-created-unreadable.json', 3],
])('%s: keys tell %i bulks apart, and are the same at the next poll', async (name, count) => {
  const [first, second] = [await ask(name), await ask(name)];
  expect(new Set(first.bulks.map(({ key }) => key)).size).toBe(count);
  expect(second.bulks.map(({ key }) => key)).toEqual(first.bulks.map(({ key }) => key));
});

test('unreadable values are reported by path and field, never by value', async () => {
  const { problems } = await ask('29-vehicles.json');
  expect(problems).toEqual([
    {
      kind: 'part',
      path: 'leads[3].vehicles[0].modelYear',
      field: 'leads.vehicles.modelYear',
      lead: '4',
      expected: 'year',
      received: 'string',
    },
  ]);
});

describe('404', () => {
  test('an HTML page, or a 404 from an address that has never answered, fails with a hint about DMS_BASE_URL', async () => {
    const { api } = client(`${url}/59-not-found.json`);
    const error: unknown = await readAll(api.read(today)).catch((caught: unknown) => caught);
    expect(error).toBeInstanceOf(LeadsApiError);
    expect(error).toMatchObject({ kind: 'not-found', retryable: false, details: { status: 404, attempts: 1 } });
    expect(String(error)).toContain('DMS_BASE_URL');
  });

  test.each([
    ['{"message":"No leads found"}', null],
    ['[]', null],
    ['null', null],
    ['"No leads found"', 'not-found'],
    ['<html>Not found</html>', 'not-found'],
    ['', 'not-found'],
    [JSON.stringify({ page: 'x'.repeat(100_000) }), 'not-found'],
  ])('after this client has read an answer, the body %.40s gives the failure %s', async (body, kind) => {
    let requests = 0;
    const fetch = () =>
      Promise.resolve((requests += 1) === 1 ? Response.json([]) : new Response(body, { status: 404 }));
    const { api } = client('https://dms.test', {}, { fetch });
    await readAll(api.read(today));
    const got: unknown = await readAll(api.read(today)).catch((error: unknown) => error);
    expect(got).toMatchObject(kind === null ? { leads: [], nothing: [404] } : { kind });
  });
});
