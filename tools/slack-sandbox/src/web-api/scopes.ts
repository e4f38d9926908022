/**
 * Finds the scopes that a call needs; without them, Slack refuses it with `missing_scope`. Methods
 * on channels need the scope for the channel's kind.
 */
import { text, type Json } from '../json.ts';
import type { Channel } from '../state/people.ts';
import { SlackRefusal } from '../refusal.ts';
import type { World } from '../world.ts';
import type { Method } from './method.ts';

const family: Readonly<Record<Channel['kind'], string>> = { public: 'channels', private: 'groups', im: 'im' };
const familyOfType: Readonly<Record<string, string>> = {
  public_channel: 'channels',
  private_channel: 'groups',
  mpim: 'mpim',
  im: 'im',
};

export function hasScope(world: World, scope: string): boolean {
  return world.conditions.scopes?.includes(scope) ?? true;
}

export function checkScopes(world: World, method: Method, args: Json): void {
  const { scopes: provided } = world.conditions;
  if (provided === null) return;
  const needed = missingScopes(world, method, args);
  if (needed.length > 0)
    throw new SlackRefusal('missing_scope', { needed: needed.join(','), provided: provided.join(',') });
}

function missingScopes(world: World, method: Method, args: Json): readonly string[] {
  const { scopes } = method;
  if (scopes.length === 0) return [];
  if (!scopes.some((scope) => hasScope(world, scope))) return scopes;
  const families = familiesOf(world, method, args);
  return scopes.filter((scope) => families.has(scope.split(':', 1)[0] ?? '') && !hasScope(world, scope));
}

function familiesOf(world: World, { kindFrom }: Method, args: Json): ReadonlySet<string> {
  if (kindFrom === 'types') {
    const types = (text(args['types']) ?? 'public_channel').split(',');
    return new Set(types.flatMap((type) => familyOfType[type.trim()] ?? []));
  }
  if (kindFrom !== 'channel') return new Set();
  const channel = world.people.findChannel(text(args['channel']) ?? '');
  // The method itself refuses channels that the app does not see.
  const isSeen = channel !== undefined && (channel.kind === 'public' || channel.members.has(world.settings.botUserId));
  return new Set(isSeen ? [family[channel.kind]] : []);
}

/** With each answer, Slack names the scopes of the token and those that the method accepts. */
export function scopeHeaders(world: World, method: Method | undefined): Record<string, string> {
  const { scopes } = world.conditions;
  if (method === undefined || method.token !== 'bot' || scopes === null) return {};
  return {
    'x-oauth-scopes': scopes.join(','),
    ...(method.scopes.length === 0 ? {} : { 'x-accepted-oauth-scopes': method.scopes.join(',') }),
  };
}
