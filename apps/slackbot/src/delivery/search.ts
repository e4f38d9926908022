/**
 * Where in a channel's history messages in doubt can be, and what a page of it says about them. Pure. A message of ours is known by the key in its
 * metadata. Where Slack withholds that from us, it is known by its text; if it is not there, nobody can say that it was not posted.
 */
import type { Instant } from '@leadbell/domain';
import type { Doubt, Look, Search } from '@leadbell/store';

export const metadataType = 'leadbell_message';
/** As many as Slack gives an app that is sold outside of its Marketplace. */
export const pageSize = 15;
/** Of others, where the search ends. */
const mostRead = 2_000;
/** How far `Date` headers and the times of messages may be apart. */
const marginS = 30;
/** Where neither Slack's time nor an earlier message is known: more than a clock of ours may be wrong. */
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
  /** Empty: it was the last. */
  readonly cursor: string;
}

export interface Reading {
  readonly found: readonly { readonly outboxId: number; readonly ts: string; readonly version: number }[];
  /** Of the search, and not found. */
  readonly left: readonly number[];
  /** `withheld`: messages of ours came without their metadata. */
  readonly end: 'more' | 'all' | 'withheld';
  readonly search: Search;
}

/** What goes with a message, so that it is found again. */
export function metadataOf(
  how: 'whole' | 'key' | 'none',
  key: string,
  version: number,
): { readonly metadata?: object } {
  if (how === 'none') return {};
  return { metadata: { event_type: metadataType, event_payload: how === 'key' ? { key } : { key, version } } };
}

/** The one that has begun, or a new one for all of them. */
export function searchOf({ doubts, claimedAt }: Look, slackNow: Instant | null): Search {
  const begun = doubts.find(({ sought }) => sought.search !== undefined)?.sought.search;
  if (begun !== undefined) return begun;
  const ends = doubts.map(({ sought }) => sought.to ?? Infinity);
  const latest = Math.max(...ends) + marginS;
  return {
    covers: doubts.map(({ outboxId }) => outboxId),
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

/** `botId`: ours; null when it is not known. */
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

/** From its first page; null when that was done before. */
export function begunAgain(search: Search): Search | null {
  return search.isSecond ? null : { ...search, cursor: null, read: 0, isSecond: true };
}
