/** Names outside the tree that documents and comments may use. An entry that nothing uses is an error. */

/** Names that no code of ours has: of libraries, of Slack, of the DMS, of systems. */
export const namesOfOthers: readonly string[] = [
  // luxon's.
  'fromObject',
  'getPossibleOffsets',
  // Slack's, in an app's manifest.
  'metadata_subscriptions',
  // Spellings that a DMS may use.
  'ErrorCode',
  'arMessage',
  'error_code',
  'message_ar',
  // Of sysexits.h.
  'EX_CONFIG',
  'rootDir',
  'snake_case',
];

/** Files that are made, or given, where Leadbell runs. */
export const filesOfOthers: readonly string[] = ['apps/slackbot/dist/main.js', 'leadbell.config.json'];
