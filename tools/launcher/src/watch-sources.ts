/**
 * Reports changes of the bot's sources; several quick changes are reported as one. Effects: watches folders, and sets
 * a timer.
 */
import { existsSync, readdirSync, watch } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('../../..', import.meta.url));
/** An editor writes a file in several steps, and a switch to another branch writes many files. */
const quietMs = 200;

/** Returns the bot's folder and those of all libraries. */
export function botSources(): string[] {
  const libraries = readdirSync(join(root, 'libs')).map((name) => join(root, 'libs', name, 'src'));
  return [join(root, 'apps/slackbot/src'), ...libraries].filter((folder) => existsSync(folder));
}

/** Ignores tests and their fixtures. Returns a function that stops watching. */
export function watchSources(folders: readonly string[], onChange: () => void): () => void {
  let timer: NodeJS.Timeout | undefined;
  const watchers = folders.map((folder) =>
    watch(folder, { recursive: true }, (_, file) => {
      if (file === null || !/\.(?:ts|json)$/.test(file) || /\.test\.ts$|-fixtures\.ts$/.test(file)) return;
      clearTimeout(timer);
      timer = setTimeout(onChange, quietMs);
    }),
  );
  return () => {
    clearTimeout(timer);
    for (const watcher of watchers) watcher.close();
  };
}
