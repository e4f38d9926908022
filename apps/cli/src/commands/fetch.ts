/** `leadbell fetch <period>`, with `--json`, `--csv` and `--full`: prints leads from the DMS, without Slack. */
import { userInfo } from 'node:os';
import { parseArgs } from 'node:util';
import {
  type Bulk,
  createIdentities,
  type Instant,
  type Lead,
  type LeadIdentities,
  parsePeriod,
  personMatcher,
  resolvePeriod,
  type Window,
  withoutPerson,
} from '@leadbell/domain';
import type { Settings } from '@leadbell/settings';
import { installationKey, keyedHash, type Store, StoreError } from '@leadbell/store';
import type { Command, Context, DatabasePlace } from '../command.ts';
import { csvLine } from '../csv.ts';
import { withStore } from '../database.ts';
import { leadsApiOf, notFetched } from '../dms-client.ts';
import { Refusal, SettingsError, UsageError } from '../errors.ts';
import { fetchedLead, type FetchedLead, leadColumns } from '../fetched.ts';
import { columns, counted, iso } from '../text.ts';

const form = 'leadbell fetch <period> [--json|--csv] [--full]';
const progressEveryMs = 2_000;

export const fetch: Command = {
  verb: 'fetch',
  usage: [
    { form: 'fetch today', does: 'leads of a period, masked: last 7 days, 1 Nov to 3 Nov …' },
    { form: 'fetch today --json|--csv', does: 'the same in a machine-readable form, one lead on each line' },
    { form: 'fetch today --full', does: 'with the people in it; the audit log records who did it' },
  ],
  async run(args, context) {
    const { format, isFull, words } = readArgs(args);
    const { result } = await context.everySetting();
    if (!result.ok) throw new SettingsError('The settings are wrong or incomplete: leadbell doctor lists them');
    const { settings } = result;
    const window = windowIn(words, settings);
    const show = (guard: Guard | null) => print(read(window, settings, context), { format, isFull, context, guard });
    try {
      await withStore(context, async (store, place) => show(await guardOf(store, place, { isFull, window })));
    } catch (error) {
      if (!(error instanceof StoreError && error.kind === 'empty')) throw error;
      // Before Leadbell's first start there is no audit log and no list of forgotten people.
      if (isFull)
        throw new Refusal('--full is recorded in the audit log, which does not exist yet: start Leadbell once');
      await show(null);
    }
  },
};

type Format = 'table' | 'json' | 'csv';

function readArgs(args: readonly string[]): {
  readonly format: Format;
  readonly isFull: boolean;
  readonly words: string;
} {
  const flag = { type: 'boolean' } as const;
  let parsed;
  try {
    parsed = parseArgs({ args: [...args], options: { json: flag, csv: flag, full: flag }, allowPositionals: true });
  } catch {
    throw new UsageError(`Usage: ${form}`);
  }
  const { json, csv, full } = parsed.values;
  if (json === true && csv === true) throw new UsageError('Choose --json or --csv');
  if (parsed.positionals.length === 0) throw new UsageError(`Which period? ${form}`);
  const format = json === true ? 'json' : csv === true ? 'csv' : 'table';
  return { format, isFull: full === true, words: parsed.positionals.join(' ') };
}

function windowIn(words: string, { zone, weekStart, calendar }: Settings): Window {
  const context = { now: Date.now() as Instant, zone, weekStart, workingDays: calendar.workingDays };
  const parsed = parsePeriod(words, context);
  if (parsed.ok) return resolvePeriod(parsed.spec, context).window;
  const { nearest } = parsed.error;
  throw new UsageError(`That is not a period${nearest === undefined ? '' : `; did you mean "${nearest}"?`}`);
}

interface Found {
  readonly lead: Lead;
  readonly bulk: Bulk;
}

