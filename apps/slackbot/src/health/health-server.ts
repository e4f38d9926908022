/**
 * Serves `/livez`, `/readyz` and `/metrics` for monitoring programs, and nothing else. Effects:
 * opens a server. Errors: `open` rejects when the address is taken.
 */
import { once } from 'node:events';
import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface HealthPages {
  /** Empty if all is well; otherwise sentences, which the server returns with status 503. */
  readonly livez: () => readonly string[];
  readonly readyz: () => Promise<readonly string[]>;
  readonly metrics: () => Promise<{ readonly contentType: string; readonly text: string }>;
}

export interface HealthServer {
  readonly port: number;
  close(): Promise<void>;
}

const patience = { headersTimeout: 5_000, requestTimeout: 5_000, connectionsCheckingInterval: 1_000 };
const mostConnections = 50;

export async function openHealthServer(
  { host, port }: { readonly host: string; readonly port: number },
  pages: HealthPages,
): Promise<HealthServer> {
  const server = createServer({ ...patience, maxHeaderSize: 8_192 }, (request, response) => {
    const path = (request.url ?? '/').split('?', 1)[0] ?? '/';
    if (request.method !== 'GET' && request.method !== 'HEAD') return plain(response, 405, 'Only GET\n');
    answer(path, pages, response).catch(() => plain(response, 500, 'It could not be read\n'));
  });
  server.maxConnections = mostConnections;
  server.listen({ host, port });
  await once(server, 'listening');
  return {
    port: (server.address() as AddressInfo).port,
    async close() {
      const closed = once(server, 'close');
      server.close();
      server.closeAllConnections();
      await closed;
    },
  };
}

async function answer(path: string, { livez, readyz, metrics }: HealthPages, response: ServerResponse): Promise<void> {
  switch (path) {
    case '/livez':
      return stated(response, livez(), 'alive');
    case '/readyz':
      return stated(response, await readyz(), 'ready');
    case '/metrics': {
      const { contentType, text } = await metrics();
      response.writeHead(200, { 'content-type': contentType }).end(text);
      return;
    }
    default:
      return plain(response, 404, 'Here are /livez, /readyz and /metrics\n');
  }
}

function stated(response: ServerResponse, problems: readonly string[], well: string): void {
  if (problems.length === 0) plain(response, 200, `${well}\n`);
  else plain(response, 503, `not ${well}\n${problems.map((one) => `- ${one}\n`).join('')}`);
}

function plain(response: ServerResponse, status: number, text: string): void {
  if (response.headersSent) return;
  response.writeHead(status, { 'content-type': 'text/plain; charset=utf-8', 'cache-control': 'no-store' }).end(text);
}
