/**
 * Conditions in the workspace that limit the app, and that can change while the app runs. Tests set them through
 * `sandbox.conditions`, or over `/_sandbox/conditions`.
 */
export interface Conditions {
  /**
   * Whether `conversations.history` and `.replies` are limited to one call a minute each and 15
   * items a page, as for apps sold outside of the Marketplace.
   */
  isHistoryLimited: boolean;
  /** Whether `include_all_metadata` returns no metadata, not even the app's own. */
  isMetadataWithheld: boolean;
  /**
   * If false, people cannot message the app, and its direct messages are refused with
   * `messages_tab_disabled`.
   */
  hasMessagesTab: boolean;
  /** Whether the bot token is refused with `account_inactive`. */
  isUninstalled: boolean;
  /** The scopes of the bot token; at first those of the manifest. `null`: every scope. */
  scopes: readonly string[] | null;
}

export const historyMethods: ReadonlySet<string> = new Set(['conversations.history', 'conversations.replies']);
export const limitedPage = 15;
