/** The digest feature: a summary of a channel's leads, on its schedule. Jobs make the digests. */
import type { Feature } from '../../bot/contract.ts';
import { makeDigests, startDueDigests } from './digest.ts';
import type { DigestOptions } from './options.ts';
import { ar } from './words.ar.ts';
import { en, type DigestWords } from './words.en.ts';

declare module '../../words/index.ts' {
  interface Messages extends DigestWords {}
}

declare module '../../bot/job-context.ts' {
  interface JobContext extends DigestOptions {}
}

export const digestFeature: Feature = {
  name: 'digest',
  words: { en, ar },
  jobs: (context) => [
    {
      name: 'digest',
      // Only *Send now* needs retries. Its request expires before this many attempts have been made. Scheduled digests stay owed until they are made.
      attempts: 250,
      // Up to 25 digests share a call; a slow DMS needs minutes for each filter.
      timeoutMs: 1_800_000,
      concurrency: 4,
      together: 25,
      handleAll: (all, signal) => makeDigests(all, context, signal),
    },
  ],
  eachMinute: { run: startDueDigests, wakes: 'digest' },
};
