/** `leadbell backup <file>` */
import { statSync } from 'node:fs';
import { backupToFile } from '@leadbell/store';
import type { Command } from '../command.ts';
import { patienceMs } from '../database.ts';
import { onlyFile } from '../only-file.ts';
import { counted } from '../text.ts';

export const backup: Command = {
  verb: 'backup',
  usage: [{ form: 'backup <file>', does: 'writes all data to one file; Leadbell may be running' }],
  async run(args, { withDatabase, print, signal }) {
    const file = onlyFile(args, 'backup');
    const { rows } = await withDatabase('used', ({ url, ownerUrl, caFile }) =>
      backupToFile({ url: ownerUrl ?? url, caFile, patienceMs, signal }, file),
    );
    const total = Object.values(rows).reduce((sum, count) => sum + count, 0);
    print(`Wrote ${file}: ${counted(total, 'row')}, ${counted(Math.ceil(statSync(file).size / 1024), 'kilobyte')}.`);
    print('It contains personal data: keep it where only you can read it.');
  },
};
