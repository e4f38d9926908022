/** The bot as a process of its own, for tests that kill it or read what it prints: what to start, and what it needs of its surroundings. */
import { fileURLToPath } from 'node:url';

/** Built by the run of tests, as one file. */
export const botEntry: string =
  process.env['LEADBELL_TEST_SLACKBOT'] ?? fileURLToPath(new URL('../main.ts', import.meta.url));

/** Where its programs are, and what an earlier process has compiled; no setting. */
export const surroundings: Readonly<Record<string, string>> = Object.fromEntries(
  ['PATH', 'NODE_PATH', 'NODE_COMPILE_CACHE'].map((name) => [name, process.env[name] ?? '']),
);
