/**
 * Accepts requests of the sandbox's own page and of programs, and refuses requests of other pages in the same browser.
 * Pure.
 *
 * - The sandbox's own host names are IP addresses, `localhost` and the host that `--host` gives. A request to another
 *   host name is refused, because the DNS entry of any name can lead to this machine (DNS rebinding).
 * - A browser says in a header which page sends a form, a script's request or a WebSocket. Programs have no such
 *   header.
 */
import type { IncomingHttpHeaders } from 'node:http';
import { isIP } from 'node:net';

/** `listensOn`: the host that the sandbox listens on, without a port. */
export function isFromOwnPage(headers: IncomingHttpHeaders, listensOn: string): boolean {
  const { host = '', origin, 'sec-fetch-site': site, 'sec-fetch-mode': mode } = headers;
  if (!isOwnName(nameOf(host), listensOn)) return false;
  if (origin !== undefined) return originHost(origin) === host.toLowerCase();
  // Without an origin, a request from another page is accepted only if it navigates, as a link does.
  return site === undefined || site === 'same-origin' || site === 'none' || mode === 'navigate';
}

function nameOf(host: string): string {
  return host
    .toLowerCase()
    .replace(/:\d{1,5}$/, '')
    .replace(/^\[(.*)\]$/, '$1');
}

function isOwnName(name: string, listensOn: string): boolean {
  return isIP(name) > 0 || name === 'localhost' || name.endsWith('.localhost') || name === listensOn.toLowerCase();
}

/** Returns null for the origin `null`, which a sandboxed frame or a file sends. */
function originHost(origin: string): string | null {
  if (!URL.canParse(origin)) return null;
  const { protocol, host, href } = new URL(origin);
  return protocol === 'http:' && href === `${origin.toLowerCase()}/` ? host : null;
}
