/**
 * Turns pieces of an answer into parts: reads the leads and separates the bulks. Keeps the fields of the current bulk,
 * but none of its leads. Throws `LeadsApiError` (`contract`).
 */
import {
  type Bulk,
  bulkFields,
  type CountedLead,
  type FieldForm,
  hashCode,
  hashText,
  identityText,
  type Id,
  type Lead,
  type Read,
  readCountForm,
  readInstant,
  readNumberForm,
  readStateForm,
  unread,
  type Zone,
} from '@leadbell/domain';
import type { Piece } from './cut-types.ts';
import { LeadsApiError } from './errors.ts';
import { holdsLongNumber } from './exact-numbers.ts';
import type { ContractProblem, CountedPart } from './leads-api.ts';
import { PlainLead } from './plain-lead.ts';
import { type Fault, faultOf, kindOf, leadProblem, partProblem } from './problem.ts';
import { CutList } from './walker.ts';
import { type LeadContext, readLead } from './wire.ts';

/** At most this many problems of a bulk, or outside any bulk, are reported by path; the others are only counted. */
const mostTold = 1_000;

export interface Verdicts {
  /** A number for the next bulk, unique within a read. */
  nextNumber(): number;
  /** Decides whether a complete bulk counts. */
  judge(info: Bulk): 'keep' | 'outside-window' | 'duplicate';
}

export interface BulkReaderOptions {
  readonly verdicts: Verdicts;
  /** The bulk number that was requested, if any. */
  readonly askedId: Id | null;
  readonly zone: Zone;
  /** The time at which the answer came; a creation time more than a day later is unreadable. */
  readonly now: number;
  /** Called for each problem of a bulk that counts, and for each problem outside any bulk. */
  readonly notify: (bulk: string, problem: ContractProblem, count: number) => void;
}

interface OpenBulk {
  readonly number: number;
  /** The bulk's index in the answer. */
  readonly place: number;
  count: number;
  readonly fields: Record<string, unknown>;
  readonly problems: Problems;
  /** Whether the bulk has a list of leads, even an empty one. */
  hasLeads: boolean;
  /** A hash over the leads' identities, for the key of a bulk without a number; the hash may be negative. */
  hash: number;
}

/** The names of a bulk's fields, except its list of leads. */
const ownFields = Object.keys(bulkFields).filter((name) => name !== 'leads');

const semicolon = ';'.charCodeAt(0);

type Wire = Readonly<Record<string, unknown>>;

/** The part of a piece that belongs to one bulk. */
interface BulkPiece extends Pick<Piece, 'isOdd' | 'isLossy'> {
  /** Returns the bulk with long numbers as texts. */
  readonly exact: () => Wire;
}

export class BulkReader {
  readonly #options: BulkReaderOptions;
  #open: OpenBulk | null = null;
  #place = 0;
  #read = 0;
  /** The first value that was not a bulk. */
  #stranger: Fault | null = null;
  readonly #strangers = new Problems();

  constructor(options: BulkReaderOptions) {
    this.#options = options;
  }

  *read(piece: Piece, form: 'object' | 'array'): Generator<CountedPart> {
    for (const [index, wire] of piece.bulks.entries()) {
      const base = form === 'object' ? '' : `[${this.#place}]`;
      if (!isBulk(wire)) {
        this.#setAside({ path: base, expected: 'object', received: kindOf(wire) }, '(bulk)');
        continue;
      }
      const isContinued = index === 0 && piece.continues;
      const bulk = isContinued && this.#open ? this.#open : this.#begin();
      this.#open = bulk;
      const exact = (): Wire => (piece.exact()[index] ?? wire) as Wire;
      const leads = this.#take(wire, bulk, { ...piece, exact }, at(base, 'leads'));
      if (leads.length > 0) yield { type: 'leads', bulk: bulk.number, leads };
      const isLeft = piece.open && index === piece.bulks.length - 1;
      if (!isLeft) yield* this.#finish(bulk, base);
    }
  }

