/** The scopes of the Slack app; a test compares them with the manifest. Pure. */

export const botScopes = [
  'commands',
  'chat:write',
  'app_mentions:read',
  'channels:history',
  'groups:history',
  'im:history',
  'im:write',
  'channels:read',
  'groups:read',
  'usergroups:read',
  'users:read',
  'files:write',
] as const;
export type BotScope = (typeof botScopes)[number];

/** The person who installs the app may leave out these scopes. */
export const optionalScopes: ReadonlySet<string> = new Set<BotScope>([
  'app_mentions:read',
  'channels:history',
  'groups:history',
  'im:history',
]);

export function missingScopes(granted: readonly string[]): readonly BotScope[] {
  return botScopes.filter((scope) => !granted.includes(scope));
}

/** Returns the missing scopes that are not optional. */
export function requiredScopes(missing: readonly string[] | null): readonly string[] {
  return (missing ?? []).filter((scope) => !optionalScopes.has(scope));
}
