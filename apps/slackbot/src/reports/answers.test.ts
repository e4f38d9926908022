import { installationAliases, noneOf, oneOf } from '@leadbell/domain';
import { filters as written } from '../testing/commands-fixtures.ts';
import { type AnswerPart, type LeadsApi, LeadsApiError } from '@leadbell/leads-api';
import { fakeClock, zoneOf } from '@leadbell/testing';
import { describe, expect, it, onTestFinished } from 'vitest';
import type { Inquiry } from './answer.ts';
import { createAnswers } from './answers.ts';
import { countsOf } from './inquiry.ts';
import { at, bulkOf, dayOf, example, fakeApi } from '../testing/lead-fixtures.ts';

function inquiry(key: string, changes: Partial<Inquiry> = {}): Inquiry {
  const zone = zoneOf('Asia/Riyadh');
  return {
    key,
    wholeKey: key,
    question: { kind: 'bulk', id: '1' },
    filters: {},
    scope: 'all',
    zone,
    narrowed: false,
    withQuality: false,
    ...changes,
  };
}

function without(branch: string): Inquiry {
  return inquiry(`a without ${branch}`, { wholeKey: 'a', filters: { branch: noneOf(branch) } });
}

function still(): AbortSignal {
  return new AbortController().signal;
}

/** A lead API that answers when the test says so, and records when a request is aborted. */
function slowApi(parts: readonly AnswerPart[]): {
  api: LeadsApi;
  release: () => void;
  asked: () => number;
  stopped: () => number;
} {
  const gate = Promise.withResolvers<void>();
  let [asked, stopped] = [0, 0];
  const api: LeadsApi = {
    async *read(_question, { signal } = {}) {
      asked += 1;
      const stop = Promise.withResolvers<never>();
      signal?.addEventListener('abort', () => {
        stopped += 1;
        stop.reject(new LeadsApiError('aborted', 'told to stop'));
      });
      await Promise.race([gate.promise, stop.promise]);
      yield* parts;
    },
  };
  return { api, release: () => gate.resolve(), asked: () => asked, stopped: () => stopped };
}

