/**
 * The workspace's restrictions on the app, as far as they can change while it runs. Set by tests
 * through `sandbox.conditions`, and over `/_sandbox/conditions`.
 */
export interface Conditions {
  /**
   * `conversations.history` and `.replies` once a minute each, 15 objects a page: the limits for
   * apps sold outside of the Marketplace.
   */
  isHistoryLimited: boolean;
  /** `include_all_metadata` returns none, not even the app's own. */
  isMetadataWithheld: boolean;
  /**
   * If false, people cannot message the app, and its direct messages are refused with
   * `messages_tab_disabled`.
   */
  hasMessagesTab: boolean;
  /** The bot token is refused with `account_inactive`. */
  isUninstalled: boolean;
  /** Scopes of the bot token; at first those of the manifest. `null`: every scope. */
  scopes: readonly string[] | null;
}

export const historyMethods: ReadonlySet<string> = new Set(['conversations.history', 'conversations.replies']);
export const limitedPage = 15;
