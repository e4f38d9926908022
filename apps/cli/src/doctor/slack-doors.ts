/** Slack's Web API for the doctor. Effects: sends requests to Slack. Errors: those of the Web API client. */
import type { Settings } from '@leadbell/settings';
import { createCalls, createClient, createTransport, slackLog, slackProblem } from '@leadbell/slack-kit';

const silent = { debug: () => {}, warn: () => {}, error: () => {} };

export interface SlackDoor {
  readonly token: string;
  call(method: string, args?: object): Promise<Readonly<Record<string, unknown>>>;
  /** Slack's clock minus ours; null if no answer of Slack had a time. */
  offsetMs(): number | null;
}

export function openSlackDoor({ slack }: Pick<Settings, 'slack'>, token: string): SlackDoor {
  const calls = createCalls(createTransport(), () => performance.now());
  const client = createClient({ ...slack, fetch, transport: calls.transport }, slackLog(silent));
  return {
    token,
    call: async (method, args = {}) =>
      (await client.apiCall(method, { token, ...args })) as unknown as Readonly<Record<string, unknown>>,
    offsetMs() {
      const now = calls.slackNow();
      return now === null ? null : now + 500 - Date.now();
    },
  };
}

/** Returns Slack's error code, or `no_answer` if Slack did not answer. */
export function codeOf(error: unknown): string {
  return slackProblem(error)?.code ?? 'no_answer';
}