/** Yields the leads of one bulk at a time. */
async function* read(window: Window, settings: Settings, context: Context): AsyncGenerator<readonly Found[]> {
  const api = await leadsApiOf(settings);
  const coming = new Map<number, Lead[]>();
  try {
    for await (const part of api.read({ kind: 'window', window }, { signal: context.signal })) {
      if (part.type === 'leads') coming.set(part.bulk, [...(coming.get(part.bulk) ?? []), ...part.leads]);
      else if (part.type === 'dropped') coming.delete(part.bulk);
      else if (part.type === 'bulk') {
        const leads = coming.get(part.bulk) ?? [];
        coming.delete(part.bulk);
        yield leads.map((lead) => ({ lead, bulk: part.info }));
      }
    }
  } catch (error) {
    throw notFetched(error, context.signal);
  }
}

/** Erases forgotten people from the leads, and records the access before people's data is shown. */
type Guard = (found: readonly Found[]) => Promise<readonly Found[]>;

async function guardOf(
  store: Store,
  { keys }: DatabasePlace,
  { isFull, window }: { readonly isFull: boolean; readonly window: Window },
): Promise<Guard> {
  const [current, ...older] = keys().texts.map((text) => keyedHash(installationKey(text)));
  if (current === undefined) throw new Refusal('The installation has no key yet: start Leadbell once');
  const identities = createIdentities(current, older);
  const forgotten = new Set((await store.persons.forgotten()).map(({ person }) => person));
  const isForgotten = personMatcher(forgotten, identities);
  return async (found) => {
    const shown = found.map((one) => (isForgotten(one.lead) ? { ...one, lead: withoutPerson(one.lead) } : one));
    if (isFull && shown.length > 0) await record(store, shown, { identities, window });
    return shown;
  };
}

async function record(
  store: Store,
  found: readonly Found[],
  { identities, window }: { readonly identities: LeadIdentities; readonly window: Window },
): Promise<void> {
  await store.transaction((tx) =>
    store.audit.append(tx, {
      workspace: null,
      actor: userInfo().username,
      actorKind: 'operator',
      action: 'export',
      subject: `leadbell fetch ${iso(window.from)} to ${iso(window.to)}`,
      leads: found.map(({ lead }) => identities.of(lead).key),
      numbers: found.flatMap(({ lead }) => lead.leadId ?? []),
      fields: ['name', 'phone', 'email'],
    }),
  );
}

interface Printing {
  readonly format: Format;
  readonly isFull: boolean;
  readonly context: Context;
  readonly guard: Guard | null;
}

async function print(
  batches: AsyncIterable<readonly Found[]>,
  { format, isFull, context, guard }: Printing,
): Promise<void> {
  const rows: FetchedLead[] = [];
  let count = 0;
  let saidAt = performance.now();
  if (format === 'csv') context.print(csvLine(leadColumns));
  for await (const batch of batches) {
    const leads = (guard === null ? batch : await guard(batch)).map(({ lead, bulk }) =>
      fetchedLead(lead, bulk, { isFull }),
    );
    count += leads.length;
    // A bulk may have more leads than one call of `push` accepts as arguments.
    if (format === 'table') for (const lead of leads) rows.push(lead);
    else if (leads.length > 0) context.print(leads.map((lead) => lineOf(lead, format)).join('\n'));
    if (performance.now() - saidAt > progressEveryMs) {
      context.say(`${counted(count, 'lead')} so far...`);
      saidAt = performance.now();
    }
  }
  if (format !== 'table') return;
  if (rows.length > 0) context.print(columns([[...leadColumns], ...rows.map(cellsOf)]));
  context.say(`${counted(count, 'lead')}.`);
}

function lineOf(lead: FetchedLead, format: Exclude<Format, 'table'>): string {
  return format === 'json' ? JSON.stringify(lead) : csvLine(cellsOf(lead));
}

function cellsOf(lead: FetchedLead): readonly string[] {
  return leadColumns.map((name) => lead[name] ?? '');
}
