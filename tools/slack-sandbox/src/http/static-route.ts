/** Serves the page: its program, and the files of its folder that are not code. */
import { readFile } from 'node:fs/promises';
import type { ServerResponse } from 'node:http';
import { fileURLToPath } from 'node:url';
import { send } from './exchange.ts';
import { programFrom } from './page-program.ts';

const pageFolder = new URL('../page/', import.meta.url);
const pageProgram = programFrom(fileURLToPath(new URL('main.ts', pageFolder)));
const script = 'text/javascript; charset=utf-8';
const uncached = { 'cache-control': 'no-cache' };

const types: Record<string, string> = {
  html: 'text/html; charset=utf-8',
  css: 'text/css; charset=utf-8',
};

/** Returns `false` when there is no such file. */
export async function servePageFile(response: ServerResponse, path: string): Promise<boolean> {
  if (path === '/page/main.js') send(response, 200, script, (await pageProgram()).code, uncached);
  else if (path === '/page/main.js.map') send(response, 200, 'application/json', (await pageProgram()).map, uncached);
  else return serveFile(response, path);
  return true;
}

async function serveFile(response: ServerResponse, path: string): Promise<boolean> {
  // The names of our files have no escapes, and `readFile` would throw for an escaped slash.
  if (path.includes('%')) return false;
  const file = new URL(path === '/' ? 'index.html' : path.replace(/^\/page\//, ''), pageFolder);
  const type = types[file.pathname.split('.').at(-1) ?? ''];
  // Each `..` is already resolved, so this refuses files outside of the folder.
  if (type === undefined || !file.href.startsWith(pageFolder.href)) return false;
  try {
    send(response, 200, type, await readFile(file), uncached);
    return true;
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return false;
    throw error;
  }
}
