/**
 * Workspaces that removed the app, or whose token was revoked. Leadbell posts nothing more there and keeps everything
 * for a time (`uninstalled` in `retention.ts`). If a token works again within this time, everything continues. Throws
 * the driver's errors.
 */
export interface Uninstalls {
  /** Can be called again; the time of the first call counts. `reason`: the name of Slack's event. */
  mark(workspace: string, reason: string): Promise<void>;
}
