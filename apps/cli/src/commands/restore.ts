/** `leadbell restore <file>`, with `--key-lost` and `--json` */
import { openStore, readForgotten, restoreFromFile } from '@leadbell/store';
import type { Command, DatabasePlace } from '../command.ts';
import { patienceMs } from '../database.ts';
import { idsOf } from '../key-text.ts';
import { json, onlyFile, readWords } from '../options.ts';
import { progressOf } from '../progress.ts';
import { counted, iso, time } from '../text.ts';

export const restore: Command = {
  verb: 'restore',
  usage: [
    { form: 'restore <file>', does: 'restores a backup into an empty database; stop Leadbell first' },
    { form: 'restore <file> --key-lost', does: 'the same, when the key of the backup is lost' },
    { form: 'restore <file> --json', does: 'the same in a machine-readable form' },
  ],
  async run(args, { withDatabase, print, say, signal }) {
    const form = 'leadbell restore <file>';
    const { flags, words } = readWords(args, ['key-lost', 'json'], `Usage: ${form} [--key-lost] [--json]`);
    const file = onlyFile(words, form);
    const { onRows } = progressOf(say, () => performance.now());
    const { at, rows, forgotten } = await withDatabase('new', async (database) => {
      const { url, ownerUrl, caFile, keys } = database;
      const known = flags['key-lost'] ? 'lost' : idsOf(keys());
      const place = { url: ownerUrl ?? url, caFile, patienceMs, signal, onRows };
      const restored = await restoreFromFile({ ...place, keys: known }, file);
      return { ...restored, forgotten: await forgetAgain(database) };
    });
    const total = Object.values(rows).reduce((sum, count) => sum + count, 0);
    if (flags.json) return print(json({ file, at: iso(at), rows: total, forgotten }));
    print(`Restored ${counted(total, 'row')} of the backup made at ${time(at)}. You can start Leadbell now.`);
    if (forgotten > 0)
      print(`People who were forgotten since the backup were forgotten again: ${counted(forgotten, 'key')}.`);
  },
};

/**
 * Repeats the erasure of people who were forgotten after the backup was made, because the backup
 * lacks their tombstones. Returns how many of their keys were added.
 */
async function forgetAgain({ url, ownerUrl, caFile, pool, forgottenFile }: DatabasePlace): Promise<number> {
  const tombstones = readForgotten(forgottenFile);
  if (tombstones.length === 0) return 0;
  const store = await openStore({ url, ownerUrl, caFile, pool, patienceMs, name: 'leadbell tool' });
  try {
    return await store.persons.adopt(tombstones);
  } finally {
    await store.close();
  }
}
