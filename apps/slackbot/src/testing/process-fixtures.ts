/**
 * For tests that kill the bot's process or read its output: its entry point, the environment that
 * it needs, and commands to it.
 */
import { fileURLToPath } from 'node:url';
import { ask, type Message, type SlackSandbox } from '@leadbell/slack-sandbox';
import { textOf } from './bot-context-fixtures.ts';

/** The bot's entry point, which the test run builds as one file. */
export const botEntry: string =
  process.env['LEADBELL_TEST_SLACKBOT'] ?? fileURLToPath(new URL('../main.ts', import.meta.url));

/**
 * The environment without settings: only the paths of programs and modules, and the compile cache of earlier processes.
 */
export const surroundings: Readonly<Record<string, string>> = Object.fromEntries(
  ['PATH', 'NODE_PATH', 'NODE_COMPILE_CACHE'].map((name) => [name, process.env[name] ?? '']),
);

/**
 * Types the command as Noura until a reply matches: a process on a busy machine refuses acts that it can't store in
 * time, and leaves out of a status what it can't read in time.
 */
export function askProcess({ control }: SlackSandbox, text: string, answer: RegExp): Promise<Message> {
  return ask(control, {
    user: 'noura',
    channel: 'sales',
    text,
    isAnswer: (message) => answer.test(textOf(message)),
    isRefusal: (message) => /try again/i.test(textOf(message)),
  });
}
