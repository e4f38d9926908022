/**
 * What Slack never sends, to a running bot, in the name of a person without rights: nothing is acted on, whatever they
 * forge, and nothing crashes. `tools/bench` has the long form, `forged`.
 */
import { expect, test } from 'vitest';
import { forgedTrial } from '../testing/forged-trial-fixtures.ts';
import { databases, setUpReplicas, store, url } from '../testing/replica-fixtures.ts';

setUpReplicas();

test.each([
  ['guest', 'http', 150],
  ['viewer', 'http', 150],
  ['guest', 'socket', 300],
  ['viewer', 'socket', 300],
] as const)(
  'of a %s over %s nothing that is forged is acted on, and nothing crashes',
  async (person, over, requests) => {
    await databases.empty(url);
    const query = (text: string, values?: readonly unknown[]) => databases.query(url, text, values);
    const outcome = await forgedTrial({ person, over, requests, seed: 7, store, query });
    expect(outcome).toMatchObject({ acted: [], crashed: [], shown: 0 });
    if (over === 'http') expect(outcome.answered).toBe(requests);
    else expect(outcome.answered).toBeGreaterThan(requests / 2);
  },
);
