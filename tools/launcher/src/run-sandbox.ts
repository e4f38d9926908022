/**
 * Runs the sandbox, as the command line and the environment say, until it is stopped. Effects: those of the sandbox;
 * ends the process.
 */
import { type Wanted, listOfScenarios } from './arguments.ts';
import { BotEnded } from './bot-process.ts';
import { builtBot } from './built-bot.ts';
import { type Sandbox, type SandboxOptions, startSandbox } from './sandbox.ts';
import { botSources, watchSources } from './watch-sources.ts';
import { end, exitOfSettings } from './end.ts';

const defaultPort = 4870;

export async function runSandbox(wanted: Wanted): Promise<void> {
  const leadsPerDay = numberOr('SANDBOX_LEADS_PER_DAY', 120, 1, 100_000);
  const port = numberOr('SANDBOX_PORT', defaultPort, 0, 65_535);
  let stopping = false;
  let sandbox: Sandbox | null = null;
  let stopWatching: (() => void) | null = null;
  function stop(code: number): void {
    if (stopping) return;
    stopping = true;
    stopWatching?.();
    void Promise.resolve(sandbox?.stop()).finally(() => process.exit(code));
  }
  process.on('SIGINT', () => stop(0));
  process.on('SIGTERM', () => stop(0));
  const options = optionsOf(wanted, leadsPerDay, (code) => {
    if (wanted.isWatching) process.stderr.write('The bot has ended; it starts again with the next change.\n');
    else stop(code ?? 1);
  });
  try {
    // The built bot starts sooner. Its sources are used for watching and debugging.
    const entry = wanted.isWatching || wanted.inspect !== null ? {} : { entry: await builtBot() };
    sandbox = await startOnPort({ ...options, ...entry }, port);
    if (wanted.isWatching) stopWatching = restartOnChange(sandbox);
    await wanted.scenario?.play(sandbox);
  } catch (error) {
    if (stopping) return;
    await sandbox?.stop();
    return end(error instanceof BotEnded ? (error.exitCode ?? 1) : 1, sentenceOf(error, port));
  }
  process.stdout.write(greeting(sandbox, wanted));
}

function optionsOf(
  { scenario, inspect, settings }: Wanted,
  leadsPerDay: number,
  onBotEnded: (code: number | null) => void,
): SandboxOptions {
  const startedAt = Date.now();
  const begin = scenario?.startsAt?.(startedAt);
  const clock = begin === undefined ? {} : { now: () => begin + Date.now() - startedAt };
  return {
    onBotEnded,
    hasExamples: true,
    dms: { leadsPerDay, ...clock, ...scenario?.dms(startedAt) },
    env: {
      LOG_LEVEL: 'warn',
      ...(begin === undefined ? {} : { LEADBELL_CLOCK: new Date(begin).toISOString() }),
      ...scenario?.settings,
      ...settings,
    },
    ...(inspect === null ? {} : { inspect }),
  };
}

/** Uses any free port if the usual one is taken, for example by another sandbox. */
async function startOnPort(options: SandboxOptions, port: number): Promise<Sandbox> {
  return startSandbox({ ...options, port }).catch((error: unknown) => {
    if ((process.env['SANDBOX_PORT'] ?? '') === '' && isTaken(error)) return startSandbox(options);
    throw error;
  });
}

function isTaken(error: unknown): boolean {
  return (error as NodeJS.ErrnoException).code === 'EADDRINUSE';
}

function sentenceOf(error: unknown, port: number): string {
  if (error instanceof BotEnded) return 'The sandbox did not start, because its bot ended; the reason is above.';
  if (isTaken(error)) return `SANDBOX_PORT: something else listens on ${port}. Choose another port.`;
  return `The sandbox did not start: ${error instanceof Error ? error.message : String(error)}.`;
}

/**
 * Restarts the bot when its sources change; a change during a restart causes another one. Returns a function that stops
 * watching.
 */
function restartOnChange(sandbox: Sandbox): () => void {
  let running: Promise<void> | null = null;
  let isStale = false;
  async function restart(): Promise<void> {
    do {
      isStale = false;
      process.stdout.write('Sources have changed: the bot starts again...\n');
      await sandbox.restartBot().then(
        () => process.stdout.write('The bot is connected.\n'),
        () => process.stderr.write('The bot did not start; it tries again with the next change.\n'),
      );
    } while (isStale);
  }
  return watchSources(botSources(), () => {
    isStale = true;
    running ??= restart().finally(() => (running = null));
  });
}

function greeting({ slack, dms }: Sandbox, { scenario, isWatching, inspect }: Wanted): string {
  // The DMS's answers contain no numbers of bulks, so name a bulk that exists.
  const now = dms.clock.now();
  const bulk = dms.bulks({ from: now - 86_400_000, to: now })[0]?.id;
  const url = scenario === null ? slack.url : pageOf(slack.url, scenario);
  return `
Leadbell sandbox: a Slack stand-in, a DMS simulator and the real bot, connected.
${scenario === null ? '' : `\n  Scenario   ${scenario.name}: ${scenario.about}`}
  Open   ${url}
  Type   /leads today          in any channel; then try  /leads errors  ·  /leads yesterday brand:KIA  ·  /leads اليوم  ·  /leads help${bulk === undefined ? '' : `  ·  /leads bulk ${bulk}`}

  Traffic between bot and Slack   ${slack.url.replace(/\/$/, '')}/_inspector
  The simulated DMS               ${dms.url}
  Move all clocks                  curl -d '{"advance":3600000}' ${dms.url}/_sim/clock   (or {"set":"2025-08-25T08:30:00+03:00"})
${isWatching ? '  The bot starts again when its sources change\n' : ''}${inspect === null ? '' : `  Debugger                        127.0.0.1:${inspect}\n`}  Stop                            Ctrl+C
${scenario === null && !isWatching ? `\n  States by name: npm start -- --scenario <name>\n${listOfScenarios()}\n` : ''}
`;
}

function pageOf(url: string, { user, channel }: { readonly user: string; readonly channel: string }): string {
  return `${url}?user=U0${user.toUpperCase()}#C0${channel.toUpperCase()}`;
}

/** Reads a whole number from the environment; an invalid value ends the process with a sentence. */
function numberOr(name: string, otherwise: number, least: number, most: number): number {
  const text = process.env[name] ?? '';
  if (text === '') return otherwise;
  const value = Number(text);
  if (!Number.isInteger(value) || value < least || value > most) {
    end(exitOfSettings, `${name}: expected a whole number, ${least} to ${most}.`);
  }
  return value;
}
