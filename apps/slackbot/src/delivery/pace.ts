/** The limits for sending messages and reading history. */
import type { Pace } from '@leadbell/store';

/**
 * Slack documents one message a second for each channel. The limits of a workspace are not
 * documented exactly, so ours are conservative.
 */
export const slackPace: Pace = {
  channelMs: 1_000,
  postsPerSecond: 4,
  postBurst: 60,
  updatesPerSecond: 50 / 60,
  updateBurst: 20,
  // If Slack allows an app only one read a minute, Slack itself refuses the others.
  looksPerSecond: 40 / 60,
  lookBurst: 20,
  doubtWaitMs: 60_000,
};

/** No limits, for benchmarks against a stand-in. */
export const noPace: Pace = {
  channelMs: 0,
  postsPerSecond: 1e6,
  postBurst: 1e6,
  updatesPerSecond: 1e6,
  updateBurst: 1e6,
  looksPerSecond: 1e6,
  lookBurst: 1e6,
  doubtWaitMs: 60_000,
};
