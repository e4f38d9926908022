/** Tests the rows of `slack-answers.md` about posting with the Slack stand-in. The codes are read from the rows. */
import type { Fault } from '@leadbell/slack-sandbox';
import { describe, expect, it, test } from 'vitest';
import type { DeliverFixture } from '../testing/delivery-fixtures.ts';
import {
  add,
  calls,
  counts,
  databases,
  deliver as deliverWith,
  dueInMs,
  fail,
  logged,
  message,
  posted,
  rowsOf,
  settled,
  slack,
  store,
  url,
  workspace,
  setUpPosting,
  wake,
} from '../testing/posting-fixtures.ts';

setUpPosting();

const { codesOf, unplayed } = rowsOf('Posting: refusals', 'Posting: answers that are no answers');

/** The rows that other tests cover. */
const elsewhere: readonly (readonly [situation: RegExp, where: string])[] = [
  [/unarchived, or the app invited again/, 'features/digest/digest.test.ts'],
  [/the answer comes later than timeout and grace/, 'docs/delivery.md: the remainder'],
  [/retries of a digest are used up/, 'features/digest/digest.test.ts'],
  [/429 on `--share`/, 'bot/slack-answers.test.ts'],
  ...[/for the whole$/, /^`metadata_too_large`/, /^`invalid_blocks` for one kind/].map(
    (situation) => [situation, 'delivery/slack-forms.test.ts'] as const,
  ),
  ...[
    /^`internal_error`/,
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
  ].map((situation) => [situation, 'delivery/slack-doubts.test.ts'] as const),
];

const closed = codesOf(/^`not_in_channel`/, /^`restricted_action`/, /^`channel_is_archived`/);
const closedPeople = codesOf(/place is a person/);
const workspaceClosed = codesOf(/^`token_revoked`/, /^`accesslimited`/);
const forADay = codesOf(/^`team_added_to_org`/);
codesOf(/^a code that Slack never had/, /^the same, for ever/);

test('every row of slack-answers.md about posting is tested here or in another file', () => {
  expect(unplayed(elsewhere.map(([situation]) => situation))).toEqual([]);
});

const deliver = (changes: Partial<DeliverFixture> = {}) => deliverWith({ graceMs: 30_000, ...changes });
const subscribe = (channel: string, owner = 'U0NOURA') =>
  store.transaction((tx) =>
    store.subscriptions.add(tx, { workspace, channel, owner, kind: 'digest', definition: {}, nextRunAt: null }),
  );
const due = () => store.transaction((tx) => store.subscriptions.due(tx, Date.now() as never, 10));
const databaseNow = async () =>
  Number((await databases.query(url, 'select extract(epoch from clock_timestamp()) * 1000 as ms'))[0]?.['ms']);
const attempts = async () =>
  Number((await databases.query(url, 'select attempt from outbox order by id limit 1'))[0]?.['attempt']);

