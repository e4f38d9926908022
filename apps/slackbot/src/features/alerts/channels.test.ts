// Tests channels that have alert settings of their own: their own thresholds, or everything in
// threads.
import { defaultAlertSettings, type Zone } from '@leadbell/domain';
import { beforeEach, describe, expect, it } from 'vitest';
import {
  branch,
  bulk,
  channel,
  subscriptionService,
  goTo,
  hour,
  look,
  minute,
  monday,
  now,
  phone,
  plain,
  poll,
  query,
  reasons,
  settle,
  subscribe,
  subscription,
  wait,
  setUpScenario,
} from '../../testing/scenario-fixtures.ts';

setUpScenario();

describe('channels with their own thresholds', () => {
  const few = { ...defaultAlertSettings, groupWaitMs: 0, erroredLeads: 3, erroredShare: Infinity };
  beforeEach(() => settle(few));

  it('channels with lower thresholds get the alert first; others get it once it meets their thresholds', async () => {
    const from2 = await subscribe({ thresholds: { erroredLeads: 2 } }, 'C0FEW');
    const half = await subscribe({ thresholds: { erroredPercent: 50 } }, 'C0HALF');
    const off = await subscribe({ thresholds: { erroredLeads: 1 }, without: ['bulk-errors'] }, 'C0OFF');
    await poll(bulk(1, [branch, branch, 'fine', 'fine', 'fine']), bulk(2, [phone, 'fine', 'fine']));
    expect((await channel(from2)).roots).toEqual(['🔴 Branch … not found × 2 · Website']);
    for (const other of [subscription, half, off]) expect((await channel(other)).roots).toEqual([]);
    // The other bulk is below the threshold of every channel, so no rule fires.
    expect(await reasons()).toEqual(['fired']);
    wait(minute);
    await poll(bulk(1, [branch, branch, branch, 'fine', 'fine']));
    for (const one of [from2, half, subscription])
      expect((await channel(one)).roots).toEqual(['🔴 Branch … not found × 3 · Website']);
  });

  it('a bulk that joins the alert is announced only in channels whose thresholds it meets', async () => {
    const from2 = await subscribe({ thresholds: { erroredLeads: 2 } }, 'C0FEW');
    await poll(bulk(1, [branch, branch, branch]));
    wait(6 * minute);
    await poll(bulk(2, [branch, branch]));
    expect((await channel(from2)).lines).toEqual(['1 more bulk with the same cause. (aloud)']);
    expect(await channel()).toEqual({ roots: ['🔴 Branch … not found × 5 · 2 sources'], lines: [] });
  });

  it('a bulk that grows past a channel’s threshold is announced there once', async () => {
    const from2 = await subscribe({ thresholds: { erroredLeads: 2 } }, 'C0FEW');
    await poll(bulk(1, [branch, branch, branch]), bulk(2, [branch, branch, 'fine', 'fine']));
    expect((await channel()).lines).toEqual([]);
    wait(minute);
    await poll(bulk(2, [branch, branch, branch, branch]));
    await look();
    expect((await channel()).lines).toEqual(['1 more bulk with the same cause. (aloud)']);
    expect((await channel(from2)).lines).toEqual([]);
  });

  it('a problem that comes back below a channel’s thresholds does not ping the channel', async () => {
    const from2 = await subscribe({ thresholds: { erroredLeads: 2 } }, 'C0FEW');
    await poll(bulk(1, [branch, branch, branch]));
    wait(minute);
    await poll(bulk(1, ['fine', 'fine', 'fine']));
    wait(5 * minute);
    await poll(bulk(2, [branch, branch, 'fine', 'fine']));
    expect((await channel(from2)).lines).toEqual(['Resolved.', 'The problem is back. (aloud)']);
    expect((await channel()).lines).toEqual(['Resolved.', 'The problem is back.']);
  });

  it('an action does not post a silenced alert in a channel that does not have it yet', async () => {
    await subscribe({ thresholds: { erroredLeads: 2 } }, 'C0FEW');
    await poll(bulk(1, [branch, branch, 'fine', 'fine']));
    const [alert] = await subscriptionService.latest(1);
    await subscriptionService.silence({ rule: 'bulk-errors' }, hour, 'maintenance', 'U0SAMIR');
    wait(minute);
    await poll(bulk(1, [branch, branch, branch, 'fine']));
    await subscriptionService.act(alert?.id ?? 0, 'note', 'U0SAMIR', { text: 'known' });
    expect(await channel()).toEqual({ roots: [], lines: [] });
  });

  it('a stalled bulk or an unresponsive DMS is reported only after the minutes of the channel’s own thresholds', async () => {
    const early = await subscribe({ thresholds: { stalledMinutes: 30, unreachableMinutes: 2 } }, 'C0EARLY');
    const late = await subscribe({ thresholds: { stalledMinutes: 90, unreachableMinutes: 20 } }, 'C0LATE');
    const title = '🔴 1 bulk is stuck · Bulk 2';
    await poll(bulk(2, ['fine'], { state: 'in-progress', createdAt: monday }));
    const roots = async () => Promise.all([early, subscription, late].map(async (one) => (await channel(one)).roots));
    wait(30 * minute);
    await look();
    expect(await roots()).toEqual([[title], [], []]);
    wait(30 * minute);
    await look();
    await look();
    expect(await roots()).toEqual([[title], [title], []]);
    wait(30 * minute);
    await look();
    expect(await roots()).toEqual([[title], [title], [title]]);
    await poll(bulk(2, ['fine']));
    await query(`update dms_connections set failed_since = '${new Date(now).toISOString()}'`);
    const told = async () => (await roots()).map((all) => all.includes('🔴 The DMS is not answering'));
    wait(3 * minute);
    await look();
    expect(await told()).toEqual([true, false, false]);
    wait(2 * minute);
    await look();
    expect(await told()).toEqual([true, true, false]);
  });

  it('a silenced alert is not posted in a channel that does not have it yet', async () => {
    const from2 = await subscribe({ thresholds: { erroredLeads: 2 } }, 'C0FEW');
    await poll(bulk(1, [branch, branch]));
    await subscriptionService.silence({ rule: 'bulk-errors' }, hour, '', 'U0SAMIR');
    wait(minute);
    await poll(bulk(1, [branch, branch, branch]));
    expect((await channel(from2)).roots).toHaveLength(1);
    expect((await channel()).roots).toEqual([]);
  });
});

