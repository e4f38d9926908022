// Scenarios on a simulated clock: each gives a sequence of DMS states, and checks the exact
// messages in the channel after them.
import { languageTags } from '@leadbell/i18n';
import { type BulkObservation, defaultAlertSettings, type Instant } from '@leadbell/domain';
import { describe, expect, it } from 'vitest';
import { messagesFor } from '../index.ts';
import { alertDetailCard } from './alert-list.ts';
import { evaluateAlerts } from './evaluate.ts';
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
  options,
  phone,
  poll,
  query,
  reasons,
  settle,
  shown,
  store,
  subscribe,
  wait,
  zone,
  setUpScenario,
} from '../../testing/scenario-fixtures.ts';

setUpScenario();

describe('a bulk with errors', () => {
  it('an alert is posted once, with its cause and count, and updated in place', async () => {
    await poll(bulk(1, [branch, branch, phone, 'fine']));
    expect((await channel()).roots).toEqual(['🔴 Branch … not found × 2 · Website']);
    expect(await shown()).toMatch(/Bulk 1 .*3 of 4 leads with errors/);
    expect(await shown()).toMatch(/Branch … not found × 2.*Invalid phone × 1/);
    await poll(bulk(1, [branch, branch, phone, 'fine']));
    await look();
    wait(minute);
    await poll(bulk(1, [branch, 'fine', phone, 'fine']));
    expect(await channel()).toEqual({ roots: ['🔴 Branch … not found × 1 · Website'], lines: [] });
    expect(await shown()).toMatch(/2 of 4 leads with errors/);
  });

  it('an alert shows its current counts even if they change without an event', async () => {
    await poll(bulk(1, [branch, 'fine'], { totalRecords: 5 }));
    expect(await shown()).toContain('the DMS counts 3 more or fewer');
    wait(minute);
    const before = await query('select count(*)::int as events from bulk_events');
    await poll(bulk(1, [branch, 'fine'], { totalRecords: 7 }));
    expect(await query('select count(*)::int as events from bulk_events')).toEqual(before);
    expect(await shown()).toContain('the DMS counts 5 more or fewer');
    wait(minute);
    await poll(bulk(1, [branch, 'fine'], { totalRecords: 2 }));
    expect((await channel()).roots).toEqual([
      '🔴 Branch … not found × 1 · Website',
      '🟢 The counts of 1 bulk don’t match · Bulk 1',
    ]);
  });

  it('an alert shows its current error texts', async () => {
    await poll(bulk(1, [branch, 'fine']));
    wait(minute);
    await poll(bulk(1, [{ ...branch, code: 'BRANCH_CLOSED', message: 'Branch is closed' }, 'fine']));
    expect((await channel()).roots).toEqual(['🔴 Branch is closed × 1 · Website']);
    expect(await shown()).toMatch(/Branch is closed × 1/);
  });

  it("an alert shows Leadbell's own number for a bulk without a date and a number", async () => {
    await poll(bulk(1, [branch], { createdAt: null, id: null }));
    expect(await shown()).toContain('Bulk B1');
  });

  it('an alert resolves by itself, and reopens in the same message', async () => {
    await poll(bulk(1, [branch, 'fine']));
    wait(minute);
    await poll(bulk(1, ['fine', 'fine']));
    expect(await channel()).toEqual({ roots: ['🟢 Branch … not found × 1 · Website'], lines: ['Resolved.'] });
    wait(5 * minute);
    await poll(bulk(1, [branch, 'fine']));
    expect(await channel()).toEqual({
      roots: ['🔴 Branch … not found × 1 · Website'],
      lines: ['Resolved.', 'The problem is back. (aloud)'],
    });
  });

  it('bulks with the same cause share one message; another cause gets its own message', async () => {
    await poll(bulk(1, [branch, 'fine']), bulk(2, [branch]), bulk(3, [phone]));
    expect((await channel()).roots).toEqual([
      '🔴 Branch … not found × 2 · 2 sources',
      '🔴 Invalid phone × 1 · Website',
    ]);
    wait(minute);
    await poll(bulk(1, ['fine', 'fine']));
    expect((await channel()).roots).toEqual(['🔴 Branch … not found × 1 · Email', '🔴 Invalid phone × 1 · Website']);
  });

  it('a bulk stays in its message when another of its errors becomes the most frequent', async () => {
    await poll(bulk(1, [branch, 'fine', 'fine']));
    wait(minute);
    await poll(bulk(1, [branch, phone, phone]));
    expect((await channel()).roots).toEqual(['🔴 Invalid phone × 2 · Website']);
  });

  it('an alert does not wait longer when the clock is set back meanwhile', async () => {
    const groupWaitMs = 30_000;
    settle({ ...defaultAlertSettings, groupWaitMs });
    wait(60 * 24 * hour);
    await poll(bulk(1, [branch, 'fine'], { createdAt: now }));
    wait(-60 * 24 * hour);
    expect(await look()).toBe(groupWaitMs);
    wait(groupWaitMs);
    await look();
    expect((await channel()).roots).toEqual(['🔴 Branch … not found × 1 · Website']);
  });

  it('an alert is held for the group wait, and is not posted if the problem is fixed in that time', async () => {
    const waiting = { ...options(), alertSettings: { ...defaultAlertSettings, groupWaitMs: 30_000 } };
    const observe = async (observation: BulkObservation) => {
      await store.transaction((tx) => store.bulks.apply(tx, 'dms', [observation], now, () => '2025-08-25' as never));
      return evaluateAlerts('dms', now, waiting);
    };
    expect(await observe(bulk(1, [branch]))).toBe(30_000);
    expect((await channel()).roots).toEqual([]);
    wait(10_000);
    await observe(bulk(1, ['fine']));
    wait(minute);
    await evaluateAlerts('dms', now, waiting);
    expect((await channel()).roots).toEqual([]);
    expect(await reasons()).toEqual(['gone-before-told']);
    await observe(bulk(2, [phone]));
    wait(31_000);
    await evaluateAlerts('dms', now, waiting);
    expect((await channel()).roots).toEqual(['🔴 Invalid phone × 1 · Email']);
  });

  it('errors of a bulk from long ago are not posted', async () => {
    await poll(bulk(1, [branch], { createdAt: (monday - 30 * hour) as Instant }));
    expect((await channel()).roots).toEqual([]);
  });
});

