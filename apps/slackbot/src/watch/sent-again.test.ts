/** Tests resent leads and removed leads all the way from the DMS's answers to the channels. */
import { defaultAlertSettings, type Zone } from '@leadbell/domain';
import { asRead } from '@leadbell/testing';
import { beforeEach, expect, test } from 'vitest';
import { writeDefinition } from '../subscriptions/definition.ts';
import { beginAt, dmsAnswers, dmsUrl, minute, moveBy, query, store, setUpDms } from '../testing/dms-fixtures.ts';
import { pollOnce } from './poll.ts';
import type { PollOptions } from './poll-options.ts';
import { pollOptions } from '../testing/watch-fixtures.ts';

setUpDms();

beginAt('2025-08-25T09:00:00.000Z');

let options: PollOptions;
let bulks: object[];
/** The number of characters that are missing at the end of an answer. */
let missing: number;

beforeEach(async () => {
  [bulks, missing] = [[], 0];
  dmsAnswers((_, res) => {
    const body = Buffer.from(JSON.stringify(bulks));
    res.writeHead(200, { 'content-type': 'application/json', 'content-length': body.length });
    if (missing === 0) res.end(body);
    else res.write(body.subarray(0, body.length - missing), () => res.destroy());
  });
  options = { ...pollOptions(store, dmsUrl), alertSettings: { ...defaultAlertSettings, groupWaitMs: 0 } };
  await subscribe('leads', { filters: {}, together: 10, threadOnly: false }, 'C0SALES');
  await subscribe('alerts', { without: [], atLeast: 1, thresholds: {}, escalation: null, threadOnly: false }, 'C0IT');
  await moveBy(minute);
});

function subscribe(kind: 'leads' | 'alerts', settings: object, channel: string): Promise<number> {
  const definition = writeDefinition({ kind, zone: 'Asia/Riyadh' as Zone, language: 'en', ...settings } as never);
  const place = { workspace: 'T1', channel, owner: 'U0NOURA' };
  return store.transaction((tx) => store.subscriptions.add(tx, { ...place, kind, definition, nextRunAt: null }));
}

/** Moves the clock by a minute, makes the next poll due and runs it. */
async function poll(): Promise<void> {
  await moveBy(minute);
  await query("update dms_connections set next_poll_at = '-infinity'");
  await pollOnce('dms', options, new AbortController().signal);
}

const begun = Date.parse('2025-08-25T09:01:30.000Z');
function bulk(afterMs: number, leads: readonly (object | null)[], totalRecords = leads.length): object {
  const createdDate = new Date(begun + afterMs).toISOString();
  const errorRecords = leads.filter((one) => one !== null && 'isError' in one && one.isError === 1).length;
  return { leads, createdDate, createdBy: 1, totalRecords, errorRecords, isProcessed: 4 };
}
const lead = {
  leadExternalId: 900,
  leadId: 0,
  isError: 0,
  firstName: 'Alfa',
  lastName: 'Testali',
  phoneNumber: '0500000090',
};
const other = { ...lead, leadExternalId: 7, leadId: 8, firstName: 'Bravo', phoneNumber: '0500000007' };
const errored = { ...lead, isError: 1, errorList: 'Branch unknown' };

/** A channel's messages: `first` for a root message or `line` for a reply, the number of versions, and the text. */
async function said(channel: string): Promise<string[]> {
  const rows = await query(
    `select version, thread_of is null as first, payload::text as text from outbox where channel_id = '${channel}' order by id`,
  );
  return rows.map(({ version, first, text }) => {
    const plain = asRead(text);
    const words = [
      'Sent again',
      'Created in DMS',
      'Branch unknown × 1',
      'Resolved. 1 lead was sent again',
      'Resolved.',
    ];
    const found = words.filter((word) => plain.includes(word)).join(', ');
    return `${first === true ? 'first' : 'line'} ${String(version)}: ${found}`;
  });
}

test('a lead that a later bulk contains again keeps its only card, which then says “Sent again”', async () => {
  bulks = [bulk(0, [lead])];
  await poll();
  expect(await said('C0SALES')).toEqual(['first 1: ']);
  bulks.push(bulk(30_000, [lead]));
  await poll();
  await poll();
  expect(await said('C0SALES')).toEqual(['first 2: Sent again']);
});

test('the alert on the first bulk resolves when the lead comes again without the error', async () => {
  bulks = [bulk(0, [errored, other])];
  await poll();
  expect(await said('C0IT')).toEqual(['first 1: Branch unknown × 1']);
  bulks.push(bulk(30_000, [{ ...lead, leadId: 92 }]));
  await poll();
  await poll();
  expect(await said('C0IT')).toEqual([
    'first 2: Branch unknown × 1',
    'line 1: Branch unknown × 1, Resolved. 1 lead was sent again, Resolved.',
  ]);
  expect(await query('select rule from alerts')).toEqual([{ rule: 'bulk-errors' }]);
  expect((await said('C0SALES')).filter((one) => one.includes('Sent again'))).toEqual([
    'first 2: Sent again, Created in DMS',
  ]);
});

const rules = () => query("select rule, state ->> 'status' as status from alerts order by id");

test('when the DMS removes a lead, its alert resolves and none begins; an unreadable lead resolves no alert', async () => {
  bulks = [bulk(0, [errored, other])];
  await poll();
  for (let polls = 0; polls < 3; polls += 1) {
    bulks = [{ ...bulk(0, [null, other], 2), errorRecords: 1 }];
    await poll();
  }
  expect(await rules()).toContainEqual({ rule: 'bulk-errors', status: 'firing' });
  for (let polls = 0; polls < 2; polls += 1) {
    bulks = [bulk(0, [other], 2)];
    await poll();
  }
  expect(await rules()).toEqual([{ rule: 'bulk-errors', status: 'resolved' }]);
});

test('a bulk that is cut off is neither counted nor announced; when it is complete, it counts once', async () => {
  bulks = [bulk(0, [lead, other]), bulk(30_000, [errored])];
  missing = 200;
  await poll();
  expect(await query('select sum(errored)::int as errored from bulks')).toEqual([
    { errored: expect.not.toBeOneOf([1]) },
  ]);
  missing = 0;
  await poll();
  await poll();
  expect(await said('C0SALES')).toHaveLength(2);
  const counts = await query('select leads, errored from bulks order by created_at');
  expect(counts).toEqual([
    { leads: 2, errored: 0 },
    { leads: 1, errored: 1 },
  ]);
});
