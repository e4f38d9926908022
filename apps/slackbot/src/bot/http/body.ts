/** Whether a body is what Bolt expects of Slack. Pure. */
import type { IncomingHttpHeaders } from 'node:http';
import { parse } from 'node:querystring';

/** Bolt throws beyond its caller at JSON that is not an object, such as `null`. */
export function holdsObject(headers: IncomingHttpHeaders, body: Buffer): boolean {
  if (headers['content-type'] !== 'application/x-www-form-urlencoded') return isObject(body.toString());
  const text = body.toString();
  // A command has none, and its many values need not be decoded to see that.
  if (!text.split('&').some(mayBePayload)) return true;
  const { payload } = parse(text);
  return typeof payload !== 'string' || isObject(payload);
}

/** A field whose name may be written with escapes. */
function mayBePayload(field: string): boolean {
  const [name = ''] = field.split('=', 1);
  return name === 'payload' || name.includes('%');
}

function isObject(text: string): boolean {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null && !Array.isArray(value);
  } catch {
    return false;
  }
}
