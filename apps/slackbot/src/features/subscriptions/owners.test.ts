/**
 * Tests that owners are notified once of messages that could not be sent, and that the list and the
 * counts show these messages. Uses the Slack stand-in.
 */
import type { Instant } from '@leadbell/domain';
import { asRead, caseRows } from '@leadbell/testing';
import { beforeEach, expect, test } from 'vitest';
import { workingCalendar } from '../../testing/lead-fixtures.ts';
import { messagesFor } from '../index.ts';
import { createSubscriptionService } from './create-subscription-service.ts';
import { notifyOwners } from './owners.ts';
import {
  add,
  calls,
  counts,
  databases,
  deliver,
  fail,
  message as messageOf,
  settled,
  slack,
  store,
  url,
  workspace,
  setUpPosting,
} from '../../testing/posting-fixtures.ts';

setUpPosting();

const messages = messagesFor('en');
const place = { channel: 'C0SALES', user: 'U0NOURA', scope: 'all' } as const;

let subscription: number;
beforeEach(async () => {
  subscription = await store.transaction((tx) =>
    store.subscriptions.add(tx, {
      workspace,
      channel: place.channel,
      owner: place.user,
      kind: 'alerts',
      definition: { zone: 'Asia/Riyadh', language: 'en' },
      nextRunAt: null,
    }),
  );
  deliver();
});

const message = (key: string) => messageOf(key, { kind: 'alert', subscription });
async function say(key: string): Promise<void> {
  await add(message(key));
  await settled();
}
/** Does the minute's work; returns the number of notices. */
async function minute(): Promise<number> {
  const count = await notifyOwners({ store, messages });
  await settled();
  return count;
}
const posts = () => slack.ledger().map(({ channel, text }) => [channel, asRead(text)] as const);
const subscriptionService = () =>
  createSubscriptionService({
    store,
    workspace: () => workspace,
    now: () => Date.now() as Instant,
    calendar: workingCalendar,
    send: () => Promise.resolve(),
    onSend: () => Promise.resolve(),
    onNew: () => Promise.resolve(),
    mayEdit: () => Promise.resolve(true),
    canReach: () => Promise.resolve(true),
  });
const listed = async () => (await subscriptionService().list(place))[0];

test('the owner of messages that Slack refuses is notified once about all of them, and a day later about newer ones', async () => {
  await say('well');
  fail({ kind: 'error:msg_too_long', times: 100 });
  await say('one');
  await say('two');
  slack.faults.clear();
  expect(await minute()).toBe(1);
  expect(await minute()).toBe(0);
  fail({ kind: 'error:msg_too_long', times: 100 });
  await say('three');
  slack.faults.clear();
  expect(await minute()).toBe(0);
  expect(await listed()).toMatchObject({ last: { state: 'dead', reason: 'msg_too_long' } });
  expect(await counts()).toMatchObject({ dead: 3, deadFor: [{ reason: 'msg_too_long', count: 3 }] });
  await databases.moveClock(url, 25 * 3_600_000);
  expect(await minute()).toBe(1);
  expect(await minute()).toBe(0);
  const [, ...told] = posts();
  expect(told.map(([channel]) => channel)).toEqual(['D0NOURA', 'D0NOURA']);
  expect(told[0]?.[1]).toMatch(/could not be delivered: it is too long for Slack/);
  expect(JSON.stringify(slack.ledger()[1]?.blocks)).toContain('2 messages of the');
});

const peopleCodes = caseRows('slack-answers.md').flatMap(({ cells: [situation = ''] }) =>
  situation.includes('place is a person') ? [...situation.matchAll(/`([a-z_]+)`/g)].map(([, code]) => code ?? '') : [],
);

test.each(peopleCodes)(
  'the owner is notified in the channel, once, if direct messages to them are off (%s)',
  async (code) => {
    fail({ kind: 'error:msg_too_long', times: 100 });
    await say('one');
    slack.faults.clear();
    fail({ kind: `error:${code}` });
    expect(await minute()).toBe(1);
    expect(await minute()).toBe(1);
    expect(await minute()).toBe(0);
    expect(posts()).toEqual([
      ['C0SALES', expect.stringMatching(/^<@U0NOURA> A message from your subscription could not/)],
    ]);
    expect(await counts()).toMatchObject({ dead: 1 });
    expect((await store.outbox.dead(10)).map(({ key }) => key)).toEqual(['one']);
    expect(await store.subscriptions.ofChannel(workspace, 'C0SALES')).toMatchObject([{ pausedReason: null }]);
  },
);

test.each(['user_disabled', 'messages_tab_disabled'])(
  'if the owner of a closed place is unreachable too (%s), the notice is dropped after one try, not counted, and listed',
  async (code) => {
    expect(peopleCodes).toContain(code);
    fail({ kind: 'error:is_archived' });
    fail({ kind: `error:${code}` });
    await say('one');
    expect(await minute()).toBe(0);
    expect(await minute()).toBe(0);
    expect(posts()).toEqual([]);
    expect(calls('chat.postMessage')).toHaveLength(2);
    expect(await listed()).toMatchObject({ pausedReason: 'is_archived', last: { reason: 'is_archived' } });
    expect(await counts()).toMatchObject({ dead: 1 });
  },
);

test('the owner is notified of a message that may have been posted', async () => {
  fail({ kind: 'html', commits: true });
  slack.faults.add({ kind: 'error:missing_scope', method: 'conversations.history' });
  await say('one');
  expect(await minute()).toBe(1);
  expect(posts().at(-1)?.[1]).toMatch(/may be missing: Slack did not say whether it was posted/);
  expect(await listed()).toMatchObject({ last: { state: 'dead', reason: 'perhaps posted (missing_scope)' } });
});

test('a temporary refusal is not reported to the owner, and is listed with its next try', async () => {
  fail({ kind: 'error:platform_hiccup' });
  await add(message('one'));
  await expect
    .poll(listed)
    .toMatchObject({ last: { state: 'waiting', reason: 'platform_hiccup', nextTryAt: expect.any(Number) as number } });
  expect(await counts()).toMatchObject({ pending: 1, refusedFor: [{ reason: 'platform_hiccup', count: 1 }] });
  expect(await notifyOwners({ store, messages })).toBe(0);
});

test.each(['alerts', 'leads'])(
  'a subscription to %s that this version cannot read is paused, and its owner notified once',
  async (kind) => {
    await databases.query(url, `update subscriptions set kind = '${kind}', definition = '{"later": true}'`);
    const told = await Promise.all([notifyOwners({ store, messages }), notifyOwners({ store, messages })]);
    expect(Math.max(...told)).toBe(1);
    await settled();
    expect(await minute()).toBe(0);
    expect(posts()).toEqual([['D0NOURA', expect.stringMatching(/paused.*a newer version of Leadbell created it/)]]);
    expect(await listed()).toMatchObject({ definition: null, pausedReason: 'unreadable' });
    await subscriptionService().change(place, subscription, 'resume');
    expect(await minute()).toBe(1);
    expect(posts()).toHaveLength(2);
  },
);

const waits = async () => ((await counts()).askedToWaitUntil ?? 0) - (await store.now());
test('a rate limit that lasts a day is shown until Slack accepts a message again', async () => {
  fail({ kind: 'ratelimited', retryAfterS: 86_400 });
  await add(message('one'));
  await expect.poll(waits).toBeGreaterThan(23.9 * 3_600_000);
  expect(await waits()).toBeLessThanOrEqual(24 * 3_600_000);
  await databases.moveClock(url, 901_000);
  await add(message('two'));
  await settled();
  expect(await counts()).toMatchObject({ askedToWaitUntil: null });
});