describe('a closed place', () => {
  test.each(closed)(
    '%s pauses the channel’s subscriptions, notifies their owner once, and does not affect other channels',
    async (code) => {
      await subscribe('C0SALES');
      await subscribe('C0RIYADH');
      fail({ kind: `error:${code}` });
      await add(message('today'));
      deliver();
      await settled();
      await add(message('elsewhere', { channel: 'C0RIYADH' }));
      await settled();
      expect(await store.subscriptions.ofChannel(workspace, 'C0SALES')).toMatchObject([{ pausedReason: code }]);
      expect(await store.subscriptions.ofChannel(workspace, 'C0RIYADH')).toMatchObject([{ pausedReason: null }]);
      expect(slack.ledger().map(({ channel }) => channel)).toEqual(['D0NOURA', 'C0RIYADH']);
      expect(posted()[0]).not.toContain(code);
      expect(await store.outbox.dead(10)).toMatchObject([{ key: 'today', reason: code }]);
    },
  );

  test.each(closedPeople)('%s pauses the subscriptions of a person', async (code) => {
    await subscribe('U0SAMIR');
    fail({ kind: `error:${code}` });
    await add(message('today', { channel: 'U0SAMIR' }));
    deliver();
    await settled();
    await add(message('elsewhere'));
    await settled();
    expect(await store.subscriptions.ofChannel(workspace, 'U0SAMIR')).toMatchObject([{ pausedReason: code }]);
    expect(posted()).toContain('elsewhere');
    expect(posted()).not.toContain('today');
  });

  test.each(['user_disabled', 'messages_tab_disabled'])(
    '%s: no more notices are sent when the owner is also unreachable',
    async (code) => {
      await subscribe('U0NOURA');
      fail({ kind: `error:${code}`, times: 100 });
      await add(message('today', { channel: 'U0NOURA' }));
      deliver();
      await settled();
      expect(calls('chat.postMessage').length).toBeLessThanOrEqual(2);
      expect(await store.subscriptions.ofChannel(workspace, 'U0NOURA')).toMatchObject([{ pausedReason: code }]);
    },
  );

  it('if no conversation can be opened with a person, the person’s subscriptions are paused', async () => {
    await subscribe('U0SAMIR');
    slack.faults.add({ kind: 'error:user_disabled', method: 'conversations.open' });
    await add(message('today', { channel: 'U0SAMIR' }));
    deliver();
    await settled();
    expect(await store.subscriptions.ofChannel(workspace, 'U0SAMIR')).toMatchObject([
      { pausedReason: 'user_disabled' },
    ]);
  });
});

describe('a closed workspace', () => {
  test.each(workspaceClosed)(
    '%s makes all messages of the workspace wait; none is lost, and nothing is paused',
    async (code) => {
      await subscribe('C0SALES');
      fail({ kind: `error:${code}` });
      await add(message('one'), message('two'));
      deliver();
      await expect.poll(() => store.deliveries.blocked([workspace])).toEqual([workspace]);
      await add(message('three'));
      expect(posted()).toEqual([]);
      expect(logged).toContainEqual(expect.objectContaining({ event: 'delivery.refused', reason: code }));
      // Do the work of the minute's job, which unblocks the workspace once Slack accepts the token again.
      await store.deliveries.unblock(workspace);
      await settled();
      expect(posted()).toEqual(['one', 'two', 'three']);
      expect(await store.subscriptions.ofChannel(workspace, 'C0SALES')).toMatchObject([{ pausedReason: null }]);
      expect(await counts()).toMatchObject({ dead: 0 });
    },
  );

  it('no digest is due while its workspace is closed, and one is due afterwards', async () => {
    await store.transaction((tx) =>
      store.subscriptions.add(tx, {
        workspace,
        channel: 'C0SALES',
        owner: 'U0NOURA',
        kind: 'digest',
        definition: {},
        nextRunAt: (Date.now() - 60_000) as never,
      }),
    );
    expect(await due()).toHaveLength(1);
    fail({ kind: 'error:accesslimited' });
    await add(message('one'));
    deliver();
    await expect.poll(() => store.deliveries.blocked([workspace])).toEqual([workspace]);
    expect(await due()).toHaveLength(0);
    await store.deliveries.unblock(workspace);
    expect(await due()).toHaveLength(1);
  });
});

test.each(forADay)('a message that is refused with %s waits and is retried', async (code) => {
  fail({ kind: `error:${code}`, times: 2 });
  await add(message('today'));
  deliver();
  await settled();
  expect(posted()).toEqual(['today']);
});

