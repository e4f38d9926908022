/**
 * Starts a sandbox for tests, with a real Bolt app connected to it. `stopAll` stops everything that was started here.
 */
import { App, LogLevel, type Logger } from '@slack/bolt';
import { startSlackSandbox, type SandboxOptions, type SlackSandbox } from './index.ts';

const running: (() => Promise<unknown>)[] = [];

/** Bolt would log every refusal that a test causes. */
export const quiet: Logger = {
  debug() {},
  info() {},
  warn() {},
  error() {},
  setLevel() {},
  getLevel: () => LogLevel.ERROR,
  setName() {},
};

export async function sandboxOnly(options: SandboxOptions = {}): Promise<SlackSandbox> {
  const sandbox = await startSlackSandbox({ ackTimeoutMs: 60_000, ...options });
  running.push(sandbox.close);
  return sandbox;
}

export async function connect(sandbox: SlackSandbox): Promise<App> {
  const app = new App({
    token: sandbox.botToken,
    appToken: sandbox.appToken,
    socketMode: true,
    logger: quiet,
    clientOptions: { slackApiUrl: sandbox.apiUrl, retryConfig: { retries: 0 }, rejectRateLimitedCalls: true },
  });
  await app.start();
  running.unshift(() => app.stop());
  return app;
}

export async function sandboxWithApp(options: SandboxOptions = {}): Promise<{ sandbox: SlackSandbox; app: App }> {
  const sandbox = await sandboxOnly(options);
  return { sandbox, app: await connect(sandbox) };
}

export async function stopAll(): Promise<void> {
  for (const stop of running.splice(0)) await stop();
}
