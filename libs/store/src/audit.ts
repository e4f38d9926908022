/**
 * A record of changes and their authors. It holds no person of a lead: only Slack ids of users, and names of things. Errors: the driver's.
 */
export interface AuditEntry {
  readonly workspace: string | null;
  /** A person's Slack id, or `leadbell`. */
  readonly actor: string;
  readonly action: string;
  readonly subject: string;
}
