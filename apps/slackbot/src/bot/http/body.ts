/** Whether a body is what Bolt expects of Slack. Pure. */
import type { IncomingHttpHeaders } from 'node:http';
import { parse } from 'node:querystring';

/** Bolt throws beyond its caller at JSON that is not an object, such as `null`. */
export function holdsObject(headers: IncomingHttpHeaders, body: Buffer): boolean {
  if (headers['content-type'] !== 'application/x-www-form-urlencoded') return isObject(body.toString());
  const { payload } = parse(body.toString());
  return typeof payload !== 'string' || isObject(payload);
}

function isObject(text: string): boolean {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null && !Array.isArray(value);
  } catch {
    return false;
  }
}
