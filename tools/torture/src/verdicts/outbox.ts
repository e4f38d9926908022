/**
 * Judges messages that were written directly into the outbox: compares Slack's messages, found by
 * their keys, with those that were committed. Pure.
 */
import type { Message } from '@leadbell/slack-sandbox';

export interface Expected {
  readonly id: number;
  readonly key: string;
  readonly channel: string;
  /** The key of the thread's first message; null if this message is not a reply. */
  readonly threadOf: string | null;
  /** The text that was committed last. */
  text: string;
}

export interface OutboxVerdict {
  readonly messages: number;
  readonly lost: readonly string[];
  readonly doubled: readonly string[];
  /** Messages that overtook an earlier message of their channel. */
  readonly disordered: readonly string[];
  /** Messages that are not in their thread. */
  readonly misplaced: readonly string[];
  /** Messages that do not show their newest state. */
  readonly outdated: readonly string[];
  /** Messages that the test did not write. */
  readonly strange: readonly string[];
}

export function judgeOutbox(expected: ReadonlyMap<string, Expected>, ledger: readonly Message[]): OutboxVerdict {
  const posted = new Map<string, Message[]>();
  for (const message of ledger) {
    const key = keyOf(message);
    if (key !== null) posted.set(key, [...(posted.get(key) ?? []), message]);
  }
  const all = [...expected.values()];
  const first = (key: string): Message | undefined => posted.get(key)?.[0];
  const disordered: string[] = [];
  const latest = new Map<string, string>();
  for (const { key, channel } of all) {
    const ts = first(key)?.ts;
    if (ts === undefined) continue;
    const before = latest.get(channel);
    if (before !== undefined && ts < before) disordered.push(key);
    else latest.set(channel, ts);
  }
  return {
    messages: all.length,
    lost: all.flatMap(({ key }) => (posted.has(key) ? [] : [key])),
    doubled: [...posted].flatMap(([key, copies]) => (copies.length > 1 ? [`${key} x ${copies.length}`] : [])),
    disordered,
    misplaced: all.flatMap(({ key, threadOf }) => {
      const message = first(key);
      const root = threadOf === null ? undefined : first(threadOf)?.ts;
      return message === undefined || message.threadTs === root ? [] : [key];
    }),
    outdated: all.flatMap(({ key, text }) => {
      const message = first(key);
      return message === undefined || message.text === text ? [] : [`${key}: "${message.text}" is not "${text}"`];
    }),
    strange: [...posted.keys()].filter((key) => !expected.has(key)),
  };
}

function keyOf({ metadata }: Message): string | null {
  const payload = metadata?.['event_payload'];
  if (typeof payload !== 'object' || payload === null || !('key' in payload)) return null;
  return typeof payload.key === 'string' && payload.key.startsWith('m') ? payload.key : null;
}
