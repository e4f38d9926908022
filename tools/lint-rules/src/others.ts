/** Names from outside the tree that documents and comments may use. An entry that nothing uses is an error. */

/** Names that our code doesn't have: those of libraries, Slack, the DMS and systems. */
export const namesOfOthers: readonly string[] = [
  // From luxon.
  'fromObject',
  'getPossibleOffsets',
  // From the manifest of a Slack app.
  'metadata_subscriptions',
  // Spellings that a DMS may use.
  'ErrorCode',
  'arMessage',
  'error_code',
  'message_ar',
  // From sysexits.h.
  'EX_CONFIG',
  'rootDir',
  'snake_case',
];

/** Files that exist only where Leadbell is built or runs. */
export const filesOfOthers: readonly string[] = ['apps/slackbot/dist/main.js'];
