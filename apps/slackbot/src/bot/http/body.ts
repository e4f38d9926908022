/** Checks that a body holds an object, as Bolt expects from Slack. Pure. */
import type { IncomingHttpHeaders } from 'node:http';
import { parse } from 'node:querystring';

/**
 * Whether the JSON is an object. For any other JSON, such as `null`, Bolt throws where its caller
 * can't catch the error.
 */
export function holdsObject(headers: IncomingHttpHeaders, body: Buffer): boolean {
  if (headers['content-type'] !== 'application/x-www-form-urlencoded') return isObject(body.toString());
  const text = body.toString();
  // The body of a command has no payload field, so its many fields need not be decoded.
  if (!text.split('&').some(mayBePayload)) return true;
  const { payload } = parse(text);
  return typeof payload !== 'string' || isObject(payload);
}

/** Whether this field may be `payload`. Names are not decoded here, so every name with escapes counts. */
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
