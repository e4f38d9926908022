/** The schema of the roles in the settings file. Pure. The message of an issue describes the expected value. */
import * as v from 'valibot';
import { type AccessRules, type AccessSummary, isOpenAccess, openAccess, roles, usualReading } from '@leadbell/domain';

const maxNames = 1_000;

function ids(form: RegExp, expected: string) {
  const said = `a list of ${expected}`;
  return v.optional(
    v.pipe(v.array(v.pipe(v.string(said), v.regex(form, said)), said), v.maxLength(maxNames, said)),
    [],
  );
}

function names(what: string) {
  const said = `a list of names of ${what}, as the DMS writes them, at least one`;
  const name = v.pipe(v.string(said), v.trim(), v.nonEmpty(said), v.maxLength(200, said));
  return v.exactOptional(v.pipe(v.array(name, said), v.minLength(1, said), v.maxLength(maxNames, said)));
}

const grantSchema = v.pipe(
  v.strictObject(
    {
      role: v.picklist(roles, `one of ${roles.join(', ')}`),
      users: ids(/^[UW][A-Z0-9]{2,20}$/, 'ids of users, which start with U or W'),
      groups: ids(/^S[A-Z0-9]{2,20}$/, 'ids of user groups, which start with S'),
      channels: ids(/^[CG][A-Z0-9]{2,20}$/, 'ids of channels, which start with C or G'),
      brands: names('brands'),
      branches: names('branches'),
    },
    'an object with "role", and with "users", "groups" or "channels"; "brands" and "branches" if it is not for all',
  ),
  v.check(
    ({ users, groups, channels }) => users.length + groups.length + channels.length > 0,
    'at least one id in "users", "groups" or "channels"',
  ),
);

function whole(least: number, most: number) {
  const said = `a whole number, ${least} to ${most}`;
  return v.pipe(v.number(said), v.integer(said), v.minValue(least, said), v.maxValue(most, said));
}

const bound = v.nullable(
  v.strictObject(
    { people: whole(1, 1_000_000), minutes: whole(1, 10_080) },
    'an object with "people" and "minutes", or null',
  ),
);

export const accessSchema = v.strictObject(
  {
    roles: v.exactOptional(
      v.pipe(v.array(grantSchema, 'a list of roles'), v.minLength(1, 'a list of roles, at least one')),
    ),
    others: v.exactOptional(v.picklist([...roles, 'none'], `one of ${[...roles, 'none'].join(', ')}`)),
    unusual: v.optional(bound, usualReading.unusual),
    limit: v.optional(bound, usualReading.limit),
  },
  'an object with "roles", "others", "unusual" and "limit", and nothing else',
);

/** The schema must have checked the values. Without roles, each member is a manager. */
export function resolveAccess({ roles: grants, others }: v.InferOutput<typeof accessSchema>): AccessRules {
  if (grants === undefined && others === undefined) return openAccess;
  return { grants: grants ?? [], others: others === undefined || others === 'none' ? null : others };
}

/** Describes for the log which access rules apply. */
export function describeAccess(access: AccessSummary): string {
  const { roles: count, others, hasEditors } = access;
  const rest = others === null ? 'other members are refused' : `other members are ${others}s`;
  const who = isOpenAccess(access)
    ? 'every full member of the workspace is a manager, and Slack’s owners and admins are admins (docs/access.md)'
    : `${count === 1 ? '1 role' : `${count} roles`} in leadbell.config.json; ${rest}`;
  return hasEditors ? `${who}; only the user groups of SUBSCRIPTION_EDITORS may subscribe and silence` : who;
}
