/**
 * Tests new-lead cards whose posts fail: plays rows of "Changing a message" in `slack-answers.md`.
 * Uses the real store and delivery, and the Slack stand-in.
 */
import type { Instant, Lead } from '@leadbell/domain';
import { asRead, caseRows } from '@leadbell/testing';
import { afterEach, beforeEach, describe, expect, it, test } from 'vitest';
import { nthLead } from '../../testing/lead-fixtures.ts';
import { type SlackSide, startSlackSide } from '../../testing/slack-side-fixtures.ts';
import {
  bulkOf,
  channel,
  databases,
  pollOf,
  store,
  subscribe,
  url,
  setUpAnnouncing,
} from '../../testing/announcing-fixtures.ts';

setUpAnnouncing();

let side: SlackSide;
beforeEach(async () => {
  side = await startSlackSide(store, 'T1', [channel]);
});
afterEach(() => side.close());

/** Simulates a poll that reads a bulk of these leads: each has a letter as its name, and an outcome. */
function read(leads: Readonly<Record<string, Lead['outcome']>>): Promise<void> {
  const all = Object.entries(leads).map(([letter, outcome]) => ({
    ...nthLead(1),
    firstName: letter,
    externalId: letter,
    phoneNumber: `50000000${letter.charCodeAt(0)}`,
    leadId: null,
    outcome,
    errors: [],
  }));
  return pollOf([bulkOf(all)], false);
}

/**
 * Returns the leads whose cards are in the channel, with their outcomes; for a thread-only
 * subscription, those in the newest day's message.
 */
function cards(): readonly string[] {
  const messages = side.sandbox.control.messages(channel);
  const root = side.roots(channel).at(-1);
  const isOfDay = messages.some(({ threadTs }) => threadTs !== undefined);
  return messages
    .filter(({ subtype, threadTs }) => subtype !== 'tombstone' && (!isOfDay || threadTs === root?.ts))
    .map(({ blocks }) => {
      const text = asRead(JSON.stringify(blocks));
      return `${/\*([A-Z])\b/.exec(text)?.[1]} ${/Created|Pending/.exec(text)?.[0]}`;
    });
}
const calls = (name: string) => side.sandbox.traffic.entries().filter((entry) => entry.name === name).length;

const rows = caseRows('slack-answers.md').filter(({ section }) => section === 'Changing a message');
const row = rows.find(({ cells }) => cells[0]?.startsWith('a card of a new lead: '));
const codes = [...(row?.cells[0] ?? '').matchAll(/`(\w+)`/g)].map(([, code]) => code ?? '');

describe('a new-lead card', () => {
  test.each(codes)(
    '%s: the card stays as it is, is not counted as failed, and is not retried at each change',
    async (code) => {
      await subscribe();
      await read({ A: 'pending', B: 'pending' });
      await side.settled();
      const [first] = side.roots(channel);
      side.refuse((method, said) => (method === 'chat.update' && said.get('ts') === first?.ts ? code : null));
      await read({ A: 'created', B: 'created' });
      await side.settled();
      expect(cards()).toEqual(['A Pending', 'B Created']);
      const before = calls('chat.update');
      await read({ A: 'pending', B: 'created' });
      await side.settled();
      expect(calls('chat.update')).toBe(before);
      expect(await side.undelivered()).toEqual([]);
      expect(await store.outbox.counts(0 as Instant)).toMatchObject({ dead: 0 });
    },
  );

  it('a card that a person deleted stays deleted; the other cards are still updated', async () => {
    await subscribe();
    await read({ A: 'pending', B: 'pending' });
    await side.settled();
    const [first] = side.roots(channel);
    if (first !== undefined) side.sandbox.control.deleteMessage(first);
    await read({ A: 'created', B: 'created', C: 'pending' });
    await side.settled();
    expect(cards()).toEqual(['B Created', 'C Pending']);
    expect(await side.undelivered()).toEqual([]);
  });

  it('a card is not updated while its lead is outside the subscription’s scope, and is updated when the lead is back', async () => {
    await subscribe();
    await read({ A: 'pending' });
    await side.settled();
    await databases.query(url, `update subscriptions set scope = '[{"brands": ["Lotus"]}]'`);
    await read({ A: 'created', B: 'pending' });
    await side.settled();
    expect([cards(), calls('chat.update')]).toEqual([['A Pending'], 0]);
    await databases.query(url, 'update subscriptions set scope = null');
    await read({ A: 'created', B: 'pending' });
    await side.settled();
    expect(cards()).toEqual(['A Created', 'B Pending']);
  });

  test.each(['team_added_to_org', 'message_limit_exceeded'])(
    '%s: the card is posted once the problem is over',
    async (code) => {
      await subscribe();
      side.sandbox.faults.add({ kind: `error:${code}`, method: 'chat.postMessage' });
      await read({ A: 'pending' });
      await side.settled();
      expect(cards()).toEqual(['A Pending']);
    },
  );

  it('a card that Slack refused at first is posted when the lead’s outcome changes within a day', async () => {
    await subscribe();
    side.refuse((method) => (method === 'chat.postMessage' ? 'msg_too_long' : null));
    await read({ A: 'pending', B: 'pending' });
    await side.settled();
    expect(await side.undelivered()).toHaveLength(2);
    side.refuse(() => null);
    await read({ A: 'created', B: 'pending' });
    await side.settled();
    expect(cards()).toEqual(['A Created']);
    await databases.query(url, "update outbox set created_at = created_at - interval '25 hours'");
    await read({ A: 'created', B: 'created' });
    await side.settled();
    expect(cards()).toEqual(['A Created']);
  });

  it('a card is posted under a new daily message if the day’s message was deleted', async () => {
    await subscribe(true);
    await read({ A: 'pending' });
    await side.settled();
    const [day] = side.roots(channel);
    if (day !== undefined) side.sandbox.control.deleteMessage(day);
    await read({ A: 'pending', B: 'pending' });
    await side.settled();
    await read({ A: 'pending', B: 'pending', C: 'pending' });
    await side.settled();
    expect(side.seen(channel).map(([title]) => title)).toEqual(['#', side.seen(channel).at(-1)?.[0]]);
    expect(JSON.stringify(side.roots(channel).at(-1)?.blocks)).toContain('3 new leads');
    expect(cards()).toEqual(['B Pending', 'C Pending']);
    expect(await side.undelivered()).toEqual([]);
  });
});
