/**
 * Slack's limits, in one table. Characters are UTF-16 units as sent. If sources disagree, the table has the smaller
 * number. Pure. Source: Slack's Block Kit reference, and refusals seen from its servers.
 */
export const limits = {
  blocks: { message: 50, modal: 100, home: 100 },
  /**
   * All text of a message together. The limit is not documented: `msg_blocks_too_long` was seen between 11,300 and
   * 13,300, and blocks seem to count too. Each block and each element counts as `overhead` characters.
   */
  total: { characters: 10_000, overhead: 20 },
  fallbackText: 3_000,
  blockId: 255,
  actionId: 255,
  header: 150,
  sectionText: 3_000,
  fields: { count: 10, text: 2_000 },
  context: { elements: 10, text: 2_000 },
  /** No limit is documented, so this is the limit of a section. */
  richText: 3_000,
  actions: 25,
  chart: { title: 50, label: 20, categories: 20 },
  table: { perMessage: 1, rows: 100, columns: 20, cell: 2_000 },
  button: { text: 75, value: 2_000, url: 3_000 },
  confirm: { title: 100, text: 300, answer: 30 },
  select: { options: 100, label: 75, value: 75, placeholder: 150 },
  menu: { options: 5, label: 75, value: 75 },
  view: { title: 24, close: 24, submit: 24, privateMetadata: 3_000, callbackId: 255 },
} as const;

/** The kinds of surfaces that show blocks. */
export type Surface = 'message' | 'modal' | 'home';
