/**
 * Lists every Web API method that the sandbox answers, and runs the steps of a call: token, scope,
 * rate limit, then the method.
 */
import { historyMethods } from '../conditions.ts';
import type { Json } from '../json.ts';
import type { World } from '../world.ts';
import { basicMethods } from './basics.ts';
import { chatMethods } from './chat.ts';
import { conversationMethods } from './conversations.ts';
import { fileMethods } from './files.ts';
import type { Method } from './method.ts';
import { SlackRefusal } from '../refusal.ts';
import { checkScopes } from './scopes.ts';
import { userMethods } from './users.ts';
import { viewMethods } from './views.ts';

export const methods: ReadonlyMap<string, Method> = new Map(
  [...basicMethods, ...chatMethods, ...conversationMethods, ...userMethods, ...viewMethods, ...fileMethods].map(
    (method) => [method.name, method],
  ),
);

export type CallResult = { kind: 'answer'; body: Json } | { kind: 'ratelimited'; retryAfterS: number };

export function callMethod(world: World, name: string, args: Json, headerToken: string | undefined): CallResult {
  const method = methods.get(name);
  if (method === undefined) return { kind: 'answer', body: { ok: false, error: 'unknown_method', req_method: name } };
  try {
    checkToken(world, method, headerToken ?? args['token']);
    checkScopes(world, method, args);
    const channel = typeof args['channel'] === 'string' ? args['channel'] : undefined;
    const isLimited = world.conditions.isHistoryLimited && historyMethods.has(name);
    const retryAfterS = isLimited
      ? world.limiter.refuseLimited(name)
      : world.limiter.refuse(name, method.tier, channel);
    if (retryAfterS !== null) return { kind: 'ratelimited', retryAfterS };
    return { kind: 'answer', body: { ok: true, ...method.run({ world, args }) } };
  } catch (error) {
    if (error instanceof SlackRefusal)
      return { kind: 'answer', body: { ok: false, error: error.code, ...error.extra } };
    throw error;
  }
}

function checkToken(world: World, method: Method, token: unknown): void {
  if (method.token === 'none') return;
  const { botToken, appToken } = world.settings;
  if (token === undefined || token === '') throw new SlackRefusal('not_authed');
  const needed = method.token === 'app' ? appToken : botToken;
  if (token === botToken && world.conditions.isUninstalled) throw new SlackRefusal('account_inactive');
  if (token === needed) return;
  throw new SlackRefusal(token === botToken || token === appToken ? 'not_allowed_token_type' : 'invalid_auth');
}
