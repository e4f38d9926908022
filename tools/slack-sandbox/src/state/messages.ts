/** Keeps the last `keep` messages of the workspace, oldest first. An ephemeral message has the id of its reader. */
import type { Json } from '../json.ts';

export interface FileInfo {
  id: string;
  name: string;
  title: string;
  mimetype: string;
  size: number;
  user: string;
  created: number;
}

export interface StoredFile extends FileInfo {
  bytes: Uint8Array;
}

export interface Message {
  channel: string;
  ts: string;
  threadTs?: string;
  user: string;
  /** Set when the app is the author. */
  botId?: string;
  text: string;
  blocks?: unknown[];
  attachments?: unknown[];
  metadata?: Json;
  files?: FileInfo[];
  ephemeralTo?: string;
  /** `tombstone`: replaces a deleted message that has replies. */
  subtype?: 'thread_broadcast' | 'me_message' | 'tombstone';
  /** A deleted message is no longer shown, but the ledger still has it. */
  isDeleted?: true;
  edited?: { user: string; ts: string };
  reactions: Map<string, string[]>;
  /** The last values of the inputs: by block_id, then by action_id. */
  state: Json;
}

export interface MessageStore {
  add: (message: Message) => void;
  get: (channel: string, ts: string) => Message | undefined;
  /** Removes a message. If `tombstone` is given, it takes the message's place and keeps the thread. */
  remove: (channel: string, ts: string, tombstone?: Message) => boolean;
  /** Leaves out ephemeral messages, except those for `as`. */
  inChannel: (channel: string, as?: string) => Message[];
  replies: (channel: string, threadTs: string) => Message[];
}

interface Room {
  byTs: Map<string, Message>;
  /** By root ts: the replies in their order. */
  threads: Map<string, Map<string, Message>>;
}

export function createMessageStore(keep: number): MessageStore {
  const rooms = new Map<string, Room>();
  const everything = new Map<string, Message>();

  function room(channel: string): Room {
    const found = rooms.get(channel) ?? { byTs: new Map(), threads: new Map() };
    rooms.set(channel, found);
    return found;
  }

  function remove(channel: string, ts: string, tombstone?: Message): boolean {
    const { byTs, threads } = room(channel);
    const message = byTs.get(ts);
    if (message === undefined) return false;
    if (tombstone !== undefined) {
      byTs.set(ts, tombstone);
      everything.set(ts, tombstone);
      return true;
    }
    byTs.delete(ts);
    // `ts` alone is enough, because it is unique in the whole workspace.
    everything.delete(ts);
    if (message.threadTs !== undefined) threads.get(message.threadTs)?.delete(ts);
    return true;
  }

  return {
    add(message) {
      const { byTs, threads } = room(message.channel);
      byTs.set(message.ts, message);
      everything.set(message.ts, message);
      if (message.threadTs !== undefined) {
        const thread = threads.get(message.threadTs) ?? new Map<string, Message>();
        threads.set(message.threadTs, thread.set(message.ts, message));
      }
      if (everything.size > keep) {
        const oldest = everything.values().next();
        if (oldest.done !== true) {
          remove(oldest.value.channel, oldest.value.ts);
          room(oldest.value.channel).threads.delete(oldest.value.ts);
        }
      }
    },
    get: (channel, ts) => rooms.get(channel)?.byTs.get(ts),
    remove,
    inChannel(channel, as) {
      const found: Message[] = [];
      for (const message of rooms.get(channel)?.byTs.values() ?? []) {
        if (message.ephemeralTo === undefined || message.ephemeralTo === as) found.push(message);
      }
      return found;
    },
    replies(channel, threadTs) {
      const thread = rooms.get(channel)?.threads.get(threadTs);
      return thread === undefined ? [] : [...thread.values()].filter((message) => message.ephemeralTo === undefined);
    },
  };
}
