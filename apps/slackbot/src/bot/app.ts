/**
 * Assembles the Slack side: the workspaces of the bot tokens, one receiver for all of them, every
 * listener, and the outbound clients. `connectSlack` rejects when Slack refuses the only token, or
 * all of them, or repeatedly does not answer.
 */
import type { Language } from '@leadbell/i18n';
import type { Inbox } from '@leadbell/store';
import { App } from '@slack/bolt';
import { createInbox } from './inbox/inbox.ts';
import { resumeAct } from './inbox/perform.ts';
import { errorFields } from '../log-error.ts';
import { messagesFor } from '../words/index.ts';
import type { Log } from '../log.ts';
import type { Settings } from '../settings.ts';
import {
  slackLog,
  type Calls,
  clientOptions,
  createClient,
  createDelivery,
  createDirectory,
  type Directory,
  slackProblem,
} from '@leadbell/slack-kit';
import { createOutbound } from '../delivery/outbound.ts';
import type { Outbound, OutboundOptions } from '../delivery/outbound.ts';
import { createFindPost } from '../delivery/find-post.ts';
import { createWorkspaceRouter } from './workspace-router.ts';
import { listenToPosted, type PostedMessage } from './posted-event.ts';
import { createDeduplicator } from './deduplicator.ts';
import type { BotContext, BotContextOptions } from './contract.ts';
import { createInFlight } from './in-flight.ts';

export interface SlackOptions {
  readonly slack: Settings['slack'];
  readonly fetch: typeof fetch;
  readonly outbound: Omit<OutboundOptions, 'client' | 'token' | 'rest' | 'calls'>;
  readonly calls: Calls;
  /** Called when Slack confirms one of our messages, if the app subscribes to those events. */
  readonly onPosted?: (workspace: string, posted: PostedMessage) => Promise<void>;
  /** Milliseconds on a monotonic clock. */
  readonly elapsed: () => number;
  /** Real time, in milliseconds. */
  readonly realNow: () => number;
  /** Rejects with the signal's reason when it is aborted. */
  readonly sleep: BotContextOptions['sleep'];
  /** The acts of people in all workspaces. */
  readonly inbox: Inbox;
  readonly log: Log;
}

/** A workspace in which Leadbell is installed. */
export interface Workspace {
  /** Slack's id. */
  readonly id: string;
  /** For messages that no person is waiting for. */
  readonly outbound: Outbound;
  readonly directory: Directory;
}

export interface Slack {
  readonly workspaces: readonly Workspace[];
  /**
   * Starts listening in all workspaces. Resolves when Slack can reach us: to the port, over HTTP.
   */
  open(botContextFor: (workspace: Workspace) => BotContextOptions): Promise<number | null>;
  /** Stops accepting events, and lets running answers finish within `patienceMs`. */
  stop(patienceMs: number): Promise<void>;
}

interface Installed extends Workspace {
  readonly listen: (options: BotContextOptions) => BotContext;
}

const signInAttempts = 5;
/** Time for aborted answers to send their sentence. */
const mercyMs = 3_000;

export async function connectSlack(options: SlackOptions): Promise<Slack> {
  const { slack, fetch, calls, onPosted, elapsed, realNow, outbound: outboundOptions, sleep, log } = options;
  const logger = slackLog(log);
  const never = new AbortController().signal;
  const isForOne = slack.botTokens.length === 1;
  const socketOptions = { clientOptions: clientOptions({ ...slack, fetch }, logger), elapsed, sleep };
  const door = createWorkspaceRouter({ ...slack, ...socketOptions, realNow, isForOne, logger, log });
  const installed = await signInAll();
  const botContexts = new Map<string, BotContext>();
  const inbox = createInbox({ queue: options.inbox, sleep, log });

  async function signInAll(): Promise<readonly Installed[]> {
    const found = new Map<string, Installed>();
    for (const [index, token] of slack.botTokens.entries()) {
      try {
        const one = await signIn(token);
        if (found.has(one.id)) log.warn({ token: index + 1 }, 'workspace.twice');
        else found.set(one.id, one);
      } catch (error) {
        // A workspace that uninstalled Leadbell must not delay the others.
        const isLast = index === slack.botTokens.length - 1 && found.size === 0;
        if (slackProblem(error)?.class !== 'workspace' || isLast) throw error;
        log.error({ token: index + 1, ...errorFields(error) }, 'workspace.refused');
      }
    }
    return [...found.values()];
  }

  async function signIn(token: string): Promise<Installed> {
    const client = createClient({ ...slack, fetch }, logger);
    const outbound = createOutbound({
      ...outboundOptions,
      client: createClient({ ...slack, fetch: calls.fetch }, logger),
      calls,
      token,
      rest,
    });
    const { workspace: id, botId, botUserId } = await patiently(() => outbound.whoAmI());
    const identity = { ...(botId === null ? {} : { botId }), ...(botUserId === null ? {} : { botUserId }) };
    return {
      id,
      outbound,
      directory: createDirectory({ client, token, elapsed, sleep }),
      listen(botContextOptions) {
        const app = new App({
          receiver: door.receiverFor(id),
          logger,
          // Our identity was fetched at the start, so that no listener waits for it before
          // acknowledging.
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
          fetch,
          rest,
          sleep: (ms) => sleep(ms, never),
          timeout: () => AbortSignal.timeout(slack.timeoutMs),
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
          inFlight: createInFlight(),
          deduplicator: createDeduplicator(botContextOptions.now),
        };
        for (const listen of botContext.registry.listeners) listen(app, botContext);
        if (onPosted !== undefined) listenToPosted(app, botId, (posted) => onPosted(id, posted));
        return botContext;
      },
    };
  }

  async function patiently<T>(query: () => Promise<T>): Promise<T> {
    for (let attempt = 1; ; attempt += 1) {
      try {
        return await query();
      } catch (error) {
        if (slackProblem(error)?.class === 'workspace' || attempt >= signInAttempts) throw error;
        log.warn({ attempt, ...errorFields(error) }, 'slack.unanswered');
        await sleep(250 * 2 ** attempt, never);
      }
    }
  }

  async function drain(within: (ms: number) => () => Promise<void>, patienceMs: number): Promise<void> {
    await Promise.all(
      [...botContexts.values()].map(({ inFlight }) => inFlight.drain(within(patienceMs), within(mercyMs))),
    );
  }

  return {
    workspaces: installed,
    async open(botContextFor) {
      for (const one of installed) botContexts.set(one.id, one.listen(botContextFor(one)));
      const port = await door.start();
      inbox.resumeIn([...botContexts.keys()], async (act) => {
        const botContext = botContexts.get(act.workspace);
        if (botContext !== undefined) await resumeAct(act, botContext);
      });
      return port;
    },
    async stop(patienceMs) {
      inbox.pause();
      const stopped = door.stop();
      const done = new AbortController();
      const within = (ms: number) => () => sleep(ms, done.signal).catch(() => {});
      await drain(within, patienceMs);
      // The server waits for kept-alive connections, which carry no work of ours any more.
      await Promise.race([stopped.catch(() => {}), within(mercyMs)()]);
      // Events that arrived while it closed.
      await drain(within, mercyMs);
      await inbox.close();
      done.abort(new Error('stopped'));
    },
  };
}

/** The closing words of a message that Slack accepted only in a plainer form. */
function rest(language: Language): string {
  return messagesFor(language).bot.rest;
}
