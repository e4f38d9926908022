/**
 * Draws the picture of `docs/architecture.md` from the tables of rooms and layers: the bot with its
 * layers, and below it the packages that it uses. Every import goes down. Pure: the same tables
 * give the same text, so CI notices a picture that is out of date.
 */
import type { Layers } from './layers.ts';
import { packageOf } from './places.ts';
import type { Room } from './rooms.ts';

export const picture = 'docs/architecture.svg';

const [width, margin, gap, rowHeight, headHeight] = [960, 20, 8, 30, 34] as const;
const botWidth = 660;
const packageHeight = 52;
const packageGap = 56;
/** If a layer has more files than this, its row shows only their number. */
const mostFiles = 5;
/** The estimated width of a letter in 13 px Helvetica; most are narrower. */
const letterWidth = 7.2;

interface Box {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

export function drawArchitecture(rooms: readonly Room[], all: readonly Layers[]): string {
  const bot = container('apps/slackbot', { x: margin, y: margin, width: botWidth }, all);
  const cliX = margin * 2 + botWidth;
  const cli = container('apps/cli', { x: cliX, y: margin, width: width - cliX - margin }, all);
  const boxes = new Map<string, Box>([
    ['slackbot', bot.box],
    ['cli', cli.box],
  ]);
  const packages = packagesOf(rooms);
  const top = Math.max(bot.box.height, cli.box.height) + margin + packageGap;
  const rows = ranks(packages);
  for (const [index, row] of rows.entries()) place(row, top + index * (packageHeight + packageGap), boxes);
  const height = top + rows.length * (packageHeight + packageGap) - packageGap + margin;
  const names = rows.flat();
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}"`,
    '  font-family="Helvetica, Arial, sans-serif" font-size="13" fill="#1f2937">',
    '<title>The layers of the bot and the packages below it; every import goes down</title>',
    '<defs><marker id="tip" viewBox="0 0 8 8" refX="7" refY="4" markerWidth="8" markerHeight="8" orient="auto">',
    '  <path d="M0 0 8 4 0 8z" fill="#64748b"/></marker></defs>',
    `<rect width="${width}" height="${height}" fill="#ffffff"/>`,
    ...bot.lines,
    ...cli.lines,
    ...names.map((name) => packageBox(name, packages, boxes.get(name))),
    ...arrows(packages, boxes),
    '</svg>',
    '',
  ].join('\n');
}

interface Package {
  readonly ours: ReadonlySet<string>;
  readonly outside: ReadonlySet<string>;
}

/** Returns the apps and libraries with their imports. Packages that only tests use are left out. */
function packagesOf(rooms: readonly Room[]): Map<string, Package> {
  const found = new Map<string, Package>();
  for (const { path, ours, outside } of rooms) {
    const [kind, name = ''] = packageOf(path).split('/');
    if (kind === 'tools' || name === 'testing' || path.endsWith('/testing')) continue;
    const known = found.get(name);
    found.set(name, {
      ours: new Set([...(known?.ours ?? []), ...ours].filter((other) => other !== name)),
      outside: new Set([...(known?.outside ?? []), ...outside]),
    });
  }
  return found;
}

/** Groups libraries by their height, the highest first. */
function ranks(packages: ReadonlyMap<string, Package>): string[][] {
  const heightOf = (name: string): number =>
    1 + Math.max(-1, ...[...(packages.get(name)?.ours ?? [])].map((below) => heightOf(below)));
  const rows: string[][] = [];
  for (const name of packages.keys()) if (!isApp(name)) (rows[heightOf(name)] ??= []).push(name);
  return rows.toReversed();
}

function isApp(name: string): boolean {
  return name === 'slackbot' || name === 'cli';
}

function place(row: readonly string[], y: number, boxes: Map<string, Box>): void {
  const slot = (width - margin * 2) / row.length;
  const boxWidth = Math.min(slot - gap * 4, 260);
  for (const [index, name] of row.entries()) {
    const x = Math.round(margin + slot * (index + 0.5) - boxWidth / 2);
    boxes.set(name, { x, y, width: Math.round(boxWidth), height: packageHeight });
  }
}

