/** For tests that fail in a browser: collects the last things that the bot, Slack and the page did. */
import type { Sandbox } from '@leadbell/launcher';
import type { Page } from 'playwright-core';

const charactersKept = 4_000;
const callsKept = 25;

export interface Clues {
  readonly sandbox: Sandbox;
  /** Returns the end of the bot's log, Slack's last calls with their answers, and the page's text. */
  readonly describe: (page: Page) => Promise<string>;
}

/** Reads the bot's output. If its pipe were not read, the bot would stop once the pipe is full. */
export function collectClues(sandbox: Sandbox): Clues {
  let log = '';
  for (const stream of [sandbox.bot.child.stdout, sandbox.bot.child.stderr])
    stream?.setEncoding('utf8').on('data', (text: string) => {
      log = (log + text).slice(-charactersKept);
    });

  return {
    sandbox,
    async describe(page) {
      const calls = sandbox.slack.traffic
        .entries()
        .slice(-callsKept)
        .map(({ at, direction, via, name, status, answer }) =>
          [new Date(at).toISOString(), direction, via, name, status, JSON.stringify(answer)?.slice(0, 200)].join(' '),
        );
      const shown = await page.innerText('body').catch(String);
      return ['The bot’s log:', log, 'Slack’s calls:', ...calls, 'The page:', shown.slice(-charactersKept)].join('\n');
    },
  };
}
