/** Writes an answer piece by piece as JSON text, so that a day of 100,000 leads is never in memory as a whole. */
import { type BulkPlan, stateOf, type World } from './bulks.ts';
import { leadsOf, type Selection } from './answer.ts';

export interface Form {
  /** `auto`: one bulk is an object, several are an array. `array`: always an array. */
  readonly answer: 'auto' | 'array';
  readonly sendIds: boolean;
}

/** `spoil`: the position of a lead to corrupt, counted over the whole answer. */
export function* serialise(
  world: World,
  bulks: readonly BulkPlan[],
  now: number,
  only: Pick<Selection, 'source' | 'subSource' | 'leadId'>,
  form: Form,
  spoil: number | null,
): Generator<string> {
  const isObject = form.answer === 'auto' && bulks.length === 1;
  if (!isObject) yield '[';
  let place = 0;
  for (const [n, bulk] of bulks.entries()) {
    const { isProcessed } = stateOf(bulk, now);
    yield `${n === 0 ? '' : ','}{${form.sendIds ? `"id":${bulk.id},` : ''}"leads":[`;
    let total = 0;
    let errored = 0;
    for (const lead of leadsOf(world, bulk, now, only)) {
      const broken = place === spoil ? { ...lead, vehicles: 'broken on purpose' } : lead;
      yield `${total === 0 ? '' : ','}${JSON.stringify(broken)}`;
      total += 1;
      place += 1;
      errored += lead.isError;
    }
    const shown = bulk.miscounted ? total + 1 : total;
    const createdDate = new Date(bulk.createdAt).toISOString();
    yield `],"createdDate":"${createdDate}","createdBy":${bulk.createdBy},"totalRecords":${shown},"errorRecords":${errored},"isProcessed":${isProcessed}}`;
  }
  if (!isObject) yield ']';
}
