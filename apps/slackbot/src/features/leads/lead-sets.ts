/**
 * Finds the leads that a message counted, by its stored set or by its bulks. Effects: reads the
 * store in its options, and the DMS when the set is read. Errors: those of the store, and
 * `LeadsApiError`.
 */
import { type Area, type Bulk, type LeadIdentities, storedKeysOfBulk, wideHash, type Window } from '@leadbell/domain';
import type { Store } from '@leadbell/store';
import { alertOfSet, bulksOfSet, type StoredScope } from '../../queries/leads-query.ts';
import type { Inquiry } from '../../reports/answer.ts';
import { readScope, scopeMark } from '../../subscriptions/scope.ts';
import { readSet, type SetSource, spanOfSet } from '../../reports/set-leads.ts';

export interface FoundSet {
  /** Identifies exactly these leads: when an alert gets more leads, its set gets another id. */
  readonly id: string;
  readonly window: Window;
  readonly read: NonNullable<Inquiry['set']>;
}

export interface LeadSetFinder {
  /** Returns null when the set is out of date. */
  find(id: string): Promise<FoundSet | null>;
  /** Returns the scope that a message's numbers were counted in; null if it is not stored any more. */
  scopeOf(stored: StoredScope): Promise<readonly Area[] | null>;
  /** Returns Leadbell's own number of a bulk; null if the bulk is not stored. */
  numberOf(bulk: Bulk): Promise<number | null>;
}

export interface LeadSetOptions {
  readonly store: Pick<Store, 'leadSets' | 'subscriptions'>;
  readonly identities: LeadIdentities;
  readonly workspace: string;
  readonly connection: string;
  /** Returns the stored bulks that an alert counts; null if there is no such alert. */
  readonly bulksOfAlert: (alert: number) => Promise<readonly number[] | null>;
}

export function createLeadSetFinder({
  store,
  identities,
  workspace,
  connection,
  bulksOfAlert,
}: LeadSetOptions): LeadSetFinder {
  return {
    async find(id) {
      const alert = alertOfSet(id);
      const bulks = alert === null ? bulksOfSet(id) : await bulksOfAlert(alert);
      if (alert !== null && bulks === null) return null;
      const set = await (bulks === null
        ? store.leadSets.find(workspace, id)
        : store.leadSets.ofBulks(connection, bulks));
      // A set of bulks without leads is out of date, because the leads of old bulks are deleted.
      if (set === null || (bulks !== null && set.size === 0)) return null;
      const leads = await store.leadSets.now(set);
      const keys = bulks === null ? 'announced' : 'stored';
      const source: SetSource = { keys, size: set.size, leads, readIn: set.readIn };
      return {
        id: alert === null ? id : `${id} ${wideHash(JSON.stringify(bulks))}`,
        window: spanOfSet(source),
        read: (leadsApi, signal) => readSet(source, identities, leadsApi, signal),
      };
    },
    async scopeOf({ subscription, mark }) {
      const [found] = await store.subscriptions.find([subscription]);
      const scope = found?.workspace === workspace ? readScope(found.scope) : 'all';
      return scope !== 'all' && scopeMark(scope) === mark ? scope : null;
    },
    async numberOf(bulk) {
      const { key, aliases } = storedKeysOfBulk(bulk, identities);
      return store.leadSets.bulkNumber(connection, [key, ...aliases]);
    },
  };
}
