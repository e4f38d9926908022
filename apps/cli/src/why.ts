/** Why a DMS was not read, or a bulk not stored, in words. Pure. */
const known: Readonly<Record<string, string>> = {
  unauthorized: 'the DMS does not accept our sign-in (DMS_AUTH and what belongs to it)',
  'rate-limited': 'the DMS asks us to slow down',
  unavailable: 'the DMS does not answer',
  timeout: 'the DMS takes too long to answer',
  contract: 'the DMS answers in a form that cannot be read',
  'bad-request': 'the DMS does not accept our questions',
  'not-found': 'there is no such address at the DMS (DMS_BASE_URL)',
  aborted: 'the reading was stopped',
  database: 'the database of Leadbell failed; its log has the code',
  fault: 'Leadbell itself has a fault; its log names it',
  'not-watched': 'Leadbell did not run, or its database was out of reach',
};

/** Takes a kind of failure, or why a bulk was set aside (`database 22P05`). */
export function whyIn(kind: string): string {
  const [word = '', ...code] = kind.split(' ');
  if (code.length === 0) return known[kind] ?? `another reason (${kind})`;
  return word === 'database'
    ? `the database refuses it (${code.join(' ')})`
    : `Leadbell has a fault with it (${code.join(' ')})`;
}

const undelivered: Readonly<Record<string, string>> = {
  no_answer: 'Slack does not answer',
  no_first_message: 'the message that it belongs to was never posted',
  ratelimited: 'Slack asks to slow down',
  msg_too_long: 'it is too long for Slack in any form',
  msg_blocks_too_long: 'it is too long for Slack in any form',
  invalid_blocks: 'Slack takes it in no form',
  is_archived: 'its channel is archived',
  channel_is_archived: 'its channel is archived',
  not_in_channel: 'Leadbell is not in its channel',
  channel_not_found: 'Leadbell can not see its channel',
  restricted_action: 'Leadbell may not post in its channel',
  user_disabled: 'the account of the person is switched off',
  user_not_found: 'the person is not in the workspace',
  messages_tab_disabled: 'messages to Leadbell are switched off (the messages tab of the app)',
  token_revoked: 'the access was revoked: install the app again',
  account_inactive: 'the access was revoked: install the app again',
  invalid_auth: 'Slack does not accept the bot token',
  missing_scope: 'the app lacks a scope: compare it with the manifest',
};

/** Why Slack was not given a message: Slack's code, or a reason of the outbox. */
export function whyUndelivered(reason: string): string {
  const [, kind = '', code = ''] = /^(perhaps posted|gone) \((\w+)\)$/.exec(reason) ?? [];
  if (kind === 'perhaps posted') return `perhaps posted: Slack did not say, and it can not be looked up (${code})`;
  if (kind === 'gone') return `its thread takes no more replies (${code})`;
  const known = undelivered[reason];
  return known === undefined ? `Slack refuses it (${reason})` : `${known} (${reason})`;
}

export function sentence(text: string): string {
  return `${text.replace(/^./u, (first) => first.toUpperCase())}.`;
}