describe('cached answers', () => {
  it('answers are fetched again after the settings have changed the aliases', async () => {
    onTestFinished(() => installationAliases.use({}));
    const answers = createAnswers({ now: fakeClock('2025-08-25T09:00:00Z').now });
    const leadsApi = fakeApi(bulkOf([{ ...example, brand: 'KIA' }]));
    const ofBrand = inquiry('a of كيا', { wholeKey: 'a', filters: { brand: oneOf('كيا') } });
    const total = async () => {
      for (const one of [inquiry('a'), ofBrand]) await answers.find(one, { leadsApi, signal: still(), fresh: false });
      return (await answers.find(ofBrand, { leadsApi, signal: still(), fresh: false })).summary.total;
    };
    expect(await total()).toBe(0);
    installationAliases.use({ brand: [['KIA', 'كيا']] });
    answers.forgetAll();
    expect(await total()).toBe(1);
  });

  it('cached answers are served without a request while they are fresh', async () => {
    const clock = fakeClock('2025-08-25T09:00:00Z');
    const answers = createAnswers({ now: clock.now, ttlMs: 60_000 });
    const leadsApi = fakeApi(bulkOf([example]));
    const first = await answers.find(inquiry('a'), { leadsApi, signal: still(), fresh: false });
    await clock.tick(59_999);
    expect(await answers.find(inquiry('a'), { leadsApi, signal: still(), fresh: false })).toBe(first);
    expect(leadsApi.asked).toHaveLength(1);
    await clock.tick(1);
    const second = await answers.find(inquiry('a'), { leadsApi, signal: still(), fresh: false });
    expect(leadsApi.asked).toHaveLength(2);
    expect(second.since - first.since).toBe(60_000);
  });

  it('a cached answer is replaced when a fresh answer is requested', async () => {
    const clock = fakeClock('2025-08-25T09:00:00Z');
    const answers = createAnswers({ now: clock.now });
    const leadsApi = fakeApi(bulkOf([example]));
    await answers.find(inquiry('a'), { leadsApi, signal: still(), fresh: false });
    await clock.tick(10);
    const fresh = await answers.find(inquiry('a'), { leadsApi, signal: still(), fresh: true });
    expect(leadsApi.asked).toHaveLength(2);
    expect(await answers.find(inquiry('a'), { leadsApi, signal: still(), fresh: false })).toBe(fresh);
  });

  it('counts come from a cached answer without a list, or else from one with a list', async () => {
    const clock = fakeClock('2025-08-25T09:00:00Z');
    const answers = createAnswers({ now: clock.now });
    const leadsApi = fakeApi(bulkOf([example]));
    const asking = { leadsApi, signal: still(), fresh: false };
    const alone = await answers.find(countsOf(inquiry('a')), asking);
    expect([alone.summary.total, alone.rows.length]).toEqual([1, 0]);
    expect(await answers.find(countsOf(inquiry('a')), asking)).toBe(alone);
    const listed = await answers.find(inquiry('a quality', { withQuality: true }), asking);
    expect([listed.rows.length, leadsApi.asked.length]).toEqual([1, 2]);
    await answers.find(countsOf(inquiry('b')), asking);
    const other = await answers.find(inquiry('c quality', { wholeKey: 'c', withQuality: true }), asking);
    expect(await answers.find(countsOf(inquiry('c')), asking)).toBe(other);
  });

  it('many filters of one small period need only two requests, even for counts alone', async () => {
    const answers = createAnswers({ now: fakeClock('2025-08-25T09:00:00Z').now });
    const leadsApi = fakeApi(bulkOf([example]));
    const asking = { leadsApi, signal: still(), fresh: false };
    for (const branch of ['Riyadh', 'Jeddah', 'Dammam', 'Abha'])
      expect((await answers.find(countsOf(without(branch)), asking)).summary.total).toBe(1);
    expect((await answers.find(without('Hail'), asking)).rows).toHaveLength(1);
    expect(leadsApi.asked).toHaveLength(2);
  });

  it('cached answers are served only up to the requested age', async () => {
    const clock = fakeClock('2025-08-25T09:00:00Z');
    const answers = createAnswers({ now: clock.now });
    const leadsApi = fakeApi(bulkOf([example]));
    const typed = { leadsApi, signal: still(), fresh: false, maxAgeMs: 10_000 };
    const first = await answers.find(inquiry('a'), typed);
    await clock.tick(10_000);
    expect(await answers.find(inquiry('a'), typed)).toBe(first);
    await clock.tick(1);
    const second = await answers.find(inquiry('a'), typed);
    expect(second).not.toBe(first);
    expect(await answers.find(inquiry('a'), { leadsApi, signal: still(), fresh: false })).toBe(second);
  });

  it('answers are returned in separate turns of the event loop', async () => {
    const turns: (() => void)[] = [];
    const ownTurn = (): Promise<void> => new Promise((resolve) => turns.push(resolve));
    const answers = createAnswers({ now: fakeClock('2025-08-25T09:00:00Z').now, ownTurn });
    const leadsApi = fakeApi(bulkOf([example]));
    let served = 0;
    const all = ['a', 'b'].map(async (key) => {
      await answers.find(inquiry(key), { leadsApi, signal: still(), fresh: false });
      served += 1;
    });
    await expect.poll(() => turns.length).toBe(2);
    expect(served).toBe(0);
    turns[0]?.();
    await Promise.race(all);
    expect(served).toBe(1);
    turns[1]?.();
    await Promise.all(all);
  });

  it('answers are not shared between different inquiries', async () => {
    const answers = createAnswers({ now: fakeClock('2025-08-25T09:00:00Z').now });
    const leadsApi = fakeApi(bulkOf([example]));
    await answers.find(inquiry('a'), { leadsApi, signal: still(), fresh: false });
    await answers.find(inquiry('b'), { leadsApi, signal: still(), fresh: false });
    expect(leadsApi.asked).toHaveLength(2);
  });

  it('an answer with all leads also serves filtered queries, exactly as the DMS would', async () => {
    const parts = dayOf(24);
    const filters = written({ status: 'errored', brand: 'kia' });
    const question = {
      kind: 'window',
      window: { from: at('2025-08-24T21:00:00Z'), to: at('2025-08-25T21:00:00Z') },
    } as const;
    const { now } = fakeClock('2025-08-25T09:00:00Z');
    const [one, other] = [createAnswers({ now }), createAnswers({ now })];
    const [leadsApi, asking] = [fakeApi(parts), { signal: still(), fresh: false }];
    await one.find(inquiry('whole', { question }), { leadsApi, ...asking });
    const narrowed = inquiry('narrowed', { question, wholeKey: 'whole', filters });
    const derived = await one.find(narrowed, { leadsApi, ...asking });
    expect(leadsApi.asked).toHaveLength(1);
    expect(derived).toEqual(await other.find(narrowed, { leadsApi, ...asking }));
    expect(derived.summary.total).toBe(2);
  });

  it('an answer without filters is replaced when a filtered answer is fetched afresh', async () => {
    const clock = fakeClock('2025-08-25T09:00:00Z');
    const answers = createAnswers({ now: clock.now });
    const [leadsApi, signal] = [fakeApi(dayOf(24)), still()];
    await answers.find(inquiry('whole'), { leadsApi, signal, fresh: false });
    await clock.tick(5_000);
    const filtered = inquiry('filtered', { wholeKey: 'whole', filters: written({ status: 'errored' }) });
    const { since } = await answers.find(filtered, { leadsApi, signal, fresh: true });
    expect(since).toBe(clock.now());
    expect(await answers.find(inquiry('whole'), { leadsApi, signal, fresh: false })).toMatchObject({ since });
  });

  it('different filters share one request if their period is known to be small', async () => {
    const clock = fakeClock('2025-08-25T09:00:00Z');
    const answers = createAnswers({ now: clock.now });
    const leadsApi = fakeApi(dayOf(48));
    const ask = (status: string) =>
      answers.find(inquiry(status, { wholeKey: 'whole', filters: written({ status }) }), {
        leadsApi,
        signal: still(),
        fresh: false,
        maxAgeMs: 10_000,
      });
    await ask('errored');
    await clock.tick(20_000);
    const found = await Promise.all(['errored', 'created', 'pending'].map(ask));
    expect(leadsApi.asked).toHaveLength(2);
    expect(found.map(({ summary }) => summary.total).reduce((a, b) => a + b)).toBe(48);
    expect(found.map(({ since }) => since)).toEqual(Array.from({ length: 3 }, () => clock.now()));
    const alone = createAnswers({ now: clock.now });
    const errored = inquiry('errored', { wholeKey: 'whole', filters: written({ status: 'errored' }) });
    expect(found[0]).toEqual(await alone.find(errored, { leadsApi, signal: still(), fresh: false }));
  });

  it('different filters of a large period need one request each', async () => {
    const clock = fakeClock('2025-08-25T09:00:00Z');
    const answers = createAnswers({ now: clock.now, maxRows: 20 });
    const leadsApi = fakeApi(dayOf(48));
    for (const status of ['errored', 'created', 'pending'])
      await answers.find(inquiry(status, { wholeKey: 'whole', filters: written({ status }) }), {
        leadsApi,
        signal: still(),
        fresh: false,
      });
    expect(leadsApi.asked).toHaveLength(3);
  });

  it('an answer is dropped when there is a newer answer about the same leads, so that a shown number agrees with the list that opens from it', async () => {
    const clock = fakeClock('2025-08-25T09:00:00Z');
    const answers = createAnswers({ now: clock.now });
    const signal = still();
    const ask = (name: string, count: number, fresh = false) =>
      answers.find(
        inquiry(name, { wholeKey: 'whole', filters: name === 'whole' ? {} : written({ status: 'errored' }) }),
        {
          leadsApi: fakeApi(dayOf(count)),
          signal,
          fresh,
        },
      );
    await ask('errored', 24);
    await clock.tick(60_000);
    // Eight more leads have arrived; one of them has errors.
    const whole = await ask('whole', 32);
    const opened = await ask('errored', 32);
    expect(opened.summary.total).toBe(whole.choices.outcomes.errored);
    await clock.tick(60_000);
    const filtered = await ask('errored', 40, true);
    expect((await ask('whole', 40)).summary.total).toBe(filtered.all.total);
  });

  it('an answer with only some of the leads does not serve filtered queries', async () => {
    const answers = createAnswers({ now: fakeClock('2025-08-25T09:00:00Z').now, maxRows: 5 });
    const [leadsApi, asking] = [fakeApi(dayOf(24)), { signal: still(), fresh: false }];
    await answers.find(inquiry('whole'), { leadsApi, ...asking });
    const narrowed = inquiry('narrowed', { wholeKey: 'whole', filters: { status: 'errored' } });
    expect((await answers.find(narrowed, { leadsApi, ...asking })).summary.total).toBe(3);
    expect(leadsApi.asked).toHaveLength(2);
  });

  it('an answer is fetched once for all simultaneous callers', async () => {
    const answers = createAnswers({ now: fakeClock('2025-08-25T09:00:00Z').now });
    const { api, release, asked } = slowApi(bulkOf([example]));
    const all = Array.from({ length: 20 }, () =>
      answers.find(inquiry('a'), { leadsApi: api, signal: still(), fresh: false }),
    );
    release();
    const found = await Promise.all(all);
    expect(asked()).toBe(1);
    expect(new Set(found).size).toBe(1);
  });

  it('a fetch continues when one caller leaves, and stops when all have left', async () => {
    const answers = createAnswers({ now: fakeClock('2025-08-25T09:00:00Z').now });
    const { api, stopped } = slowApi(bulkOf([example]));
    const [one, other] = [new AbortController(), new AbortController()];
    const first = answers.find(inquiry('a'), { leadsApi: api, signal: one.signal, fresh: false });
    const second = answers.find(inquiry('a'), { leadsApi: api, signal: other.signal, fresh: false });
    one.abort();
    await expect(first).rejects.toMatchObject({ kind: 'aborted' });
    expect(stopped()).toBe(0);
    other.abort();
    await expect(second).rejects.toMatchObject({ kind: 'aborted' });
    expect(stopped()).toBe(1);
  });

  it('no answer is fetched for a caller that has already left', async () => {
    const answers = createAnswers({ now: fakeClock('2025-08-25T09:00:00Z').now });
    const leadsApi = fakeApi([]);
    const signal = AbortSignal.abort();
    await expect(answers.find(inquiry('a'), { leadsApi, signal, fresh: false })).rejects.toBeInstanceOf(LeadsApiError);
    expect(leadsApi.asked).toEqual([]);
  });

  it('a failure is not cached', async () => {
    const answers = createAnswers({ now: fakeClock('2025-08-25T09:00:00Z').now });
    const failing: LeadsApi = {
      read: () => ({
        [Symbol.asyncIterator]: () => ({ next: () => Promise.reject(new LeadsApiError('unavailable', 'down')) }),
      }),
    };
    const asking = { signal: still(), fresh: false };
    await expect(answers.find(inquiry('a'), { leadsApi: failing, ...asking })).rejects.toMatchObject({
      kind: 'unavailable',
    });
    const leadsApi = fakeApi(bulkOf([example]));
    expect((await answers.find(inquiry('a'), { leadsApi, ...asking })).summary.total).toBe(1);
  });

  it('closing clears the cached answers and aborts running fetches', async () => {
    const answers = createAnswers({ now: fakeClock('2025-08-25T09:00:00Z').now });
    const { api, stopped } = slowApi([]);
    const coming = answers.find(inquiry('a'), { leadsApi: api, signal: still(), fresh: false });
    const leadsApi = fakeApi(bulkOf([example]));
    await answers.find(inquiry('b'), { leadsApi, signal: still(), fresh: false });
    answers.close();
    await expect(coming).rejects.toMatchObject({ kind: 'aborted' });
    expect(stopped()).toBe(1);
    await answers.find(inquiry('b'), { leadsApi, signal: still(), fresh: false });
    expect(leadsApi.asked).toHaveLength(2);
  });
});
