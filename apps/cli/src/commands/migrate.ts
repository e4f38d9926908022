/** `leadbell migrate`, `leadbell migrate --check` */
import { parseArgs } from 'node:util';
import { inspectDatabase, openStore } from '@leadbell/store';
import type { Command } from '../command.ts';
import { patienceMs } from '../database.ts';
import { UsageError } from '../errors.ts';
import { counted } from '../text.ts';

const exitOfPending = 1;

export const migrate: Command = {
  verb: 'migrate',
  usage: [
    { form: 'migrate', does: 'brings the tables up to date, as the next start would' },
    { form: 'migrate --check', does: 'changes nothing; exit code 1 if something is missing' },
  ],
  async run(args, { withDatabase, print, exitWith }) {
    const isCheck = optionsOf(args).check === true;
    await withDatabase('new', async ({ url, ownerUrl, caFile, pool }) => {
      const { pending } = await inspectDatabase({ url: ownerUrl ?? url, caFile, patienceMs });
      if (pending.length === 0) return print('The tables are up to date.');
      if (isCheck) {
        print(`${counted(pending.length, 'migration')} missing: ${pending.join(', ')}`);
        return exitWith(exitOfPending);
      }
      await (await openStore({ url, ownerUrl, caFile, pool, patienceMs, name: 'leadbell tool' })).close();
      print(`Applied ${counted(pending.length, 'migration')}, up to ${pending.at(-1)}.`);
    });
  },
};

function optionsOf(args: readonly string[]) {
  try {
    return parseArgs({ args: [...args], options: { check: { type: 'boolean' } } }).values;
  } catch {
    throw new UsageError('Usage: leadbell migrate [--check]');
  }
}
