/**
 * Delivers commands, interactions and events to the app: over Socket Mode, or over signed HTTP if
 * an address is set.
 */
import type { AppConfig } from '../manifest.ts';
import type { Settings } from '../settings.ts';
import type { Json } from '../json.ts';
import type { Traffic } from '../traffic.ts';
import { postSigned, type SignedPost } from './signed-http.ts';
import type { SocketHub } from './socket.ts';

/**
 * `operation_timeout`: the app did not acknowledge in time. `dispatch_failed`: there was no
 * connection, or the answer was not 200.
 */
export type Delivered =
  | { ok: true; payload: Json }
  | { ok: false; error: 'operation_timeout' | 'dispatch_failed'; reason: string; noRetry?: boolean };

export interface Deliverer {
  command: (payload: Json, url: string | undefined) => Promise<Delivered>;
  interaction: (payload: Json) => Promise<Delivered>;
  event: (payload: Json, retry?: { attempt: number; reason: string }) => Promise<Delivered>;
  /** Sends `url_verification`, as Slack does when an events address is saved. */
  verifyUrl: () => Promise<boolean>;
}

export function createDeliverer(app: AppConfig, settings: Settings, traffic: Traffic, hub: SocketHub): Deliverer {
  async function post(name: string, request: SignedPost, shown: unknown): Promise<Delivered> {
    const entry = traffic.log({ direction: 'out', via: 'http', name, body: shown });
    const ack = await postSigned(request, settings.signingSecret, settings.now(), settings.ackTimeoutMs);
    traffic.settle(entry, { answer: ack });
    if (ack.ok) return ack;
    const reason =
      ack.reason === 'timeout' ? 'http_timeout' : ack.reason === 'unreachable' ? 'connection_failed' : 'http_error';
    return {
      ok: false,
      error: ack.reason === 'timeout' ? 'operation_timeout' : 'dispatch_failed',
      reason,
      noRetry: ack.noRetry === true,
    };
  }

  async function overSocket(...envelope: Parameters<SocketHub['send']>): Promise<Delivered> {
    const ack = await hub.send(...envelope);
    if (ack.ok) return ack;
    return ack.reason === 'timeout'
      ? { ok: false, error: 'operation_timeout', reason: 'timeout' }
      : { ok: false, error: 'dispatch_failed', reason: 'not_connected' };
  }

  const form = 'application/x-www-form-urlencoded';
  return {
    command(payload, url) {
      if (app.socketMode || url === undefined) {
        return overSocket({ type: 'slash_commands', payload, acceptsResponsePayload: true });
      }
      const body = new URLSearchParams(Object.entries(payload).map(([key, value]) => [key, String(value)])).toString();
      return post('slash_commands', { url, body, contentType: form }, payload);
    },
    interaction(payload) {
      const url = payload['type'] === 'block_suggestion' ? app.optionsUrl : app.interactivityUrl;
      if (app.socketMode || url === undefined) {
        const answers = payload['type'] === 'view_submission' || payload['type'] === 'block_suggestion';
        return overSocket({ type: 'interactive', payload, acceptsResponsePayload: answers });
      }
      const body = new URLSearchParams({ payload: JSON.stringify(payload) }).toString();
      return post('interactive', { url, body, contentType: form }, payload);
    },
    event(payload, retry) {
      const url = app.eventsUrl;
      if (app.socketMode || url === undefined) {
        return overSocket({
          type: 'events_api',
          payload,
          acceptsResponsePayload: false,
          ...(retry === undefined ? {} : { retry }),
        });
      }
      const headers =
        retry === undefined ? {} : { 'x-slack-retry-num': String(retry.attempt), 'x-slack-retry-reason': retry.reason };
      return post(
        'events_api',
        { url, body: JSON.stringify(payload), contentType: 'application/json', headers },
        { ...payload, ...headers },
      );
    },
    async verifyUrl() {
      const url = app.eventsUrl;
      if (app.socketMode || url === undefined) return true;
      const challenge = { type: 'url_verification', token: 'sandbox-verification', challenge: 'sandbox-challenge' };
      const answered = await post(
        'url_verification',
        { url, body: JSON.stringify(challenge), contentType: 'application/json' },
        challenge,
      );
      if (!answered.ok) return false;
      return answered.payload['challenge'] === challenge.challenge || answered.payload['text'] === challenge.challenge;
    },
  };
}
