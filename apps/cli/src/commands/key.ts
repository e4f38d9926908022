/** `leadbell key`, `leadbell key status|rotate|lost` */
import { addKeyInFolder, embeddedDataFolder, installationKey, keysAtHand, newKeyText } from '@leadbell/store';
import type { Command, Context } from '../command.ts';
import { withStore } from '../database.ts';
import { Refusal, UsageError } from '../errors.ts';
import { idsOf, keyJson, keyRows } from '../key-text.ts';
import { json } from '../options.ts';

const subcommands: Readonly<Record<string, (context: Context) => Promise<void>>> = { status, rotate, lost };

export const key: Command = {
  verb: 'key',
  usage: [
    { form: 'key', does: 'prints a new key for LEADBELL_KEY' },
    { form: 'key status', does: 'lists the keys that the data was written with, and which ones you can drop; --json' },
    { form: 'key rotate', does: 'makes a new key; keeps the old one, to find what was written with it' },
    { form: 'key lost', does: 'forgets the keys that are lost, so that Leadbell can start without them' },
  ],
  async run(args, context) {
    const [word, ...others] = args;
    if (word === undefined) return context.print(newKeyText());
    if (args.join(' ') === 'status --json') return context.print(json((await recordsOf(context)).map(keyJson)));
    const subcommand = Object.hasOwn(subcommands, word) && others.length === 0 ? subcommands[word] : undefined;
    if (subcommand === undefined)
      throw new UsageError(
        'leadbell key prints a new key. The other forms: leadbell key status, leadbell key rotate, leadbell key lost',
      );
    await subcommand(context);
  },
};

const recordsOf = (context: Context) => withStore(context, (store) => store.keys.list());

async function status(context: Context): Promise<void> {
  const records = await recordsOf(context);
  context.print(records.length === 0 ? 'No key has been used yet.' : keyRows(records));
}

async function rotate({ settings, print }: Context): Promise<void> {
  const config = settings();
  const isInFolder = config.url === null && config.keyText === null && config.keyFile === null;
  const folder = isInFolder ? embeddedDataFolder(config.dataDir) : null;
  const { texts, where } = keysAtHand(config, folder);
  if (texts.length === 0)
    throw new Refusal(`There is no key in ${where} yet: start Leadbell, which makes one there, or set LEADBELL_KEY`);
  if (folder !== null) {
    const [current = ''] = addKeyInFolder(folder);
    print(`Key ${installationKey(current).id} is now the first in ${where}: restart Leadbell to use it.`);
    return;
  }
  const between = where === 'LEADBELL_KEY' ? 'with a comma between' : 'on a line of its own';
  print(newKeyText());
  print(`Put this key before the one in ${where}, ${between}, and restart Leadbell.`);
  print(
    'With several processes: first put it after the old one everywhere and restart them all, then move it to the front.',
  );
}

/**
 * Gives up the lost keys. If a lead has no external id and was stored under a lost key, it counts as new when it is
 * read again.
 */
async function lost(context: Context): Promise<void> {
  const gone = await withStore(context, (store, { keys }) => store.keys.keepOnly(idsOf(keys()).ids));
  if (gone.length === 0) return context.print('No key is missing.');
  const keys = gone.length === 1 ? 'this key' : 'these keys';
  context.print(`Forgot ${gone.join(' and ')}. Leads that only ${keys} could find will count as new once.`);
}
