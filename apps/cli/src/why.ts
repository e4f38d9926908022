/** Describes why a DMS was not read, or why a bulk was not stored. Pure. */
const known: Readonly<Record<string, string>> = {
  unauthorized: 'the DMS does not accept our sign-in (check DMS_AUTH and its settings)',
  'rate-limited': 'the DMS asks us to slow down',
  unavailable: 'the DMS is not answering',
  timeout: 'the DMS takes too long to answer',
  contract: 'the DMS answers in a form that Leadbell can’t read',
  'bad-request': 'the DMS does not accept our requests',
  'not-found': 'there is no DMS at the address we use (DMS_BASE_URL)',
  aborted: 'reading was stopped',
  database: 'Leadbell’s own database failed; the log has the code',
  fault: 'Leadbell itself failed; its log has the reason',
  'not-watched': 'Leadbell was not running, or could not reach its database',
};

/** `kind`: a kind of failure, or why a bulk was set aside (`database 22P05`). */
export function whyIn(kind: string): string {
  const [word = '', ...code] = kind.split(' ');
  if (code.length === 0) return known[kind] ?? `another reason (${kind})`;
  return word === 'database'
    ? `the database refuses it (${code.join(' ')})`
    : `Leadbell can’t process it (${code.join(' ')})`;
}

const undelivered: Readonly<Record<string, string>> = {
  no_answer: 'Slack is not answering',
  no_first_message: 'the message it belongs to was never posted',
  ratelimited: 'Slack asks us to slow down',
  msg_too_long: 'it is too long for Slack in any form',
  msg_blocks_too_long: 'it is too long for Slack in any form',
  invalid_blocks: 'Slack does not accept it in any form',
  is_archived: 'its channel is archived',
  channel_is_archived: 'its channel is archived',
  not_in_channel: 'Leadbell is not in the channel: type /invite @Leadbell there',
  channel_not_found: 'Leadbell can’t find the channel; it may be private, and Leadbell is not in it',
  restricted_action: 'Leadbell is not allowed to post in the channel',
  user_disabled: 'the person’s account is switched off',
  user_not_found: 'the person is not in this workspace',
  messages_tab_disabled: 'messages to Leadbell are switched off (the messages tab of the app)',
  token_revoked: 'access was revoked: install the app again',
  account_inactive: 'access was revoked: install the app again',
  invalid_auth: 'Slack does not accept the bot token: check SLACK_BOT_TOKEN',
  missing_scope: 'the app lacks a scope: compare it with the manifest',
};

/** Describes why a message was not delivered. `reason`: Slack's error code, or a reason from the outbox. */
export function whyUndelivered(reason: string): string {
  const [, kind = '', code = ''] = /^(perhaps posted|gone) \((\w+)\)$/.exec(reason) ?? [];
  if (kind === 'perhaps posted') return `perhaps posted: Slack did not say, and Leadbell can’t look it up (${code})`;
  if (kind === 'gone') return `its thread no longer takes replies (${code})`;
  const known = undelivered[reason];
  return known === undefined ? `Slack refuses it (${reason})` : `${known} (${reason})`;
}

export function sentence(text: string): string {
  return `${text.replace(/^./u, (first) => first.toUpperCase())}.`;
}
