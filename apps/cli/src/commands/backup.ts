/** `leadbell backup <file>`, `leadbell backup --drill [<file>]`; with `--json` */
import { mkdtempSync, readdirSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { backupToFile, drillBackup, type DrillReport, type DrillStep, readForgotten } from '@leadbell/store';
import type { Command, Context } from '../command.ts';
import { patienceMs } from '../database.ts';
import { idsOf } from '../key-text.ts';
import { json, onlyFile, readWords } from '../options.ts';
import { progressOf } from '../progress.ts';
import { counted, iso, time } from '../text.ts';

const form = 'leadbell backup <file> [--json], or leadbell backup --drill [<file>] [--json]';
const exitOfDifference = 1;

export const backup: Command = {
  verb: 'backup',
  usage: [
    { form: 'backup <file>', does: 'writes all data to one file; Leadbell may be running' },
    {
      form: 'backup --drill [<file>]',
      does: 'makes a backup, restores it into a separate database, compares both, and drops that database',
    },
    { form: 'backup … --json', does: 'the same in a machine-readable form' },
  ],
  async run(args, context) {
    const { flags, words } = readWords(args, ['drill', 'json'], `Usage: ${form}`);
    if (!flags.drill) return write(onlyFile(words, 'leadbell backup <file>'), flags.json, context);
    if (words.length > 0) return drill(onlyFile(words, form), { isJson: flags.json, isKept: true }, context);
    removeLeftBehind();
    const folder = mkdtempSync(join(tmpdir(), `${folderName}${process.pid}-`));
    try {
      await drill(join(folder, 'drill.backup'), { isJson: flags.json, isKept: false }, context);
    } finally {
      rmSync(folder, { recursive: true });
    }
  },
};

const folderName = 'leadbell-drill-';

/** Removes the backups of drills that were killed, because these backups contain personal data. */
function removeLeftBehind(): void {
  for (const name of readdirSync(tmpdir())) {
    const [, pid] = /^leadbell-drill-(\d+)-/.exec(name) ?? [];
    if (pid === undefined || isRunning(Number(pid))) continue;
    try {
      rmSync(join(tmpdir(), name), { recursive: true, force: true });
    } catch {
      // The folder belongs to another account. The next drill of that account removes the folder.
    }
  }
}

function isRunning(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch (error) {
    // EPERM: the process runs, but it belongs to another account.
    return (error as { readonly code?: unknown }).code === 'EPERM';
  }
}

async function write(file: string, isJson: boolean, { withDatabase, print, say, signal }: Context): Promise<void> {
  const { onRows } = progressOf(say, () => performance.now());
  const { at, rows } = await withDatabase('used', ({ url, ownerUrl, caFile }) =>
    backupToFile({ url: ownerUrl ?? url, caFile, patienceMs, signal, onRows }, file),
  );
  const total = Object.values(rows).reduce((sum, count) => sum + count, 0);
  const bytes = statSync(file).size;
  if (isJson) return print(json({ file, at: iso(at), rows: total, bytes }));
  print(`Wrote ${file}: ${sizeOf(total, bytes)}.`);
  print('It contains personal data: keep it where only you can read it.');
}

const steps: Readonly<Record<DrillStep, string>> = {
  backup: 'Backing up …',
  restore: 'Restoring into a separate database …',
  compare: 'Comparing …',
  forget: 'Forgetting people again …',
};

interface DrillForm {
  readonly isJson: boolean;
  readonly isKept: boolean;
}

async function drill(file: string, { isJson, isKept }: DrillForm, context: Context): Promise<void> {
  const { withDatabase, print, say, signal, exitWith } = context;
  const { onRows } = progressOf(say, () => performance.now());
  const report = await withDatabase('used', ({ url, ownerUrl, caFile, keys, forgottenFile }) => {
    const tombstones = readForgotten(forgottenFile);
    const place = { url: ownerUrl ?? url, caFile, patienceMs, signal };
    return drillBackup({ ...place, onRows, keys: idsOf(keys()), tombstones, onStep: (step) => say(steps[step]) }, file);
  });
  const bytes = statSync(file).size;
  const isProven = report.different.length === 0;
  if (isJson) print(json({ isProven, file: isKept ? file : null, bytes, ...report, at: iso(report.at) }));
  else print([...drillLines(report, bytes), ...(isKept ? [`The backup is ${file}.`] : [])].join('\n'));
  if (!isProven) exitWith(exitOfDifference);
}

function drillLines(report: DrillReport, bytes: number): readonly string[] {
  const { at, rows, tables, different, forgotten } = report;
  const compared = `${counted(tables, 'table')} compared, row by row`;
  return [
    `Backup of ${time(at)}, restored into a database that was then dropped: ${sizeOf(rows, bytes)}.`,
    different.length === 0 ? `${compared}: all are the same.` : `${compared}: these differ: ${different.join(', ')}.`,
    forgotten === 0
      ? 'In the backup, everyone in the file of forgotten people was already forgotten.'
      : `People who were forgotten since the backup were forgotten again: ${counted(forgotten, 'key')}.`,
    different.length === 0 ? 'This backup can be restored.' : 'Do not rely on this backup; send us these lines.',
  ];
}

function sizeOf(rows: number, bytes: number): string {
  return `${counted(rows, 'row')}, ${counted(Math.ceil(bytes / 1024), 'kilobyte')}`;
}
