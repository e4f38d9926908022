/**
 * Handles the app's removal from the workspace, and the revocation of its token. After that nothing is posted there;
 * the rows stay for a while (`retention.uninstalled`). Both can be repeated, so nothing is remembered.
 */
import type { App } from '@slack/bolt';
import * as v from 'valibot';
import type { BotContext } from './contract.ts';

const revokedSchema = v.object({ tokens: v.object({ bot: v.array(v.string()) }) });

export function listenToUninstalled(app: App, botContext: BotContext): void {
  const { uninstalled, workspace, log } = botContext;

  async function mark(reason: string): Promise<void> {
    await uninstalled(reason);
    log.warn({ workspace, reason }, 'workspace.uninstalled');
  }
  // With one workspace, the events of all workspaces that have installed the app arrive here.
  const isHere = (body: object): boolean => 'team_id' in body && body.team_id === workspace;
  app.event('app_uninstalled', async ({ body }) => {
    if (isHere(body)) await mark('app_uninstalled');
  });
  app.event('tokens_revoked', async ({ event, body }) => {
    if (!isHere(body)) return;
    const read = v.safeParse(revokedSchema, event);
    // A person's own token is not ours.
    if (read.success && read.output.tokens.bot.length > 0) await mark('tokens_revoked');
  });
}
