/**
 * Slack's rate limits: a tier for each method (calls per minute) and about one message per second
 * in each channel. They are token buckets over the sandbox's clock; short bursts are allowed, as
 * in Slack.
 */

export type Tier = 1 | 2 | 3 | 4 | 'special' | 'none';

const perMinute: Record<Exclude<Tier, 'special' | 'none'>, number> = { 1: 1, 2: 20, 3: 50, 4: 100 };
/**
 * The rate of `special`: the limit on posts in the whole workspace, besides the limit in each channel. Slack allows
 * short bursts, but not all calls of a minute at once.
 */
const specialPerMinute = 240;
const workspaceBurst = 64;
const channelBurst = 4;

export interface RateLimiter {
  /** Returns the seconds to wait; `null` when the call may go on. */
  refuse: (method: string, tier: Tier, channel?: string) => number | null;
  /** Like `refuse`, for a method that is limited to one call a minute; the scale does not change this limit. */
  refuseLimited: (method: string) => number | null;
}

interface Bucket {
  tokens: number;
  at: number;
}

export function createRateLimiter(now: () => number, scale: number | null): RateLimiter {
  const buckets = new Map<string, Bucket>();

  function wait(key: string, size: number, perSecond: number): number | null {
    const at = now();
    const bucket = buckets.get(key) ?? { tokens: size, at };
    bucket.tokens = Math.min(size, bucket.tokens + ((at - bucket.at) / 1000) * perSecond);
    bucket.at = at;
    buckets.set(key, bucket);
    if (bucket.tokens >= 1) {
      bucket.tokens -= 1;
      return null;
    }
    return Math.max(1, Math.ceil((1 - bucket.tokens) / perSecond));
  }

  return {
    refuseLimited: (method) => wait(`limited ${method}`, 1, 1 / 60),
    refuse(method, tier, channel) {
      if (scale === null || tier === 'none') return null;
      if (tier === 'special') {
        const ofChannel = wait(`channel ${channel ?? ''}`, Math.max(1, channelBurst * scale), scale);
        return ofChannel ?? wait('workspace', Math.max(1, workspaceBurst * scale), (specialPerMinute * scale) / 60);
      }
      const size = Math.max(1, perMinute[tier] * scale);
      return wait(method, size, size / 60);
    },
  };
}
