// Counts the messages that a channel gets about many simultaneous causes, about alerts that were
// open when it subscribed, and about unstable alerts. Checks that no cause is lost.
import { languageTags } from '@leadbell/i18n';
import { defaultAlertSettings, installationWords } from '@leadbell/domain';
import { describe, expect, it } from 'vitest';
import { causesView } from './causes-view.ts';
import { byWeight } from './summary-card.ts';
import { messagesFor } from '../index.ts';
import { checkBlocks, renderModal } from '@leadbell/slack-kit';
import { example } from '../../testing/lead-fixtures.ts';
import {
  bulk,
  channel,
  subscriptionService,
  goTo,
  hour,
  look,
  members,
  scopes,
  minute,
  plain,
  poll,
  query,
  settle,
  shown,
  subscribe,
  subscription,
  wait,
  zone,
  setUpScenario,
} from '../../testing/scenario-fixtures.ts';

setUpScenario();

const nameOf = (n: number) => `${'abcdefghij'[n % 10]}${'klmnopqrst'[Math.floor(n / 10)]}xy`;
const cause = (n: number) => ({ code: `C_${n}`, field: null, message: `Cause ${nameOf(n)}` });
installationWords.learn(Array.from({ length: 100 }, (_, n) => ({ kind: 'word', text: nameOf(n) })));
const manyBulks = (count: number, first = 1) =>
  Array.from({ length: count }, (_, n) =>
    bulk(
      first + n,
      Array.from({ length: 1 + ((first + n) % 7) }, () => cause(first + n)),
    ),
  );
const fine = (id: number) => bulk(id, ['fine']);

/** Returns every row written for the channel, with the number of its changes. */
const rows = async (of = subscription) =>
  (
    await query(
      `select key, thread_of as thread, payload ->> 'text' as text, payload::text as whole, payload -> 'reply_broadcast' as aloud
       from outbox where subscription_id = ${of} order by id`,
    )
  ).map(({ key, thread, text, whole, aloud }) => ({
    key: String(key),
    isRoot: thread == null,
    text: plain(text),
    whole: plain(whole),
    isAloud: aloud === true,
  }));

describe('80 causes at once', () => {
  it('80 causes make one message that names the worst cause; every cause is in the message or in its thread', async () => {
    await poll(...manyBulks(80));
    const all = await rows();
    const [root, ...replies] = all;
    expect(all.filter(({ isRoot }) => isRoot)).toHaveLength(1);
    expect(root?.text).toMatch(/^🔴 80 causes of errors at once, in 80 bulks: Cause .* × 7 · \S+, and 79 more$/);
    expect(replies.length).toBeLessThanOrEqual(10);
    expect(replies.some(({ isAloud }) => isAloud)).toBe(false);
    const whole = all.map((one) => one.whole).join('\n');
    for (let n = 1; n <= 80; n += 1) expect(whole).toContain(`${cause(n).message} × `);
  });

  it('the message is updated in place as causes resolve; the thread announces when all of them are resolved', async () => {
    await poll(...manyBulks(80));
    const before = await rows();
    wait(minute);
    await poll(...Array.from({ length: 30 }, (_, n) => fine(n + 1)));
    expect(await rows()).toHaveLength(before.length);
    expect((await rows())[0]?.whole).toContain('🔴 50 open · 🟢 30 resolved');
    wait(minute);
    await poll(...Array.from({ length: 50 }, (_, n) => fine(n + 31)));
    const after = await rows();
    expect(after.slice(before.length).map(({ text, isAloud }) => [text, isAloud])).toEqual([
      ['All of these are resolved.', false],
    ]);
    expect(after[0]?.text).toMatch(/^🟢/);
  });

  it('causes that keep arriving share the message, and ping the channel once each group interval', async () => {
    await poll(...manyBulks(20));
    for (let n = 0; n < 6; n += 1) {
      wait(minute);
      await poll(...manyBulks(2, 21 + 2 * n));
    }
    const all = await rows();
    expect(all.filter(({ isRoot }) => isRoot)).toHaveLength(1);
    expect(all[0]?.text).toContain('32 causes');
    expect(all.filter(({ isAloud }) => isAloud).map(({ text }) => text)).toEqual(['10 more causes have appeared.']);
  });

  it('many causes share one reminder and one escalation', async () => {
    await query('delete from subscriptions');
    const one = await subscribe({ escalation: { group: 'S0EVERYONE', minutes: 15 } }, 'C0OTHER');
    await poll(...manyBulks(12));
    wait(16 * minute);
    await look();
    wait(4 * hour);
    await look();
    const lines = (await rows(one)).filter(({ isAloud }) => isAloud);
    expect(lines.map(({ text }) => text)).toEqual([
      '12 causes are not acknowledged yet.',
      '12 causes are not acknowledged yet.',
    ]);
    expect(lines[0]?.whole).toContain('S0EVERYONE');
  });

  it('the reminder waits a whole repeat interval after the channel’s last ping, even if an alert’s own interval ends earlier', async () => {
    await poll(...manyBulks(12));
    wait(4 * minute);
    await poll(...manyBulks(2, 13));
    for (const minutes of [2, 235, 3, 3]) {
      wait(minutes * minute);
      await look();
    }
    const lines = (await rows()).filter(({ isAloud }) => isAloud).map(({ text }) => text);
    expect(lines.map((text) => /^\d+ more/.test(text))).toEqual([true, false]);
    wait(10 * minute);
    await look();
    expect((await rows()).filter(({ isAloud }) => isAloud)).toHaveLength(2);
  });

  it.each([
    [8, 8],
    [9, 1],
  ])('%i causes make %i messages', async (causes, messages) => {
    await poll(...manyBulks(causes));
    expect((await channel()).roots).toHaveLength(messages);
  });

  it('a summary starts when there are more causes than the settings allow; after the first resolve it shows how many are open and how many are resolved', async () => {
    settle({ ...defaultAlertSettings, groupWaitMs: 0, burstCauses: 2 });
    await poll(...manyBulks(3));
    expect((await channel()).roots).toHaveLength(1);
    expect((await rows())[0]?.whole).not.toMatch(/\d open/);
    wait(minute);
    await poll(fine(1));
    expect((await rows())[0]?.whole).toContain('🔴 2 open · 🟢 1 resolved');
  });

  it('causes are summarised only in channels where enough of them meet the thresholds', async () => {
    const few = await subscribe({ atLeast: 7 }, 'C0FEW');
    await poll(...manyBulks(20));
    expect((await channel()).roots).toHaveLength(1);
    expect((await rows(few)).map(({ key }) => key.split(' ')[0])).toEqual(['alert', 'alert', 'alert']);
  });
});

