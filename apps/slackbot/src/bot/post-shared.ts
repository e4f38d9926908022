/**
 * Posts a shared answer to the channel, with a button that takes it back. Errors: Slack's, and `OvertakenAct`.
 */
import type { Lead } from '@leadbell/domain';
import { type Once, OvertakenAct } from '@leadbell/store';
import { type Card, type Message, type NamedPost, type Place, renderMessage, slackProblem } from '@leadbell/slack-kit';
import { withTakeBack } from '../cards/take-back-button.ts';
import { beginWithinMs } from '../delivery/find-post.ts';
import { metadataOf } from '../delivery/search.ts';
import type { Messages } from '../words/index.ts';
import { renderOptions } from './bot-context.ts';
import type { BotContext } from './contract.ts';
import { shareIdOf } from './taking-back.ts';

interface Shared {
  readonly card: Card;
  readonly leads: readonly Lead[];
  readonly place: Place & { readonly once?: Once };
  readonly messages: Messages;
}

export async function postShared({ card, leads, place, messages }: Shared, botContext: BotContext): Promise<void> {
  const post = shareIdOf(place.once?.key ?? crypto.randomUUID());
  await botContext.sharedPosts.begin(post, place);
  const shared = sharedBy(withTakeBack(card, post, messages), place.user, messages);
  const ts = await postNoted(renderMessage(shared, renderOptions(messages)), leads, place, botContext);
  if (ts !== null) await botContext.sharedPosts.placed(post, ts);
}

/**
 * Records the place before posting, so that a person's data can be erased from the post even if this process dies
 * meanwhile.
 */
async function postNoted(
  message: Message,
  leads: readonly Lead[],
  place: Shared['place'],
  botContext: BotContext,
): Promise<string | null> {
  const { placeNotes, delivery } = botContext;
  const key = postKey(place.once?.key ?? crypto.randomUUID());
  await placeNotes.share(place, key, leads);
  try {
    const ts = await delivery.post(place, message, await nameOfPost(place.once, botContext));
    if (ts !== null) await placeNotes.placed(place, key, ts);
    return ts;
  } catch (error) {
    const problem = slackProblem(error);
    if (problem !== null && problem.class !== 'unclear') await placeNotes.refused(place, key);
    throw error;
  }
}

/**
 * Marks the act before its message can be posted, so that a process that takes the act over searches for the message.
 */
async function nameOfPost(once: Once | undefined, { elapsed }: BotContext): Promise<NamedPost | undefined> {
  if (once === undefined) return undefined;
  const notedAt = elapsed();
  await once.markNamed();
  let isNamed = true;
  function checkTime(): void {
    if (elapsed() - notedAt >= beginWithinMs) throw new OvertakenAct();
  }
  return {
    metadata: (how) => metadataOf(how, postKey(once.key), 1),
    async check(how) {
      checkTime();
      if (how !== 'none' || !isNamed) return;
      await once.unname();
      isNamed = false;
      checkTime();
    },
  };
}

/** The message key of an act's post. */
export function postKey(act: string): string {
  return `act ${act}`;
}

function sharedBy(card: Card, user: string, { bot: say }: Messages): Card {
  return { ...card, parts: [...card.parts, { kind: 'note', text: say.sharedBy(user) }] };
}
