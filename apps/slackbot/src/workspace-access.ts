/** The rights of people in each workspace. Effects: asks Slack through the directories, and writes to the log. */
import type { AccessRules } from '@leadbell/domain';
import type { Directory } from '@leadbell/slack-kit';
import type { Workspace } from './bot/slack.ts';
import { createGate, type Gate } from './bot/gate.ts';
import type { Log } from './log.ts';

export interface WorkspaceAccessOptions {
  /** This list grows when workspaces are added. */
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
  const directoryOf = (workspace: string) => workspaces.find(({ id }) => id === workspace)?.directory ?? null;
  const isServed = (workspace: string) => directoryOf(workspace) !== null;
  const gates = new Map<string, Gate>();
  return {
    gateOf(workspace) {
      const directory = directoryOf(workspace);
      if (directory === null) return null;
      const known = gates.get(workspace);
      if (known !== undefined) return known;
      const gate = createGate({ directory, directoryOf, workspace, isServed, rules, sleep, log });
      gates.set(workspace, gate);
      return gate;
    },
    async mayEditIn(workspace, user) {
      const directory = directoryOf(workspace);
      return directory !== null && isOneOf(subscriptionEditors, user, directory);
    },
  };
}

async function isOneOf(groups: readonly string[] | null, user: string, directory: Directory): Promise<boolean> {
  if (groups === null) return true;
  const found = await Promise.all(groups.map((group) => directory.isMember(group, user)));
  return found.includes(true);
}
