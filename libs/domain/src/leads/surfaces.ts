/**
 * Which text of a lead reaches which surface, and how much of it. The bot's tests make the table from the code that
 * shows and stores leads; `docs/privacy.md` explains the words. Pure data.
 */
import table from './surfaces.json' with { type: 'json' };

export interface LeadSurfaces {
  readonly surfaces: readonly string[];
  /** By field: what reaches each surface, in their order. */
  readonly fields: Readonly<Record<string, readonly string[]>>;
}

export const leadSurfaces: LeadSurfaces = table;