  /**
   * Call when the answer is complete: reports the values that were not bulks. Throws if there were values but none was
   * a bulk, because such an answer is not the same as an empty one.
   */
  *end(): Generator<CountedPart> {
    yield* this.#say('', this.#strangers);
    if (this.#place === 0) yield { type: 'nothing', status: 200 };
    else if (this.#read === 0 && this.#stranger !== null) throw contract(this.#stranger);
  }

  /** Call when the answer broke off: drops the bulk that is not complete. */
  *abandon(): Generator<CountedPart> {
    if (this.#open) yield { type: 'dropped', bulk: this.#open.number, reason: 'incomplete' };
    this.#open = null;
  }

  #begin(): OpenBulk {
    return {
      number: this.#options.verdicts.nextNumber(),
      place: this.#place,
      count: 0,
      fields: {},
      problems: new Problems(),
      hasLeads: false,
      hash: hashText(''),
    };
  }

  /** Keeps the bulk's fields and reads the leads in this piece. */
  #take(wire: Wire, bulk: OpenBulk, piece: BulkPiece, path: string): CountedLead[] {
    const { leads } = wire;
    const own = hasLongNumbers(wire) ? piece.exact() : wire;
    for (const name of ownFields) if (Object.hasOwn(own, name)) bulk.fields[name] = own[name];
    const list = listOf(leads);
    if (list === null) {
      if (leads !== undefined) bulk.fields['leads'] = leads;
      return [];
    }
    bulk.hasLeads = true;
    return this.#readLeads(list, bulk, piece, path);
  }

  #readLeads(wires: readonly unknown[], bulk: OpenBulk, piece: BulkPiece, path: string): CountedLead[] {
    const leads: CountedLead[] = [];
    for (let index = 0; index < wires.length; index += 1) {
      const wire = wires[index];
      const lead = wire instanceof PlainLead ? wire : this.#readOdd(index, wires, { bulk, piece, path });
      if (lead !== null) {
        leads.push(lead);
        bulk.hash = hashIdentity(lead, bulk.hash);
      }
      bulk.count += 1;
    }
    return leads;
  }

