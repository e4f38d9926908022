/** What a Web API method is. It refuses by throwing `SlackRefusal`. */
import type { Json } from '../json.ts';
import type { Tier } from '../rate-limit.ts';
import type { World } from '../world.ts';

export interface Call {
  world: World;
  args: Json;
}

export interface Method {
  name: string;
  /** Any one of these suffices; empty: none needed. */
  scopes: readonly string[];
  tier: Tier;
  /** Which token it takes; `none` may come without. */
  token: 'bot' | 'app' | 'none';
  /** Answers all fields beside `ok`. Synchronous: what it commits is committed when it returns. */
  run: (call: Call) => Json;
}

export type MethodTable = readonly Method[];
