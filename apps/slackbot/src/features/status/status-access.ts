/** Shows the access rules that apply, and the scopes that the Slack app lacks. Pure. */
import { isOpenAccess } from '@leadbell/domain';
import type { CardPart } from '@leadbell/slack-kit';
import { data, lines, words } from '../../cards/text.ts';
import type { Messages } from '../../words/index.ts';
import type { FoundInstallation } from './installations.ts';

interface Shown {
  readonly messages: Messages;
}
type Fact = Extract<CardPart, { kind: 'facts' }>['facts'][number];

export function accessFact({ access }: FoundInstallation, { messages }: Shown): Fact {
  const { access: say } = messages.status;
  const { roles, others, hasEditors } = access;
  const who = isOpenAccess(access) ? say.open : `${say.roles(roles)} ${say.others[others ?? 'none']}`;
  return { label: say.label, value: [words(hasEditors ? `${who} ${say.editors}` : who)] };
}

/** Returns null if no scope is missing, or Slack did not say. */
export function missingScopesPart({ missingScopes }: FoundInstallation, { messages }: Shown): CardPart | null {
  if (missingScopes === null || missingScopes.length === 0) return null;
  const { scopes: say } = messages.status;
  return {
    kind: 'text',
    text: lines([
      words(say.title, 'bold'),
      ...missingScopes.map((scope) => [data(scope, 40, 'code'), words(` ${say.without[scope]}`)]),
      words(say.reinstall),
    ]),
  };
}