interface Row {
  readonly id: number;
  readonly thread: number | null;
  readonly text: string;
  readonly blocks: string;
}
async function rows(of: number): Promise<Row[]> {
  const found = await query(
    `select id, thread_of as thread, payload ->> 'text' as text, payload::text as blocks from outbox where subscription_id = ${of} order by id`,
  );
  return found.map(({ id, thread, text, blocks }) => ({
    id: Number(id),
    thread: thread === null ? null : Number(thread),
    text: plain(text),
    blocks: plain(blocks),
  }));
}

describe('a thread-only channel', () => {
  it('a thread-only channel has one updated message a day, and everything else in its thread', async () => {
    const quiet = await subscribe({ threadOnly: true }, 'C0QUIET');
    await poll(bulk(1, [branch]), bulk(3, [phone]));
    const [day, ...replies] = await rows(quiet);
    expect(day).toMatchObject({ thread: null, text: 'Alerts of Monday 25 August' });
    expect(day?.blocks).toContain('🔴 2 open');
    expect(replies.map(({ text, thread }) => [text, thread])).toEqual([
      ['🔴 Branch … not found × 1 · Website', day?.id],
      ['🔴 Invalid phone × 1 · Website', day?.id],
    ]);
    await subscriptionService.act((await subscriptionService.latest(9)).at(-1)?.id ?? 0, 'acknowledge', 'U0SAMIR');
    wait(minute);
    await poll(bulk(3, ['fine']));
    wait(4 * hour);
    const after = await rows(quiet);
    expect(after[0]?.blocks).toContain('🟠 1 acknowledged · 🟢 1 resolved');
    expect(after.slice(1).every(({ thread }) => thread === day?.id)).toBe(true);
    expect(after.slice(3).map(({ blocks }) => /Alert \d+ · /.test(blocks))).toEqual([true, true]);
  });

  it('nothing else is sent to a thread-only channel itself, not even reminders', async () => {
    const quiet = await subscribe({ threadOnly: true }, 'C0QUIET');
    await poll(bulk(1, [branch]));
    wait(4 * hour);
    await look();
    expect((await channel(quiet)).lines).toContain('Still open, and no one has acknowledged it.');
    expect((await rows(quiet)).map(({ blocks }) => blocks.includes('reply_broadcast'))).toEqual([false, false, false]);
  });

  it('a thread-only channel gets a new message each day of its zone; an alert stays in its first thread', async () => {
    const quiet = await subscribe({ threadOnly: true }, 'C0QUIET');
    const far = await subscribe({ threadOnly: true, zone: 'Pacific/Auckland' as Zone }, 'C0FAR');
    await poll(bulk(1, [branch]));
    // 23:30 in Riyadh, and the next morning in Auckland.
    goTo('2025-08-25T20:30:00Z');
    await poll(bulk(3, [phone], { createdAt: now }));
    goTo('2025-08-25T21:30:00Z');
    await poll(bulk(1, ['fine']), bulk(5, ['fine'], { state: 'cancelled', createdAt: now }));
    const told = async (of: number) =>
      Map.groupBy(await rows(of), ({ id, thread }) => thread ?? id)
        .values()
        .map((all) => all.map(({ text }) => text.replace(/.*: /, '')))
        .toArray();
    expect(await told(quiet)).toEqual([
      [
        'Alerts of Monday 25 August',
        '🟢 Branch … not found × 1 · Website',
        '🔴 Invalid phone × 1 · Website',
        'Resolved.',
      ],
      ['Alerts of Tuesday 26 August', '🔴 1 bulk was cancelled · Bulk 5'],
    ]);
    expect(await told(far)).toEqual([
      ['Alerts of Monday 25 August', '🟢 Branch … not found × 1 · Website', 'Resolved.'],
      ['Alerts of Tuesday 26 August', '🔴 Invalid phone × 1 · Website', '🔴 1 bulk was cancelled · Bulk 5'],
    ]);
    expect((await rows(quiet))[0]?.blocks).toContain('🔴 1 open · 🟢 1 resolved');
  });

  it('a thread-only channel’s group is mentioned in the thread', async () => {
    const quiet = await subscribe({ threadOnly: true, escalation: { group: 'S0EVERYONE', minutes: 15 } }, 'C0QUIET');
    await poll(bulk(1, [branch]));
    wait(15 * minute);
    await look();
    await look();
    const all = await rows(quiet);
    expect(all.at(-1)?.blocks).toContain('S0EVERYONE');
    expect(all.at(-1)?.blocks).not.toContain('reply_broadcast');
    expect(all.map(({ thread }) => thread)).toEqual([null, all[0]?.id, all[0]?.id]);
  });
});

