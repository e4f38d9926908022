/**
 * Tests rows of `slack-answers.md` about rate limits, and about answers that leave open whether a message was posted.
 */
import type { Fault } from '@leadbell/slack-sandbox';
import { describe, expect, it, test } from 'vitest';
import type { DeliverFixture } from '../testing/delivery-fixtures.ts';
import {
  add,
  calls,
  databases,
  deliver as deliverWith,
  fail,
  logged,
  message,
  movedClocks,
  moveClocks,
  posted,
  rowsOf,
  settled,
  settledLater,
  slack,
  store,
  url,
  workspace,
  setUpPosting,
} from '../testing/posting-fixtures.ts';

setUpPosting();

const { codesOf } = rowsOf('Posting: refusals', 'Posting: answers that are no answers');
const doubtful = codesOf(/^`internal_error`/);
codesOf(
  /connection is cut before/,
  /^200 with a page .* not posted$/,
  /^200 with a page, posted$/,
  /^200 with an empty body/,
  /without `ts` or `channel`$/,
  /^`ok:false` without `error`/,
  /^a redirect/,
  /with `Retry-After: 3`$/,
  /^429 without the header$/,
  /^429 with a date/,
  /^429 with 86400$/,
  /^`ok:false, error:"ratelimited"`/,
);

const deliver = (changes: Partial<DeliverFixture> = {}) => deliverWith({ graceMs: 200, ...changes });

describe('a doubt whether a message was posted', () => {
  const odd: readonly Fault[] = [
    ...doubtful.map((code): Fault => ({ kind: `error:${code}` })),
    { kind: 'html' },
    { kind: 'empty' },
    { kind: 'cut-json' },
    { kind: 'no-ts' },
    { kind: 'redirect' },
    { kind: 'forbidden' },
    { kind: 'json', body: 'null' },
  ];
  test.each(odd)('$kind without a post: the message is searched for, and then posted once', async (fault) => {
    fail(fault);
    await add(message('today'), message('next'));
    deliver();
    await settled();
    expect(posted()).toEqual(['today', 'next']);
    expect(calls('conversations.history').length).toBeGreaterThan(0);
    expect(logged).toContainEqual(expect.objectContaining({ event: 'delivery.doubt' }));
  });

  test.each(odd)('$kind after a post: the message is found, and can be changed', async (fault) => {
    fail({ ...fault, commits: true });
    await add(message('today'));
    deliver();
    await settled();
    expect(posted()).toEqual(['today']);
    await store.transaction((tx) => store.outbox.update(tx, workspace, 'today', { text: 'newer' }));
    await settled();
    expect(posted()).toEqual(['newer']);
  });

  it('a failure to open a conversation leaves no doubt, because nothing is posted yet', async () => {
    slack.faults.add({ kind: 'html', method: 'conversations.open' });
    await add(message('today', { channel: 'U0SAMIR' }));
    deliver();
    await settled();
    expect(posted()).toEqual(['today']);
    expect(calls('conversations.history')).toEqual([]);
  });

  it.each<[string, Fault]>([
    ['the answer comes after the timeout', { kind: 'delay', delayMs: 2_000 }],
    ['Slack posts it after the connection broke', { kind: 'drop-before-commit', delayMs: 700 }],
  ])('if %s, but within the grace period, a search finds the message', async (_, fault) => {
    fail(fault);
    await add(message('today'), message('next'));
    // The grace ends only in simulated time, however late a busy machine posts the message.
    const graceMs = 300_000;
    deliver({ timeoutMs: 1_000, graceMs, ...movedClocks });
    await expect.poll(() => logged).toContainEqual(expect.objectContaining({ event: 'delivery.doubt' }));
    await expect.poll(posted).toEqual(['today']);
    await moveClocks(graceMs);
    await settled();
    expect(posted()).toEqual(['today', 'next']);
    expect(calls('chat.postMessage')).toHaveLength(2);
  });
});

/**
 * Expects the message to be posted once, without a search. Returns the times of the calls and the waits between them,
 * in milliseconds of Slack's clock.
 */
async function soon(fault: Fault, times = 1): Promise<{ readonly calls: number[]; readonly waits: number[] }> {
  fail({ ...fault, times });
  await add(message('today'));
  deliver({ graceMs: 30_000 });
  await settledLater();
  expect(posted()).toEqual(['today']);
  expect(calls('conversations.history')).toEqual([]);
  const at = calls('chat.postMessage').map((call) => call.at);
  return { calls: at, waits: at.slice(1).map((one, n) => one - (at[n] ?? one)) };
}

/** The seconds until messages may be posted again. */
const wait = async () =>
  Number(
    (await databases.query(url, 'select extract(epoch from post_at - clock_timestamp()) as s from workspaces'))[0]?.[
      's'
    ],
  );

/**
 * A call must not come earlier than Slack asked. It may come later on a slow machine, so no latest time is tested.
 */
describe('Slack’s rate limits', () => {
  test.each<[Fault, number]>([
    [{ kind: 'ratelimited', retryAfter: null }, 1],
    [{ kind: 'ratelimited', retryAfter: null }, 2],
    [{ kind: 'ratelimited', retryAfter: 'soon' }, 2],
    [{ kind: 'error:ratelimited' }, 2],
  ])(
    'after %o, %i times, the message is posted without a search, at least a second after each refusal',
    async (fault, times) => {
      const { waits } = await soon(fault, times);
      expect(waits).toHaveLength(times);
      for (const wait of waits) expect(wait).toBeGreaterThanOrEqual(950);
    },
  );

  it('delivery waits as many seconds as Slack asks', async () => {
    const { waits } = await soon({ kind: 'ratelimited', retryAfterS: 3 });
    expect(waits[0]).toBeGreaterThanOrEqual(2_950);
  });

  it('delivery waits until the date that Slack gives', async () => {
    const until = new Date(Date.now() + 4_000).toUTCString();
    const { calls: at } = await soon({ kind: 'ratelimited', retryAfter: until });
    expect(at).toHaveLength(2);
    expect(at[1]).toBeGreaterThanOrEqual(Date.parse(until) - 50);
  });

  it('delivery waits for a day in parts of at most fifteen minutes', async () => {
    fail({ kind: 'ratelimited', retryAfterS: 86_400 });
    await add(message('today'));
    deliver();
    await expect.poll(wait).toBeGreaterThan(890);
    expect(await wait()).toBeLessThanOrEqual(900);
    await databases.moveClock(url, 901_000);
    await add(message('next'));
    await settled();
    expect(posted()).toEqual(['today', 'next']);
  });
});
