/** `leadbell restore <file>` */
import { restoreFromFile } from '@leadbell/store';
import type { Command } from '../command.ts';
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
    const { at, rows } = await withDatabase('new', ({ url, ownerUrl, caFile, keys }) =>
      restoreFromFile(
        { url: ownerUrl ?? url, caFile, patienceMs, signal, keys: args.includes(keyLost) ? 'lost' : idsOf(keys()) },
        file,
      ),
    );
    const total = Object.values(rows).reduce((sum, count) => sum + count, 0);
    print(`Restored ${counted(total, 'row')} of the backup made at ${time(at)}. You can start Leadbell now.`);
  },
};
