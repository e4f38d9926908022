/** `/api/<method>` and response URLs: the app's calls, with faults laid over them. */
import type { IncomingMessage, ServerResponse } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Fault } from '../faults.ts';
import { respond } from '../interactions/respond.ts';
import { parseJson, record, type Json } from '../json.ts';
import { callMethod } from '../web-api/registry.ts';
import type { World } from '../world.ts';
import { invalidJson, readArguments, readBody, send, sendJson } from './exchange.ts';

interface Answer {
  status: number;
  body: unknown;
  headers?: Record<string, string>;
}

export async function handleApi(
  world: World,
  request: IncomingMessage,
  response: ServerResponse,
  url: URL,
): Promise<void> {
  const name = url.pathname.slice('/api/'.length);
  const args = await readArguments(request, url);
  const token = /^Bearer (.+)$/i.exec(request.headers.authorization ?? '')?.[1];
  const called = world.workspaces.get(String(token ?? args['token'])) ?? world;
  await answerWithFaults(called, response, { name, via: 'web-api', body: args }, () => {
    if (args[invalidJson] === true) return { status: 200, body: { ok: false, error: 'invalid_json' } };
    const result = callMethod(called, name, args, token);
    return result.kind === 'ratelimited' ? rateLimited(result.retryAfterS) : { status: 200, body: result.body };
  });
}

export async function handleResponseUrl(
  world: World,
  request: IncomingMessage,
  response: ServerResponse,
  url: URL,
): Promise<void> {
  const id = url.pathname.split('/').slice(3).join('/');
  const source = (await readBody(request)).toString('utf8');
  const form = source.startsWith('payload=') ? new URLSearchParams(source).get('payload') : null;
  const body: Json = record(parseJson(form ?? source));
  await answerWithFaults(world, response, { name: 'response_url', via: 'response_url', body }, () => {
    const answered = respond(world, id, body);
    return { status: answered.status, body: parseJson(answered.body) };
  });
}

function rateLimited(retryAfterS: number): Answer {
  return { status: 429, body: { ok: false, error: 'ratelimited' }, headers: { 'retry-after': String(retryAfterS) } };
}

interface Heard {
  name: string;
  via: 'web-api' | 'response_url';
  body: unknown;
}

async function answerWithFaults(
  world: World,
  response: ServerResponse,
  heard: Heard,
  run: () => Answer,
): Promise<void> {
  const fault = world.faults.take(heard.name);
  const entry = world.traffic.log({ direction: 'in', ...heard, ...(fault === undefined ? {} : { fault: fault.kind }) });
  const answer = await applyFault(fault, response, run);
  if (answer === null) return;
  world.traffic.settle(entry, { status: answer.status, answer: answer.body });
  sendJson(response, answer.status, answer.body, answer.headers);
}

/** `null`: the connection was cut instead of an answer. */
async function applyFault(
  fault: Fault | undefined,
  response: ServerResponse,
  run: () => Answer,
): Promise<Answer | null> {
  if (fault === undefined) return run();
  switch (fault.kind) {
    case 'delay':
      await sleep(fault.delayMs ?? 1000);
      return run();
    case 'cut':
      response.destroy();
      return null;
    case 'drop-after-commit':
      run();
      response.destroy();
      return null;
    case 'error-500':
      return { status: 500, body: { ok: false, error: 'internal_error' } };
    case 'error-500-after-commit':
      run();
      return { status: 500, body: { ok: false, error: 'internal_error' } };
    case 'ratelimited':
      return rateLimited(fault.retryAfterS ?? 1);
    default:
      return { status: 200, body: { ok: false, error: fault.kind.slice('error:'.length) } };
  }
}

export function notFound(response: ServerResponse): void {
  send(response, 404, 'text/plain; charset=utf-8', 'Not found');
}
