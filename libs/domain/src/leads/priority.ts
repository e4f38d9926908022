/** Finds priorities that mean "call now"; priorities are the DMS's own words. Pure. */
import { foldText } from '../text/fold.ts';

/** One of these words makes a priority hot wherever it is, unless a word before it negates it. */
const hotWords = folded(['hot', 'urgent', 'critical', 'asap', 'ساخن', 'ساخنة', 'عاجل', 'عاجلة']);
/**
 * One of these words makes a priority hot if all other words are like "very" or "priority": "High", "High priority".
 */
const highWords = folded(['high', 'highest', 'top', 'عالي', 'عالية', 'مرتفع', 'مرتفعة']);
const beside = folded([
  ...'very, extremely, really, so, super, too, the, priority, lead, client, customer, جدا, عميل, أولوية'.split(', '),
  ...'الأولوية, أهمية'.split(', '),
]);
const notWords = folded(['not', 'no', 'non', 'never', 'isnt', 'less', 'un', 'غير', 'ليس', 'ليست', 'لا', 'مو', 'مش']);

/** There are few different priorities, so results are cached. */
const known = new Map<string, boolean>();
const mostKnown = 1_000;

export function isHot(priority: string | null): boolean {
  if (priority === null) return false;
  const before = known.get(priority);
  if (before !== undefined) return before;
  if (known.size >= mostKnown) known.clear();
  const hot = saysHot(priority);
  known.set(priority, hot);
  return hot;
}

function saysHot(priority: string): boolean {
  const words = foldText(priority)
    .replace(/['’]/g, '')
    .split(/[^\p{L}]+/u)
    .filter((word) => word !== '');
  const not = words.findIndex((word) => notWords.has(word));
  const hot = words.findIndex((word) => hotWords.has(word));
  if (hot >= 0) return not < 0 || not > hot;
  return words.some((word) => highWords.has(word)) && words.every((word) => highWords.has(word) || beside.has(word));
}

function folded(words: readonly string[]): ReadonlySet<string> {
  return new Set(words.map(foldText));
}
