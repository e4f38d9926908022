/**
 * Connects the bot to Slack: a workspace for each bot token, one receiver for all of them, every listener, and the
 * outbound clients. `connectSlack` rejects when Slack refuses every token, or repeatedly does not answer.
 */
import { clientOptions, createClient, slackLog } from '@leadbell/slack-kit';
import type { BotContext } from './contract.ts';
import { resumeAct } from './inbox/perform.ts';
import { listenIn } from './listen-in.ts';
import { type SignedIn, signInAll, signInLate } from './sign-in.ts';
import type { Slack, SlackOptions } from './slack.ts';
import { type VettedTokens, vetTokens } from './vetted-tokens.ts';
import { createWorkspaceRouter, type WorkspaceRouter } from './workspace-router.ts';

/** The time in which an aborted answer must tell the person that it was stopped. */
const mercyMs = 3_000;

export async function connectSlack(given: SlackOptions): Promise<Slack> {
  const { inbox, sleep, log } = given;
  const options = { ...given, tokens: vetted(given) };
  const door = routerFor(given);
  const installed = [...(await signInAll(options))];
  let serve: ((one: SignedIn) => void) | null = null;
  const botContexts = new Map<string, BotContext>();

  async function drain(within: (ms: number) => () => Promise<void>, patienceMs: number): Promise<void> {
    await Promise.all(
      [...botContexts.values()].map(({ inFlight }) => inFlight.drain(within(patienceMs), within(mercyMs))),
    );
  }

  return {
    workspaces: installed,
    async open(botContextFor) {
      serve = (one) => {
        const receiver = door.receiverFor(one.id);
        botContexts.set(one.id, listenIn(one, botContextFor(one), { options, receiver, inbox }));
      };
      for (const one of installed) serve(one);
      const port = await door.start();
      inbox.resumeIn(
        () => [...botContexts.keys()],
        async (act) => {
          const botContext = botContexts.get(act.workspace);
          if (botContext !== undefined) await resumeAct(act, botContext);
        },
      );
      return port;
    },
    async join() {
      await options.tokens.lookAgain();
      for (const one of await signInLate(installed, options)) {
        // Another call of `join`, or another token, may have added this workspace already.
        if (installed.some(({ id }) => id === one.id)) continue;
        installed.push(one);
        serve?.(one);
        log.info({ workspace: one.id }, 'workspace.joined');
      }
    },
    isConnected: () => door.isConnected(),
    async stop(patienceMs) {
      inbox.pause();
      const stopped = door.stop();
      const done = new AbortController();
      const within = (ms: number) => () => sleep(ms, done.signal).catch(() => {});
      await drain(within, patienceMs);
      // Wait only this long, because the server also waits for kept-alive connections that were busy when it began to
      // close.
      await Promise.race([stopped.catch(() => {}), within(mercyMs)()]);
      // Finish events that arrived while the server was closing.
      await drain(within, mercyMs);
      await inbox.close();
      done.abort(new Error('stopped'));
    },
  };
}

function routerFor(options: SlackOptions): WorkspaceRouter {
  const { slack, fetch, onCall } = options;
  const logger = slackLog(options.log);
  return createWorkspaceRouter({
    ...options,
    connection: slack.connection,
    clientOptions: clientOptions({ ...slack, fetch, onCall }, logger),
    isForOne: slack.botTokens.length === 1,
    logger,
  });
}

function vetted({ slack, tokens, fetch, send, onCall, log }: SlackOptions): VettedTokens {
  const client = createClient({ ...slack, fetch, transport: send, onCall }, slackLog(log));
  return vetTokens(tokens, { workspaceOf: async (token) => (await client.auth.test({ token })).team_id ?? '', log });
}
