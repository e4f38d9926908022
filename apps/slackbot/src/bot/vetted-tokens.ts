/**
 * Bot tokens that change: a new one is used only after Slack has said to which workspace it
 * belongs. Effects: asks Slack through `workspaceOf`, and writes to the log. Errors: none escape.
 */
import { slackProblem, type Tokens } from '@leadbell/slack-kit';
import type { Log } from '../log.ts';
import { errorFields } from '../log-error.ts';

export interface VettedTokens extends Tokens {
  /**
   * Call when Slack has accepted the current token of a place: from then on the place belongs to the workspace. `given`
   * is the token that the place had at the start.
   */
  settle(given: string, workspace: string): void;
  lookAgain(): Promise<void>;
}

export interface VetOptions {
  /** Asks Slack to which workspace this token belongs. The request must use this token and no other. */
  readonly workspaceOf: (token: string) => Promise<string>;
  readonly log: Log;
}

const otherWorkspace =
  'a new token in SLACK_BOT_TOKEN belongs to a workspace that Leadbell did not serve: it is not used, and the earlier token stays. Put a token of the same workspace there, or restart Leadbell to serve the other one';

export function vetTokens(files: Tokens, { workspaceOf, log }: VetOptions): VettedTokens {
  /** Each place in the file, by the token that it had at the start: its workspace, and the token that it uses now. */
  const homes = new Map<string, { readonly workspace: string; readonly used: string }>();
  /** The tokens about which Slack has answered, with their workspace; null if Slack refused the token. */
  const known = new Map<string, string | null>();
  const checks = new Map<string, Promise<void>>();

  /** Returns whether a place serves this workspace. */
  function use(token: string, workspace: string): boolean {
    const places = [...homes].filter(([, home]) => home.workspace === workspace);
    for (const [given] of places) homes.set(given, { workspace, used: token });
    return places.length > 0;
  }

  async function check(token: string): Promise<void> {
    try {
      const workspace = await workspaceOf(token);
      known.set(token, workspace);
      if (!use(token, workspace)) return log.error({ workspace, reason: otherWorkspace }, 'token.other-workspace');
      log.info({ workspace }, 'token.replaced');
    } catch (error) {
      // Without an answer, the next call asks again.
      if (slackProblem(error)?.class === 'workspace') known.set(token, null);
      log.warn(errorFields(error), 'token.refused');
    }
  }

  function present(given: string): string {
    const newest = files.present(given);
    const home = homes.get(given);
    if (home === undefined) return newest;
    if (!known.has(newest) && !checks.has(newest))
      checks.set(
        newest,
        check(newest).finally(() => checks.delete(newest)),
      );
    // The workspace's earlier token may be back in this place.
    if (known.get(newest) === home.workspace) use(newest, home.workspace);
    return homes.get(given)?.used ?? home.used;
  }

  return {
    present,
    settle(given, workspace) {
      const used = files.present(given);
      known.set(used, workspace);
      homes.set(given, { workspace, used });
      use(used, workspace);
    },
    async lookAgain() {
      await files.lookAgain();
      for (const given of homes.keys()) present(given);
      await Promise.all(checks.values());
    },
  };
}
