/** The methods about identity, the validation of blocks, and the address for Socket Mode. */
import { elementsOf } from '../blocks/elements.ts';
import { problemLine } from '../blocks/problem.ts';
import { validateBlocks, type Surface } from '../blocks/validate.ts';
import { maxConnections } from '../delivery/socket.ts';
import type { Json } from '../json.ts';
import { nested, optional, required } from './arguments.ts';
import type { Call, MethodTable } from './method.ts';
import { SlackRefusal } from '../refusal.ts';

function authTest({ world }: Call): Json {
  const { team, botUserId, botId } = world.settings;
  return {
    url: `${world.origin}/`,
    team: team.name,
    user: world.app.botName,
    team_id: team.id,
    user_id: botUserId,
    bot_id: botId,
    is_enterprise_install: false,
  };
}

function apiTest({ args }: Call): Json {
  const error = optional(args, 'error');
  const { token: _token, ...echoed } = args;
  if (error !== undefined) throw new SlackRefusal(error, { args: echoed });
  return { args: echoed };
}

function openConnection({ world }: Call): Json {
  if (!world.app.socketMode) throw new SlackRefusal('forbidden_team', { detail: 'Socket Mode is off in the manifest' });
  if (world.hub.connections() >= maxConnections) throw new SlackRefusal('too_many_websockets');
  return {
    url: `${world.origin.replace(/^http/, 'ws')}/link/?ticket=${world.tickets.sockets.issue(true)}&app_id=${world.settings.appId}`,
  };
}

function teamInfo({ world }: Call): Json {
  const { id, name, domain } = world.settings.team;
  return { team: { id, name, domain, email_domain: 'sandbox.example', icon: { image_default: true } } };
}

function botInfo({ world, args }: Call): Json {
  const { botId, appId, botUserId } = world.settings;
  const bot = optional(args, 'bot') ?? botId;
  if (bot !== botId) throw new SlackRefusal('bot_not_found');
  return {
    bot: {
      id: botId,
      deleted: false,
      name: world.app.botName,
      updated: 0,
      app_id: appId,
      user_id: botUserId,
      icons: {},
    },
  };
}

const surfaces: readonly Surface[] = ['message', 'modal', 'home'];

/** Reports all problems of blocks without posting them. */
function validate({ args }: Call): Json {
  const blocks = nested(args, 'blocks');
  if (blocks === undefined) required(args, 'blocks');
  const asked = optional(args, 'surface') ?? 'message';
  const surface = surfaces.find((known) => known === asked);
  if (surface === undefined) throw new SlackRefusal('invalid_arguments');
  const problems = validateBlocks(blocks, surface);
  if (problems.length > 0) {
    throw new SlackRefusal('invalid_blocks', {
      errors: problems.map(({ code, message, pointer }) => ({ code, message, pointer })),
      response_metadata: { messages: problems.map(problemLine) },
    });
  }
  return { interactive_elements: [...elementsOf(blocks as unknown[])].length };
}

export const basicMethods: MethodTable = [
  { name: 'api.test', scopes: [], tier: 4, token: 'none', run: apiTest },
  { name: 'auth.test', scopes: [], tier: 'none', token: 'bot', run: authTest },
  { name: 'apps.connections.open', scopes: [], tier: 'none', token: 'app', run: openConnection },
  { name: 'team.info', scopes: ['team:read'], tier: 3, token: 'bot', run: teamInfo },
  { name: 'bots.info', scopes: ['users:read'], tier: 3, token: 'bot', run: botInfo },
  { name: 'blocks.validate', scopes: [], tier: 3, token: 'bot', run: validate },
];
