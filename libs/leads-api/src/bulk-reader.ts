/** Pieces of an answer into parts: leads checked and typed, bulks told apart. Keeps the fields of the open bulk, no leads. Throws `LeadsApiError` (`contract`). */
import {
  type Bulk,
  hashText,
  type Id,
  type Instant,
  type Lead,
  parseIsoInstant,
  processingState,
} from '@leadbell/domain';
import type { Piece } from './cut.ts';
import { LeadsApiError } from './errors.ts';
import type { AnswerPart, ContractProblem } from './leads-api.ts';
import { kindOf, leadProblem } from './problem.ts';
import { readId, readLead } from './wire.ts';

/** Problems told of one bulk; a bulk in which nothing can be read needs no longer list. */
const maxProblems = 10_000;

export interface Verdicts {
  /** Numbers a bulk, unique within a read. */
  nextNumber(): number;
  /** What becomes of a bulk that is complete. */
  judge(info: Bulk): 'keep' | 'outside-window' | 'duplicate';
}

interface OpenBulk {
  readonly number: number;
  /** Its place in the answer, and how many of its leads have come. */
  readonly place: number;
  count: number;
  readonly fields: Record<string, unknown>;
  readonly problems: ContractProblem[];
  /** Over what tells its leads apart, for a key. */
  hash: number;
}

export class BulkReader {
  readonly #verdicts: Verdicts;
  readonly #askedId: Id | null;
  #open: OpenBulk | null = null;
  #place = 0;

  constructor(verdicts: Verdicts, askedId: Id | null) {
    this.#verdicts = verdicts;
    this.#askedId = askedId;
  }

  *read(piece: Piece, form: 'object' | 'array'): Generator<AnswerPart> {
    for (const [index, wire] of piece.bulks.entries()) {
      const base = form === 'object' ? '' : `[${this.#place}]`;
      if (typeof wire !== 'object' || wire === null || Array.isArray(wire)) {
        throw contract(base === '' ? '(the answer)' : base, 'object', wire);
      }
      const { leads, ...fields } = wire as Readonly<Record<string, unknown>>;
      const isContinued = index === 0 && piece.continues;
      const bulk = isContinued && this.#open ? this.#open : this.#begin();
      this.#open = bulk;
      Object.assign(bulk.fields, fields);
      const isLeft = piece.open && index === piece.bulks.length - 1;
      if (leads === undefined && !isContinued) throw contract(at(base, 'leads'), 'array', leads);
      if (leads !== null && leads !== undefined && !Array.isArray(leads))
        throw contract(at(base, 'leads'), 'array', leads);
      const read = this.#readLeads(leads ?? [], bulk, at(base, 'leads'));
      if (read.length > 0) yield { type: 'leads', bulk: bulk.number, leads: read };
      if (!isLeft) yield* this.#finish(bulk, base);
    }
  }

  /** The answer broke off: what the open bulk has told so far does not count. */
  *abandon(): Generator<AnswerPart> {
    if (this.#open) yield { type: 'dropped', bulk: this.#open.number, reason: 'incomplete' };
    this.#open = null;
  }

  #begin(): OpenBulk {
    return {
      number: this.#verdicts.nextNumber(),
      place: this.#place,
      count: 0,
      fields: {},
      problems: [],
      hash: hashText(''),
    };
  }

  #readLeads(wires: readonly unknown[], bulk: OpenBulk, path: string): Lead[] {
    const leads: Lead[] = [];
    for (const wire of wires) {
      const lead = readLead(wire);
      if (lead === null) {
        if (bulk.problems.length < maxProblems) bulk.problems.push(leadProblem(wire, `${path}[${bulk.count}]`));
      } else {
        leads.push(lead);
        bulk.hash = hashText(identityOf(lead), bulk.hash);
      }
      bulk.count += 1;
    }
    return leads;
  }

  *#finish(bulk: OpenBulk, base: string): Generator<AnswerPart> {
    this.#open = null;
    this.#place += 1;
    const info = this.#info(bulk, base);
    const verdict = this.#verdicts.judge(info);
    if (verdict !== 'keep') {
      yield { type: 'dropped', bulk: bulk.number, reason: verdict };
      return;
    }
    for (const problem of bulk.problems) yield { type: 'problem', problem };
    yield { type: 'bulk', bulk: bulk.number, info };
  }

  #info(bulk: OpenBulk, base: string): Bulk {
    const { fields } = bulk;
    const number = (name: string): number | null => {
      const value = fields[name];
      const read = typeof value === 'string' && /^-?\d{1,15}$/.test(value.trim()) ? Number(value) : value;
      if (typeof read === 'number') return read;
      if (read !== null && read !== undefined)
        bulk.problems.push({ path: at(base, name), expected: 'number', received: kindOf(value) });
      return null;
    };
    const createdAt = readInstant(fields['createdDate']);
    if (createdAt === null && fields['createdDate'] !== null && fields['createdDate'] !== undefined) {
      bulk.problems.push({
        path: at(base, 'createdDate'),
        expected: 'ISO instant',
        received: kindOf(fields['createdDate']),
      });
    }
    // One bulk was asked for by its number: should several come, the number is that of the first.
    const id = readId(number('id')) ?? (bulk.place === 0 ? this.#askedId : null);
    const createdBy = readId(number('createdBy'));
    const hash = bulk.hash.toString(36);
    return {
      key: id === null ? `${createdAt ?? ''}|${createdBy ?? ''}|${hash}` : `id:${id}`,
      id,
      createdAt,
      createdBy,
      state: processingState(number('isProcessed')),
      totalRecords: number('totalRecords'),
      errorRecords: number('errorRecords'),
    };
  }
}

/** The sender's number; without it, all that the sender wrote and the DMS does not change as it works. */
function identityOf(lead: Lead): string {
  if (lead.externalId !== null) return `${lead.externalId};`;
  return JSON.stringify({ ...lead, leadId: 0, outcome: '', errors: [] });
}

function readInstant(value: unknown): Instant | null {
  return typeof value === 'string' ? parseIsoInstant(value) : null;
}

function at(base: string, name: string): string {
  return base === '' ? name : `${base}.${name}`;
}

function contract(path: string, expected: string, value: unknown): LeadsApiError {
  return new LeadsApiError(
    'contract',
    `the answer breaks the contract at ${path}: expected ${expected}, got ${kindOf(value)}`,
    { path },
  );
}
