/** Reads the audit log of one workspace. Effects: reads the store. Errors: those of the store. */
import type { Id, LeadIdentities, Window } from '@leadbell/domain';
import type { AuditQuery, AuditRecord, Store } from '@leadbell/store';

export interface AuditRequest extends Pick<AuditQuery, 'actor' | 'action' | 'outcome' | 'after' | 'limit'> {
  /** A lead's number, as the sender or the DMS gave it. */
  readonly lead?: Id;
  readonly window?: Window;
}

/** Returns the newest entries first. */
export type ReadAudit = (request: AuditRequest) => Promise<readonly AuditRecord[]>;

export interface ReadAuditOptions {
  readonly store: Pick<Store, 'audit'>;
  readonly identities: Pick<LeadIdentities, 'ofNumber'>;
  readonly workspace: string;
}

export function createReadAudit({ store, identities, workspace }: ReadAuditOptions): ReadAudit {
  return ({ lead, window, ...request }) =>
    store.audit.list({
      ...request,
      workspace,
      ...(window === undefined ? {} : { from: window.from, to: window.to }),
      ...(lead === undefined ? {} : namesOfNumber(lead, identities)),
    });
}

/** Returns the keys and the number by which entries may name the lead. `number`: the lead's number. */
function namesOfNumber(
  number: Id,
  identities: Pick<LeadIdentities, 'ofNumber'>,
): { readonly leads: readonly string[]; readonly number: string } {
  const { key, aliases } = identities.ofNumber(number);
  return { leads: [key, ...aliases], number };
}
