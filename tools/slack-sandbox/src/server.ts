/** The only HTTP server: Web API, response URLs, files, the page, the inspector, and the upgrade to Socket Mode. */
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { Duplex } from 'node:stream';
import { maxConnections } from './delivery/socket.ts';
import { handleApi, handleResponseUrl, notFound } from './http/api-route.ts';
import { BodyTooLarge, send } from './http/exchange.ts';
import { handleControl } from './http/control-route.ts';
import { handleUpload, serveFile } from './http/file-route.ts';
import { isFromOwnPage } from './http/own-page.ts';
import { handlePage } from './http/page-route.ts';
import { servePageFile } from './http/static-route.ts';
import type { World } from './world.ts';

const notOurs = 'Another page may not use the sandbox: open it by its address, such as http://127.0.0.1:4870';

export function createSandboxServer(world: World, host: string): Server {
  const server = createServer((request, response) => {
    if (!isFromOwnPage(request.headers, host)) return send(response, 403, 'text/plain; charset=utf-8', notOurs);
    route(world, request, response).catch((error: unknown) => {
      if (error instanceof BodyTooLarge) send(response, 413, 'text/plain; charset=utf-8', 'Too large');
      else if (!response.headersSent)
        send(response, 500, 'text/plain; charset=utf-8', `Sandbox error: ${String(error)}`);
      else response.destroy();
    });
  });
  server.on('upgrade', (request: IncomingMessage, socket: Duplex, head: Buffer) => {
    if (isFromOwnPage(request.headers, host)) upgrade(world, request, socket, head);
    else socket.end('HTTP/1.1 403 Forbidden\r\nconnection: close\r\n\r\n');
  });
  return server;
}

async function route(world: World, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const url = new URL(request.url ?? '/', world.origin);
  const path = url.pathname;
  if (path.startsWith('/api/')) return handleApi(world, request, response, url);
  if (path.startsWith('/commands/') || path.startsWith('/actions/'))
    return handleResponseUrl(world, request, response, url);
  if (path.startsWith('/_page/')) return handlePage(world, request, response, url);
  if (path.startsWith('/upload/v1/')) return handleUpload(world, request, response, url);
  if (path.startsWith('/_sandbox/') || path === '/_inspector') return handleControl(world, request, response, url);
  if (request.method === 'GET') {
    if (path.startsWith('/files/')) return serveFile(world, response, url);
    if ((path === '/' || path.startsWith('/page/')) && (await servePageFile(response, path))) return;
  }
  notFound(response);
}

function upgrade(world: World, request: IncomingMessage, socket: Duplex, head: Buffer): void {
  const url = new URL(request.url ?? '/', world.origin);
  const taken = world.tickets.sockets.take(url.searchParams.get('ticket') ?? '');
  if (!url.pathname.startsWith('/link') || !taken.ok || world.hub.connections() >= maxConnections) {
    socket.end('HTTP/1.1 404 Not Found\r\nconnection: close\r\n\r\n');
    return;
  }
  world.hub.accept(request, socket, head);
}
