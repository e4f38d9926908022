/**
 * Which text of a lead appears on which surface, and how much of it. The bot's tests generate the table from the code
 * that shows and stores leads; `docs/privacy.md` explains the words. Pure data.
 */
import table from './surfaces.json' with { type: 'json' };

export interface LeadSurfaces {
  readonly surfaces: readonly string[];
  /** By field: how much appears on each surface, in their order. */
  readonly fields: Readonly<Record<string, readonly string[]>>;
}

export const leadSurfaces: LeadSurfaces = table;
