/** Writes users, channels and user groups as JSON in Slack's form, as the app of one workspace reads them. Pure. */
import type { Json } from '../json.ts';
import type { Channel, Person, UserGroup } from '../state/people.ts';
import { belongsTo } from '../state/person.ts';
import { sharingOf } from '../sharing.ts';
import type { World } from '../world.ts';
import { hasScope } from './scopes.ts';

export function wireUser(world: World, user: Person, withLocale: boolean): Json {
  const { id, name, isDeleted, isBot, isWorkflowBot, teamId } = user;
  const base = { id, team_id: teamId, name, deleted: isDeleted, profile: profileOf(world, user) };
  const flags = {
    is_bot: isBot,
    ...(isWorkflowBot ? { is_workflow_bot: true } : {}),
    is_app_user: false,
    updated: 0,
    ...enterpriseUser(world, user),
  };
  // Slack returns only a little about a deactivated account.
  if (isDeleted) return { ...base, ...flags };
  const isOwn = belongsTo(user, world.settings.team.id);
  return {
    ...base,
    color: user.color.slice(1),
    real_name: user.realName,
    tz: user.tz,
    tz_label: user.tz,
    tz_offset: offsetSeconds(user.tz, world.settings.now()),
    // Only rights in this workspace count.
    is_admin: isOwn && user.isAdmin,
    is_owner: isOwn && user.isOwner,
    is_primary_owner: isOwn && user.isPrimaryOwner,
    is_restricted: user.guest !== null,
    is_ultra_restricted: user.guest === 'one',
    // True only for people who share no channel with the app.
    is_stranger: !isOwn && !sharesChannel(world, user),
    is_email_confirmed: true,
    who_can_share_contact_card: 'EVERYONE',
    ...flags,
    ...(withLocale ? { locale: user.locale } : {}),
  };
}

function profileOf(world: World, user: Person): Json {
  const { team, appId, botId, botUserId } = world.settings;
  // Slack hides e-mail addresses of people of other workspaces. If the app lacks the scope for e-mail addresses, Slack
  // hides all of them.
  const showsEmail = !user.isBot && belongsTo(user, team.id) && hasScope(world, 'users:read.email');
  return {
    real_name: user.realName,
    display_name: user.name,
    real_name_normalized: user.realName,
    display_name_normalized: user.name,
    ...(showsEmail ? { email: user.email } : {}),
    team: user.teamId,
    ...(user.id === botUserId ? { api_app_id: appId, bot_id: botId } : {}),
  };
}

function enterpriseUser({ settings: { enterprise } }: World, { id, org }: Person): Json {
  if (enterprise === null || org === null) return {};
  return {
    enterprise_user: {
      id,
      enterprise_id: enterprise.id,
      enterprise_name: enterprise.name,
      is_admin: org.isAdmin,
      is_owner: org.isOwner,
      is_primary_owner: org.isPrimaryOwner,
      teams: [...org.teams],
    },
  };
}

function sharesChannel(world: World, user: Person): boolean {
  return [...world.people.channels.values()].some(
    ({ members }) => members.has(user.id) && members.has(world.settings.botUserId),
  );
}

export function wireChannel(world: World, channel: Channel): Json {
  const { team, botUserId } = world.settings;
  const base = {
    id: channel.id,
    created: channel.created,
    is_archived: channel.isArchived,
    is_im: channel.kind === 'im',
    is_org_shared: false,
    context_team_id: team.id,
    updated: channel.created * 1000,
  };
  if (channel.kind === 'im') {
    const isDeleted = world.people.users.get(channel.withUser ?? '')?.isDeleted === true;
    return { ...base, user: channel.withUser ?? '', is_user_deleted: isDeleted, priority: 0 };
  }
  return {
    ...base,
    name: channel.name,
    name_normalized: channel.name,
    is_channel: channel.kind === 'public',
    is_group: channel.kind === 'private',
    is_mpim: false,
    is_private: channel.kind === 'private',
    is_general: false,
    is_member: channel.members.has(botUserId),
    ...sharingOf(world, channel),
    creator: [...channel.members][0] ?? '',
    unlinked: 0,
    previous_names: [],
    topic: { value: channel.topic, creator: '', last_set: 0 },
    purpose: { value: '', creator: '', last_set: 0 },
  };
}

export function wireUserGroup(world: World, group: UserGroup, withUsers: boolean): Json {
  const users = world.people.groupMembers(group);
  return {
    id: group.id,
    team_id: world.settings.team.id,
    is_usergroup: true,
    is_subteam: true,
    name: group.name,
    handle: group.handle,
    description: '',
    is_external: false,
    date_create: 0,
    date_update: 0,
    date_delete: group.isDisabled ? 1 : 0,
    auto_type: null,
    user_count: users.length,
    ...(withUsers ? { users } : {}),
  };
}

function offsetSeconds(zone: string, now: number): number {
  const parts = new Intl.DateTimeFormat('en-US', { timeZone: zone, timeZoneName: 'longOffset' }).formatToParts(now);
  const match = /GMT([+-])(\d\d):(\d\d)/.exec(parts.find((part) => part.type === 'timeZoneName')?.value ?? '');
  if (match === null) return 0;
  const seconds = Number(match[2]) * 3600 + Number(match[3]) * 60;
  return match[1] === '-' ? -seconds : seconds;
}
