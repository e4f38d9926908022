/** Computes numbers for charts: a round scale for an axis, and the slices of a pie. Pure. */
export interface Scale {
  min: number;
  max: number;
  ticks: number[];
}

/** Returns round steps that cover zero and every value. */
export function scaleOf(values: readonly number[], wanted = 4): Scale {
  const low = Math.min(0, ...values);
  const high = Math.max(0, ...values);
  const whole = values.every(Number.isInteger);
  const rough = Math.max((high - low || 1) / wanted, whole ? 1 : 0);
  const power = 10 ** Math.floor(Math.log10(rough));
  // If all values are whole, such as numbers of leads, the axis has no fractions.
  const factors = whole ? [1, 2, 5] : [1, 2, 2.5, 5];
  const step = (factors.find((factor) => factor * power >= rough * 0.999) ?? 10) * power;
  const min = Math.floor(low / step) * step;
  const max = Math.max(Math.ceil(high / step) * step, min + step);
  const count = Math.round((max - min) / step);
  const ticks = Array.from({ length: count + 1 }, (_none, at) => Number((min + at * step).toPrecision(12)));
  return { min, max, ticks };
}

export interface Slice {
  /** An angle in radians, clockwise from the top. */
  from: number;
  to: number;
  share: number;
}

export function slicesOf(values: readonly number[]): Slice[] {
  const total = values.reduce((sum, value) => sum + Math.max(0, value), 0);
  let at = 0;
  return values.map((value) => {
    const share = total === 0 ? 0 : Math.max(0, value) / total;
    const from = at;
    at += share * 2 * Math.PI;
    return { from, to: at, share };
  });
}

export function piePath({ from, to }: Slice, radius: number): string {
  const point = (angle: number): string =>
    `${(radius * Math.sin(angle)).toFixed(3)} ${(-radius * Math.cos(angle)).toFixed(3)}`;
  // An arc of a full circle ends where it starts, so it would not be drawn.
  if (to - from > 2 * Math.PI - 1e-6)
    return `M 0 ${-radius} A ${radius} ${radius} 0 1 1 0 ${radius} A ${radius} ${radius} 0 1 1 0 ${-radius} Z`;
  return `M 0 0 L ${point(from)} A ${radius} ${radius} 0 ${to - from > Math.PI ? 1 : 0} 1 ${point(to)} Z`;
}
