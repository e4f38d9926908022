/**
 * Signs in with each bot token. Effects: calls the Web API, and writes to the log. Errors: `RefusedToken` if Slack
 * refuses every token, and Slack's if it repeatedly does not answer.
 */
import type { Language } from '@leadbell/i18n';
import { createClient, createDirectory, slackLog, slackProblem } from '@leadbell/slack-kit';
import { createOutbound } from '../delivery/outbound.ts';
import { errorFields } from '../log-error.ts';
import { messagesFor } from '../words/index.ts';
import { RefusedToken } from './refused-token.ts';
import type { SlackOptions, Workspace } from './slack.ts';
import type { VettedTokens } from './vetted-tokens.ts';

export interface SignedIn extends Workspace {
  readonly token: string;
  /** The client for answers to people. */
  readonly client: ReturnType<typeof createClient>;
  readonly botId: string | null;
  readonly botUserId: string | null;
}

const signInAttempts = 5;
const never = new AbortController().signal;

export interface SignInOptions extends SlackOptions {
  readonly tokens: VettedTokens;
}

export async function signInAll(options: SignInOptions): Promise<readonly SignedIn[]> {
  const { slack, log } = options;
  const found = new Map<string, SignedIn>();
  for (const [index, token] of slack.botTokens.entries()) {
    try {
      const one = await signIn(token, options);
      if (found.has(one.id)) log.warn({ token: index + 1 }, 'workspace.twice');
      else found.set(one.id, one);
    } catch (error) {
      // A workspace that uninstalled Leadbell must not prevent the others from starting.
      const isLast = index === slack.botTokens.length - 1 && found.size === 0;
      if (slackProblem(error)?.class !== 'workspace') throw error;
      if (isLast) throw new RefusedToken('SLACK_BOT_TOKEN', error);
      log.error({ token: index + 1, ...errorFields(error) }, 'workspace.refused');
    }
  }
  return [...found.values()];
}

/** Tries again each token that no workspace in `installed` uses. */
export async function signInLate(installed: readonly SignedIn[], options: SignInOptions): Promise<readonly SignedIn[]> {
  const found: SignedIn[] = [];
  for (const [index, token] of options.slack.botTokens.entries()) {
    if (installed.some((one) => one.token === token)) continue;
    try {
      found.push(await signIn(token, options));
    } catch (error) {
      options.log.error({ token: index + 1, ...errorFields(error) }, 'workspace.refused');
    }
  }
  return found;
}

async function signIn(token: string, options: SignInOptions): Promise<SignedIn> {
  const { slack, tokens, fetch, send, calls, onCall, elapsed, sleep, log } = options;
  const logger = slackLog(log);
  const client = createClient({ ...slack, tokens, fetch, transport: send, onCall }, logger);
  const outbound = createOutbound({
    ...options.outbound,
    client: createClient({ ...slack, tokens, fetch, transport: calls.transport, onCall }, logger),
    calls,
    token,
    rest,
  });
  const { workspace: id, botId, botUserId } = await patiently(() => outbound.whoAmI(), options);
  tokens.settle(token, id);
  return {
    id,
    token,
    client,
    outbound,
    botId,
    botUserId,
    directory: createDirectory({ client, token, elapsed, sleep }),
  };
}

async function patiently<T>(query: () => Promise<T>, { sleep, log }: SlackOptions): Promise<T> {
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

/** The words that Leadbell adds to a message when Slack accepts only a plainer form of it. */
export function rest(language: Language): string {
  return messagesFor(language).bot.rest;
}
