/** Makes questions for `/leads` that all differ: periods, and filters with the simulator's values. Pure. */
const periods = ['today', 'yesterday', 'last 2 days', 'last 3 days'] as const;
const filters = [
  ['', 'status:created', 'status:errored'],
  ['', '-brand:KIA', '-brand:Hyundai', '-brand:Toyota', '-brand:MG', '-brand:Geely', '-brand:Changan'],
  ['', '-branch:Jeddah', '-branch:Dammam', '-branch:Abha', '-branch:"Riyadh North"', '-branch:"Riyadh Exit 5"'],
  ['', '-sub:Email', '-sub:WhatsApp', '-sub:Showroom', '-sub:TikTok', '-sub:Haraj', '-sub:Motory', '-sub:Syarah'],
  ['', '-source:Website', '-source:"Walk-in"', '-source:"Phone Call"', '-source:Aggregator'],
] as const;

/** Returns the nth question; they repeat after 20,160. */
export function question(nth: number): string {
  let rest = nth;
  const words: string[] = [];
  for (const choices of [periods, ...filters]) {
    words.push(choices[rest % choices.length] ?? '');
    rest = Math.floor(rest / choices.length);
  }
  return words.filter((word) => word !== '').join(' ');
}
