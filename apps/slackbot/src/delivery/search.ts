/**
 * Determines where in a channel's history messages in doubt can be, and which of them a page of
 * history contains. Pure. Our messages are recognised by the key in their metadata. If Slack
 * withholds metadata, messages are recognised by their text; then a message may have been posted
 * although it is not found.
 */
import type { Instant } from '@leadbell/domain';
import type { Doubt, Look, Search } from '@leadbell/store';

export const metadataType = 'leadbell_message';
/** The largest page that Slack gives apps outside its Marketplace. */
export const pageSize = 15;
/** The search ends after this many messages. */
const mostRead = 2_000;
/** Maximum difference between `Date` headers and message timestamps, in seconds. */
const marginS = 30;
/**
 * If we know neither Slack's time at the attempt nor an earlier message, the search begins this long before the
 * attempt. Our clock can't be wrong by more than this.
 */
const lookBackS = 3 * 3_600;

export interface HistoryMessage {
  readonly ts?: string;
  readonly text?: string;
  readonly bot_id?: string;
  readonly metadata?: {
    readonly event_type?: string;
    readonly event_payload?: { readonly key?: string; readonly version?: number };
  };
}

export interface Page {
  readonly messages: readonly HistoryMessage[];
  /** The cursor of the next page; empty on the last page. */
  readonly cursor: string;
}

export interface Reading {
  readonly found: readonly { readonly outboxId: number; readonly ts: string; readonly version: number }[];
  /** Messages that the search covers and has not found yet. */
  readonly left: readonly number[];
  /** `withheld`: our messages came without their metadata. */
  readonly end: 'more' | 'all' | 'withheld';
  readonly search: Search;
}

/** The metadata by which a message can be found. */
export function metadataOf(
  how: 'whole' | 'key' | 'none',
  key: string,
  version: number,
): { readonly metadata?: object } {
  if (how === 'none') return {};
  return { metadata: { event_type: metadataType, event_payload: how === 'key' ? { key } : { key, version } } };
}

/** The search that has already begun, or else a new one for all these messages. */
export function searchOf({ doubts, claimedAt }: Look, slackNow: Instant | null): Search {
  const begun = doubts.find(({ sought }) => sought.search !== undefined)?.sought.search;
  if (begun !== undefined) return begun;
  const ends = doubts.map(({ sought }) => sought.to ?? Infinity);
  const latest = Math.max(...ends) + marginS;
  return {
    covers: doubts.map(({ outboxId }) => outboxId),
    early: doubts.filter(({ isEarly }) => isEarly).map(({ outboxId }) => outboxId),
    oldest: Math.min(...doubts.map((doubt) => earliest(doubt, claimedAt, slackNow))).toFixed(6),
    latest: Number.isFinite(latest) ? latest.toFixed(6) : null,
    cursor: null,
    read: 0,
    isSecond: false,
    sawOurs: false,
    sawMetadata: false,
  };
}

function earliest({ sought: { from, after }, attemptAt }: Doubt, claimedAt: Instant, slackNow: Instant | null): number {
  const known = [...(from === undefined ? [] : [from - marginS]), ...(after === undefined ? [] : [Number(after)])];
  if (known.length > 0) return Math.max(...known);
  const attempted = slackNow === null ? attemptAt : slackNow - (claimedAt - attemptAt);
  return Math.max(0, attempted / 1_000 - lookBackS);
}

/** `botId` is our bot's id; null if we don't know it. */
export function readPage(look: Look, search: Search, page: Page, botId: string | null): Reading {
  const ours = page.messages.filter(({ bot_id: by }) => botId === null || by === botId);
  const sawMetadata = search.sawMetadata || ours.some(({ metadata }) => metadata !== undefined);
  const sawOurs = search.sawOurs || ours.length > 0;
  const found = look.doubts.flatMap(({ outboxId, key, version, text }) => {
    const byKey = ours.find(
      ({ metadata }) => metadata?.event_type === metadataType && metadata.event_payload?.key === key,
    );
    if (byKey?.ts !== undefined)
      return { outboxId, ts: byKey.ts, version: Number(byKey.metadata?.event_payload?.version) || 1 };
    const byText = sawMetadata ? undefined : ours.find((message) => message.text === text && text !== null);
    return byText?.ts === undefined ? [] : { outboxId, ts: byText.ts, version };
  });
  const read = search.read + page.messages.length;
  const hasMore = page.cursor !== '' && read < mostRead;
  return {
    found,
    left: search.covers.filter((id) => !found.some(({ outboxId }) => outboxId === id)),
    end: hasMore ? 'more' : sawOurs && !sawMetadata && botId !== null ? 'withheld' : 'all',
    search: { ...search, cursor: page.cursor, read, sawOurs, sawMetadata },
  };
}

/** Returns the search, restarted at the first page; null if it was restarted before. */
export function begunAgain(search: Search): Search | null {
  return search.isSecond ? null : { ...search, cursor: null, read: 0, isSecond: true };
}
