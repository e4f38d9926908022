/**
 * Checks Slack: tokens, scopes, the connection, blocks, and its clock. Effects: sends requests to Slack. Errors: none.
 */
import { missingScopes, optionalScopes } from '@leadbell/domain';
import { type Settings, tokenRemedies } from '@leadbell/settings';
import { isOfToken, renderMessage } from '@leadbell/slack-kit';
import { whyUndelivered } from '../why.ts';
import { clockFinding, type Finding, findingsOf } from './finding.ts';
import { codeOf, openSlackDoor, type SlackDoor } from './slack-doors.ts';

const { ok, warn, fail } = findingsOf('slack');

export interface FoundWorkspace {
  readonly id: string;
  readonly door: SlackDoor;
  readonly scopes: readonly string[] | null;
}

export interface SlackCheck {
  readonly findings: readonly Finding[];
  readonly workspaces: readonly FoundWorkspace[];
}

/** Leadbell refuses a request of Slack whose time differs from ours by more than this. */
const signatureMs = 5 * 60_000;

export async function checkSlack(settings: Settings): Promise<SlackCheck> {
  const { botTokens } = settings.slack;
  const signedIn = await Promise.all(botTokens.map((token, at) => signIn(openSlackDoor(settings, token), at + 1)));
  const workspaces = signedIn.flatMap(({ workspace }) => workspace ?? []);
  const [first] = workspaces;
  const more = [...workspaces.flatMap(scopesIn), await checkConnection(settings)];
  if (first !== undefined) more.push(await checkChart(first.door));
  const isHttp = settings.slack.connection.kind === 'http';
  const limit = isHttp ? { ms: signatureMs, why: 'Leadbell refuses every request from Slack' } : null;
  return {
    findings: [
      ...signedIn.flatMap(({ findings }) => findings),
      ...more,
      ...clockFinding('Slack', first?.door.offsetMs() ?? null, limit),
    ],
    workspaces,
  };
}

/** Says how the operator can react to Slack's code. */
function todoFor(setting: keyof typeof tokenRemedies, code: string): string {
  if (code === 'no_answer') return 'check the network and proxy from this machine to https://slack.com/api';
  if (isOfToken(code)) return tokenRemedies[setting];
  return 'Slack’s documentation of auth.test and apps.connections.open explains the code';
}

/** `number`: the position of the token in the list, from 1. */
async function signIn(
  door: SlackDoor,
  number: number,
): Promise<{ readonly findings: readonly Finding[]; readonly workspace: FoundWorkspace | null }> {
  try {
    const { team_id: id, response_metadata: meta } = await door.call('auth.test');
    const { scopes = null } = (meta ?? {}) as { readonly scopes?: readonly string[] };
    const workspace = { id: String(id), door, scopes };
    return { findings: [ok(`token ${number} of SLACK_BOT_TOKEN is valid, for workspace ${workspace.id}`)], workspace };
  } catch (error) {
    const code = codeOf(error);
    const todo = todoFor('SLACK_BOT_TOKEN', code);
    return { findings: [fail(`token ${number} of SLACK_BOT_TOKEN: ${whyUndelivered(code)}`, todo)], workspace: null };
  }
}

function scopesIn({ id, scopes }: FoundWorkspace): readonly Finding[] {
  if (scopes === null)
    return [warn(`Slack does not say which scopes the app has in ${id}`, 'compare them with the manifest')];
  const missing = missingScopes(scopes);
  const todo = 'update the app from the manifest (leadbell manifest) and install it again';
  const required = missing.filter((scope) => !optionalScopes.has(scope));
  const optional = missing.filter((scope) => optionalScopes.has(scope));
  return [
    ...(required.length > 0 ? [fail(`the app in ${id} lacks: ${required.join(', ')}`, todo)] : []),
    ...(optional.length > 0
      ? [warn(`the app in ${id} lacks: ${optional.join(', ')}, so messages in doubt can't be looked up`, todo)]
      : []),
    ...(missing.length === 0 ? [ok(`all scopes that Leadbell uses are granted in ${id}`)] : []),
  ];
}

/** Does not open the connection, because Slack would send events to it. */
async function checkConnection(settings: Settings): Promise<Finding> {
  const { connection } = settings.slack;
  if (connection.kind === 'http')
    return ok(
      `HTTP: Leadbell listens on ${connection.host}, port ${connection.port}; Slack must reach it as https://…/slack/events`,
    );
  try {
    await openSlackDoor(settings, connection.appToken).call('apps.connections.open');
    return ok('Socket Mode: SLACK_APP_TOKEN is valid, and Slack offers a connection');
  } catch (error) {
    const code = codeOf(error);
    return fail(`Socket Mode: Slack offers no connection (${code})`, todoFor('SLACK_APP_TOKEN', code));
  }
}

async function checkChart(door: SlackDoor): Promise<Finding> {
  const points = ['09:00', '10:00', '11:00'].map((label, at) => ({ label, value: at + 1 }));
  const { blocks } = renderMessage(
    {
      summary: 'Leads by hour',
      direction: 'ltr',
      parts: [{ kind: 'chart', title: 'Leads by hour', series: 'Leads', points, text: [{ words: '09:00 to 11:00' }] }],
    },
    { tag: 'doctor', more: (count) => `+${count}`, charts: true },
  );
  try {
    await door.call('blocks.validate', { blocks });
    return ok('charts are accepted (blocks.validate)');
  } catch (error) {
    const code = codeOf(error);
    if (code === 'invalid_blocks')
      return warn(
        'Slack refuses charts in this workspace (blocks.validate)',
        'nothing to do: messages show the numbers as text',
      );
    return warn(
      `it is not known whether charts are accepted (${code})`,
      'nothing to do: where Slack refuses charts, messages show the numbers as text',
    );
  }
}
