/**
 * Workspaces that removed the app, or revoked its token. Nothing more is posted there, and everything is kept for a
 * time (`uninstalled` in `retention.ts`): if a token works again, everything continues. Errors: the driver's.
 */
export interface Uninstalls {
  /** Can be repeated; the first time counts. `reason`: the name of Slack's event. */
  mark(workspace: string, reason: string): Promise<void>;
}
