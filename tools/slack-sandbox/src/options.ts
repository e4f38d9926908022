/** Fills in the default of every option. Times are milliseconds. */
import type { SandboxOptions } from './sandbox.ts';
import type { Settings } from './settings.ts';

export function readOptions(options: SandboxOptions): Settings {
  return {
    botToken: options.botToken ?? 'xoxb-sandbox-not-a-real-token',
    appToken: options.appToken ?? options.beside?.appToken ?? 'xapp-sandbox-not-a-real-token',
    signingSecret: options.signingSecret ?? 'sandbox-not-a-real-signing-secret',
    team: options.team ?? { id: 'T0SANDBOX', name: 'Sandbox Motors', domain: 'sandbox-motors' },
    enterprise: options.enterprise === undefined ? null : { teams: [], ...options.enterprise },
    appId: 'A0SANDBOX',
    botId: 'B0SANDBOX',
    botUserId: 'U0SANDBOXBOT',
    now: options.now ?? Date.now,
    limitScale: limitScale(options.limits),
    ackTimeoutMs: options.ackTimeoutMs ?? 3000,
    triggerLifeMs: options.triggerLifeMs ?? 3000,
    eventRetryMs: options.eventRetryMs ?? [0, 60_000, 300_000],
    keepMessages: options.keepMessages ?? 5000,
    keepTraffic: options.keepTraffic ?? 500,
  };
}

function limitScale(limits: SandboxOptions['limits']): number | null {
  if (limits === false) return null;
  return typeof limits === 'object' ? (limits.scale ?? 1) : 1;
}