/** Returns the people who are mentioned in each thread reply. */
const mentioned = async () =>
  (await query("select payload ->> 'blocks' as blocks from outbox where thread_of is not null order by id")).map(
    ({ blocks }) => String(blocks).match(/U0[A-Z]+/g) ?? [],
  );

describe('people', () => {
  it('an acknowledged alert is not repeated until it has been resolved and comes back', async () => {
    await poll(bulk(1, [branch]));
    const [alert] = await subscriptionService.latest(1);
    const done = await subscriptionService.act(alert?.id ?? 0, 'acknowledge', 'U0SAMIR');
    expect(done?.alert.state.acknowledgedBy).toBe('U0SAMIR');
    expect(await channel()).toEqual({ roots: ['🟠 Branch … not found × 1 · Website'], lines: ['Acknowledged'] });
    wait(5 * hour);
    await look();
    expect(await reasons()).toEqual(['acknowledged']);
    expect((await channel()).lines).toEqual(['Acknowledged']);
    expect(await subscriptionService.act(999, 'acknowledge', 'U0SAMIR')).toBeNull();
  });

  it('people get a reminder at each repeat interval when they do nothing, but not at night', async () => {
    await poll(bulk(1, [branch]));
    wait(4 * hour);
    await look();
    expect((await channel()).lines).toEqual(['Still open, and no one has acknowledged it. (aloud)']);
    // From 20:00 to 24:00 the dealer is closed.
    wait(4 * hour);
    await look();
    expect(await reasons()).toEqual(['quiet-hours']);
    wait(13 * hour);
    await look();
    expect((await channel()).lines).toHaveLength(2);
  });

  it('an alert is snoozed until the next working day, and afterwards a person takes it', async () => {
    await poll(bulk(1, [branch]));
    const id = (await subscriptionService.latest(1))[0]?.id ?? 0;
    const snoozed = await subscriptionService.act(id, 'snooze', 'U0SAMIR');
    expect(new Date(snoozed?.alert.state.snoozedUntil ?? 0).toISOString()).toBe('2025-08-26T06:00:00.000Z');
    wait(5 * hour);
    await look();
    expect(await reasons()).toEqual(['snoozed']);
    goTo('2025-08-26T06:00:30Z');
    await look();
    expect((await channel()).lines.at(-1)).toBe('The snooze has ended, and the alert is still open. (aloud)');
    const taken = await subscriptionService.act(id, 'assign', 'U0NOURA');
    expect(taken?.alert.state).toMatchObject({ owner: 'U0NOURA', acknowledgedBy: 'U0NOURA' });
  });

  it('an alert is assigned and then released; the thread mentions the new owner and the assigner', async () => {
    await poll(bulk(1, [branch]));
    const id = (await subscriptionService.latest(1))[0]?.id ?? 0;
    const given = await subscriptionService.act(id, 'assign', 'U0SAMIR', { to: 'U0NOURA' });
    expect(given?.alert.state).toMatchObject({ owner: 'U0NOURA', acknowledgedBy: 'U0SAMIR' });
    expect(await channel()).toEqual({ roots: ['🟠 Branch … not found × 1 · Website'], lines: ['Assigned to'] });
    expect(await mentioned()).toEqual([['U0NOURA', 'U0SAMIR']]);
    expect(await shown()).toMatch(/assigned to/);
    wait(minute);
    const released = await subscriptionService.act(id, 'release', 'U0NOURA');
    // An alert without an owner gets reminders again, and is later escalated to its group again.
    expect(released?.alert.state).toMatchObject({ owner: null, acknowledgedBy: null });
    expect((await mentioned())[1]).toEqual(['U0NOURA']);
    expect(await shown()).not.toMatch(/assigned to/);
    wait(minute);
    await poll(bulk(1, ['fine']));
    expect(await subscriptionService.act(id, 'assign', 'U0SAMIR', { to: 'U0NOURA' })).toBeNull();
  });

  it('the group is mentioned once when no one acknowledges the alert', async () => {
    const other = await subscribe({ escalation: { group: 'S0EVERYONE', minutes: 15 } }, 'C0OTHER');
    await poll(bulk(1, [branch]));
    wait(14 * minute);
    await look();
    expect((await channel(other)).lines).toEqual([]);
    wait(minute);
    await look();
    wait(minute);
    await look();
    expect((await channel(other)).lines).toEqual(['No one has acknowledged this yet. (aloud)']);
    expect((await channel()).lines).toEqual([]);
  });

  it('the group is not mentioned while the alert is silenced', async () => {
    const other = await subscribe({ escalation: { group: 'S0EVERYONE', minutes: 15 } }, 'C0OTHER');
    await poll(bulk(1, [branch]));
    await subscriptionService.silence({ rule: 'bulk-errors' }, hour, '', 'U0SAMIR');
    wait(20 * minute);
    await look();
    expect((await channel(other)).lines).toEqual([]);
    wait(hour);
    await look();
    expect((await channel(other)).lines).toHaveLength(1);
  });

  it('a silence by attributes stops posts of matching alerts, except the resolve of an alert that was posted before', async () => {
    await subscriptionService.silence({ source: 'email' }, 2 * hour, 'maintenance', 'U0SAMIR');
    await poll(bulk(2, [branch]), bulk(1, [phone]));
    expect((await channel()).roots).toEqual(['🔴 Invalid phone × 1 · Website']);
    expect((await reasons()).toSorted()).toEqual(['fired', 'silenced']);
    const [silence] = await subscriptionService.silences();
    wait(minute);
    expect(await subscriptionService.endSilence(silence?.id ?? 0, 'U0SAMIR')).toBe(true);
    expect(await subscriptionService.silences()).toEqual([]);
    wait(minute);
    await look();
    expect((await channel()).roots).toHaveLength(2);
    await subscriptionService.silence({ rule: 'bulk-errors' }, hour, '', 'U0SAMIR');
    wait(minute);
    await poll(bulk(1, ['fine']));
    expect((await channel()).lines).toEqual(['Resolved.']);
  });
});

