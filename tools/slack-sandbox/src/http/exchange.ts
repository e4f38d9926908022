/** Reads requests and writes answers over node:http. */
import type { IncomingMessage, ServerResponse } from 'node:http';
import { isRecord, parseJson, type Json } from '../json.ts';

const maxBody = 20 * 1024 * 1024;

export class BodyTooLarge extends Error {
  override name = 'BodyTooLarge';
}

export async function readBody(request: IncomingMessage): Promise<Buffer> {
  const parts: Buffer[] = [];
  let size = 0;
  for await (const part of request as AsyncIterable<Buffer>) {
    size += part.length;
    if (size > maxBody) throw new BodyTooLarge();
    parts.push(part);
  }
  return Buffer.concat(parts);
}

/** Reads the arguments of a Web API call from the query, and from a body that is urlencoded or JSON. */
export async function readArguments(request: IncomingMessage, url: URL): Promise<Json> {
  const args: Json = Object.fromEntries(url.searchParams);
  const body = await readBody(request);
  if (body.length === 0) return args;
  const type = request.headers['content-type'] ?? '';
  if (type.includes('application/json')) {
    const parsed = parseJson(body.toString('utf8'));
    return isRecord(parsed) ? { ...args, ...parsed } : { ...args, [invalidJson]: true };
  }
  return { ...args, ...Object.fromEntries(new URLSearchParams(body.toString('utf8'))) };
}

export const invalidJson = 'sandbox:invalid-json';

export function sendJson(
  response: ServerResponse,
  status: number,
  body: unknown,
  headers: Record<string, string> = {},
): void {
  send(response, status, 'application/json; charset=utf-8', JSON.stringify(body), headers);
}

export function send(
  response: ServerResponse,
  status: number,
  type: string,
  body: string | Uint8Array,
  headers: Record<string, string> = {},
): void {
  if (response.destroyed || response.headersSent) return;
  response.writeHead(status, { 'content-type': type, 'content-length': Buffer.byteLength(body), ...headers });
  response.end(body);
}
