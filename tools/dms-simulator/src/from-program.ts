/**
 * Whether a request was sent by a program such as curl: no page of a browser controls the simulator. Pure. Browsers name
 * the page that sends, and a name that only leads here (DNS rebinding) is neither an address nor `localhost`.
 */
import type { IncomingHttpHeaders } from 'node:http';
import { isIP } from 'node:net';

export function isFromProgram({ host = '', origin, 'sec-fetch-site': site }: IncomingHttpHeaders): boolean {
  const name = host.replace(/:\d{1,5}$/, '').replace(/^\[(.*)\]$/, '$1');
  return origin === undefined && (site === undefined || site === 'none') && (isIP(name) > 0 || name === 'localhost');
}
