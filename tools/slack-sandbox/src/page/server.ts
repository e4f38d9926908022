/**
 * The page's side of the protocol: a function for each request, and the state. A server that can't
 * be reached is an error like any other.
 */
import type { PageAnswer, PageRequests, PageState } from './protocol.ts';

export async function send<Verb extends keyof PageRequests>(verb: Verb, body: PageRequests[Verb]): Promise<PageAnswer> {
  try {
    const response = await fetch(`/_page/${verb}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
    });
    return (await response.json()) as PageAnswer;
  } catch {
    return { ok: false, error: 'sandbox_unreachable' };
  }
}

/** Returns `null` when there is no such user. Rejects when the sandbox does not answer. */
export async function fetchState(user: string | undefined): Promise<PageState | null> {
  const query = user === undefined ? '' : `?user=${encodeURIComponent(user)}`;
  const response = await fetch(`/_page/state${query}`);
  return response.ok ? ((await response.json()) as PageState) : null;
}
