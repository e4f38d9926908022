/** Answers the app's calls to `/api/<method>` and to response URLs, with the faults that apply. */
import type { IncomingMessage, ServerResponse } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Fault } from '../faults.ts';
import { respond } from '../interactions/respond.ts';
import { parseJson, record, type Json } from '../json.ts';
import { callMethod, methods } from '../web-api/registry.ts';
import { scopeHeaders } from '../web-api/scopes.ts';
import type { World } from '../world.ts';
import { invalidJson, readArguments, readBody, send, sendJson } from './exchange.ts';

interface Answer {
  status: number;
  body: unknown;
  headers?: Record<string, string>;
  /** Sent as it is, instead of `body`. */
  raw?: { type: string; text: string };
}

const signInPage = '<!doctype html><title>Sign in</title><p>Your network asks you to sign in.</p>';

export async function handleApi(
  world: World,
  request: IncomingMessage,
  response: ServerResponse,
  url: URL,
): Promise<void> {
  const name = url.pathname.slice('/api/'.length);
  const args = await readArguments(request, url);
  const token = /^Bearer (.+)$/i.exec(request.headers.authorization ?? '')?.[1];
  const ofToken = world.workspaces.get(String(token ?? args['token']));
  const called = ofToken ?? world;
  await answerWithFaults(called, response, { name, via: 'web-api', body: args }, () => {
    if (args[invalidJson] === true) return { status: 200, body: { ok: false, error: 'invalid_json' } };
    const result = callMethod(called, name, args, token);
    if (result.kind === 'ratelimited') return rateLimited(String(result.retryAfterS));
    const headers = ofToken === undefined ? {} : scopeHeaders(called, methods.get(name));
    return { status: 200, body: result.body, headers };
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

function rateLimited(retryAfter: string | null): Answer {
  const headers = retryAfter === null ? {} : { 'retry-after': retryAfter };
  return { status: 429, body: { ok: false, error: 'ratelimited' }, headers };
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
  // The sandbox's clock also sets the `date` header.
  const headers = { date: new Date(world.settings.now()).toUTCString(), ...answer.headers };
  if (answer.raw === undefined) sendJson(response, answer.status, answer.body, headers);
  else send(response, answer.status, answer.raw.type, answer.raw.text, headers);
}

/** Returns `null` if the connection was cut without an answer. */
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
    case 'drop-before-commit':
      response.destroy();
      setTimeout(run, fault.delayMs ?? 1000).unref();
      return null;
    case 'error-500':
      return { status: 500, body: { ok: false, error: 'internal_error' } };
    case 'error-500-after-commit':
      run();
      return { status: 500, body: { ok: false, error: 'internal_error' } };
    default:
      return oddAnswer(fault, fault.commits === true ? run() : null);
  }
}

function raw(status: number, type: string, text: string, headers: Record<string, string> = {}): Answer {
  return { status, body: text, headers, raw: { type, text } };
}

/** `done`: the usual answer, if the call was performed; otherwise null. */
function oddAnswer(fault: Fault, done: Answer | null): Answer {
  const page = 'text/html; charset=utf-8';
  const json = 'application/json; charset=utf-8';
  switch (fault.kind) {
    case 'html':
      return raw(200, page, signInPage);
    case 'empty':
      return raw(200, json, '');
    case 'cut-json': {
      const whole = JSON.stringify(done?.body ?? { ok: true, channel: 'C0UNKNOWN', ts: '1.000001' });
      return raw(200, json, whole.slice(0, Math.ceil(whole.length / 2)));
    }
    case 'no-ts':
      return { status: 200, body: { ok: true } };
    case 'json':
      return raw(200, json, fault.body ?? '{}');
    case 'redirect':
      return raw(302, page, '', { location: 'https://sign-in.example.com/' });
    case 'forbidden':
      return raw(403, page, signInPage);
    case 'ratelimited':
      return rateLimited(fault.retryAfter === undefined ? String(fault.retryAfterS ?? 1) : fault.retryAfter);
    default: {
      const { detail } = fault;
      const more = detail === undefined ? {} : { response_metadata: { messages: [detail] } };
      return { status: 200, body: { ok: false, error: fault.kind.slice('error:'.length), ...more } };
    }
  }
}

export function notFound(response: ServerResponse): void {
  send(response, 404, 'text/plain; charset=utf-8', 'Not found');
}
