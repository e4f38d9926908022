/** Writes pieces of text to a response as fast as its reader takes them, and applies a fault on the way. */
import { once } from 'node:events';
import type { ServerResponse } from 'node:http';
import type { Writable } from 'node:stream';
import { setTimeout as wait } from 'node:timers/promises';
import { createGzip } from 'node:zlib';
import type { Fault } from './faults.ts';

const pieceSize = 64 * 1024;

export async function send(
  res: ServerResponse,
  pieces: Iterable<string>,
  fault: Fault | null,
  gzip: boolean,
): Promise<void> {
  res.statusCode = 200;
  res.setHeader('content-type', 'application/json; charset=utf-8');
  if (gzip) res.setHeader('content-encoding', 'gzip');
  const out = gzip ? createGzip() : res;
  if (out !== res) out.pipe(res);
  const limit =
    fault?.kind === 'cut-body' || fault?.kind === 'truncate' ? (fault.bytes ?? 200) : Number.POSITIVE_INFINITY;
  let sent = 0;
  for (const piece of gathered(pieces, fault?.kind === 'drip' ? 256 : pieceSize)) {
    if (res.destroyed) return;
    const bytes = piece.subarray(0, Math.max(0, limit - sent));
    sent += bytes.length;
    const flushed = out.write(bytes);
    if (sent >= limit) break;
    if (fault?.kind === 'drip') await wait(fault.ms ?? 10);
    if (!flushed) await drained(out, res);
  }
  if (fault?.kind === 'cut-body') {
    // Send the bytes before closing the connection, because otherwise the client sees a connection that was
    // cut before any answer.
    await wait(20);
    res.destroy();
  } else {
    out.end();
  }
}

/** Resolves when there is room again, or when the reader has gone. */
async function drained(out: Writable, res: ServerResponse): Promise<void> {
  const stop = new AbortController();
  const { signal } = stop;
  await Promise.race([once(out, 'drain', { signal }), once(res, 'close', { signal })]);
  stop.abort();
}

function* gathered(pieces: Iterable<string>, size: number): Generator<Buffer> {
  let text = '';
  for (const piece of pieces) {
    text += piece;
    if (text.length >= size) {
      yield Buffer.from(text);
      text = '';
    }
  }
  if (text !== '') yield Buffer.from(text);
}
