/** *Take back* under a shared post deletes the post for everyone. It is an act: see `inbox/`. */
import type { App } from '@slack/bolt';
import { actionIds } from '../cards/action-ids.ts';
import { sentenceCard } from '../cards/sentence.ts';
import { anyAct } from './any-act.ts';
import type { Act, BotContext } from './contract.ts';
import { onPress } from './on-press.ts';
import { answerStale } from './press-reply.ts';

const idForm = /^[0-9a-f-]{36}$/;

export const takeBack: Act<unknown> = anyAct<string>({
  read: (what) => (typeof what === 'string' && idForm.test(what) ? what : null),
  needs: () => ['see lists'],
  object: (id) => `shared ${id}`,
  verb: () => 'take back',
  repeats: () => null,
  // The act may be repeated: deleting the post again does no harm.
  afterRestart: () => 'done',
  async handle(id, { place, reply, messages, botContext }) {
    const { sharedPosts, delivery, gate } = botContext;
    const say = (sentence: string) => reply.say(sentenceCard(sentence, messages));
    const found = await sharedPosts.find(id);
    if (found === null || found.channel !== place.channel || found.ts === null)
      return say(messages.bot.takeBack.unknown);
    if (found.isTakenBack) return say(messages.bot.takeBack.done);
    const mayTake = found.user === place.user || (await gate.decide(place.user, 'administer')).isAllowed;
    if (!mayTake) return say(messages.bot.takeBack.notYours);
    await delivery.remove(found.channel, found.ts);
    await sharedPosts.takenBack(id, place);
    await say(messages.bot.takeBack.done);
    botContext.log.info({}, 'share.taken-back');
  },
});

export function listenToTakeBack(app: App, botContext: BotContext): void {
  onPress(app, botContext, {
    actions: [actionIds.takeBack],
    read: (value) => (idForm.test(value) ? value : null),
    isBeside: true,
    handle: ({ press, place, language }) => answerStale(press, place, language, botContext),
  });
}
