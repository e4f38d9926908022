/**
 * Checks which scopes the app has in each workspace, and which access rules apply there, at the
 * start and for each status. Stores both for `leadbell status`. Effects: uses Slack, the store and
 * the log in its options. Errors: none escape.
 */
import { type AccessSummary, type BotScope, missingScopes } from '@leadbell/domain';
import type { Store } from '@leadbell/store';
import { errorFields } from '../../log-error.ts';
import type { Log } from '../../log.ts';
import type { Outbound } from '../../delivery/outbound.ts';
import type { Messages } from '../../words/index.ts';

export interface FoundInstallation {
  readonly access: AccessSummary;
  /** Null if Slack did not say. */
  readonly missingScopes: readonly BotScope[] | null;
}

export interface InstallationsOptions {
  readonly access: () => AccessSummary;
  readonly workspaces: readonly { readonly id: string; readonly outbound: Pick<Outbound, 'whoAmI'> }[];
  readonly store: Pick<Store, 'installations'>;
  /** The texts for the log, which is in English. */
  readonly english: Messages;
  readonly sleep: (ms: number, signal: AbortSignal) => Promise<void>;
  readonly log: Log;
}

export interface Installations {
  lookAtAll(): Promise<void>;
  look(workspace: string): Promise<FoundInstallation>;
}

/** The longest wait for Slack. It is short, because a person is waiting for the status. */
const patienceMs = 1_000;

export function createInstallations(options: InstallationsOptions): Installations {
  const { workspaces, store, english, sleep, log } = options;
  const known = new Map<string, readonly BotScope[]>();
  /** For each workspace, the access that was stored last. */
  const stored = new Map<string, string>();

  async function grantedIn(workspace: string): Promise<readonly string[] | null> {
    const outbound = workspaces.find(({ id }) => id === workspace)?.outbound;
    const over = new AbortController();
    const late = sleep(patienceMs, over.signal).then(
      () => null,
      () => null,
    );
    try {
      return await Promise.race([outbound?.whoAmI().then(({ scopes }) => scopes) ?? null, late]);
    } catch (error) {
      log.warn({ workspace, ...errorFields(error) }, 'scopes.unanswered');
      return null;
    } finally {
      over.abort();
    }
  }

  async function look(workspace: string): Promise<FoundInstallation> {
    const granted = await grantedIn(workspace);
    const access = options.access();
    const isStored = stored.get(workspace) === JSON.stringify(access);
    const before = known.get(workspace);
    const missing = granted === null ? (before ?? null) : missingScopes(granted);
    if (missing !== null) known.set(workspace, missing);
    const isKnown = before !== undefined && missing?.join() === before.join();
    if (isKnown && isStored) return { access, missingScopes: missing };
    if (!isKnown && missing !== null && missing.length > 0) report(workspace, missing);
    await store.installations
      .save({ workspace, access, missingScopes: missing })
      .then(() => void stored.set(workspace, JSON.stringify(access)))
      .catch((error: unknown) => log.warn({ workspace, ...errorFields(error) }, 'scopes.unsaved'));
    return { access, missingScopes: missing };
  }

  function report(workspace: string, scopes: readonly BotScope[]): void {
    const { without, reinstall } = english.status.scopes;
    const reason = [...scopes.map((scope) => `${scope}: ${without[scope]}`), reinstall].join(' ');
    log.warn({ workspace, scopes: [...scopes], reason }, 'scopes.missing');
  }

  return {
    look,
    async lookAtAll() {
      await Promise.all(workspaces.map(({ id }) => look(id)));
    },
  };
}
