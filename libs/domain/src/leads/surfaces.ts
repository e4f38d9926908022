/**
 * The texts of a lead that appear on each surface, and how much of each text is shown. The bot's tests make the table
 * from the code that shows and stores leads; `docs/privacy.md` explains the words in the table. Pure data.
 */
import table from './surfaces.json' with { type: 'json' };

export interface LeadSurfaces {
  readonly surfaces: readonly string[];
  /** For each field, how much of it appears on each surface, in the order of the surfaces. */
  readonly fields: Readonly<Record<string, readonly string[]>>;
}

export const leadSurfaces: LeadSurfaces = table;
