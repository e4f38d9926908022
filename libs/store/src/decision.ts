/**
 * Puts a message into the outbox in three steps. The message is planned from the database's state, and rendered outside
 * any transaction. Then a short transaction writes it with the change that it reports, unless the state has changed
 * since the plan. Pure. Throws `Moved`.
 */

export interface Decision<Plan, Rendered, Result> {
  /** Reads the state and decides, without locking anything. */
  readonly plan: () => Promise<Plan>;
  /** Turns the plan into words, cards and JSON, outside any transaction. */
  readonly render: (plan: Plan) => Rendered;
  /**
   * Writes in one transaction. Throws `Moved`, and changes nothing, if the state that the plan is based on has changed.
   */
  readonly write: (plan: Plan, rendered: Rendered) => Promise<Result>;
}

/**
 * Thrown if the state behind a plan changed before the plan was written. Nothing was written, so the decision can be
 * planned again.
 */
export class Moved extends Error {
  override readonly name = 'Moved';
}

const attempts = 5;

/** Plans again each time `write` throws `Moved`; throws `Moved` after the last attempt. */
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