const summaryOf = async () => Number((await query('select id from alert_summaries'))[0]?.['id']);

it('a summary shows the connection first, then causes ranked by leads; a stalled bulk is ranked by its leads, not its minutes', async () => {
  await poll(bulk(1, [cause(1), cause(1)]));
  const [errors] = await subscriptionService.latest(1);
  const [member] = Object.values(errors?.state.members ?? {});
  if (errors === undefined || member === undefined) throw new Error('no alert');
  const like = (id: number, rule: string, key: string, count: number, of: number) => ({
    ...errors,
    id,
    rule,
    state: { ...errors.state, members: { [key]: { ...member, count, of } } },
  });
  const ranked = byWeight([
    like(1, 'bulk-errors', '1', 28, 40),
    like(2, 'bulk-stalled', '2', 300, 3),
    like(3, 'dms-unreachable', '', 5, 0),
    like(4, 'no-leads', '', 2, 0),
  ]);
  expect(ranked.map(({ id }) => id)).toEqual([3, 4, 1, 2]);
});

it('a summary does not announce that all causes are over while one of them cannot be evaluated', async () => {
  await poll(...manyBulks(9));
  // Outside working hours the rate of leads is unknown.
  await query(
    `insert into alerts (connection_id, rule, group_key, state)
     select connection_id, 'no-leads', 'no-leads', state || '{"members": {}}' from alerts order by id limit 1`,
  );
  await query(
    `update alert_summaries set state = jsonb_set(state, '{alerts}', state -> 'alerts' || (select to_jsonb(max(id)) from alerts))`,
  );
  goTo('2025-08-25T18:00:00Z');
  await poll(...Array.from({ length: 9 }, (_, n) => fine(n + 1)));
  expect((await rows()).map(({ text }) => text)).not.toContain('All of these are resolved.');
  expect((await rows())[0]?.whole).toContain('1 open · 🟢 9 resolved');
});

describe('a thread-only channel', () => {
  it('a thread-only channel gets a burst in its daily thread, and the daily message counts each alert', async () => {
    const quiet = await subscribe({ threadOnly: true }, 'C0QUIET');
    await poll(...manyBulks(20));
    const all = await rows(quiet);
    expect(all.filter(({ isRoot }) => isRoot)).toHaveLength(1);
    expect(all[0]?.whole).toContain('20 open');
    expect(all.some(({ isAloud }) => isAloud)).toBe(false);
    wait(minute);
    await poll(fine(1), fine(2));
    expect((await rows(quiet))[0]?.whole).toContain('🔴 18 open · 🟢 2 resolved');
  });
});

