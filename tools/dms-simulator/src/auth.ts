/** Checks the credentials of requests to the simulated DMS. All tokens are invented. */
import type { IncomingMessage } from 'node:http';

export type Auth =
  | { readonly kind: 'none' }
  | { readonly kind: 'bearer'; readonly token: string }
  | { readonly kind: 'basic'; readonly user: string; readonly password: string }
  | { readonly kind: 'header'; readonly header: string; readonly token: string }
  /**
   * Client credentials are accepted at `POST /oauth/token`; by the simulator's clock, a token is
   * valid for `lifeMs`.
   */
  | { readonly kind: 'oauth2'; readonly clientId: string; readonly clientSecret: string; readonly lifeMs: number };

export class Gate {
  readonly #auth: Auth;
  readonly #now: () => number;
  readonly #tokens = new Map<string, number>();
  #issued = 0;

  constructor(auth: Auth, now: () => number) {
    this.#auth = auth;
    this.#now = now;
  }

  /** The number of OAuth tokens that were issued. */
  get issued(): number {
    return this.#issued;
  }

  admits(req: IncomingMessage): boolean {
    const auth = this.#auth;
    const { authorization } = req.headers;
    switch (auth.kind) {
      case 'none':
        return true;
      case 'bearer':
        return authorization === `Bearer ${auth.token}`;
      case 'basic':
        return authorization === `Basic ${Buffer.from(`${auth.user}:${auth.password}`).toString('base64')}`;
      case 'header':
        return req.headers[auth.header.toLowerCase()] === auth.token;
      default:
        return (this.#tokens.get(authorization ?? '') ?? 0) > this.#now();
    }
  }

  /**
   * Returns the answer of the token endpoint: status and body. Credentials may be in the form or
   * use Basic authentication.
   */
  issue(form: URLSearchParams, authorization: string | undefined): [status: number, body: object] {
    const auth = this.#auth;
    if (auth.kind !== 'oauth2') return [404, { error: 'not_found' }];
    const basic = `Basic ${Buffer.from(`${auth.clientId}:${auth.clientSecret}`).toString('base64')}`;
    const inForm = form.get('client_id') === auth.clientId && form.get('client_secret') === auth.clientSecret;
    if (form.get('grant_type') !== 'client_credentials') return [400, { error: 'unsupported_grant_type' }];
    if (!inForm && authorization !== basic) return [401, { error: 'invalid_client' }];
    this.#issued += 1;
    const token = `simulated-${this.#issued}`;
    this.#tokens.set(`Bearer ${token}`, this.#now() + auth.lifeMs);
    return [200, { access_token: token, token_type: 'Bearer', expires_in: Math.floor(auth.lifeMs / 1000) }];
  }

  /** Invalidates every token, as a restarted DMS does. */
  revoke(): void {
    this.#tokens.clear();
  }
}