describe('channels of another workspace', () => {
  it('channels of another workspace share the alert and its silences, but do not mention people or groups that are unknown there', async () => {
    await poll(bulk(1, [branch]));
    const [alert] = await subscriptionService.latest(1);
    await subscriptionService.act(alert?.id ?? 0, 'acknowledge', 'U0SAMIR');
    await query("update workspaces set id = id; insert into workspaces (id) values ('T2')");
    await query(`insert into subscriptions (workspace_id, channel_id, owner_id, kind, definition)
      select 'T2', 'C0THERE', 'U0THERE', kind, definition from subscriptions limit 1`);
    wait(6 * minute);
    await poll(bulk(2, [branch]));
    const there = (await query("select payload::text as text from outbox where workspace_id = 'T2'")).map(({ text }) =>
      plain(text),
    );
    expect(there.join()).toContain('someone in another workspace');
    expect(there.join()).not.toContain('U0SAMIR');
    const here = await query("select payload::text as text from outbox where workspace_id = 'T1'");
    expect(JSON.stringify(here)).toContain('U0SAMIR');
  });
});

async function card(of: number): Promise<string> {
  const [row] = await query(`select payload::text as text from outbox where subscription_id = ${of} order by id`);
  return String(row?.['text']);
}

describe('an error that the DMS gives in two languages', () => {
  const en = 'Branch unknown';
  const ar = 'الفرع غير معروف';
  const both = { code: 'B1', field: null, message: en, messages: { en, ar } };

  it('an error is shown in the channel’s language; a text in only one language is shown as received, with its direction isolated', async () => {
    settle({ ...defaultAlertSettings, groupWaitMs: 0, erroredLeads: 1 });
    const arabic = await subscribe({ language: 'ar' }, 'C0AR');
    // An earlier release stored only one language.
    await query(`insert into error_kinds values ('dms', 'b1|', '${en}', 'B1', null, now())`);
    await poll(bulk(1, [both, phone]));
    expect(await card(subscription)).toContain(en);
    expect(await card(subscription)).not.toContain(ar);
    expect(await card(arabic)).toContain(ar);
    expect(await card(arabic)).not.toContain(en);
    expect(await card(arabic)).toContain('\u2068Invalid phone\u2069');
  });

  it('an error is silenced by its text in any language', async () => {
    await subscriptionService.silence({ error: ar }, hour, '', 'U0SAMIR');
    await poll(bulk(1, [both]));
    expect((await reasons()).filter((reason) => reason !== 'silenced')).toEqual([]);
    expect((await channel()).roots).toEqual([]);
  });
});
