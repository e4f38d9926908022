/** The rights of people in each workspace. Effects: Slack by the directories, the log. */
import type { AccessRules } from '@leadbell/domain';
import type { Directory } from '@leadbell/slack-kit';
import type { Workspace } from './bot/slack.ts';
import { createGate, type Gate } from './bot/gate.ts';
import type { Log } from './log.ts';

export interface WorkspaceAccessOptions {
  readonly workspaces: readonly Pick<Workspace, 'id' | 'directory'>[];
  readonly access: AccessRules;
  /** The user groups and people who may change subscriptions; null if everyone may. */
  readonly subscriptionEditors: readonly string[] | null;
  readonly sleep: (ms: number, signal: AbortSignal) => Promise<void>;
  readonly log: Log;
}

export interface WorkspaceAccess {
  readonly gateOf: (workspace: string) => Gate | null;
  /** Whether the person may change subscriptions. */
  readonly mayEditIn: (workspace: string, user: string) => Promise<boolean>;
}

export function createWorkspaceAccess(options: WorkspaceAccessOptions): WorkspaceAccess {
  const { workspaces, access: rules, subscriptionEditors, sleep, log } = options;
  const served = workspaces.map(({ id }) => id);
  const directories = new Map(workspaces.map(({ id, directory }) => [id, directory]));
  const directoryOf = (workspace: string) => directories.get(workspace) ?? null;
  const gates = new Map(
    workspaces.map(({ id, directory }) => [
      id,
      createGate({ directory, directoryOf, workspace: id, served, rules, sleep, log }),
    ]),
  );
  return {
    gateOf: (workspace) => gates.get(workspace) ?? null,
    async mayEditIn(workspace, user) {
      const directory = directories.get(workspace);
      return directory !== undefined && isOneOf(subscriptionEditors, user, directory);
    },
  };
}

async function isOneOf(groups: readonly string[] | null, user: string, directory: Directory): Promise<boolean> {
  if (groups === null) return true;
  const found = await Promise.all(groups.map((group) => directory.isMember(group, user)));
  return found.includes(true);
}
