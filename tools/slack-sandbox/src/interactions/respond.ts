/** Shows an app's responses: those sent to a response URL (5 uses, 30 min), or in the body of its acknowledgement. */
import { changed, commit, removeMessage } from '../conversation.ts';
import { truthy, type Json } from '../json.ts';
import type { ResponseTarget } from '../state/tickets.ts';
import { contentFrom, replaceContent } from '../web-api/chat.ts';
import { SlackRefusal } from '../refusal.ts';
import type { World } from '../world.ts';

/** The status and body with which Slack's response URLs answer. */
export interface Responded {
  status: number;
  body: string;
}

export function respond(world: World, id: string, body: Json): Responded {
  const taken = world.tickets.responses.take(id);
  if (!taken.ok) {
    const used = taken.reason === 'used' ? 'used_url' : 'expired_url';
    return refused(404, taken.reason === 'unknown' ? 'no_such_url' : used);
  }
  try {
    say(world, taken.value, body);
    return { status: 200, body: '{"ok":true}' };
  } catch (error) {
    if (error instanceof SlackRefusal)
      return refused(error.code === 'message_not_found' ? 404 : 500, error.code, error.extra);
    throw error;
  }
}

function refused(status: number, error: string, extra: Json = {}): Responded {
  return { status, body: JSON.stringify({ ok: false, error, ...extra }) };
}

/** Shows the app's answer. Throws `SlackRefusal` for an answer that Slack would not show. */
function say(world: World, target: ResponseTarget, body: Json): void {
  const source = target.messageTs === undefined ? undefined : world.messages.get(target.channel, target.messageTs);
  if (truthy(body['delete_original'])) {
    if (source === undefined) throw new SlackRefusal('message_not_found');
    removeMessage(world, source);
    return;
  }
  const content = contentFrom(body);
  // A command's response URL has no source message; then Slack ignores a request to replace it, and
  // posts a new message.
  if (truthy(body['replace_original']) && source !== undefined) {
    // Here, unlike in `chat.update`, the whole message is replaced.
    replaceContent(source, content, { blocks: [], attachments: [] });
    if (source.ephemeralTo === undefined) source.edited = { user: world.settings.botUserId, ts: world.ts.next() };
    changed(world, source);
    return;
  }
  const threadTs = typeof body['thread_ts'] === 'string' ? body['thread_ts'] : target.threadTs;
  commit(world, {
    channel: target.channel,
    user: world.settings.botUserId,
    botId: world.settings.botId,
    ...content,
    ...(threadTs === undefined ? {} : { threadTs }),
    ...(body['response_type'] === 'in_channel' ? {} : { ephemeralTo: target.user }),
  });
}

/** Shows the body of an acknowledgement, if it is not empty. */
export function sayAcknowledgement(world: World, target: ResponseTarget, payload: Json): void {
  const speaks = ['text', 'blocks', 'attachments', 'delete_original'].some((key) => payload[key] !== undefined);
  if (speaks) say(world, target, payload);
}
