/** `leadbell audit`, with `--from`, `--to`, `--actor`, `--lead`, `--action` and `--json` or `--csv` */
import { setTimeout as delay } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { createIdentities, parseId } from '@leadbell/domain';
import { type AuditQuery, type AuditRecord, installationKey, keyedHash } from '@leadbell/store';
import type { Command, DatabasePlace } from '../command.ts';
import { withStore } from '../database.ts';
import { UsageError } from '../errors.ts';
import { auditCells, auditColumns, csvLine, plainEntry } from '../csv.ts';
import { instantIn } from '../instant-in.ts';
import { time } from '../text.ts';

/** Entries are read and printed in batches, so that years of them need little memory. */
const batch = 1_000;
const form =
  'leadbell audit [--from <time>] [--to <time>] [--actor <id>] [--lead <number>] [--action <name>] [--json|--csv]';

export const audit: Command = {
  verb: 'audit',
  usage: [
    { form: 'audit', does: 'who saw and did what, the latest first' },
    {
      form: 'audit --actor U0123 --lead 574',
      does: 'entries of one person, or about one lead; also --from, --to, --action',
    },
    { form: 'audit --json|--csv', does: 'the same in a machine-readable form, one entry on each line' },
  ],
  async run(args, context) {
    const { format, ...asked } = readOptions(args);
    await withStore(context, async (store, database) => {
      const query = { ...asked.query, ...(asked.lead === null ? {} : namesOfNumber(asked.lead, database)) };
      if (format === 'csv') context.print(csvLine(auditColumns));
      let after: number | undefined;
      do {
        context.signal.throwIfAborted();
        const entries = await store.audit.list({ ...query, limit: batch, ...(after === undefined ? {} : { after }) });
        if (entries.length > 0) context.print(entries.map((entry) => lineOf(entry, format)).join('\n'));
        after = entries.length < batch ? undefined : entries.at(-1)?.id;
        // Gives Node time to notice a closed output or an interruption.
        await delay(0);
      } while (after !== undefined);
    });
  },
};

type Format = 'text' | 'json' | 'csv';

interface Asked {
  readonly query: Omit<AuditQuery, 'limit'>;
  readonly lead: string | null;
  readonly format: Format;
}

function readOptions(args: readonly string[]): Asked {
  const { from, to, actor, action, lead, json, csv } = parsed(args);
  if (json === true && csv === true) throw new UsageError('Choose --json or --csv');
  if (lead !== undefined && parseId(lead) !== lead) throw new UsageError('--lead: expected a number, such as 574');
  return {
    query: {
      ...(from === undefined ? {} : { from: instantIn('--from', from) }),
      ...(to === undefined ? {} : { to: instantIn('--to', to) }),
      ...(actor === undefined ? {} : { actor }),
      ...(action === undefined ? {} : { action }),
    },
    lead: lead ?? null,
    format: json === true ? 'json' : csv === true ? 'csv' : 'text',
  };
}

function parsed(args: readonly string[]) {
  const text = { type: 'string' } as const;
  const flag = { type: 'boolean' } as const;
  const options = { from: text, to: text, actor: text, action: text, lead: text, json: flag, csv: flag };
  try {
    return parseArgs({ args: [...args], options }).values;
  } catch {
    throw new UsageError(`Usage: ${form}`);
  }
}

/** Without a key, only the entries that name the lead by its plain number are found. */
function namesOfNumber(number: string, { keys }: DatabasePlace): Pick<AuditQuery, 'leads' | 'number'> {
  const [current, ...older] = keys().texts.map((text) => keyedHash(installationKey(text)));
  if (current === undefined) return { leads: [`x${number}`], number };
  const { key, aliases } = createIdentities(current, older).ofNumber(number);
  return { leads: [key, ...aliases], number };
}

function lineOf(entry: AuditRecord, format: Format): string {
  if (format === 'json') return JSON.stringify(plainEntry(entry));
  if (format === 'csv') return csvLine(auditCells(entry));
  const { actor, action, outcome, subject, leads, channel } = entry;
  const seen = leads.length === 0 ? null : leads.length === 1 ? '1 lead' : `${leads.length} leads`;
  return [time(entry.at), actor, `${action}${outcome === 'done' ? '' : ` (${outcome})`}`, seen, subject, channel]
    .filter((part) => part !== null)
    .map((part) => part.replace(/\p{C}+/gu, ' '))
    .join('  ');
}
