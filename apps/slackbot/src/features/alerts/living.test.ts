/**
 * Tests that an alert outlives its message, with the real store and delivery and the Slack stand-in:
 * plays the rows about alerts of "Changing a message" in `slack-answers.md`, and combinations.
 */
import type { Message } from '@leadbell/slack-sandbox';
import { caseRows, runs } from '@leadbell/testing';
import * as fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it, test } from 'vitest';
import { short, type SlackSide, startSlackSide } from '../../testing/slack-side-fixtures.ts';
import {
  branch,
  bulk,
  subscriptionService,
  goTo,
  hour,
  look,
  minute,
  monday,
  phone,
  plain,
  poll,
  query,
  store,
  subscribe,
  wait,
  setUpScenario,
} from '../../testing/scenario-fixtures.ts';

setUpScenario();

const rows = caseRows('slack-answers.md').filter(({ section }) => section === 'Changing a message');
const played: RegExp[] = [];
/** Returns the error codes in the table's row whose situation matches. */
function codesOf(situation: RegExp): readonly string[] {
  played.push(situation);
  const found = rows.filter(({ cells }) => situation.test(cells[0] ?? ''));
  if (found.length !== 1) throw new Error(`${found.length} rows for ${situation}`);
  return [...(found[0]?.cells[0] ?? '').matchAll(/`([a-z]+_[a-z_]+)`/g)].map(([, code]) => code ?? '');
}
const passing = codesOf(/^`chat.update` refused once/);
const unchangeable = codesOf(/message of an alert can't be changed/);
const closedThread = codesOf(/thread takes no replies/);
codesOf(/^two changes wait/);
codesOf(/answer was lost/);
const elsewhere = [/^a card of a new lead/];

test('every row of the table "Changing a message" is tested here or in new-leads/living.test.ts', () => {
  const known = [...played, ...elsewhere];
  expect(rows.map(({ cells }) => cells[0] ?? '').filter((row) => !known.some((one) => one.test(row)))).toEqual([]);
});

let side: SlackSide;
beforeEach(async () => {
  side = await startSlackSide(store, 'T1', ['C0IT', 'C0QUIET']);
  // Makes the subscription older, so that it does not count as new.
  await query(`update subscriptions set created_at = '${new Date(monday - hour).toISOString()}'`);
});
afterEach(() => side.close());

const settled = () => side.settled();
const seen = (channel = 'C0IT') => side.seen(channel);
const roots = (channel = 'C0IT') => side.roots(channel);
const newest = (channel = 'C0IT') => roots(channel).at(-1) as Message;
const remove = (message: Message) => side.sandbox.control.deleteMessage(message);
const id = async () => (await subscriptionService.latest(1))[0]?.id ?? 0;
const acknowledge = async () => void (await subscriptionService.act(await id(), 'acknowledge', 'U0SAMIR'));
const undelivered = () => side.undelivered();
const open = '🔴';
const taken = '🟠';
const over = '🟢';

async function fired(): Promise<void> {
  await poll(bulk(1, [branch, branch]));
  await settled();
  expect(seen()).toEqual([[open]]);
  wait(minute);
}
async function corrected(): Promise<void> {
  await poll(bulk(1, ['fine', 'fine']));
  await settled();
}

describe('an alert whose message was deleted', () => {
  it('an alert whose message was deleted is posted again, with its buttons, before the next reply to it', async () => {
    await fired();
    remove(newest());
    await poll(bulk(1, [branch, 'fine']));
    await settled();
    expect(seen()).toEqual([]);
    await acknowledge();
    await settled();
    expect(seen()).toEqual([[taken, 'Acknowledged']]);
    expect(JSON.stringify(newest().blocks)).toContain(`next ${await id()}`);
    wait(minute);
    await corrected();
    expect(seen()).toEqual([[over, 'Acknowledged', 'Resolved.']]);
    expect(await undelivered()).toEqual([]);
  });

  it('an alert is posted again even if its thread continues below a tombstone', async () => {
    await fired();
    await acknowledge();
    await settled();
    remove(newest());
    wait(minute);
    await corrected();
    expect(seen()).toEqual([
      ['#', 'Acknowledged'],
      [over, 'Resolved.'],
    ]);
    wait(2 * hour);
    await poll(bulk(1, [branch]));
    await settled();
    expect(seen()).toEqual([
      ['#', 'Acknowledged'],
      [open, 'Resolved.', 'The problem is back. (aloud)'],
    ]);
    expect(await undelivered()).toEqual([]);
  });

  it('an alert is posted again after each deletion', async () => {
    await fired();
    const line = 'Still open, and no one has acknowledged it.';
    for (const at of ['2025-08-25T13:00:00Z', '2025-08-26T07:00:00Z', '2025-08-26T11:00:00Z']) {
      remove(newest());
      goTo(at);
      await look();
      await settled();
      expect(seen().filter(([card]) => card !== '#')).toEqual([[open, line]]);
      // The line is not in the deleted message's thread, which no one would see.
      expect(
        seen()
          .filter(([card]) => card === '#')
          .every(([, ...lines]) => lines.length === 1),
      ).toBe(true);
    }
    wait(minute);
    await corrected();
    expect(seen().at(-1)).toEqual([over, line, 'Resolved.']);
  });

  it('if an alert’s message is deleted just before a reply to it is posted, both are posted again', async () => {
    await fired();
    // Deletes the message after it was checked, and just before the reply is posted.
    const [card] = roots();
    side.refuse((method) => {
      if (method === 'chat.postMessage' && card !== undefined && roots().includes(card)) remove(card);
      return null;
    });
    await acknowledge();
    await settled();
    expect(seen()).toEqual([[taken, 'Acknowledged']]);
    expect(side.sandbox.ledger().map(({ text, isDeleted }) => [short(text), isDeleted === true])).toEqual([
      [taken, true],
      ['Acknowledged', true],
      [taken, false],
      ['Acknowledged', false],
    ]);
  });
});

describe('an alert whose message cannot be changed', () => {
  test.each(unchangeable)(
    '%s: the next change is posted as a new message, which is updated from then on',
    async (code) => {
      await fired();
      const [old] = roots();
      side.refuse((method, said) => (method === 'chat.update' && said.get('ts') === old?.ts ? code : null));
      await poll(bulk(1, [branch, 'fine']));
      await settled();
      expect(seen()).toEqual([[open]]);
      await acknowledge();
      await settled();
      expect(seen()).toEqual([[open], [taken, 'Acknowledged']]);
      wait(minute);
      await corrected();
      expect(seen()).toEqual([[open], [over, 'Acknowledged', 'Resolved.']]);
      expect(await undelivered()).toEqual([]);
    },
  );

  it('an alert whose message can’t be changed any more is shown as resolved in a new message', async () => {
    await fired();
    side.refuse((method) => (method === 'chat.update' ? 'edit_window_closed' : null));
    await corrected();
    expect(seen()).toEqual([[open], [over, 'Resolved.']]);
  });

  test.each(passing)('%s: the update is retried until the only message shows the newest state', async (code) => {
    await fired();
    side.sandbox.faults.add({ kind: `error:${code}`, method: 'chat.update', times: 2 });
    await acknowledge();
    await poll(bulk(1, ['fine', 'fine']));
    await settled();
    expect(seen()).toEqual([[over, 'Acknowledged', 'Resolved.']]);
  });

  it('two pending changes make one call; a call whose answer was lost is repeated', async () => {
    await fired();
    await side.rest();
    side.sandbox.faults.add({ kind: 'drop-after-commit', method: 'chat.update' });
    await poll(bulk(1, [branch, 'fine']));
    await poll(bulk(1, ['fine', 'fine']));
    await settled();
    expect(seen()).toEqual([[over, 'Resolved.']]);
    expect(side.sandbox.traffic.entries().filter(({ name }) => name === 'chat.update')).toHaveLength(2);
  });
});

describe('an alert whose thread accepts no replies', () => {
  test.each(closedThread)('%s: a new message is posted, and its thread is used from then on', async (code) => {
    await fired();
    const [old] = roots();
    side.refuse((method, said) => (method === 'chat.postMessage' && said.get('thread_ts') === old?.ts ? code : null));
    await subscriptionService.act(await id(), 'note', 'U0SAMIR', { text: 'we know' });
    await settled();
    expect(seen()).toEqual([[open], [open, 'Note']]);
    await corrected();
    // The old message can still be changed, so it shows the current state too.
    expect(seen()).toEqual([[over], [over, 'Note', 'Resolved.']]);
    expect(await undelivered()).toEqual([]);
  });

  it('a channel without threads gets one message for each change, and there is no endless loop', async () => {
    await fired();
    side.refuse((method, said) =>
      method === 'chat.postMessage' && said.has('thread_ts') ? 'restricted_action_non_threadable_channel' : null,
    );
    await acknowledge();
    await settled();
    expect(seen()).toEqual([[taken], [taken]]);
    await corrected();
    expect(seen()).toEqual([[over], [over], [over]]);
    expect(await undelivered()).toEqual([]);
  });
});

function refusePosts(code: string): void {
  side.refuse((method) => (method === 'chat.postMessage' ? code : null));
}

describe('an alert whose first message was refused', () => {
  it('an alert whose first message was refused is posted when there is something new, but not when the alert is over', async () => {
    refusePosts('msg_too_long');
    await poll(bulk(1, [branch]), bulk(3, [phone]));
    await settled();
    side.refuse(() => null);
    await poll(bulk(3, ['fine']));
    wait(4 * hour);
    await look();
    await settled();
    expect(seen()).toEqual([[open]]);
    wait(minute);
    await corrected();
    expect(seen()).toEqual([[over, 'Resolved.']]);
  });

  it('an alert that Slack refused because the channel was closed is posted once the subscription resumes', async () => {
    refusePosts('is_archived');
    await poll(bulk(1, [branch]));
    await settled();
    side.refuse(() => null);
    const place = { workspace: 'T1', channel: 'C0IT' };
    const [paused] = await store.subscriptions.ofChannel('T1', 'C0IT');
    expect(paused?.pausedReason).toBe('is_archived');
    wait(hour);
    await store.transaction((tx) => store.subscriptions.change(tx, paused?.id ?? 0, place, { pausedReason: null }));
    await query(`update subscriptions set created_at = '${new Date(monday + hour + minute).toISOString()}'`);
    await look();
    await settled();
    await look();
    await settled();
    expect(seen()).toEqual([[open]]);
  });

  it('an alert that Slack may have posted is posted again with the next change', async () => {
    side.sandbox.faults.add({ kind: 'html', method: 'chat.postMessage', commits: true });
    side.sandbox.faults.add({ kind: 'error:missing_scope', method: 'conversations.history' });
    await poll(bulk(1, [branch, branch]));
    await settled();
    await acknowledge();
    await settled();
    expect(seen()).toEqual([[open], [taken, 'Acknowledged']]);
  });
});

describe('a daily message', () => {
  const day = 'Alerts of Monday 25 August';

  it('a deleted daily message is posted again with the next change; the card of an alert in its thread is posted again with that alert’s next line', async () => {
    await subscribe({ threadOnly: true }, 'C0QUIET');
    await poll(bulk(1, [branch]));
    await settled();
    expect(seen('C0QUIET')).toEqual([[day, open]]);
    remove(newest('C0QUIET'));
    wait(minute);
    await poll(bulk(3, [phone]));
    await settled();
    expect(seen('C0QUIET')).toEqual([
      ['#', open],
      [day, open],
    ]);
    expect(plain(JSON.stringify(newest('C0QUIET').blocks))).toContain('🔴 2 open');
    wait(minute);
    await poll(bulk(1, ['fine']));
    await settled();
    expect(seen('C0QUIET')).toEqual([
      ['#', over],
      [day, open, over, 'Resolved.'],
    ]);
    expect(plain(JSON.stringify(newest('C0QUIET').blocks))).toContain('🔴 1 open · 🟢 1 resolved');
    expect(await undelivered()).toEqual([]);
  });

  it('a daily message is posted again if it is deleted before its thread has a reply', async () => {
    await subscribe({ threadOnly: true }, 'C0QUIET');
    side.refuse((method, said) => {
      if (method === 'chat.getPermalink' && roots('C0QUIET').some(({ ts }) => ts === said.get('message_ts'))) {
        side.refuse(() => null);
        remove(newest('C0QUIET'));
      }
      return null;
    });
    await poll(bulk(1, [branch]));
    await settled();
    expect(seen('C0QUIET')).toEqual([[day, open]]);
    wait(minute);
    await corrected();
    expect(seen('C0QUIET')).toEqual([[day, over, 'Resolved.']]);
  });
});

const things = [
  'mend',
  'break',
  'less',
  'acknowledge',
  'note',
  'repeat',
  'delete',
  'unchangeable',
  'locked',
  'refused',
] as const;

test('whatever happens to messages, a channel sees each alert’s state, and no reply without its card', async () => {
  let n = 10;
  await fc.assert(
    fc.asyncProperty(fc.array(fc.constantFrom(...things), { minLength: 3, maxLength: 9 }), async (history) => {
      n += 2;
      goTo(new Date(monday).toISOString());
      const [locked, stiff] = [new Set<string>(), new Set<string>()];
      let isRefused = false;
      side.refuse((method, said) => {
        if (method === 'chat.update' && stiff.has(said.get('ts') ?? '')) return 'edit_window_closed';
        if (method === 'chat.postMessage' && locked.has(said.get('thread_ts') ?? '')) return 'cannot_reply_to_message';
        return method === 'chat.postMessage' && isRefused && !said.has('thread_ts') ? 'msg_too_long' : null;
      });
      const before = new Set(roots().map(({ ts }) => ts));
      const own = () => roots().filter(({ ts }) => !before.has(ts));
      const at = () => own().at(-1);
      const about = bulk.bind(null, n);
      const error = { ...branch, code: `E${n}` };
      await poll(about([error, error]));
      await settled();
      let isOpen = true;
      const all = [...history, isOpenAfter(history) ? 'mend' : 'break'] as const;
      for (const [index, thing] of all.entries()) {
        // This is long enough for each return of the problem to be announced.
        wait(2 * hour);
        isRefused = all[index - 1] === 'refused' && index < all.length - 1;
        const last = at();
        if (thing === 'mend') await poll(about(['fine', 'fine']));
        else if (thing === 'break') await poll(about([error, error]));
        else if (thing === 'less' && isOpen) await poll(about([error, 'fine']));
        else if (thing === 'acknowledge') await acknowledge();
        else if (thing === 'note') await subscriptionService.act(await id(), 'note', 'U0SAMIR', { text: 'seen' });
        else if (thing === 'repeat') {
          wait(4 * hour);
          await look();
        } else if (thing === 'delete' && last !== undefined && last.subtype === undefined) remove(last);
        else if (thing === 'unchangeable' && last !== undefined) stiff.add(last.ts);
        else if (thing === 'locked' && last !== undefined) locked.add(last.ts);
        if (thing === 'mend' || thing === 'break') isOpen = thing === 'break';
        await settled();
      }
      // The newest message must show the last event.
      const texts = own().map(({ text, subtype }) => (subtype === 'tombstone' ? '#' : plain(text)));
      expect(texts.at(-1)).toMatch(isOpen ? /^(🔴|🟠)/u : /^🟢/u);
      for (const text of texts) expect(text).toMatch(/^(#$|🔴|🟠|🟢)/u);
      expect(texts.length).toBeLessThanOrEqual(1 + history.length);
    }),
    { numRuns: runs(18) },
  );
});

/**
 * Whether the alert is open after this history. Each scenario then closes an open alert or opens a
 * closed one, so that its last event is announced.
 */
function isOpenAfter(history: readonly (typeof things)[number][]): boolean {
  return history.findLast((thing) => thing === 'mend' || thing === 'break') !== 'mend';
}
