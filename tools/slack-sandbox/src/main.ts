/**
 * Runs the sandbox from the command line: starts it, prints the page's address and the settings
 * that an app needs to connect, and runs until it is stopped.
 */
import { readFile } from 'node:fs/promises';
import { parseArgs } from 'node:util';
import { startSlackSandbox, type SandboxOptions } from './index.ts';

const usage = `Usage: npx node src/main.ts [options]

A local stand-in for Slack: Web API, Socket Mode, signed HTTP delivery and a chat page.

  --port <number>        port to listen on (default 8065; 0 takes any free one)
  --host <address>       address to listen on (default 127.0.0.1)
  --manifest <file>      Slack app manifest as JSON: commands, scopes, events
  --deliver-to <url>     send commands, interactions and events there over signed HTTP instead of Socket Mode
  --limits <scale|off>   rate limits: a factor on Slack's own pace, or off (default 1)
  --help                 this text
`;

function readFlags(): Record<string, string | boolean | undefined> | null {
  try {
    const { values } = parseArgs({
      options: {
        port: { type: 'string', default: '8065' },
        host: { type: 'string', default: '127.0.0.1' },
        manifest: { type: 'string' },
        'deliver-to': { type: 'string' },
        limits: { type: 'string', default: '1' },
        help: { type: 'boolean', short: 'h' },
      },
    });
    return values;
  } catch (error) {
    process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n\n${usage}`);
    return null;
  }
}

function positive(name: string, given: string | boolean | undefined): number {
  const value = Number(given);
  if (!Number.isFinite(value) || value < 0) throw new TypeError(`--${name} must be a number, not ${String(given)}`);
  return value;
}

async function optionsFrom(flags: Record<string, string | boolean | undefined>): Promise<SandboxOptions> {
  const { manifest, 'deliver-to': deliverTo, limits, host } = flags;
  return {
    port: positive('port', flags['port']),
    limits: limits === 'off' ? false : { scale: positive('limits', limits) },
    ...(typeof host === 'string' ? { host } : {}),
    ...(typeof deliverTo === 'string' ? { deliverTo } : {}),
    ...(typeof manifest === 'string' ? { manifest: JSON.parse(await readFile(manifest, 'utf8')) as unknown } : {}),
  };
}

async function main(): Promise<void> {
  const flags = readFlags();
  if (flags === null) {
    process.exitCode = 2;
    return;
  }
  if (flags['help'] === true) {
    process.stdout.write(usage);
    return;
  }
  const sandbox = await startSlackSandbox(await optionsFrom(flags));
  process.stdout.write(
    `Chat page       ${sandbox.url}\nInspector       ${sandbox.url}_inspector\n\n` +
      `SLACK_API_URL=${sandbox.apiUrl}\nSLACK_BOT_TOKEN=${sandbox.botToken}\nSLACK_APP_TOKEN=${sandbox.appToken}\n` +
      `SLACK_SIGNING_SECRET=${sandbox.signingSecret}\n\nCtrl+C stops it.\n`,
  );
  const stop = (): void => void sandbox.close();
  process.once('SIGINT', stop);
  process.once('SIGTERM', stop);
}

main().catch((error: unknown) => {
  const busy = error instanceof Error && 'code' in error && error.code === 'EADDRINUSE';
  process.stderr.write(`${busy ? 'That port is taken: choose another with --port.' : String(error)}\n`);
  process.exitCode = 1;
});
