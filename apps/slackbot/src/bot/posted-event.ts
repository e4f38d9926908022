/**
 * Handles Slack's event that one of our messages was posted, if the app subscribes to it
 * (`SLACK_POSTED_EVENTS`). A message in doubt then counts as sent, and history need not be read.
 */
import type { App } from '@slack/bolt';
import * as v from 'valibot';
import { metadataType } from '../delivery/search.ts';

export interface PostedMessage {
  readonly key: string;
  readonly ts: string;
  readonly version: number;
  readonly conversation: string;
}

const postedSchema = v.object({
  bot_id: v.string(),
  channel_id: v.string(),
  message_ts: v.pipe(v.string(), v.regex(/^\d+\.\d+$/)),
  metadata: v.object({
    event_type: v.literal(metadataType),
    event_payload: v.object({ key: v.string(), version: v.optional(v.number(), 1) }),
  }),
});

/** `botId` is our bot's id: we ignore the metadata of other apps, which may contain anything. */
export function listenToPosted(app: App, botId: string | null, onPosted: (one: PostedMessage) => Promise<void>): void {
  app.event('message_metadata_posted', async ({ event }) => {
    const posted = v.safeParse(postedSchema, event);
    if (!posted.success || posted.output.bot_id !== botId) return;
    const { channel_id: conversation, message_ts: ts, metadata } = posted.output;
    await onPosted({ ...metadata.event_payload, ts, conversation });
  });
}
