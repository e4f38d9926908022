/** Serves the page's files: TypeScript without its types, and its few libraries as browser modules. */
import { readFile, stat } from 'node:fs/promises';
import type { ServerResponse } from 'node:http';
import { createRequire, stripTypeScriptTypes } from 'node:module';
import { gemoji } from 'gemoji';
import { send } from './exchange.ts';

const pageFolder = new URL('../page/', import.meta.url);
const resolver = createRequire(import.meta.url);
const script = 'text/javascript; charset=utf-8';

const types: Record<string, string> = {
  html: 'text/html; charset=utf-8',
  css: 'text/css; charset=utf-8',
  svg: 'image/svg+xml',
  png: 'image/png',
  woff2: 'font/woff2',
  ts: script,
  js: script,
};

const stripped = new Map<string, { mtimeMs: number; code: string }>();

/** Returns `false` when there is no such file. */
export async function servePageFile(response: ServerResponse, path: string): Promise<boolean> {
  // Names of our files have no escapes, and Node refuses an escaped slash.
  if (path.includes('%')) return false;
  const file = new URL(path === '/' ? 'index.html' : path.replace(/^\/page\//, ''), pageFolder);
  const type = types[file.pathname.split('.').at(-1) ?? ''];
  // The URL has resolved `..` by now. Files outside of the folder are not served.
  if (type === undefined || !file.href.startsWith(pageFolder.href) || file.pathname.endsWith('.test.ts')) return false;
  try {
    const { mtimeMs } = await stat(file);
    const body = file.pathname.endsWith('.ts') ? await javaScript(file, mtimeMs) : await readFile(file);
    send(response, 200, type, body, { 'cache-control': 'no-cache' });
    return true;
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return false;
    throw error;
  }
}

async function javaScript(file: URL, mtimeMs: number): Promise<string> {
  const known = stripped.get(file.href);
  if (known?.mtimeMs === mtimeMs) return known.code;
  const code = stripTypeScriptTypes(await readFile(file, 'utf8'));
  stripped.set(file.href, { mtimeMs, code });
  return code;
}

const libraries: Record<string, () => Promise<string>> = {
  '/vendor/preact.js': () => library('preact'),
  '/vendor/preact-hooks.js': () => library('preact/hooks'),
  '/vendor/gemoji.js': () => Promise.resolve(`export const emoji = ${JSON.stringify(emojiByName())};\n`),
};

/**
 * Built modules of preact import `preact` by name; the page's import map turns the name into an address of this route.
 */
async function library(name: string): Promise<string> {
  const code = await readFile(resolver.resolve(name), 'utf8');
  return code.replace(/\n?\/\/# sourceMappingURL=.*\s*$/, '');
}

function emojiByName(): Record<string, string> {
  return Object.fromEntries(gemoji.flatMap(({ emoji, names }) => names.map((name) => [name, emoji])));
}

export async function serveLibrary(response: ServerResponse, path: string): Promise<boolean> {
  const source = Object.hasOwn(libraries, path) ? libraries[path] : undefined;
  if (source === undefined) return false;
  send(response, 200, script, await source(), { 'cache-control': 'max-age=3600' });
  return true;
}
