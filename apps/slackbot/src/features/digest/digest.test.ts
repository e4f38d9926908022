import { setTimeout as delay } from 'node:timers/promises';
import { plainDigest } from '../../testing/definition-fixtures.ts';
import { filters } from '../../testing/commands-fixtures.ts';
import { dayOf, fakeApi } from '../../testing/lead-fixtures.ts';
import { changedCard } from '../subscriptions/subscription-cards.ts';
import type { ParseContext } from '../../queries/query.ts';
import { messagesFor } from '../index.ts';
import { makeDigests, startDueDigests } from './digest.ts';
import type { LeadQuestion } from '@leadbell/domain';
import type { LeadsApi } from '@leadbell/leads-api';
import {
  berlin,
  calendar,
  databases,
  days,
  jobs,
  look,
  messages,
  minute,
  moveBy,
  never,
  options,
  place,
  riyadh,
  runJobs,
  scheduleOf,
  setClock,
  setUpDigests,
  store,
  subscribe,
  subscriptionService,
  url,
} from '../../testing/digest-fixtures.ts';
import { describe, expect, it } from 'vitest';

setUpDigests();

/** Whether the question asks for days that begin at midnight in Berlin, in summer time. */
function isOfBerlin(question: LeadQuestion): boolean {
  return question.kind === 'window' && new Date(question.window.from).toISOString().endsWith('T22:00:00.000Z');
}