describe('a silence for an error', () => {
  it('a silence for an error matches the shown text of the error', async () => {
    await subscriptionService.silence({ error: 'branch not found' }, hour, '', 'U0SAMIR');
    await poll(bulk(1, [branch]), bulk(3, [phone]));
    expect((await reasons()).toSorted()).toEqual(['fired', 'silenced']);
    expect(await shown()).toContain('Invalid phone');
    expect(await shown()).not.toContain('not found');
  });
});

const written = () => query('select changed_at from alerts');

describe('an alert', () => {
  it('an alert is not written again when nothing has changed', async () => {
    await poll(bulk(1, [branch]));
    await look();
    const before = await written();
    wait(minute);
    await look();
    expect(await written()).toEqual(before);
  });
});

describe('a channel', () => {
  it('a channel gets only alerts whose rule it enables and that meet its thresholds', async () => {
    const few = await subscribe({ atLeast: 3 }, 'C0MANY');
    const none = await subscribe({ without: ['bulk-errors'] }, 'C0NONE');
    await poll(bulk(1, [branch, branch]));
    expect((await channel(few)).roots).toEqual([]);
    wait(minute);
    await poll(bulk(1, [branch, branch, branch]));
    expect((await channel(few)).roots).toEqual(['🔴 Branch … not found × 3 · Website']);
    expect((await channel(none)).roots).toEqual([]);
  });
});

