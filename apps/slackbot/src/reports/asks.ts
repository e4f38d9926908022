/** The asks that a card's buttons carry. Pure. */
import type { Ask, Filters } from '../queries/ask.ts';
import { fixedSpec } from '../queries/periods.ts';
import type { Shown } from './shown.ts';

/** For going on in the same answer: the same days, answered to the one who presses. */
export function onward({ ask, period }: Shown, changes: Partial<Pick<Ask, 'page' | 'command' | 'share'>> = {}): Ask {
  const { fresh: _fresh, ...rest } = ask;
  return {
    ...rest,
    ...(period === null || ask.period === undefined ? {} : { period: fixedSpec(period) }),
    share: false,
    ...changes,
  };
}

/** What an *Open* button and *Share* carry: the answer, from its start. */
export function fromStart(shown: Shown, share = false): Ask {
  return onward(shown, { page: 0, share });
}

/** For *Refresh*: `today` is today again, whenever that is. */
export function again({ ask }: Shown): Ask {
  return { ...ask, page: 0, share: false, fresh: true };
}

/** From the first page; `null` takes a filter off. */
export function filtered(shown: Shown, changes: { readonly [key in keyof Filters]?: Filters[key] | null }): Ask {
  const filters: Record<string, string> = {};
  for (const [key, value] of Object.entries({ ...shown.ask.filters, ...changes }))
    if (value != null) filters[key] = value;
  return { ...onward(shown, { page: 0 }), filters };
}

export function withoutFilters(shown: Shown): Ask {
  return { ...onward(shown, { page: 0 }), filters: {} };
}