  #readOdd(
    index: number,
    wires: readonly unknown[],
    { bulk, piece, path }: { readonly bulk: OpenBulk; readonly piece: BulkPiece; readonly path: string },
  ): Lead | null {
    const { isOdd, isLossy, exact } = piece;
    const wire = wires[index];
    const faults: Fault[] = [];
    const context: LeadContext = { zone: this.#options.zone, isOdd, isLossy, faults };
    const lead = readLead(wire, context, () => listOf(exact()['leads'])?.[index] ?? wire);
    if (lead === null) bulk.problems.add(leadProblem(wire, `${path}[${bulk.count}]`));
    for (const fault of faults) bulk.problems.add(partProblem(`${path}[${bulk.count}]`, fault, lead?.externalId));
    return lead;
  }

  *#finish(bulk: OpenBulk, base: string): Generator<CountedPart> {
    this.#open = null;
    if (!bulk.hasLeads) {
      this.#setAside(faultOf(at(base, 'leads'), 'leads', bulk.fields['leads']), 'leads');
      return;
    }
    this.#place += 1;
    this.#read += 1;
    const info = this.#info(bulk, base);
    const verdict = this.#options.verdicts.judge(info);
    if (verdict !== 'keep') {
      yield { type: 'dropped', bulk: bulk.number, reason: verdict };
      return;
    }
    yield* this.#say(info.key, bulk.problems);
    yield { type: 'bulk', bulk: bulk.number, info };
  }

  /** Reports a value that is not a bulk as one problem; no other bulk is affected. */
  #setAside(fault: Fault, field: string): void {
    this.#place += 1;
    this.#stranger ??= fault;
    // An answer may have millions of such values, so they are only counted once enough have been described.
    if (!this.#strangers.countMore('part', field)) this.#strangers.add(partProblem('', fault));
  }

  *#say(bulk: string, problems: Problems): Generator<CountedPart> {
    for (const { problem, count } of problems.all()) {
      this.#options.notify(bulk, problem, count);
      yield count === 1 ? { type: 'problem', problem } : { type: 'problem', problem, count };
    }
  }

  #info(bulk: OpenBulk, base: string): Bulk {
    const { fields } = bulk;
    function read<T>(name: keyof typeof bulkFields, form: (value: unknown) => Read<T>): T | null {
      const value = form(fields[name]);
      if (value !== unread) return value;
      bulk.problems.add(partProblem(base, faultOf(name, bulkFields[name] satisfies FieldForm, fields[name])));
      return null;
    }
    // A missing or unreadable creation time is a problem, because the bulk's day would be a guess.
    const createdAt = read('createdDate', (value) => readInstant(value, this.#options.now) ?? unread);
    // If one bulk was requested by number but several arrive, the first gets the number.
    const id = read('id', readNumberForm) ?? (bulk.place === 0 ? this.#options.askedId : null);
    const createdBy = read('createdBy', readNumberForm);
    const hash = (bulk.hash >>> 0).toString(36);
    return {
      key: id === null ? `${createdAt ?? ''}|${createdBy ?? ''}|${hash}` : `id:${id}`,
      id,
      createdAt,
      createdBy,
      state: read('isProcessed', readStateForm) ?? { unknown: null },
      totalRecords: read('totalRecords', readCountForm),
      errorRecords: read('errorRecords', readCountForm),
    };
  }
}

/**
 * The problems of a bulk, or those outside any bulk. The first ones are kept with their paths; to bound memory, the
 * others are only counted by kind and field.
 */
class Problems {
  readonly #told: ContractProblem[] = [];
  readonly #others = new Map<string, { readonly problem: ContractProblem; count: number }>();

  add(problem: ContractProblem): void {
    if (this.#told.length < mostTold) {
      this.#told.push(problem);
      return;
    }
    const key = `${problem.kind} ${problem.field}`;
    const known = this.#others.get(key);
    if (known === undefined) this.#others.set(key, { problem, count: 1 });
    else known.count += 1;
  }

  /** If problems of this kind and field are already being counted, counts one more; otherwise returns false. */
  countMore(kind: ContractProblem['kind'], field: string): boolean {
    const known = this.#others.get(`${kind} ${field}`);
    if (known !== undefined) known.count += 1;
    return known !== undefined;
  }

  all(): readonly { readonly problem: ContractProblem; readonly count: number }[] {
    return [...this.#told.map((problem) => ({ problem, count: 1 })), ...this.#others.values()];
  }
}

function isBulk(wire: unknown): wire is Wire {
  return typeof wire === 'object' && wire !== null && !Array.isArray(wire) && !(wire instanceof CutList);
}

/** Looks at the bulk's own fields, not at its leads. */
function hasLongNumbers(wire: Wire): boolean {
  return ownFields.some((name) => holdsLongNumber(wire[name]));
}

/** Returns a list as it is, a single lead as a list, `null` or an empty text as an empty list, and else null. */
function listOf(leads: unknown): readonly unknown[] | null {
  if (Array.isArray(leads)) return leads;
  if (leads === null || (typeof leads === 'string' && /^\s*(?:null)?\s*$/i.test(leads))) return [];
  return typeof leads === 'object' ? [leads] : null;
}

/** Hashes only values that stay the same when the DMS changes other fields of the lead. */
function hashIdentity(lead: Lead | PlainLead, seed: number): number {
  if (lead instanceof PlainLead) return hashCode(semicolon, lead.hashNumber(seed));
  return lead.externalId === null ? hashText(identityText(lead), seed) : hashText(';', hashText(lead.externalId, seed));
}

function at(base: string, name: string): string {
  return base === '' ? name : `${base}.${name}`;
}

function contract({ path, expected, received }: Fault): LeadsApiError {
  const place = path === '' ? '(the answer)' : path;
  return new LeadsApiError(
    'contract',
    `the answer breaks the contract at ${place}: expected ${expected}, got ${received}`,
    {
      path: place,
    },
  );
}
