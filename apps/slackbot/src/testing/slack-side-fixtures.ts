/**
 * For tests: a Slack stand-in to which the real delivery sends the messages of a store, and the messages that people
 * see there.
 */
import { createTransport, type Transport } from '@leadbell/slack-kit';
import { type Message, type SlackSandbox, startSlackSandbox } from '@leadbell/slack-sandbox';
import type { Store } from '@leadbell/store';
import { asRead } from '@leadbell/testing';
import { manifest } from './bot-context-fixtures.ts';
import type { Log } from '../log.ts';
import type { Delivering } from '../delivery/deliver.ts';
import { delivered, startFixture } from './delivery-fixtures.ts';

/** Slack's refusal of a call, or null. */
export type Refusal = (method: string, said: URLSearchParams) => string | null;

export interface SlackSide {
  readonly sandbox: SlackSandbox;
  refuse(refusal: Refusal): void;
  /** Delivers until no message is pending. */
  settled(): Promise<void>;
  /** Stops delivering. */
  rest(): Promise<void>;
  /** Root messages, oldest first, including tombstones. */
  roots(channel: string): readonly Message[];
  /**
   * Each root message with its thread. `#` stands for a tombstone, an alert's card is shortened to its symbol, and
   * `(aloud)` marks a reply that is also shown in the channel.
   */
  seen(channel: string): readonly (readonly string[])[];
  /** The keys of messages that were not delivered, with the reasons. */
  undelivered(): Promise<readonly string[]>;
  close(): Promise<void>;
}

const silent: Log = { debug() {}, info() {}, warn() {}, error() {} };
/** Shortens an alert's card to its symbol, because other tests check titles. */
export function short(text: string): string {
  const plain = asRead(text);
  return /^(🔴|🟠|🟢|⚪)/u.exec(plain)?.[0] ?? plain.replace(/.*: /, '');
}

export async function startSlackSide(store: Store, workspace: string, channels: readonly string[]): Promise<SlackSide> {
  const members = ['U0NOURA', 'U0SAMIR'];
  const sandbox = await startSlackSandbox({
    manifest,
    limits: false,
    channels: channels.map((id) => ({ id, name: id.toLowerCase(), members, bot: true })),
  });
  let refusal: Refusal | null = null;
  let delivering: Delivering | null = null;
  const send = createTransport();
  const asked: Transport = (url, request) => {
    const said = new URLSearchParams(String(request.body));
    const code = refusal === null ? null : refusal(url.slice(url.lastIndexOf('/') + 1), said);
    const refused = JSON.stringify({ ok: false, error: code });
    return code === null
      ? send(url, request)
      : Promise.resolve({ status: 200, headers: new Headers(), text: () => Promise.resolve(refused) });
  };
  const roots = (channel: string) => sandbox.control.messages(channel).filter(({ threadTs }) => threadTs === undefined);
  const rest = async () => {
    await delivering?.stop();
    delivering = null;
  };

  return {
    sandbox,
    refuse: (next) => void (refusal = next),
    async settled() {
      delivering ??= startFixture({
        slack: sandbox,
        store,
        workspace,
        log: silent,
        graceMs: 2_000,
        send: asked,
      });
      await delivered(store);
    },
    rest,
    roots,
    seen(channel) {
      const replies = Map.groupBy(sandbox.control.messages(channel), ({ threadTs }) => threadTs);
      return roots(channel).map((root) => [
        root.subtype === 'tombstone' ? '#' : short(root.text),
        ...(replies.get(root.ts) ?? []).map(
          ({ text, subtype }) => `${short(text)}${subtype === 'thread_broadcast' ? ' (aloud)' : ''}`,
        ),
      ]);
    },
    undelivered: async () => (await store.outbox.dead(10)).map(({ key, reason }) => `${key}: ${reason}`),
    async close() {
      await rest();
      await sandbox.close();
    },
  };
}