describe('a code that is in no table', () => {
  test.each<Fault>([
    { kind: 'error:platform_hiccup' },
    { kind: 'json', body: '{"ok":false}' },
    { kind: 'json', body: '{"ok":false,"error":{"code":7}}' },
  ])('$kind $body: the message is retried once after a minute; other messages go on', async (fault) => {
    fail(fault);
    await add(message('today'), message('next'));
    deliver();
    await expect.poll(posted).toEqual(['next']);
    await databases.moveClock(url, 61_000);
    await add(message('later'));
    await settled();
    expect(posted()).toContain('today');
    expect(posted()).toHaveLength(3);
  });

  it('after a code that is in no table, a message is retried for an hour with growing waits, and is then dead; the next message is posted', async () => {
    fail({ kind: 'error:platform_hiccup', times: 1_000 });
    await add(message('today'));
    deliver();
    await expect.poll(attempts).toBe(1);
    const since = await databaseNow();
    let minutes = 0;
    for (; minutes < 70 && (await counts()).dead === 0; minutes += 1) {
      const before = calls('chat.postMessage').length;
      await databases.moveClock(url, 60_000);
      await wake();
      // Wait until nothing is due.
      await expect.poll(dueInMs, { interval: 10 }).toBeGreaterThan(1_000);
      expect(calls('chat.postMessage').length - before).toBeLessThanOrEqual(40);
    }
    // Besides the simulated minutes, the test itself takes time.
    expect((await databaseNow()) - since).toBeGreaterThanOrEqual(59 * 60_000);
    expect(minutes).toBeLessThanOrEqual(69);
    slack.faults.clear();
    await add(message('tomorrow'));
    await expect.poll(posted).toContain('tomorrow');
  });
});

describe('a message that can no longer be changed', () => {
  test.each(['edit_window_closed', 'cant_update_message', 'message_not_found'])(
    '%s marks the message as gone',
    async (code) => {
      await add(message('card'));
      deliver();
      await settled();
      slack.faults.add({ kind: `error:${code}`, method: 'chat.update' });
      await store.transaction((tx) => store.outbox.update(tx, workspace, 'card', { text: 'newer' }));
      await settled();
      expect(await databases.query(url, 'select state, reason from outbox')).toEqual([
        { state: 'dead', reason: `gone (${code})` },
      ]);
      expect(await counts()).toMatchObject({ dead: 0 });
    },
  );

  test.each([
    ['cannot_reply_to_message', 1],
    ['restricted_action_thread_locked', 1],
    // This code means that the thread's first message was deleted.
    ['thread_not_found', 0],
  ] as const)('%s marks a reply as gone', async (code, dead) => {
    const [root = 0] = await add(message('card'));
    deliver();
    await settled();
    fail({ kind: `error:${code}` });
    await add(message('reply', { threadOf: root }));
    await settled();
    expect(await databases.query(url, "select state, reason, ts from outbox where key = 'reply'")).toEqual([
      { state: 'dead', reason: `gone (${code})`, ts: null },
    ]);
    expect(await store.outbox.dead(10)).toHaveLength(dead);
    expect(await counts()).toMatchObject({ dead });
  });

  test.each(['update_failed', 'streaming_state_conflict', 'external_channel_migrating'])(
    '%s: the change is retried, and the message ends in its newest state',
    async (code) => {
      await add(message('card'));
      deliver();
      await settled();
      slack.faults.add({ kind: `error:${code}`, method: 'chat.update' });
      await store.transaction((tx) => store.outbox.update(tx, workspace, 'card', { text: 'newer' }));
      await settled();
      expect(posted()).toEqual(['newer']);
    },
  );
});

it('a message in doubt is searched for before it is sent again by hand', async () => {
  fail({ kind: 'html', commits: true });
  slack.faults.add({ kind: 'error:missing_scope', method: 'conversations.history' });
  await add(message('today'));
  deliver({ graceMs: 200 });
  await settled();
  expect(await store.outbox.dead(10)).toMatchObject([{ reason: 'perhaps posted (missing_scope)' }]);
  await add(message('since'));
  await settled();
  expect(await store.outbox.requeue('all')).toBe(1);
  await settled();
  expect(posted()).toEqual(['today', 'since']);
  expect(await counts()).toMatchObject({ dead: 0, sent: 2 });
});
