/** `leadbell restore <file>` */
import { openStore, readForgotten, restoreFromFile } from '@leadbell/store';
import type { Command, DatabasePlace } from '../command.ts';
import { patienceMs } from '../database.ts';
import { onlyFile } from '../only-file.ts';
import { counted, time } from '../text.ts';
import { idsOf } from '../key-text.ts';

const keyLost = '--key-lost';

export const restore: Command = {
  verb: 'restore',
  usage: [
    { form: 'restore <file>', does: 'restores a backup into an empty database; stop Leadbell first' },
    { form: 'restore <file> --key-lost', does: 'the same, when the key of the backup is lost' },
  ],
  async run(args, { withDatabase, print, signal }) {
    const file = onlyFile(
      args.filter((word) => word !== keyLost),
      'restore',
    );
    const { at, rows, forgotten } = await withDatabase('new', async (database) => {
      const { url, ownerUrl, caFile, keys } = database;
      const restored = await restoreFromFile(
        { url: ownerUrl ?? url, caFile, patienceMs, signal, keys: args.includes(keyLost) ? 'lost' : idsOf(keys()) },
        file,
      );
      return { ...restored, forgotten: await forgetAgain(database) };
    });
    const total = Object.values(rows).reduce((sum, count) => sum + count, 0);
    print(`Restored ${counted(total, 'row')} of the backup made at ${time(at)}. You can start Leadbell now.`);
    if (forgotten > 0)
      print(`People who were forgotten since the backup were forgotten again: ${counted(forgotten, 'key')}.`);
  },
};

/** Tombstones are not in a backup from before. Returns how many keys were added. */
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
