/** Publishes the Home tab when a person opens it, after their acts, and each minute while they may be looking at it. */
import { type Card, renderHome } from '@leadbell/slack-kit';
import type { App } from '@slack/bolt';
import * as v from 'valibot';
import { renderOptions } from '../../bot/bot-context.ts';
import type { BotContext } from '../../bot/contract.ts';
import { withFailuresSaid } from '../../bot/conversation.ts';
import { channelIn } from '../../bot/read-metadata.ts';
import { placeMetadata } from '../../cards/answer-modal.ts';
import { errorFields } from '../../log-error.ts';
import type { Messages } from '../../words/index.ts';
import { messagesOf, publishHome, type Publishing } from './publish-home.ts';

const openedSchema = v.object({
  user: channelIn,
  channel: v.optional(channelIn),
  tab: v.string(),
  event_id: v.string(),
});

/** If Slack sends an event again, it does so within minutes. */
const rememberMs = 600_000;

export function listenToHome(app: App, botContext: BotContext): void {
  app.event('app_home_opened', async ({ event, body }) => {
    const read = v.safeParse(openedSchema, { ...event, event_id: body.event_id });
    if (!read.success || read.output.tab !== 'home') return;
    const { user, channel, event_id: id } = read.output;
    if (!botContext.deduplicator.first(`event ${id}`, rememberMs)) return;
    await publishOpened({ user, channel: channel ?? null }, botContext);
  });
  botContext.acted.on((user) => void publishAfterAct(user, botContext));
  botContext.homeClock.add(async () => {
    // Publish one tab at a time, to stay within Slack's rate limits.
    for (const home of await botContext.homes.claim()) await publishQuietly(home, botContext);
  });
}

interface Opened {
  readonly user: string;
  readonly channel: string | null;
}

/**
 * Publishes the tab for a person who has just opened it. Also shows a failure, because the tab
 * would otherwise stay empty.
 */
async function publishOpened({ user, channel }: Opened, botContext: BotContext): Promise<void> {
  const messages = await messagesOf(user, botContext);
  const reply = { say: (card: Card) => showInstead(card, { user, channel }, messages, botContext) };
  await botContext.inFlight.run(null, (turn) =>
    withFailuresSaid({ query: null, messages, reply }, turn, botContext, async () => {
      const home = await botContext.homes.opened(user, channel);
      await publishHome({ home, isOpening: true, signal: turn.signal }, botContext);
    }),
  );
}

async function showInstead(
  card: Card,
  { user, channel }: Opened,
  messages: Messages,
  { delivery, homes, log }: BotContext,
): Promise<void> {
  const view = renderHome(card, placeMetadata(channel ?? ''), renderOptions(messages));
  const hash = await delivery.publishView(user, view, null);
  // `content: null` differs from every content, so the tab is published again in the next minute.
  await homes
    .published(user, { hash, content: null })
    .catch((error: unknown) => log.warn(errorFields(error), 'home.unkept'));
}

/** Publishes again after an act: the person may be looking at a tab with the old alert, subscription or language. */
async function publishAfterAct(user: string, botContext: BotContext): Promise<void> {
  const home = await botContext.homes.looked(user).catch(() => null);
  if (home !== null) await publishQuietly(home, botContext);
}

async function publishQuietly(home: Publishing['home'], botContext: BotContext): Promise<void> {
  await botContext.inFlight.run(null, async ({ signal }) => {
    try {
      await publishHome({ home, isOpening: false, signal }, botContext);
    } catch (error) {
      botContext.log.warn(errorFields(error), 'home.unpublished');
    }
  });
}
