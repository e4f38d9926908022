/** `leadbell migrate`, `leadbell migrate --check`; with `--json` */
import { inspectDatabase, openStore } from '@leadbell/store';
import type { Command } from '../command.ts';
import { patienceMs } from '../database.ts';
import { UsageError } from '../errors.ts';
import { json, readWords } from '../options.ts';
import { counted } from '../text.ts';

const exitOfPending = 1;

export const migrate: Command = {
  verb: 'migrate',
  usage: [
    { form: 'migrate', does: 'brings the tables up to date, as the next start would' },
    { form: 'migrate --check', does: 'changes nothing; the exit code is 1 if a migration is missing' },
    { form: 'migrate … --json', does: 'the same in a machine-readable form' },
  ],
  async run(args, { withDatabase, print, say, exitWith }) {
    const usage = 'Usage: leadbell migrate [--check] [--json]';
    const { flags, words } = readWords(args, ['check', 'json'], usage);
    if (words.length > 0) throw new UsageError(usage);
    await withDatabase(flags.check ? 'used' : 'new', async ({ url, ownerUrl, caFile, pool }) => {
      const { pending } = await inspectDatabase({ url: ownerUrl ?? url, caFile, patienceMs });
      if (pending.length > 0 && !flags.check) {
        say(`Applying ${counted(pending.length, 'migration')} …`);
        await (await openStore({ url, ownerUrl, caFile, pool, patienceMs, name: 'leadbell tool' })).close();
      }
      if (pending.length > 0 && flags.check) exitWith(exitOfPending);
      if (flags.json) return print(json(flags.check ? { missing: pending } : { applied: pending }));
      if (pending.length === 0) return print('The tables are up to date.');
      if (flags.check) return print(`${counted(pending.length, 'migration')} missing: ${pending.join(', ')}`);
      print(`Applied ${counted(pending.length, 'migration')}, up to ${pending.at(-1)}.`);
    });
  },
};