describe('a digest', () => {
  it('a digest is posted once, at its time, about the day before', async () => {
    await subscribe('08:30');
    await setClock('2025-10-21T05:29:00Z');
    expect(await startDueDigests(options)).toBe(0);
    await setClock('2025-10-21T05:30:10Z');
    await Promise.all([startDueDigests(options), startDueDigests(options), startDueDigests(options)]);
    expect(jobs).toHaveLength(1);
    // The engine may run a job twice.
    jobs.push(...jobs);
    await runJobs();
    const [one, ...more] = await messages();
    expect(more).toEqual([]);
    expect(one?.text).toContain('20 October 2025');
    expect(one?.text).not.toContain('Sent late');
  });

  it('a late digest says that it is late, and when it was due', async () => {
    await subscribe('08:30');
    await setClock('2025-10-21T06:10:00Z');
    await startDueDigests(options);
    await runJobs();
    expect((await messages())[0]?.text).toMatch(/Sent late: it was due on Tuesday 21 October 08:30/);
  });

  it('a digest covers missed digests and names the days', async () => {
    await subscribe('08:30');
    await setClock('2025-10-23T06:00:00Z');
    await startDueDigests(options);
    await runJobs();
    const all = await messages();
    expect(all).toHaveLength(1);
    expect(all[0]?.text).toMatch(/20 October – .*22 October 2025/);
    expect(all[0]?.text).toContain('covers 3 digests');
  });

  it('a digest is not posted while its subscription is paused, and no later digest covers the pause', async () => {
    const { id } = await subscribe('08:30');
    await subscriptionService.change(place, id, 'pause');
    await setClock('2025-10-22T06:00:00Z');
    expect(await startDueDigests(options)).toBe(0);
    await subscriptionService.change(place, id, 'resume');
    expect(await startDueDigests(options)).toBe(0);
    await setClock('2025-10-23T05:31:00Z');
    await startDueDigests(options);
    await runJobs();
    expect((await messages()).map(({ text }) => text.includes('22 October 2025'))).toEqual([true]);
  });

  it('a digest covers no part of a pause if the subscription is rescheduled between the resume and the next message', async () => {
    const { id, definition } = await subscribe('08:30');
    if (definition?.kind !== 'digest') throw new Error('not understood');
    await subscriptionService.change(place, id, 'pause');
    await setClock('2025-10-22T06:00:00Z');
    await subscriptionService.change(place, id, 'resume');
    await subscriptionService.replace(place, id, { ...definition, schedule: scheduleOf('08:30 sun') });
    await setClock('2025-10-26T05:31:00Z');
    await look();
    expect(await days()).toEqual(['22 October – Saturday 25 October 2025']);
  });

  it('“Send now” on a paused subscription sends no digest, and the person reads that it is paused', async () => {
    const { id } = await subscribe('08:30');
    await subscriptionService.change(place, id, 'pause');
    const one = await subscriptionService.change(place, id, 'send');
    await runJobs();
    expect(await messages()).toEqual([]);
    const card = changedCard(one, 'send', { messages: messagesFor('en'), zone: riyadh } as ParseContext);
    expect(card.summary).toBe('Nothing is sent until it is resumed: choose Resume in `/leads subscriptions`.');
    expect(JSON.stringify(card)).toContain('"Resume"');
  });

  it('“Send now” posts the latest scheduled digest again', async () => {
    const { id } = await subscribe('08:30');
    await setClock('2025-10-21T05:30:30Z');
    await startDueDigests(options);
    await runJobs();
    await setClock('2025-10-21T12:00:00Z');
    await subscriptionService.change(place, id, 'send');
    await runJobs();
    const all = await messages();
    expect(all.map(({ text }) => text.includes('20 October 2025'))).toEqual([true, true]);
    expect(all.map(({ text }) => text.includes('Sent late'))).toEqual([false, false]);
    expect(await subscriptionService.list(place)).toMatchObject([{ pausedReason: null }]);
  });

  it('a digest is skipped when there are no leads and the subscription skips empty digests', async () => {
    await subscribe('08:30', riyadh, { skipEmpty: true });
    await setClock('2025-10-21T05:31:00Z');
    await startDueDigests(options);
    await runJobs();
    expect(jobs).toEqual([]);
    expect(await messages()).toEqual([]);
  });

  it('a digest is skipped on holidays if the subscription says so; the next digest covers them', async () => {
    // Holidays from a Thursday to a Sunday, with a weekend between them.
    Object.assign(calendar, { holidays: [{ from: '2025-10-23', to: '2025-10-26' }] });
    await subscribe('08:30', riyadh, { workingDaysOnly: true });
    await setClock('2025-10-22T06:00:00Z');
    await startDueDigests(options);
    await runJobs();
    await setClock('2025-10-26T20:00:00Z');
    expect(await startDueDigests(options)).toBe(0);
    await setClock('2025-10-27T05:31:00Z');
    await startDueDigests(options);
    await runJobs();
    const all = await messages();
    expect(all).toHaveLength(2);
    expect(all[1]?.text).toMatch(/22 October – .*26 October 2025/);
    expect(all[1]?.text).not.toContain('covers');
  });

  it('a digest that is rescheduled while its job waits is posted at the new time, and covers both periods', async () => {
    const { id, definition } = await subscribe('08:30');
    if (definition?.kind !== 'digest') throw new Error('not understood');
    await setClock('2025-10-21T05:31:00Z');
    await startDueDigests(options);
    await subscriptionService.replace(place, id, { ...definition, schedule: scheduleOf('17:00') });
    await runJobs();
    expect(await messages()).toEqual([]);
    await setClock('2025-10-21T14:00:30Z');
    await startDueDigests(options);
    await runJobs();
    const [one] = await messages();
    expect(one?.text).not.toContain('Sent late');
    expect(one?.text).toContain('Monday 20 October 00:00 – Tuesday 21 October 2025 17:00');
  });

  it('a digest whose schedule never matches is refused', async () => {
    Object.assign(calendar, { workingDays: [1] });
    const definition = { ...plainDigest, schedule: scheduleOf('08:30 sun'), zone: riyadh };
    expect(await subscriptionService.subscribe(place, { ...definition, workingDaysOnly: true })).toBe('never-comes');
  });

  it('an edited digest comes at its new time, with its new filters', async () => {
    const { id, definition } = await subscribe('08:30');
    if (definition?.kind !== 'digest') throw new Error('not understood');
    await subscriptionService.replace(place, id, {
      ...definition,
      schedule: scheduleOf('10:00'),
      filters: filters({ brand: 'KIA' }),
    });
    await setClock('2025-10-21T05:31:00Z');
    expect(await startDueDigests(options)).toBe(0);
    await setClock('2025-10-21T07:00:30Z');
    await startDueDigests(options);
    await runJobs();
    expect((await messages()).map(({ text }) => text.includes('KIA'))).toEqual([true]);
  });

  it('one message covers at most the configured number of missed digests; the others get further messages, and no day is left out', async () => {
    await subscribe('08:30');
    Object.assign(options, { maxMissedDigests: 3 });
    await setClock('2025-10-26T06:00:00Z');
    for (let looks = 0; looks < 4; looks += 1) await look();
    const all = (await messages()).map(({ text }) => /(\d+) October – .*?(\d+) October 2025/.exec(text)?.slice(1));
    expect(all).toEqual([
      ['20', '22'],
      ['23', '25'],
    ]);
  });

  it('a digest that does not fit continues in its thread, once', async () => {
    await subscribe('08:30');
    Object.assign(options, { leadsApi: fakeApi(dayOf(80)) });
    await setClock('2025-10-21T05:31:00Z');
    await startDueDigests(options);
    jobs.push(...jobs);
    await runJobs();
    const rows = await databases.query(url, 'select thread_of, payload::text as text from outbox order by id');
    const [root, ...rest] = rows;
    expect(root?.['thread_of']).toBeNull();
    expect(rest.length).toBeGreaterThan(0);
    expect(new Set(rest.map((row) => row['thread_of'])).size).toBe(1);
  });

  it('a digest is written while the next one is still being read from a slow DMS', async () => {
    await subscribe('08:30');
    await subscribe('07:30', berlin);
    const dms = fakeApi(dayOf(3));
    const leadsApi: LeadsApi = {
      async *read(question, how) {
        while (isOfBerlin(question) && (await messages()).length === 0) await delay(10);
        yield* dms.read(question, how);
      },
    };
    Object.assign(options, { leadsApi });
    await setClock('2025-10-21T05:31:00Z');
    await startDueDigests(options);
    expect(await makeDigests(jobs.splice(0), options, never)).toEqual([null, null]);
    expect((await messages()).filter(({ key }) => !key.includes('rest'))).toHaveLength(2);
  });

  it('a digest of an Arabic subscription is in Arabic', async () => {
    await subscribe('08:30', riyadh, { language: 'ar' });
    await setClock('2025-10-21T05:31:00Z');
    await startDueDigests(options);
    await runJobs();
    expect((await messages())[0]?.text).toContain('عملاؤك المحتملون باختصار');
  });

  it("a digest that this version can't read is paused; its owner is notified once, even if a process is killed", async () => {
    await subscribe('08:30');
    await databases.query(url, `update subscriptions set definition = '{"later": true}'`);
    await setClock('2025-10-21T06:00:00Z');
    const killed = { ...store.outbox, add: () => Promise.reject(new Error('killed')) };
    await expect(startDueDigests({ ...options, store: { ...store, outbox: killed } })).rejects.toThrow('killed');
    expect(await subscriptionService.list(place)).toMatchObject([{ pausedReason: null }]);
    for (let n = 0; n < 3; n += 1) {
      await moveBy(6 * minute);
      await startDueDigests(options);
    }
    expect(jobs).toEqual([]);
    expect(await subscriptionService.list(place)).toMatchObject([{ definition: null, pausedReason: 'unreadable' }]);
    expect((await messages()).map(({ text }) => text)).toEqual([expect.stringMatching(/I paused .*newer version/s)]);
    const entries = await databases.query(
      url,
      `select actor, subject from audit_log where action = 'subscription paused'`,
    );
    expect(entries).toEqual([{ actor: 'leadbell', subject: expect.stringMatching(/^subscription \d+$/) as string }]);
  });
});
