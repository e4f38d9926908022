/**
 * `/upload/v1/<ticket>` accepts a file's bytes, raw or as a form; `/files/<id>/<name>` returns
 * them.
 */
import type { IncomingMessage, ServerResponse } from 'node:http';
import { receiveUpload } from '../web-api/files.ts';
import type { World } from '../world.ts';
import { notFound } from './api-route.ts';
import { readBody, send } from './exchange.ts';

export async function handleUpload(
  world: World,
  request: IncomingMessage,
  response: ServerResponse,
  url: URL,
): Promise<void> {
  const body = await readBody(request);
  const type = request.headers['content-type'] ?? '';
  const bytes = type.startsWith('multipart/form-data') ? await formFile(body, type) : body;
  const accepted = bytes !== null && receiveUpload(world, url.pathname.split('/').at(-1) ?? '', bytes);
  const status = accepted ? 200 : 400;
  const answer = accepted ? `OK - ${bytes.length}` : 'invalid upload';
  world.traffic.log({ direction: 'in', via: 'upload', name: 'upload', body: { bytes: body.length }, status, answer });
  send(response, status, 'text/plain; charset=utf-8', answer);
}

async function formFile(body: Buffer, type: string): Promise<Uint8Array | null> {
  const form = await new Response(new Uint8Array(body), { headers: { 'content-type': type } }).formData();
  for (const value of form.values()) {
    if (typeof value !== 'string') return new Uint8Array(await value.arrayBuffer());
  }
  return null;
}

export function serveFile(world: World, response: ServerResponse, url: URL): void {
  const file = world.files.get(url.pathname.split('/')[2] ?? '');
  if (file === undefined) return notFound(response);
  // Sent as a download, because an uploaded page must not run on the sandbox's origin.
  const headers = { 'content-disposition': 'attachment', 'x-content-type-options': 'nosniff' };
  send(response, 200, file.mimetype, file.bytes, headers);
}
