/**
 * `leadbell manifest`, `leadbell manifest --url <address>`: prints the manifest of the Slack app
 * for Socket Mode, or for this address.
 */
import { parseArgs } from 'node:util';
import type { Command } from '../command.ts';
import { UsageError } from '../errors.ts';
import manifestOfBot from '@leadbell/slackbot/slack-manifest.json' with { type: 'json' };

export const manifest: Command = {
  verb: 'manifest',
  usage: [
    { form: 'manifest', does: 'prints the Slack app’s manifest for Socket Mode' },
    { form: 'manifest --url https://your.host', does: 'the same for HTTP: Slack then calls this address' },
  ],
  async run(args, { print }) {
    const { url } = optionsOf(args);
    print(JSON.stringify(url === undefined ? manifestOfBot : overHttp(addressIn(url)), null, 2));
  },
};

function optionsOf(args: readonly string[]) {
  try {
    return parseArgs({ args: [...args], options: { url: { type: 'string' } } }).values;
  } catch {
    throw new UsageError('Usage: leadbell manifest [--url https://your.host]');
  }
}

/** Slack only calls public addresses that have a certificate. */
function addressIn(text: string): string {
  const url = URL.parse(text);
  if (url?.protocol !== 'https:' || url.username !== '' || url.search !== '' || url.hash !== '')
    throw new UsageError('--url: expected an address that starts with https://, such as https://leadbell.example.com');
  return `${url.origin}${url.pathname.replace(/\/+$/, '').replace(/\/slack\/events$/, '')}/slack/events`;
}

function overHttp(request_url: string): object {
  const { features, settings, ...rest } = manifestOfBot;
  return {
    ...rest,
    features: {
      ...features,
      slash_commands: features.slash_commands.map((command) => ({ ...command, url: request_url })),
    },
    settings: {
      ...settings,
      // Slack requests the known values for forms from `message_menu_options_url`.
      interactivity: { ...settings.interactivity, request_url, message_menu_options_url: request_url },
      event_subscriptions: { ...settings.event_subscriptions, request_url },
      socket_mode_enabled: false,
    },
  };
}
