import { filters } from '../../testing/commands-fixtures.ts';
import type { Store } from '@leadbell/store';
import { makeDigests, startDueDigests } from './digest.ts';
import {
  databases,
  days,
  down,
  hour,
  jobs,
  look,
  loseJobs,
  messages,
  minute,
  moveBy,
  now,
  options,
  owner,
  place,
  restoreFrom,
  runJobs,
  saved,
  scheduleOf,
  setClock,
  setUpDigests,
  store,
  subscribe,
  subscriptionService,
  told,
  url,
  use,
} from '../../testing/digest-fixtures.ts';
import { describe, expect, it } from 'vitest';

setUpDigests();

describe('an owed digest', () => {
  it('after more than a night without the DMS, one message covers everything owed, and the owner is notified once', async () => {
    await subscribe('08:30');
    await setClock('2025-10-21T05:30:10Z');
    const working = options;
    use({ ...options, leadsApi: down('unavailable') });
    const asked: number[] = [];
    // For a day and a half no wait is longer than twelve minutes, and the retries never end.
    for (let n = 0; n < 5 * 36; n += 1) {
      asked.push(await look());
      await moveBy(12 * minute);
    }
    expect(await told()).toEqual([]);
    expect(asked.filter((count) => count > 0).length).toBeGreaterThan(160);
    // After 05:30 there are no more tries: the digest of 08:30 will cover the owed hours.
    expect(asked.slice(5 * 21 + 1, 5 * 24 - 1).every((count) => count === 0)).toBe(true);
    const [notice, ...more] = await owner();
    expect(more).toEqual([]);
    expect(notice?.text).toMatch(/due on Tuesday 21 October 08:30 and is not ready yet:.*the DMS is not answering/);
    expect(await subscriptionService.list(place)).toMatchObject([
      { owed: { failure: 'unavailable', since: Date.parse('2025-10-21T05:30:00Z') } },
    ]);
    const owed = await store.subscriptions.owed(now());
    expect(owed).toMatchObject({ digests: 1, failures: [{ reason: 'unavailable', count: 1 }] });
    use(working);
    await look();
    const [one, ...others] = await told();
    expect(others).toEqual([]);
    expect(one?.text).toMatch(/20 October – .*21 October 2025/);
    expect(one?.text).toContain('covers 2 digests that were missed');
    expect(one?.text).toContain('Sent late');
    await setClock('2025-10-23T05:30:10Z');
    await look();
    expect((await told())[1]?.text).toMatch(/22 October 2025/);
    expect((await subscriptionService.list(place))[0]).not.toHaveProperty('owed');
    expect(await store.subscriptions.owed(now())).toMatchObject({ digests: 0 });
  });

  it('an owed digest survives the loss of the jobs table, and a kill before its message is committed', async () => {
    await subscribe('08:30');
    await setClock('2025-10-21T05:30:10Z');
    expect(await startDueDigests(options)).toBe(1);
    loseJobs();
    expect(await startDueDigests(options)).toBe(0);
    await moveBy(6 * minute);
    expect(await startDueDigests(options)).toBe(1);
    const dying: Store = {
      ...store,
      transaction: (work) =>
        store.transaction(async (tx) => {
          await work(tx);
          throw new Error('killed');
        }),
    };
    await makeDigests(jobs.splice(0), { ...options, store: dying }, AbortSignal.abort());
    expect(await told()).toEqual([]);
    await moveBy(6 * minute);
    await look();
    // The remaining jobs of the killed process run again.
    jobs.push({ subscription: 1 }, { subscription: 1, first: 1, last: 2, merged: 1 });
    await runJobs();
    expect((await told()).map(({ text }) => text.includes('20 October 2025'))).toEqual([true]);
  });

  it('a digest requested by “Send now” survives the loss of the jobs table, a DMS outage and a restore', async () => {
    const { id } = await subscribe('08:30');
    await subscriptionService.change(place, id, 'send');
    expect(jobs).toHaveLength(1);
    const late = jobs.splice(0);
    const working = options;
    use({ ...options, leadsApi: down('timeout') });
    await moveBy(6 * minute);
    expect([await look(), await told()]).toEqual([1, []]);
    await restoreFrom(await saved());
    use({ ...working, store });
    await moveBy(6 * minute);
    expect(await look()).toBe(1);
    // The lost jobs arrive late.
    jobs.push(...late, ...late);
    await runJobs();
    await moveBy(hour);
    expect(await look()).toBe(0);
    expect((await messages()).map(({ key, text }) => [key.includes('wish'), text.includes('19 October 2025')])).toEqual(
      [[true, true]],
    );
    expect(await databases.query(url, 'select key from digest_wishes')).toEqual([]);
  });

  it('an owed digest is posted late after a restore, if the backup was made after its time and before its message', async () => {
    await subscribe('08:30');
    await setClock('2025-10-21T05:30:10Z');
    await startDueDigests(options);
    const bytes = await saved();
    loseJobs();
    await restoreFrom(bytes);
    await setClock('2025-10-21T07:00:00Z');
    await look();
    const [one, ...more] = await told();
    expect(more).toEqual([]);
    expect(one?.text).toContain('20 October 2025');
    expect(one?.text).toContain('Sent late');
  });

  it('an owed digest is posted when the DMS answers again, with the filters that were edited meanwhile', async () => {
    const { id, definition } = await subscribe('08:30');
    if (definition?.kind !== 'digest') throw new Error('not understood');
    await setClock('2025-10-21T05:30:10Z');
    const working = options;
    use({ ...options, leadsApi: down('unavailable') });
    await look();
    await subscriptionService.replace(place, id, { ...definition, filters: filters({ brand: 'KIA' }) });
    use(working);
    await look();
    expect((await told()).map(({ text }) => /KIA/.test(text) && text.includes('20 October 2025'))).toEqual([true]);
  });

  it('a digest that was owed before the pause is posted on resume', async () => {
    const { id } = await subscribe('08:30');
    await setClock('2025-10-21T05:30:10Z');
    await subscriptionService.change(place, id, 'pause');
    await setClock('2025-10-22T05:30:10Z');
    await subscriptionService.change(place, id, 'resume');
    await look();
    // The owed digest ends where the pause began.
    expect(await days()).toEqual(['20 October 2025']);
    await look();
    await setClock('2025-10-23T05:30:10Z');
    await look();
    expect(await days()).toEqual(['20 October 2025', '22 October 2025']);
  });

  it('a digest covers the hours before and between two pauses, and no others, despite a DMS outage, a restore and an edit', async () => {
    const { id, definition } = await subscribe('08:30');
    if (definition?.kind !== 'digest') throw new Error('not understood');
    const working = options;
    use({ ...options, leadsApi: down('unavailable') });
    await setClock('2025-10-21T05:30:10Z');
    await look();
    await subscriptionService.change(place, id, 'pause');
    // An edit during a pause keeps everything that was owed before.
    await subscriptionService.replace(place, id, { ...definition, filters: filters({ brand: 'KIA' }) });
    await setClock('2025-10-23T12:00:00Z');
    await subscriptionService.change(place, id, 'resume');
    await setClock('2025-10-24T06:00:00Z');
    await look();
    await subscriptionService.change(place, id, 'pause');
    await setClock('2025-10-27T06:00:00Z');
    await subscriptionService.change(place, id, 'resume');
    await restoreFrom(await saved());
    use({ ...working, store });
    await setClock('2025-10-28T12:00:00Z');
    for (let n = 0; n < 4; n += 1) {
      await moveBy(6 * minute);
      await look();
    }
    expect(await days()).toEqual(['20 October 2025', '23 October 2025', '27 October 2025']);
    const digests = (await messages()).filter(({ key }) => key.startsWith('digest'));
    expect(digests.every(({ text }) => text.includes('KIA'))).toBe(true);
    expect(await databases.query(url, 'select pauses from subscriptions')).toEqual([{ pauses: [] }]);
  });

  it('an owed digest is posted on resume even if the subscription was rescheduled during its pause; the next digest covers one day, as for a new subscription', async () => {
    const { id, definition } = await subscribe('08:30');
    if (definition?.kind !== 'digest') throw new Error('not understood');
    // A Tuesday.
    await setClock('2025-10-21T05:30:10Z');
    await subscriptionService.change(place, id, 'pause');
    await setClock('2025-10-23T12:00:00Z');
    await subscriptionService.replace(place, id, { ...definition, schedule: scheduleOf('17:00 sat') });
    await subscriptionService.replace(place, id, { ...definition, schedule: scheduleOf('17:00') });
    await subscriptionService.change(place, id, 'resume');
    await look();
    expect(await days()).toEqual(['20 October 2025']);
    await setClock('2025-10-23T14:00:10Z');
    await look();
    // The digest covers a day, from 17:00 to 17:00, like the first digest of a new subscription.
    expect(await days()).toEqual(['20 October 2025', '22 October 17:00 – Thursday 23 October 2025 17:00']);
    expect(await databases.query(url, 'select pauses from subscriptions')).toEqual([{ pauses: [] }]);
  });

  it.each(['by hand', 'closed'])(
    'a resumed digest without a next time gets one; it leaves out a pause by hand, but covers the time of a closed channel (%s)',
    async (how) => {
      const { id } = await subscribe('08:30');
      const where = { workspace: 'T1', channel: place.channel };
      if (how === 'by hand') await subscriptionService.change(place, id, 'pause');
      else await store.transaction((tx) => store.subscriptions.change(tx, id, where, { pausedReason: 'is_archived' }));
      await databases.query(url, 'update subscriptions set next_run_at = null');
      await setClock('2025-10-23T12:00:00Z');
      await subscriptionService.change(place, id, 'resume');
      await look();
      expect(await days()).toEqual([]);
      await setClock('2025-10-24T05:30:10Z');
      await look();
      const since = how === 'by hand' ? '' : '20 October – Thursday ';
      expect(await days()).toEqual([`${since}23 October 2025`]);
    },
  );

  it('a digest that became unreadable after its buttons were shown is not sent, and “Send now” says why', async () => {
    const { id } = await subscribe('08:30');
    await databases.query(url, `update subscriptions set definition = '{"later": true}'`);
    expect(await subscriptionService.change(place, id, 'send')).toBe('unreadable');
    expect(await databases.query(url, 'select 1 from digest_wishes')).toEqual([]);
    expect(await databases.query(url, "select 1 from audit_log where action = 'send'")).toEqual([]);
  });

  it('a resumed digest that is unreadable and has no next time is paused again, and its owner is notified', async () => {
    const { id } = await subscribe('08:30');
    await subscriptionService.change(place, id, 'pause');
    await databases.query(url, `update subscriptions set next_run_at = null, definition = '{"later": true}'`);
    await subscriptionService.change(place, id, 'resume');
    await moveBy(minute);
    await look();
    expect(await subscriptionService.list(place)).toMatchObject([{ pausedReason: 'unreadable' }]);
    expect((await messages()).map(({ text }) => text)).toEqual([expect.stringMatching(/I paused .*newer version/s)]);
  });

  it('one message covers all missed days when a subscription resumes after its channel was archived', async () => {
    const { id } = await subscribe('08:30');
    const where = { workspace: 'T1', channel: place.channel };
    await store.transaction((tx) => store.subscriptions.change(tx, id, where, { pausedReason: 'is_archived' }));
    await setClock('2025-10-23T12:00:00Z');
    expect(await look()).toBe(0);
    await subscriptionService.change(place, id, 'resume');
    await look();
    expect((await told()).map(({ text }) => /20 October – .*22 October 2025/.test(text))).toEqual([true]);
  });
});
