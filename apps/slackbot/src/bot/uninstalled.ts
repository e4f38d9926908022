/**
 * Handles the app's removal from the workspace, and the revocation of its token. After that, nothing is posted in the
 * workspace; its rows stay in the database for a while (`retention.uninstalled`). Both events can be handled again
 * without harm, so they are not deduplicated.
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
  // With one workspace, the router also passes on events of other workspaces that have installed the app.
  const isHere = (body: object): boolean => 'team_id' in body && body.team_id === workspace;
  app.event('app_uninstalled', async ({ body }) => {
    if (isHere(body)) await mark('app_uninstalled');
  });
  app.event('tokens_revoked', async ({ event, body }) => {
    if (!isHere(body)) return;
    const read = v.safeParse(revokedSchema, event);
    // Only the bot's token matters, not a person's token.
    if (read.success && read.output.tokens.bot.length > 0) await mark('tokens_revoked');
  });
}
