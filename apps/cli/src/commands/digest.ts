/** `leadbell digest --dry-run`, with `--json`: prints each channel's next digest as Leadbell would send it now. */
import { createIdentities } from '@leadbell/domain';
import { installationKey, keyedHash } from '@leadbell/store';
import { blockLines } from '../block-text.ts';
import type { Command } from '../command.ts';
import { withStore } from '../database.ts';
import { leadsApiOf, notFetched } from '../dms-client.ts';
import { Refusal, SettingsError, UsageError } from '../errors.ts';
import { readWords } from '../options.ts';
import { iso, time } from '../text.ts';

const form = 'leadbell digest --dry-run [--json]';

export const digest: Command = {
  verb: 'digest',
  usage: [
    { form: 'digest --dry-run', does: 'what the next digest of each channel would say now; sends nothing' },
    { form: 'digest --dry-run --json', does: 'the same in a machine-readable form, one digest on each line' },
  ],
  async run(args, context) {
    const { flags, words } = readWords(args, ['dry-run', 'json'], `Usage: ${form}`);
    if (!flags['dry-run'] || words.length > 0)
      throw new UsageError(`Digests are sent by Leadbell itself. Usage: ${form}`);
    const { result } = await context.everySetting();
    if (!result.ok) throw new SettingsError('The settings are wrong or incomplete: leadbell doctor lists them');
    const { settings } = result;
    const { previewDigests } = await import('@leadbell/slackbot/digest-preview');
    await withStore(context, async (store, { keys }) => {
      const [current, ...older] = keys().texts.map((text) => keyedHash(installationKey(text)));
      if (current === undefined) throw new Refusal('The installation has no key yet: start Leadbell once');
      const identities = createIdentities(current, older);
      const leadsApi = await leadsApiOf(settings);
      let count = 0;
      try {
        const all = previewDigests({ settings, store, leadsApi, keys: identities.keys, signal: context.signal });
        for await (const one of all) {
          count += 1;
          const { subscription, workspace, channel, at, from, to, isSent, message, leads } = one;
          if (flags.json) {
            const { text, blocks } = message;
            const times = { at: iso(at), from: iso(from), to: iso(to) };
            context.print(JSON.stringify({ subscription, workspace, channel, ...times, leads, isSent, text, blocks }));
            continue;
          }
          context.print(
            `Subscription ${subscription}, ${workspace} ${channel}, due ${time(at)}${isSent ? '' : ': not sent, because it is empty'}`,
          );
          context.print(`${blockLines(message.blocks).join('\n')}\n`);
        }
      } catch (error) {
        throw notFetched(error, context.signal);
      }
      if (count === 0 && !flags.json) context.print('No channel is subscribed to a digest.');
    });
  },
};
