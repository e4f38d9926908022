/** How this workspace treats the app, as far as it can change while the app runs. Set by tests through `sandbox.conditions`, and over `/_sandbox/conditions`. */
export interface Conditions {
  /** `conversations.history` and `.replies` once a minute each, 15 objects a page: apps that are sold outside of the Marketplace. */
  isHistoryLimited: boolean;
  /** `include_all_metadata` brings none, not even the app's own. */
  isMetadataWithheld: boolean;
  /** Without it people can't write to the app, and the app's direct messages are refused with `messages_tab_disabled`. */
  hasMessagesTab: boolean;
}

export const historyMethods: ReadonlySet<string> = new Set(['conversations.history', 'conversations.replies']);
export const limitedPage = 15;
