/** Who changed what. No person of a lead's is in it: Slack ids of those who work, and names of things. Errors: the driver's. */
export interface AuditEntry {
  readonly workspace: string | null;
  /** A person's Slack id, or `leadbell`. */
  readonly actor: string;
  readonly action: string;
  readonly subject: string;
}