function container(project: string, at: Omit<Box, 'height'>, all: readonly Layers[]) {
  const layers = all.find((one) => one.project === project)?.layers ?? [];
  const rows = layers.toReversed().flatMap((entries) => rowsOf(entries, at.width - gap * 2));
  const box: Box = { ...at, height: headHeight + rows.length * (rowHeight + gap) };
  const lines = rows.flatMap((row, index) =>
    chips(row, { x: at.x + gap, y: at.y + headHeight + index * (rowHeight + gap), width: at.width - gap * 2 }),
  );
  return {
    box,
    lines: [
      frame(box, '#f8fafc', '#94a3b8'),
      text(project, at.x + at.width / 2, at.y + 22, ' font-weight="bold"'),
      ...lines,
    ],
  };
}

/** Returns the rows of a layer: one row of chips, or as many as the names need. */
function rowsOf(entries: readonly string[], available: number): string[][] {
  const files = entries.filter((entry) => entry.endsWith('.ts'));
  const folders = entries.filter((entry) => !entry.endsWith('.ts'));
  const names = [...folders, ...(files.length > mostFiles ? [`${files.length} files`] : files)];
  const rows: string[][] = [[]];
  for (const name of names) {
    const row = rows.at(-1) ?? [];
    const isFull = row.length > 0 && [...row, name].reduce((sum, one) => sum + chipWidth(one) + gap, -gap) > available;
    if (isFull) rows.push([name]);
    else row.push(name);
  }
  return rows;
}

function chipWidth(name: string): number {
  return name.length * letterWidth + 20;
}

/** Draws chips that fill the row; longer names get wider chips. */
function chips(row: readonly string[], { x, y, width: available }: Omit<Box, 'height'>): string[] {
  const spare = available - row.reduce((sum, name) => sum + chipWidth(name) + gap, -gap);
  let left = x;
  return row.flatMap((name) => {
    const box = { x: Math.round(left), y, width: Math.round(chipWidth(name) + spare / row.length), height: rowHeight };
    left += box.width + gap;
    const fill = name.startsWith('features/') ? '#dcfce7' : '#e0f2fe';
    return [frame(box, fill, '#cbd5e1'), text(name, box.x + box.width / 2, y + 20)];
  });
}

function packageBox(name: string, packages: ReadonlyMap<string, Package>, box: Box | undefined): string {
  if (box === undefined) return '';
  const middle = box.x + box.width / 2;
  const doors = [...(packages.get(name)?.outside ?? [])].toSorted().join(', ');
  return [
    frame(box, '#fef9c3', '#cbd5e1'),
    text(`libs/${name}`, middle, box.y + (doors === '' ? 31 : 22), ' font-weight="bold"'),
    ...(doors === '' ? [] : [text(doors, middle, box.y + 41, ' font-size="11" fill="#475569"')]),
  ].join('\n');
}

/** Draws an arrow for each import of a package, unless the package is also reached through another package. */
function arrows(packages: ReadonlyMap<string, Package>, boxes: ReadonlyMap<string, Box>): string[] {
  const reaches = (from: string, to: string): boolean =>
    [...(packages.get(from)?.ours ?? [])].some((next) => next === to || reaches(next, to));
  return [...packages].flatMap(([from, { ours }]) =>
    [...ours]
      .filter((to) => ![...ours].some((other) => other !== to && reaches(other, to)))
      .toSorted()
      .map((to) => arrow(from, boxes.get(from), boxes.get(to))),
  );
}

function arrow(name: string, from: Box | undefined, to: Box | undefined): string {
  if (from === undefined || to === undefined) return '';
  const end = to.x + to.width / 2;
  // An app is wide, so its arrow can usually go straight down.
  const middle = from.x + from.width / 2;
  const start = isApp(name) ? Math.min(Math.max(end, from.x + margin), from.x + from.width - margin) : middle;
  return `<line x1="${start}" y1="${from.y + from.height}" x2="${end}" y2="${to.y}" stroke="#64748b" marker-end="url(#tip)"/>`;
}

function frame({ x, y, width: w, height: h }: Box, fill: string, stroke: string): string {
  return `<rect x="${x}" y="${y}" width="${w}" height="${h}" rx="6" fill="${fill}" stroke="${stroke}"/>`;
}

function text(says: string, x: number, y: number, style = ''): string {
  return `<text x="${x}" y="${y}" text-anchor="middle"${style}>${says}</text>`;
}
