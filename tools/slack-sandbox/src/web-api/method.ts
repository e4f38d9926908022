/** The contract of a Web API method. It refuses by throwing `SlackRefusal`. */
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
  /** If set, the scope of each kind of channel is needed: of the given channel, or of the requested types. */
  kindFrom?: 'channel' | 'types';
  tier: Tier;
  /** The kind of token that it accepts; `none` needs no token. */
  token: 'bot' | 'app' | 'none';
  /** Returns all fields besides `ok`. Synchronous: its changes are committed when it returns. */
  run: (call: Call) => Json;
}

export type MethodTable = readonly Method[];
