/** Listens to the commands, presses and forms of one workspace. Effects: those of the listeners. */
import { createDelivery, createPost, slackLog } from '@leadbell/slack-kit';
import { App, type Receiver } from '@slack/bolt';
import { createFindPost } from '../delivery/find-post.ts';
import { errorFields } from '../log-error.ts';
import type { BotContext, BotContextOptions } from './contract.ts';
import { createActed } from './acted.ts';
import { createDeduplicator } from './deduplicator.ts';
import { createInFlight } from './in-flight.ts';
import type { ActInbox } from './inbox/inbox.ts';
import { listenToPosted } from './posted-event.ts';
import { rest, type SignedIn } from './sign-in.ts';
import type { SlackOptions } from './slack.ts';

export interface Listening {
  readonly options: SlackOptions;
  readonly receiver: Receiver;
  readonly inbox: ActInbox;
}

export function listenIn(
  { id, token, client, outbound, botId, botUserId }: SignedIn,
  botContextOptions: BotContextOptions,
  { options, receiver, inbox }: Listening,
): BotContext {
  const { slack, send, calls, onPosted, elapsed, realNow, outbound: outboundOptions, sleep, log } = options;
  const never = new AbortController().signal;
  const identity = { ...(botId === null ? {} : { botId }), ...(botUserId === null ? {} : { botUserId }) };
  const app = new App({
    receiver,
    logger: slackLog(log),
    // Our identity was fetched at the start, so that listeners can acknowledge without waiting for it.
    authorize: () => Promise.resolve({ botToken: token, ...identity }),
    convoStore: false,
  });
  app.error((error) => {
    log.error(errorFields(error), 'listener.failed');
    return Promise.resolve();
  });
  const delivery = createDelivery({
    client,
    token,
    apiUrl: slack.apiUrl,
    post: createPost(send, slack.timeoutMs),
    rest,
    sleep: (ms) => sleep(ms, never),
  });
  const botContext: BotContext = {
    ...botContextOptions,
    ...botContextOptions.services,
    workspace: id,
    inbox,
    delivery,
    findPost: createFindPost({
      workspace: id,
      outbound,
      slackNow: () => calls.slackNow(),
      timeoutMs: slack.timeoutMs,
      graceMs: outboundOptions.graceMs,
      sleep,
    }),
    elapsed,
    realNow,
    inFlight: createInFlight(),
    acted: createActed(),
    deduplicator: createDeduplicator(botContextOptions.now),
  };
  for (const listen of botContext.registry.listeners) listen(app, botContext);
  if (onPosted !== undefined) listenToPosted(app, botId, (posted) => onPosted(id, posted));
  return botContext;
}
