/** Publishes the Home tab when a person opens it, and each minute for people who opened it recently. */
import type { App } from '@slack/bolt';
import * as v from 'valibot';
import { errorFields } from '../../log-error.ts';
import type { BotContext } from '../../bot/contract.ts';
import { channelIn } from '../../bot/read-metadata.ts';
import { type Publishing, publishHome } from './publish-home.ts';

const openedSchema = v.object({
  user: channelIn,
  channel: v.optional(channelIn),
  tab: v.string(),
  event_id: v.string(),
});

/** Slack sends the event again within minutes, if at all. */
const rememberMs = 600_000;

export function listenToHome(app: App, botContext: BotContext): void {
  app.event('app_home_opened', async ({ event, body }) => {
    const read = v.safeParse(openedSchema, { ...event, event_id: body.event_id });
    if (!read.success || read.output.tab !== 'home') return;
    const { user, channel, event_id: id } = read.output;
    if (!botContext.deduplicator.first(`event ${id}`, rememberMs)) return;
    const home = await botContext.homes.opened(user, channel ?? null);
    await publish({ home, isOpening: true }, botContext);
  });
  botContext.people.onLanguage((user) => void publishAgain(user, botContext));
  botContext.homeClock.add(async () => {
    // One after the other, to stay within Slack's rate limits.
    for (const home of await botContext.homes.claim()) await publish({ home, isOpening: false }, botContext);
  });
}

/** After the person changed something that it shows. */
async function publishAgain(user: string, botContext: BotContext): Promise<void> {
  const home = await botContext.homes.find(user).catch(() => null);
  if (home !== null) await publish({ home, isOpening: true }, botContext);
}

async function publish(publishing: Omit<Publishing, 'signal'>, botContext: BotContext): Promise<void> {
  await botContext.inFlight.run(null, async ({ signal }) => {
    try {
      await publishHome({ ...publishing, signal }, botContext);
    } catch (error) {
      botContext.log.warn(errorFields(error), 'home.unpublished');
    }
  });
}