describe('All causes', () => {
  it.each(languageTags)('the modal All causes lists every cause, and Slack accepts its pages: %s', async (language) => {
    await poll(...manyBulks(80));
    const messages = messagesFor(language);
    const summary = await summaryOf();
    const found = await subscriptionService.causes(summary);
    if (found === null) throw new Error('no summary');
    const listed = new Set<string>();
    for (let page = 0; page < 8; page += 1) {
      const card = causesView(found.causes, { summary, page }, { messages, zone, errorTexts: found.errorTexts });
      const view = renderModal(card, { tag: messages.tag, more: messages.leads.more });
      expect(checkBlocks(view.blocks, 'modal')).toEqual([]);
      for (const [, name = ''] of plain(JSON.stringify(view)).matchAll(/(Cause \w+) ×/g)) listed.add(name);
    }
    expect(listed.size).toBe(80);
  });

  it('a cause is acknowledged, assigned or silenced in All causes: the message counts acknowledged causes, and the thread mentions a new owner', async () => {
    await poll(...manyBulks(20));
    const id = await summaryOf();
    const before = (await rows()).length;
    const [first, second, third] = (await subscriptionService.causes(id))?.causes.alerts ?? [];
    await subscriptionService.act(first?.id ?? 0, 'acknowledge', 'U0SAMIR');
    await subscriptionService.act(second?.id ?? 0, 'assign', 'U0SAMIR', { to: 'U0NOURA' });
    const { rule = '', group = '' } = third ?? {};
    await subscriptionService.silence({ cause: { rule, group, name: 'Cause' } }, 2 * hour, '', 'U0SAMIR');
    expect((await subscriptionService.causes(id))?.causes.silencedUntil.has(third?.id ?? 0)).toBe(true);
    const after = await rows();
    expect(after[0]?.whole).toContain('🔴 18 open · 🟠 2 acknowledged');
    expect(after.slice(before).map(({ whole }) => /U0[A-Z]+/.exec(whole)?.[0])).toEqual(['U0NOURA']);
  });

  it('the modal All causes marks an alert as silenced only if a silence matches its shown text', async () => {
    await poll(...manyBulks(20));
    const id = await summaryOf();
    const silenced = async () => {
      const { alerts, silencedUntil } = (await subscriptionService.causes(id))?.causes ?? {
        alerts: [],
        silencedUntil: new Map(),
      };
      return alerts.filter((alert) => silencedUntil.has(alert.id)).map(({ group }) => group);
    };
    await poll(fine(7));
    await subscriptionService.silence({ source: 'Email', error: cause(7).message }, hour, '', 'U0SAMIR');
    expect(await silenced()).toEqual([]);
    await subscriptionService.silence({ error: cause(8).message }, hour, '', 'U0SAMIR');
    expect(await silenced()).toHaveLength(1);
  });

  it('the modal All causes contains only alerts of this workspace', async () => {
    await poll(...manyBulks(20));
    await query("insert into workspaces (id) values ('T2') on conflict do nothing");
    await query("update subscriptions set workspace_id = 'T2'");
    expect(await subscriptionService.causes(await summaryOf())).toBeNull();
  });
});

describe('a channel that subscribes', () => {
  it('a channel that subscribes gets all open alerts in one first message; later alerts get their own messages', async () => {
    await poll(...manyBulks(5));
    const late = await subscribe({}, 'C0LATE');
    wait(minute);
    await look();
    expect((await rows(late)).map(({ isRoot, text }) => [isRoot, text.split(':')[0]])).toEqual([
      [true, '🔴 5 alerts are open'],
    ]);
    expect((await rows(late))[0]?.whole).not.toContain('5 open');
    wait(10 * minute);
    await poll(...manyBulks(1, 6));
    expect((await rows(late)).filter(({ isRoot }) => isRoot)).toHaveLength(2);
    expect((await channel()).roots).toHaveLength(6);
  });

  it('the first message is updated to the number of alerts that are still open', async () => {
    await poll(...manyBulks(5));
    const late = await subscribe({}, 'C0LATE');
    await look();
    wait(minute);
    await poll(...Array.from({ length: 3 }, (_, n) => fine(n + 1)));
    expect((await rows(late))[0]?.text).toMatch(/^🔴 2 alerts are open: .*, and 1 more$/);
    wait(minute);
    await poll(fine(4), fine(5));
    expect((await rows(late))[0]?.text).toBe('🟢 No alerts are open');
  });

  it('a channel that subscribes gets the alert’s own message if only one is open', async () => {
    await poll(...manyBulks(1));
    const late = await subscribe({}, 'C0LATE');
    await look();
    expect((await rows(late)).map(({ key }) => key.split(' ')[0])).toEqual(['alert']);
  });
});

