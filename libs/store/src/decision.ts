/**
 * How a message gets into the outbox: it is planned from the database's state, rendered outside transactions, and
 * written in a short transaction together with the change that it reports, if the plan's basis has not changed. Pure.
 * Errors: `Moved`.
 */

export interface Decision<Plan, Rendered, Result> {
  /** Reads, and decides. Locks nothing. */
  readonly plan: () => Promise<Plan>;
  /** Words, cards, JSON. In no transaction. */
  readonly render: (plan: Plan) => Rendered;
  /** One transaction. Throws `Moved`, and changes nothing, if what the plan is based on has changed. */
  readonly write: (plan: Plan, rendered: Rendered) => Promise<Result>;
}

/** Something else was written between a plan and its transaction. Nothing was changed, so it can be planned again. */
export class Moved extends Error {
  override readonly name = 'Moved';
}

const attempts = 5;

/** Plans again when it was overtaken; throws `Moved` if that happens every time. */
export async function decide<Plan, Rendered, Result>({
  plan,
  render,
  write,
}: Decision<Plan, Rendered, Result>): Promise<Result> {
  for (let attempt = 1; ; attempt += 1) {
    const planned = await plan();
    const rendered = render(planned);
    try {
      return await write(planned, rendered);
    } catch (error) {
      if (!(error instanceof Moved) || attempt >= attempts) throw error;
    }
  }
}
