/** Describes workspaces as the running Leadbell last found them. Pure. */
import { isOpenAccess } from '@leadbell/domain';
import type { Installation } from '@leadbell/store';
import { columns, counted, indented, time } from './text.ts';

export const auditOpen =
  'The audit log is not protected from changes: its database trigger is missing or switched off (docs/storage.md).';

export function installationLines({ access, missingScopes, lookedAt }: Installation): string {
  const { roles, others, hasEditors } = access;
  const rest = others === null ? 'other members are refused' : `other members are ${others}s`;
  const who = isOpenAccess(access)
    ? 'every full member is a manager; Slack’s owners and admins are admins'
    : `${counted(roles, 'role')} in the settings; ${rest}`;
  return [
    columns([
      ['access', who],
      ...(hasEditors ? [['', 'only certain user groups may subscribe and silence (SUBSCRIPTION_EDITORS)']] : []),
      ['missing scopes', scopesText(missingScopes)],
      ['looked at', time(lookedAt)],
    ]),
    ...(missingScopes === null || missingScopes.length === 0
      ? []
      : [
          indented(
            'docs/access.md says what doesn’t work without each scope; a Slack admin adds scopes by reinstalling the app',
          ),
        ]),
  ].join('\n');
}

function scopesText(missing: readonly string[] | null): string {
  if (missing === null) return 'unknown: Slack does not say';
  return missing.length === 0 ? 'none' : missing.join(', ');
}
