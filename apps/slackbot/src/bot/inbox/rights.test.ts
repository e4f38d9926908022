/** The rights of a person are checked when another process finishes an act that a dead process left. */
import { expect, test } from 'vitest';
import type { Ability } from '@leadbell/domain';
import type { Look } from '../../reports/context.ts';
import { gateThat } from '../../testing/gate-fixtures.ts';
import {
  allDone,
  audited,
  databases,
  replica,
  sentences,
  setUpReplicas,
  store,
  url,
  workspace,
} from '../../testing/replica-fixtures.ts';
import type { StoredAct } from '../contract.ts';
import type { Gate, Decision } from '../gate.ts';

setUpReplicas();

const place = { channel: 'C0SALES', user: 'U0NOURA' };

/** Simulates that the process was killed after acknowledging the act. */
async function orphan(given: Pick<StoredAct, 'name' | 'what'>, isMarked: boolean): Promise<void> {
  const body: StoredAct = {
    ...given,
    place,
    address: { url: null, until: 0, place, manner: 'new' },
    language: 'en',
    asChosen: false,
  };
  const key = `${given.name} ${isMarked}`;
  const act = { workspace, key, object: key, same: key, merges: 'latest', body } as const;
  const written = await store.inbox.write(act, 0, new AbortController().signal);
  if (written.kind !== 'new') throw new Error(written.kind);
  if (isMarked) await store.inbox.mark(written.act);
}

/** A gate that gives these answers in turn, and then repeats the last one. */
function gateWith(...answers: readonly (Decision | 'unanswered')[]): Gate {
  let asked = 0;
  return gateThat((_user: string, ...needed: readonly Ability[]) => {
    const answer = answers[Math.min(asked, answers.length - 1)] ?? 'unanswered';
    asked += 1;
    const refusal = { why: 'unanswered', ability: needed[0] ?? 'see lists' } as const;
    return Promise.resolve(answer === 'unanswered' ? { isAllowed: false, kind: 'unknown', refusal } : answer);
  });
}

const guest: Decision = { isAllowed: false, kind: 'guest', refusal: { why: 'guest', ability: 'subscribe here' } };
const allowed: Decision = { isAllowed: true, kind: 'member', scope: 'all' };
const remove = { name: 'subscription', what: 'remove 1' };

test('an act that was already performed is not undone, even if the person has lost the right', async () => {
  await orphan(remove, true);
  await databases.query(url, `update inbox set marked_at = marked_at - interval '1 minute'`);
  await using bot = await replica({ gate: gateWith(guest) });
  await bot.said(/Done\. Sorry for the delay/);
  await allDone();
  expect(sentences(bot)).toHaveLength(1);
});

test('an act that was not performed yet is refused if the person has lost the right', async () => {
  const looks: Look[] = [];
  const record = (_looker: unknown, look: Look) => Promise.resolve(void looks.push(look));
  await orphan(remove, false);
  await using bot = await replica({ gate: gateWith(guest), record });
  await bot.said(/guests of this workspace can’t use it/);
  await allDone();
  expect(await audited('remove')()).toBe(0);
  expect(looks).toMatchObject([{ action: 'subscription', outcome: 'refused' }]);
});

test('while Slack does not say who the person is, the act is tried again, and it is performed once', async () => {
  await orphan(remove, false);
  await using bot = await replica({ gate: gateWith('unanswered', 'unanswered', allowed) });
  await allDone();
  expect(await audited('remove')()).toBe(1);
  expect(sentences(bot).filter((text) => /couldn’t tell me/.test(text))).toEqual([]);
});

test('reporting that a modal was lost needs no rights, so it is never refused', async () => {
  const what = { viewId: 'V0GONE', title: 'Lead', tryAgain: 'x', action: 'leads.open' };
  await orphan({ name: 'reading view', what }, false);
  await using bot = await replica({ gate: gateWith('unanswered') });
  await allDone();
  expect(sentences(bot)).toEqual([]);
  expect(bot.log.lines.filter(({ event }) => event === 'refused')).toEqual([]);
});
