/**
 * Tests the rows of `slack-answers.md` about searching history. Time is simulated: the clocks of Slack, the database
 * and the process are moved together.
 */
import { setTimeout as delay } from 'node:timers/promises';
import type { Fault } from '@leadbell/slack-sandbox';
import { describe, expect, it, test } from 'vitest';
import {
  add,
  calls,
  counts,
  databases,
  deliver as deliverWith,
  dueInMs,
  fail,
  message,
  movedClocks,
  movedMs,
  moveClocks,
  posted,
  rowsOf,
  slack,
  store,
  url,
  setUpPosting,
  wake,
} from '../testing/posting-fixtures.ts';

setUpPosting();

/** Longer than any wait that Slack asks for in these tests, so that each running look still has its lease. */
const timeoutMs = 300_000;

const { codesOf, unplayed } = rowsOf('Looking back');
codesOf(
  /^history is limited to one call a minute .* a post was lost/,
  /^the same, the post was there/,
  /^`invalid_cursor`/,
  /^history refuses with/,
  /^history answers `internal_error`/,
);

test('every row of slack-answers.md about searching history is tested here or in another file', () => {
  expect(unplayed([/^more than 2,000 messages/])).toEqual([]); // delivery/search.test.ts
});

const deliver = (doubtWaitMs = 60_000, graceMs = 300) =>
  deliverWith({ timeoutMs, graceMs, pace: { doubtWaitMs }, ...movedClocks });
const looks = () => calls('conversations.history');
async function chat(many: number): Promise<void> {
  for (let n = 0; n < many; n += 1) await slack.control.say('noura', 'sales', `chatter ${n}`);
}

/** Moves the clocks, then waits until all work that is due is done. */
async function move(ms: number): Promise<void> {
  for (let leftMs = ms; leftMs > 0; leftMs -= 1_000) await moveClocks(1_000);
  for (;;) {
    await wake();
    await delay(30);
    if ((await dueInMs()) > 1_000 && !(await isLooking())) return;
  }
}

async function isLooking(): Promise<boolean> {
  const rows = await databases.query(
    url,
    "select from outbox where state = 'sending' and look_at > clock_timestamp() + interval '100 seconds'",
  );
  return rows.length > 0;
}

/** Moves the clocks until the condition holds, for at most `mostS` simulated seconds, in steps of five. */
async function until(done: () => Promise<boolean> | boolean, mostS: number): Promise<void> {
  const from = movedMs;
  while (!(await done())) {
    expect(movedMs - from, `after ${mostS} s: ${JSON.stringify(posted())}`).toBeLessThan(mostS * 1_000);
    await move(5_000);
  }
}
const settled = async () => {
  const { pending, sending } = await counts();
  return pending + sending === 0;
};

async function play(fault: Fault): Promise<void> {
  slack.conditions.isHistoryLimited = true;
  fail(fault);
  await add(message('one'));
  const from = movedClocks.elapsed();
  deliver();
  await expect.poll(() => slack.traffic.entries().some(({ name }) => name === 'chat.postMessage')).toBe(true);
  await chat(40);
  await add(message('two'), message('three'));
  await until(() => posted().includes('three'), 70);
  // Besides the simulated time, the test itself takes time.
  expect(movedClocks.elapsed() - from).toBeGreaterThanOrEqual(50_000);
  await until(settled, 230);
  expect(await counts()).toMatchObject({ sent: 3, dead: 0 });
  // The search read three pages, because of the chatter, and Slack refused some reads in between.
  expect(looks().filter(({ status }) => status === 200)).toHaveLength(3);
  expect(looks().length).toBeLessThanOrEqual(6);
}

describe('when Slack allows one history call a minute and 15 messages a page,', () => {
  it('the two later messages are posted after a minute, and a lost message is posted after them', async () => {
    await play({ kind: 'error-500' });
    expect(posted()).toEqual(['two', 'three', 'one']);
  });

  it('a post that was not lost is found', async () => {
    await play({ kind: 'error-500-after-commit' });
    expect(posted()).toEqual(['one', 'two', 'three']);
  });

  it('history is read once for several messages in doubt, and a reply waits for the first message of its thread', async () => {
    slack.conditions.isHistoryLimited = true;
    fail({ kind: 'error-500', times: 2 });
    fail({ kind: 'drop-after-commit' });
    const [root = 0] = await add(message('one'));
    await add(message('two'), message('three'), message('reply', { threadOf: root }));
    // The simulated clocks stand still until all three messages are in doubt.
    deliver(0, 120_000);
    await expect.poll(async () => (await counts()).sending).toBe(3);
    await until(settled, 250);
    expect(posted()).toEqual(['three', 'one', 'two', 'reply']);
    expect(looks()).toHaveLength(1);
  });
});

describe('a cursor that Slack no longer accepts', () => {
  it('a search whose cursor Slack no longer accepts restarts from the first page', async () => {
    fail({ kind: 'error-500-after-commit' });
    slack.faults.add({ kind: 'error:invalid_cursor', method: 'conversations.history', skip: 1 });
    await add(message('one'), message('two'));
    const first = slack.control.nextMessage();
    deliver();
    await first;
    await chat(20);
    await until(settled, 60);
    expect(posted()).toEqual(['one', 'two']);
    expect(looks()).toHaveLength(4);
  });

  it('a search restarts only once, and then history counts as unreadable', async () => {
    fail({ kind: 'error-500-after-commit' });
    slack.faults.add({ kind: 'error:invalid_cursor', method: 'conversations.history', times: 2 });
    await add(message('one'), message('two'));
    deliver();
    await until(settled, 60);
    expect(posted()).toEqual(['one', 'two']);
    expect(await store.outbox.dead(10)).toMatchObject([{ key: 'one', reason: 'perhaps posted (invalid_cursor)' }]);
  });
});

test.each(['missing_scope', 'channel_is_limited_access', 'no_permission'])(
  'when history refuses with %s, the message counts as perhaps posted, and later messages are sent',
  async (code) => {
    fail({ kind: 'error-500-after-commit' });
    slack.faults.add({ kind: `error:${code}`, method: 'conversations.history' });
    await add(message('one'), message('two'));
    deliver();
    await until(settled, 30);
    expect(posted()).toEqual(['one', 'two']);
    expect(looks()).toHaveLength(1);
    expect(await store.outbox.dead(10)).toMatchObject([{ key: 'one', reason: `perhaps posted (${code})` }]);
  },
);

it('after history was unreadable for 90 s, a message in doubt is found within 30 s', async () => {
  fail({ kind: 'drop-after-commit' });
  slack.faults.add({ kind: 'error:internal_error', method: 'conversations.history', times: 1_000 });
  await add(message('one'), message('two'));
  deliver();
  await until(() => movedMs >= 90_000, 100);
  expect(posted()).toEqual(['one', 'two']);
  expect(await settled()).toBe(false);
  slack.faults.clear();
  await until(settled, 30);
  expect(posted()).toEqual(['one', 'two']);
});

it('a message is recognised by its text if Slack withholds metadata', async () => {
  slack.conditions.isMetadataWithheld = true;
  fail({ kind: 'drop-after-commit' });
  await add(message('one'), message('two'));
  deliver();
  await until(settled, 30);
  expect(posted()).toEqual(['one', 'two']);
  expect(await counts()).toMatchObject({ sent: 2, dead: 0 });
});
