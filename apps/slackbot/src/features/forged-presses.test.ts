/**
 * Tests a running bot with requests that Slack never sends, in the name of a person without rights.
 * Whatever is forged, no act is carried out and nothing crashes. `tools/bench` has a longer
 * version, `forged`.
 */
import { expect, test } from 'vitest';
import { forgedTrial } from '../testing/forged-trial-fixtures.ts';
import { databases, setUpReplicas, store, url } from '../testing/replica-fixtures.ts';

setUpReplicas();

const query = (text: string, values?: readonly unknown[]) => databases.query(url, text, values);

test.each([
  ['guest', 'http', 150, 150],
  ['viewer', 'http', 150, 150],
  // Over a socket some requests are not even envelopes, so fewer are answered.
  ['guest', 'socket', 300, 150],
  ['viewer', 'socket', 300, 150],
] as const)(
  'no forged value of a %s over %s is acted on, and nothing crashes',
  async (person, over, requests, answeredAtLeast) => {
    await databases.empty(url);
    const outcome = await forgedTrial({ person, over, requests, seed: 7, store, query });
    expect(outcome).toMatchObject({ acted: [], crashed: [], shown: 0 });
    expect(outcome.answered).toBeGreaterThanOrEqual(answeredAtLeast);
  },
);
