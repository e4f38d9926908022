/**
 * The schema of the roles in the settings file. Pure. An issue's message describes the expected
 * value.
 */
import * as v from 'valibot';
import { type AccessRules, openAccess, roles } from '@leadbell/domain';

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

export const accessSchema = v.strictObject(
  {
    roles: v.pipe(v.array(grantSchema, 'a list of roles'), v.minLength(1, 'a list of roles, at least one')),
    others: v.optional(v.picklist([...roles, 'none'], `one of ${[...roles, 'none'].join(', ')}`), 'none'),
  },
  'an object with "roles" and "others", and nothing else',
);

/** Takes values that the schema has validated. Without any, each member is a manager. */
export function resolveAccess(raw: v.InferOutput<typeof accessSchema> | undefined): AccessRules {
  if (raw === undefined) return openAccess;
  return { grants: raw.roles, others: raw.others === 'none' ? null : raw.others };
}
