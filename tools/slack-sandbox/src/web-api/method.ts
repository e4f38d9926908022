/** The interface of a Web API method. A method refuses a call by throwing `SlackRefusal`. */
import type { Json } from '../json.ts';
import type { Tier } from '../rate-limit.ts';
import type { World } from '../world.ts';

export interface Call {
  world: World;
  args: Json;
}

export interface Method {
  name: string;
  /** Each of these scopes is enough; empty: no scope is needed. */
  scopes: readonly string[];
  /** If set, the scopes depend on kinds of channels: on the kind of the given channel, or on the requested `types`. */
  kindFrom?: 'channel' | 'types';
  tier: Tier;
  /** The kind of token that the method accepts; `none`: no token is needed. */
  token: 'bot' | 'app' | 'none';
  /**
   * Returns all fields of the answer except `ok`. The function is synchronous, so all changes are made when it returns.
   */
  run: (call: Call) => Json;
}

export type MethodTable = readonly Method[];
