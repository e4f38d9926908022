/**
 * For tests that kill the bot's process or read its output: its entry point and the environment
 * that it needs.
 */
import { fileURLToPath } from 'node:url';

/** The bot's entry point, which the test run builds as one file. */
export const botEntry: string =
  process.env['LEADBELL_TEST_SLACKBOT'] ?? fileURLToPath(new URL('../main.ts', import.meta.url));

/**
 * The environment without settings: only the paths of programs and modules, and the compile cache of earlier processes.
 */
export const surroundings: Readonly<Record<string, string>> = Object.fromEntries(
  ['PATH', 'NODE_PATH', 'NODE_COMPILE_CACHE'].map((name) => [name, process.env[name] ?? '']),
);
