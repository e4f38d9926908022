/** Answers `/_sandbox/…` and `/_inspector`: traffic, faults and conditions, for use from outside the process. */
import type { IncomingMessage, ServerResponse } from 'node:http';
import { isFaultKind, type Fault } from '../faults.ts';
import { parseJson, record, text } from '../json.ts';
import { inspectorPage } from '../inspector.ts';
import type { World } from '../world.ts';
import { notFound } from './api-route.ts';
import { readBody, send, sendJson } from './exchange.ts';

/** The kinds that `POST /_sandbox/faults` accepts besides those of `faults.ts`. */
export const socketFaultKinds = [
  'socket-disconnect',
  'socket-drop',
  'socket-duplicate',
  'socket-silence',
  'socket-leave-after',
] as const;

export async function handleControl(
  world: World,
  request: IncomingMessage,
  response: ServerResponse,
  url: URL,
): Promise<void> {
  const { method } = request;
  if (url.pathname === '/_inspector' && method === 'GET') {
    return send(response, 200, 'text/html; charset=utf-8', inspectorPage(world.traffic.entries()));
  }
  if (url.pathname === '/_sandbox/traffic' && method === 'GET')
    return sendJson(response, 200, { entries: world.traffic.entries() });
  if (url.pathname === '/_sandbox/faults') {
    if (method === 'GET') return sendJson(response, 200, { faults: world.faults.pending() });
    if (method === 'DELETE') {
      world.faults.clear();
      return sendJson(response, 200, { ok: true });
    }
    if (method === 'POST') {
      const error = applyFault(world, record(parseJson((await readBody(request)).toString('utf8'))));
      return sendJson(response, error === null ? 200 : 400, error === null ? { ok: true } : { ok: false, error });
    }
  }
  if (url.pathname === '/_sandbox/conditions') {
    if (method === 'POST') {
      const asked = record(parseJson((await readBody(request)).toString('utf8')));
      for (const key of ['isHistoryLimited', 'isMetadataWithheld', 'isUninstalled', 'hasMessagesTab'] as const) {
        const wanted = asked[key];
        if (typeof wanted === 'boolean') world.conditions[key] = wanted;
      }
      const scopes = asked['scopes'];
      if (scopes === null) world.conditions.scopes = null;
      else if (Array.isArray(scopes)) world.conditions.scopes = scopes.filter((scope) => typeof scope === 'string');
    }
    return sendJson(response, 200, world.conditions);
  }
  notFound(response);
}

/** Applies the requested fault. Returns `null`, or the error in the request. */
function applyFault(world: World, asked: Record<string, unknown>): string | null {
  const kind = text(asked['kind']) ?? '';
  const times = typeof asked['times'] === 'number' ? asked['times'] : 1;
  switch (kind) {
    case 'socket-disconnect':
      world.hub.disconnect(asked['reason'] === 'warning' ? 'warning' : 'refresh_requested');
      return null;
    case 'socket-drop':
      world.hub.drop();
      return null;
    case 'socket-duplicate':
      world.hub.duplicateNext(times);
      return null;
    case 'socket-silence':
      world.hub.silence();
      return null;
    case 'socket-leave-after':
      world.hub.leaveAfter(typeof asked['delayMs'] === 'number' ? asked['delayMs'] : null);
      return null;
    default:
  }
  if (!isFaultKind(kind)) return 'unknown_kind';
  const fault: Fault = { kind, times };
  const method = text(asked['method']);
  if (method !== undefined) fault.method = method;
  if (typeof asked['skip'] === 'number') fault.skip = asked['skip'];
  if (typeof asked['delayMs'] === 'number') fault.delayMs = asked['delayMs'];
  if (typeof asked['retryAfterS'] === 'number') fault.retryAfterS = asked['retryAfterS'];
  if (typeof asked['retryAfter'] === 'string' || asked['retryAfter'] === null) fault.retryAfter = asked['retryAfter'];
  if (typeof asked['commits'] === 'boolean') fault.commits = asked['commits'];
  const body = text(asked['body']);
  if (body !== undefined) fault.body = body;
  const detail = text(asked['detail']);
  if (detail !== undefined) fault.detail = detail;
  world.faults.add(fault);
  return null;
}
