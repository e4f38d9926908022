/**
 * Each workspace's access rules and missing scopes, as the running Leadbell last found them, for processes that can't
 * ask Slack. Throws the driver's errors.
 */
import type { AccessSummary, Instant } from '@leadbell/domain';

export interface Installation {
  readonly workspace: string;
  readonly access: AccessSummary;
  /** The manifest's scopes that Slack did not give the app; null if Slack does not say. */
  readonly missingScopes: readonly string[] | null;
  /** Business time. */
  readonly lookedAt: Instant;
}

export interface Installations {
  /** Also adds an entry to the audit log if the access rules have changed. */
  save(found: Omit<Installation, 'lookedAt'>): Promise<void>;
  list(): Promise<readonly Installation[]>;
}
