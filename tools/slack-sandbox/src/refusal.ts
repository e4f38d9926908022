/** A refusal by Slack. It is thrown, and answered as `{ ok: false, error }` with HTTP 200. */
import type { Json } from './json.ts';

export class SlackRefusal extends Error {
  override name = 'SlackRefusal';
  readonly code: string;
  readonly extra: Json;
  constructor(code: string, extra: Json = {}) {
    super(code);
    this.code = code;
    this.extra = extra;
  }
}
