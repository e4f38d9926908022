/**
 * Decides whether a request was sent by a program such as curl: a page in a browser must not
 * control the simulator. Pure. Browsers name the page that sends a request. A host name other than
 * `localhost` is refused too: it may be a page's own name that leads here (DNS rebinding).
 */
import type { IncomingHttpHeaders } from 'node:http';
import { isIP } from 'node:net';

export function isFromProgram({ host = '', origin, 'sec-fetch-site': site }: IncomingHttpHeaders): boolean {
  const name = host.replace(/:\d{1,5}$/, '').replace(/^\[(.*)\]$/, '$1');
  return origin === undefined && (site === undefined || site === 'none') && (isIP(name) > 0 || name === 'localhost');
}
