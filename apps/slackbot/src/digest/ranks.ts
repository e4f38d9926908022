/** Words of a ranking. Pure. */
import { given } from '../answers/text.ts';
import type { Messages } from '../locales/en.ts';
import type { Text } from '../slack/card.ts';

export function branchName(value: string | null): Text {
  return given(value, 40);
}

/** +12%, −3%, new. */
export function changeText(now: number, then: number, { format, digest }: Messages): string {
  if (then === 0) return digest.newHere;
  if (now === then) return '=';
  return `${now > then ? '+' : '−'}${format.percent(Math.abs(now - then), then)}`;
}
