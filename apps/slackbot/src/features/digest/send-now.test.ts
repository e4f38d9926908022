import type { Listed } from '../subscriptions/subscription-service.ts';
import type { Store } from '@leadbell/store';
import { makeDigests } from './digest.ts';
import { sendDigestRequests } from './requests.ts';
import {
  store,
  databases,
  down,
  hour,
  jobs,
  look,
  loseJobs,
  messages,
  minute,
  moveBy,
  never,
  options,
  place,
  serviceOn,
  runJobs,
  scheduleOf,
  setUpDigests,
  subscribe,
  subscriptionService,
  url,
  use,
} from '../../testing/digest-fixtures.ts';
import { describe, expect, it } from 'vitest';

setUpDigests();

const notices = async () => (await messages()).map(({ text }) => text);
async function asked(): Promise<Listed> {
  const one = await subscribe('08:30');
  await subscriptionService.change({ ...place, user: 'U0SAMIR' }, one.id, 'send');
  return one;
}
async function runTwice(): Promise<void> {
  jobs.push(...jobs);
  await runJobs();
}

describe('the person who pressed “Send now” is notified once if no digest is sent:', () => {
  it('the subscription was paused before the job ran', async () => {
    const { id } = await asked();
    await subscriptionService.change(place, id, 'pause');
    await runTwice();
    expect(await notices()).toEqual([expect.stringMatching(/did not send.*paused before/s)]);
    expect(await databases.query(url, 'select channel_id from outbox')).toEqual([{ channel_id: 'U0SAMIR' }]);
  });

  it('the subscription was rescheduled before the job ran', async () => {
    const { id, definition } = await asked();
    if (definition?.kind !== 'digest') throw new Error('not understood');
    await subscriptionService.replace(place, id, { ...definition, schedule: scheduleOf('10:00') });
    await runTwice();
    expect(await notices()).toEqual([expect.stringMatching(/did not send.*edited before/s)]);
  });

  it('the subscription was removed before the job ran', async () => {
    const { id } = await asked();
    await subscriptionService.change(place, id, 'remove');
    await runTwice();
    expect(await notices()).toEqual([expect.stringMatching(/did not send.*removed before.*\/leads subscribe/s)]);
    expect(await databases.query(url, 'select channel_id from outbox')).toEqual([{ channel_id: 'U0SAMIR' }]);
  });

  it('a colleague removed the subscription at the moment of the press', async () => {
    const { id } = await asked();
    let isFirst = true;
    // The request is made after the removal has read the waiting requests, and before the removal
    // is written.
    const transaction: Store['transaction'] = async (work) => {
      const result = await store.transaction(work);
      if (isFirst) {
        isFirst = false;
        await subscriptionService.change({ ...place, user: 'U0HUDA' }, id, 'send');
      }
      return result;
    };
    const removing = serviceOn({ ...store, transaction });
    expect(await removing.change(place, id, 'remove')).toMatchObject({ id });
    await runTwice();
    expect(await notices()).toEqual([1, 2].map(() => expect.stringMatching(/did not send.*removed before/s) as string));
    const channels = await databases.query(url, 'select channel_id as id from outbox order by 1');
    expect(channels).toEqual([{ id: 'U0HUDA' }, { id: 'U0SAMIR' }]);
  });

  it('nothing is reported if the digest was sent before the removal', async () => {
    const { id } = await asked();
    await runJobs();
    await subscriptionService.change(place, id, 'remove');
    expect(await notices()).toEqual([expect.stringContaining('19 October 2025')]);
  });

  it('the DMS fails for half a day, so the retries end', async () => {
    await asked();
    const [job = {}] = jobs.splice(0);
    use({ ...options, leadsApi: down('unavailable') });
    expect(await makeDigests([job], options, never)).toEqual([null]);
    expect([await sendDigestRequests(options), await notices()]).toEqual([0, []]);
    await moveBy(minute);
    expect(await sendDigestRequests(options)).toBe(1);
    loseJobs();
    await moveBy(12 * hour);
    await look();
    expect(await notices()).toEqual([expect.stringMatching(/did not send.*the DMS is not answering/s)]);
  });

  it('a request that an earlier release stored only in its job is retried by the engine; then its failure is reported', async () => {
    await asked();
    const [job = {}] = jobs.splice(0);
    await databases.query(url, 'delete from digest_wishes');
    use({ ...options, leadsApi: down('unavailable') });
    expect((await makeDigests([job], options, never))[0]).not.toBeNull();
    await moveBy(12 * hour);
    expect(await makeDigests([job, job], options, never)).toEqual([null, null]);
    expect(await notices()).toEqual([expect.stringMatching(/did not send.*the DMS is not answering/s)]);
  });

  it('nothing is reported if the digest was written before the pause', async () => {
    const { id } = await asked();
    jobs.push(...jobs);
    await makeDigests(jobs.splice(0, 1), options, never);
    await subscriptionService.change(place, id, 'pause');
    await runJobs();
    expect(await notices()).toEqual([expect.stringContaining('19 October 2025')]);
  });
});
