/**
 * Decides whether a request was sent by a program such as curl, because a page in a browser must
 * not control the simulator. Pure. A browser's request says which page sent it. A host name other
 * than `localhost` is refused too, because a page's own name can lead here (DNS rebinding).
 */
import type { IncomingHttpHeaders } from 'node:http';
import { isIP } from 'node:net';

export function isFromProgram({ host = '', origin, 'sec-fetch-site': site }: IncomingHttpHeaders): boolean {
  const name = host.replace(/:\d{1,5}$/, '').replace(/^\[(.*)\]$/, '$1');
  return origin === undefined && (site === undefined || site === 'none') && (isIP(name) > 0 || name === 'localhost');
}
