/** The optional sections of a digest in their order, and the release that introduced each. Pure. */
import type { Release } from '@leadbell/domain';

/** To add a section, write a line here; the compiler then requires its file and its label. */
export const sectionsSince = {
  outcomes: '0.1.0',
  hot: '0.1.0',
  hours: '0.1.0',
  ranking: '0.1.0',
  breakdown: '0.1.0',
  errors: '0.1.0',
  bulks: '0.1.0',
  quality: '0.1.0',
} as const satisfies Readonly<Record<string, Release>>;

export type SectionId = keyof typeof sectionsSince;
export const optionalSections: readonly SectionId[] = Object.keys(sectionsSince) as SectionId[];