describe('one bulk that alternates between errored and fixed at each poll for a minute', () => {
  it('an alternating bulk is announced to a channel with a higher threshold once it has grown past that threshold', async () => {
    const big = await subscribe({ thresholds: { erroredLeads: 12 } }, 'C0BIG');
    const standing = bulk(1, [cause(1)]);
    const many = (count: number) =>
      bulk(
        2,
        Array.from({ length: count }, () => cause(1)),
      );
    await poll(standing);
    for (const count of [3, 3, 3, 3, 10]) {
      await poll(standing, many(count));
      wait(minute);
      await poll(standing, fine(2));
      wait(minute);
    }
    expect(await rows(big)).toEqual([]);
    // The number has not doubled, so the message in the other channels stays as it is.
    for (const count of [13, 14]) {
      await poll(standing, many(count));
      wait(minute);
      await poll(standing, fine(2));
      wait(minute);
    }
    expect((await rows(big)).filter(({ isRoot }) => isRoot)).toHaveLength(1);
  });

  it('an alternating bulk makes one message and one ping, and is shown as unstable', async () => {
    for (let n = 0; n < 60; n += 1) {
      await poll(n % 2 === 0 ? bulk(1, [cause(1)]) : fine(1));
      wait(1_000);
    }
    const { roots, lines } = await channel();
    expect(roots).toEqual(['🟡 Cause bkxy × 1 · Website']);
    expect(lines).toEqual([
      'Resolved.',
      'It comes and goes. No more pings about it until it has stayed open or resolved for a while.',
    ]);
    expect(await shown()).toContain('comes and goes');
    wait(16 * minute);
    await look();
    expect((await channel()).roots).toEqual(['🟢 Cause bkxy × 1 · Website']);
    expect((await channel()).lines.at(-1)).toBe('Resolved.');
  });
});

const direct = async () =>
  (await query("select channel_id as to, payload ->> 'text' as text from outbox where kind = 'notice'")).map(
    ({ to, text }) => [to, plain(text)],
  );

describe('a person to whom an alert is assigned', () => {
  it.each([
    [
      'a new owner outside the alert’s channel gets one direct message',
      ['U0SAMIR'],
      [['U0NOURA', 'This alert was assigned to you: 🟠 Cause bkxy × 2 · Website']],
    ],
    ['a new owner in the alert’s channel gets no direct message', ['U0SAMIR', 'U0NOURA'], []],
  ])('%s', async (_, inChannel, messages) => {
    members.set('C0IT', new Set(inChannel));
    await poll(...manyBulks(1));
    const id = (await subscriptionService.latest(1))[0]?.id ?? 0;
    await subscriptionService.act(id, 'assign', 'U0SAMIR', { to: 'U0NOURA' });
    wait(minute);
    await subscriptionService.act(id, 'assign', 'U0SAMIR', { to: 'U0NOURA' });
    expect(await direct()).toEqual(messages);
  });

  it.each([
    ['no right', null],
    ['another brand', [{ brands: ['Lotus'] }]],
  ] as const)('an alert is not assigned to a person with %s, who gets no message', async (_, scope) => {
    members.set('C0IT', new Set(['U0SAMIR']));
    scopes.set('U0OMAR', scope);
    await poll(...manyBulks(1));
    const id = (await subscriptionService.latest(1))[0]?.id ?? 0;
    expect(await subscriptionService.mayOwn(id, 'U0OMAR')).toBe(false);
    expect(await subscriptionService.act(id, 'assign', 'U0SAMIR', { to: 'U0OMAR' })).toBeNull();
    expect(await direct()).toEqual([]);
    expect((await subscriptionService.find(id))?.alert.state.owner).toBeNull();
    scopes.set('U0OMAR', [{ brands: [(example.brand ?? '').toLowerCase()] }]);
    expect(await subscriptionService.mayOwn(id, 'U0OMAR')).toBe(true);
  });
});