describe('other rules', () => {
  it.each(languageTags)(
    'the details of an alert say why it was sent, not that the latest evaluation changed nothing, in %s',
    async (language) => {
      await poll(bulk(1, [branch]));
      wait(minute);
      await look();
      const [one] = await subscriptionService.latest(1);
      if (one === undefined) throw new Error('no alert');
      expect(one.state.reason).toBe('unchanged');
      const messages = messagesFor(language);
      const card = JSON.stringify(alertDetailCard(one, { messages, zone, errorTexts: new Map() }));
      const { entries, why } = messages.alerts;
      expect([card.includes(why(entries.fired)), card.includes(entries.unchanged)]).toEqual([true, false]);
    },
  );

  it('a cancelled bulk, a stalled bulk and differing counts each cause an alert', async () => {
    await poll(
      bulk(1, ['fine'], { state: 'cancelled' }),
      bulk(2, ['fine'], { state: 'in-progress' }),
      bulk(3, ['fine'], { totalRecords: 5 }),
    );
    expect((await channel()).roots.toSorted()).toEqual([
      '🔴 1 bulk was cancelled · Bulk 1',
      '🔴 The counts of 1 bulk don’t match · Bulk 3',
    ]);
    wait(hour);
    await look();
    expect((await channel()).roots).toContain('🔴 1 bulk is stuck · Bulk 2');
    await poll(bulk(2, ['fine']));
    expect((await channel()).roots).toContain('🟢 1 bulk is stuck · Bulk 2');
  });

  it('an error never seen before causes an alert, once there is a day of data', async () => {
    await poll(bulk(1, ['fine'], { createdAt: (monday - minute) as Instant }));
    wait(25 * hour);
    await poll(bulk(2, [branch], { createdAt: now }));
    expect((await channel()).roots).toEqual([
      '🔴 New error: Branch … not found × 1 · Email',
      '🔴 Branch … not found × 1 · Email',
    ]);
  });

  it('an unresponsive DMS suppresses the alerts that follow from it', async () => {
    await poll(bulk(2, ['fine'], { state: 'in-progress' }));
    await query(`update dms_connections set failed_since = '${new Date(monday).toISOString()}', failure = 'timeout'`);
    wait(2 * hour);
    await look();
    expect((await channel()).roots).toEqual(['🔴 The DMS is not answering']);
    await query('update dms_connections set failed_since = null, failure = null');
    wait(minute);
    await look();
    expect((await channel()).roots).toEqual(['🟢 The DMS is not answering', '🔴 1 bulk is stuck · Bulk 2']);
  });

  it('an alert is sent when no leads arrive in working hours that usually have leads', async () => {
    for (const week of [1, 2, 3]) {
      const createdAt = (monday - week * 7 * 24 * hour - hour) as Instant;
      goTo(new Date(createdAt).toISOString());
      await poll(
        bulk(
          week,
          Array.from({ length: 9 }, () => 'fine' as const),
          { createdAt },
        ),
      );
    }
    goTo(new Date(monday).toISOString());
    await look();
    expect((await channel()).roots).toEqual(['🔴 No new leads for two hours']);
    // While the DMS does not answer, we can't tell whether leads come, so the alert stays open.
    await query(`update dms_connections set failed_since = '${new Date(now).toISOString()}'`);
    await look();
    expect((await channel()).roots).toEqual(['🔴 No new leads for two hours']);
    await query('update dms_connections set failed_since = null');
    await poll(bulk(9, ['fine'], { createdAt: (monday - minute) as Instant }));
    expect((await channel()).roots).toEqual(['🟢 No new leads for two hours']);
  });
});
