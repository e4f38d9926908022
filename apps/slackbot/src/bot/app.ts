/**
 * Connects the bot to Slack: a workspace for each bot token, one receiver for all of them, every listener, and the
 * outbound clients. `connectSlack` rejects when Slack refuses every token, or repeatedly does not answer.
 */
import { clientOptions, createClient, slackLog } from '@leadbell/slack-kit';
import type { BotContext } from './contract.ts';
import { createInbox } from './inbox/inbox.ts';
import { resumeAct } from './inbox/perform.ts';
import { listenIn } from './listen-in.ts';
import { errorFields } from '../log-error.ts';
import { type SignedIn, signIn, signInAll } from './sign-in.ts';
import type { Slack, SlackOptions } from './slack.ts';
import { vetTokens } from './vetted-tokens.ts';
import { createWorkspaceRouter } from './workspace-router.ts';

/** The time in which an aborted answer can still tell its person that it was stopped. */
const mercyMs = 3_000;

export async function connectSlack(options: SlackOptions): Promise<Slack> {
  const { slack, fetch, onCall, elapsed, realNow, sleep, log } = options;
  const logger = slackLog(log);
  const isForOne = slack.botTokens.length === 1;
  const socketOptions = { clientOptions: clientOptions({ ...slack, fetch, onCall }, logger), elapsed, sleep };
  const door = createWorkspaceRouter({
    ...slack,
    ...socketOptions,
    tokens: options.tokens,
    realNow,
    isForOne,
    logger,
    log,
  });
  const bare = createClient({ ...slack, fetch, transport: options.send, onCall }, logger);
  const workspaceOf = async (token: string) => (await bare.auth.test({ token })).team_id ?? '';
  const tokens = vetTokens(options.tokens, { workspaceOf, log });
  const installed = [...(await signInAll({ ...options, tokens }))];
  let serve: ((one: SignedIn) => void) | null = null;
  const botContexts = new Map<string, BotContext>();
  const inbox = createInbox({ queue: options.inbox, sleep, log });

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
      await tokens.lookAgain();
      for (const [index, token] of slack.botTokens.entries()) {
        if (installed.some((one) => one.token === token)) continue;
        try {
          const one = await signIn(token, { ...options, tokens });
          if (installed.some(({ id }) => id === one.id)) continue;
          installed.push(one);
          serve?.(one);
          log.info({ token: index + 1, workspace: one.id }, 'workspace.joined');
        } catch (error) {
          log.error({ token: index + 1, ...errorFields(error) }, 'workspace.refused');
        }
      }
    },
    isConnected: () => door.isConnected(),
    async stop(patienceMs) {
      inbox.pause();
      const stopped = door.stop();
      const done = new AbortController();
      const within = (ms: number) => () => sleep(ms, done.signal).catch(() => {});
      await drain(within, patienceMs);
      // The server would also wait for idle kept-alive connections, so it gets only this long.
      await Promise.race([stopped.catch(() => {}), within(mercyMs)()]);
      // Finish events that arrived while the server was closing.
      await drain(within, mercyMs);
      await inbox.close();
      done.abort(new Error('stopped'));
    },
  };
}
