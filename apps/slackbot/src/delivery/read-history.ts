/**
 * Reads one page of a channel's or thread's history for the messages in doubt there. Effects: calls
 * the Web API through the client. Errors: those of the client.
 */
import type { Look, Seen } from '@leadbell/store';
import { slackProblem } from '@leadbell/slack-kit';
import { conversationOf, type PostOptions } from './post.ts';
import { begunAgain, type HistoryMessage, type Page, pageSize, readPage, searchOf } from './search.ts';

export type HistoryOptions = Pick<PostOptions, 'client' | 'token' | 'calls'>;

/** `botId` is our bot's id; null if we don't know it. */
export async function readHistory(look: Look, botId: string | null, options: HistoryOptions): Promise<Seen> {
  const { client, token, calls } = options;
  const channel = await conversationOf(look, options);
  const search = searchOf(look, calls.slackNow());
  const { oldest, latest, cursor } = search;
  const range = {
    token,
    channel,
    limit: pageSize,
    include_all_metadata: true,
    oldest,
    ...(latest === null ? {} : { latest }),
    ...(cursor === null ? {} : { cursor }),
  };
  const first = look.doubts[0]?.outboxId ?? 0;
  let page: Page;
  try {
    page = pageOf(
      look.threadTs === null
        ? await client.conversations.history(range)
        : await client.conversations.replies({ ...range, ts: look.threadTs }),
    );
  } catch (error) {
    const again = slackProblem(error)?.code === 'invalid_cursor' ? begunAgain(search) : null;
    if (again === null) throw error;
    const next = { outboxId: first, search: again };
    return { kind: 'read', found: [], absent: [], next, conversation: channel };
  }
  const { found, left, end, search: sofar } = readPage(look, search, page, botId);
  if (end === 'withheld' && found.length === 0) return { kind: 'perhaps', reason: 'metadata_withheld' };
  const goesOn = end === 'more' && left.length > 0;
  return {
    kind: 'read',
    found,
    absent: end === 'all' ? left : [],
    next: goesOn ? { outboxId: left[0] ?? first, search: sofar } : null,
    conversation: channel,
  };
}

function pageOf(answer: { messages?: unknown; response_metadata?: { next_cursor?: string } }): Page {
  return {
    messages: Array.isArray(answer.messages) ? (answer.messages as readonly HistoryMessage[]) : [],
    cursor: answer.response_metadata?.next_cursor ?? '',
  };
}
