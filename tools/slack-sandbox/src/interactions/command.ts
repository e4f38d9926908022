/** Runs slash commands: sends them from the composer to the app, and shows the app's answer. */
import { notice } from '../conversation.ts';
import type { Channel, Person } from '../state/people.ts';
import { belongsTo } from '../state/person.ts';
import type { ResponseTarget } from '../state/tickets.ts';
import { SlackRefusal } from '../refusal.ts';
import type { World } from '../world.ts';
import { verificationToken } from './event.ts';
import { channelName, issueResponseUrl, issueTrigger } from './payload.ts';
import { sayAcknowledgement } from './respond.ts';

/** Resolves when the app has acknowledged, or when the command has failed and a notice shows this to the person. */
export async function runCommand(
  world: World,
  user: Person,
  channel: Channel,
  typed: string,
  threadTs?: string,
): Promise<string | null> {
  const [, command = '', rest = ''] = /^(\/\S*)\s*([\s\S]*)$/.exec(typed) ?? [];
  const known = world.app.commands.find((entry) => entry.command === command);
  // People of another workspace cannot use this workspace's commands.
  const isOutsider = !belongsTo(user, world.settings.team.id);
  if (isOutsider || (known === undefined && !world.app.anyCommand)) {
    notice(world, user.id, `${command} is not a valid command.`, channel.id);
    return 'invalid_command';
  }
  // Slack runs no app commands inside a thread.
  if (threadTs !== undefined) {
    notice(world, user.id, `${command} is not supported in threads. Sorry!`, channel.id);
    return 'command_not_supported_in_threads';
  }
  const { team, appId, enterprise } = world.settings;
  const target: ResponseTarget = { user: user.id, channel: channel.id };
  const payload = {
    token: verificationToken,
    team_id: team.id,
    team_domain: team.domain,
    ...(enterprise === null ? {} : { enterprise_id: enterprise.id, enterprise_name: enterprise.name }),
    channel_id: channel.id,
    channel_name: channelName(channel),
    user_id: user.id,
    user_name: user.name,
    command,
    text: known?.escape === true ? escapeReferences(world, rest.trimEnd()) : rest.trimEnd(),
    api_app_id: appId,
    is_enterprise_install: 'false',
    response_url: issueResponseUrl(world, target, 'commands'),
    trigger_id: issueTrigger(world, { user: user.id }),
  };
  const delivered = await world.deliver.command(payload, known?.url ?? world.app.interactivityUrl);
  if (!delivered.ok) {
    notice(world, user.id, `${command} failed with the error “${delivered.error}”`, channel.id);
    return delivered.error;
  }
  try {
    sayAcknowledgement(world, target, delivered.payload);
    return null;
  } catch (error) {
    if (!(error instanceof SlackRefusal)) throw error;
    notice(world, user.id, `${command} failed with the error “${error.code}”`, channel.id);
    return error.code;
  }
}

/** If the command has `should_escape`, `#sales` becomes `<#C…|sales>`, and `@noura` becomes `<@U…|noura>`. */
function escapeReferences(world: World, words: string): string {
  return words
    .replaceAll(/(?<![\w<])#([\w-]+)/g, (all, name: string) => {
      const channel = world.people.findChannel(`#${name}`);
      return channel === undefined ? all : `<#${channel.id}|${channel.name}>`;
    })
    .replaceAll(/(?<![\w<])@([\w.-]+)/g, (all, name: string) => {
      const user = [...world.people.users.values()].find((entry) => entry.name === name);
      return user === undefined ? all : `<@${user.id}|${user.name}>`;
    });
}
