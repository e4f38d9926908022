/** Bulks and leads of the sandbox that have the numbers in README and help, so that each example gives something. */
import type { DmsSimulator } from '@leadbell/dms-simulator';

const dayMs = 86_400_000;

/** They came yesterday, so that no count of today has them. */
export function plantExamples({ clock, plant }: Pick<DmsSimulator, 'clock' | 'plant'>): void {
  const createdAt = clock.now() - dayMs;
  const common = { createdAt, isHot: true };
  plant({ ...common, id: 118, leads: 6, first: { leadId: 90_211, phoneNumber: '501234567' } });
  plant({ ...common, id: 574, leads: 4, first: { leadId: 12_345 } });
}
