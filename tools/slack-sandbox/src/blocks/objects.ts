/** Describes composition objects: text, options, confirmation dialogs, images, rich text. */
import { isRecord, list } from '../json.ts';
import {
  anything,
  arrayOf,
  boolean,
  byType,
  number,
  oneOf,
  pattern,
  report,
  shape,
  string,
  type Check,
} from './check.ts';
import { blockLimits as limits } from './limits.ts';

export function plainText(most: number): Check {
  const inside = shape({ required: { text: string(most, 1) }, optional: { emoji: boolean } });
  return byType({ plain_text: inside });
}

export function mrkdwn(most: number): Check {
  return byType({ mrkdwn: shape({ required: { text: string(most, 1) }, optional: { verbatim: boolean } }) });
}

/** Accepts plain text and mrkdwn. */
export function anyText(most: number): Check {
  return byType({
    plain_text: shape({ required: { text: string(most, 1) }, optional: { emoji: boolean } }),
    mrkdwn: shape({ required: { text: string(most, 1) }, optional: { verbatim: boolean } }),
  });
}

export const httpUrl: Check = (value, pointer, checking) => {
  string(limits.url, 1)(value, pointer, checking);
  if (typeof value === 'string' && !/^(https?|slack|mailto|tel):/i.test(value)) {
    report(checking, 'invalid_value', 'must be a valid URL', pointer);
  }
};

export const imageFields: Record<string, Check> = {
  image_url: pattern(/^https?:\/\/\S{1,2990}$/i, `a URL of at most ${limits.url} characters`),
  slack_file: shape({ optional: { url: httpUrl, id: string(limits.id) } }),
};

export const imageElement: Check = shape({
  required: { alt_text: string(limits.altText, 1) },
  optional: imageFields,
  also: needsImage,
});

export function needsImage(value: Record<string, unknown>, pointer: string, checking: Parameters<Check>[2]): void {
  if (value['image_url'] === undefined && value['slack_file'] === undefined) {
    report(checking, 'missing_field', 'missing required field: image_url', pointer);
  }
}

export const confirm: Check = shape({
  required: { text: anyText(limits.confirmText) },
  optional: {
    title: plainText(limits.confirmTitle),
    confirm: plainText(limits.confirmButton),
    deny: plainText(limits.confirmButton),
    style: oneOf('primary', 'danger'),
  },
});

function option(text: Check, valueMost: number): Check {
  return shape({
    required: { text, value: string(valueMost, 0) },
    optional: { description: anyText(limits.optionDescription), url: httpUrl },
  });
}

export const selectOption = option(plainText(limits.optionText), limits.optionValue);
export const choiceOption = option(anyText(limits.optionText), limits.choiceValue);

export const optionGroups: Check = arrayOf(
  shape({ required: { label: plainText(limits.optionText), options: arrayOf(selectOption, limits.options) } }),
  limits.options,
);

const style = shape({
  optional: {
    bold: boolean,
    italic: boolean,
    strike: boolean,
    code: boolean,
    underline: boolean,
    highlight: boolean,
    client_highlight: boolean,
    unlink: boolean,
  },
});

function inline(required: Record<string, Check>, optional: Record<string, Check> = {}): Check {
  return shape({ required, optional: { style, ...optional } });
}

const id = string(limits.id, 1);
const richElement = byType({
  text: inline({ text: string(limits.richText, 1) }),
  link: inline({ url: httpUrl }, { text: string(limits.richText), unsafe: boolean }),
  emoji: inline({ name: id }, { unicode: id, url: httpUrl, skin_tone: number() }),
  user: inline({ user_id: id }),
  usergroup: inline({ usergroup_id: id }),
  channel: inline({ channel_id: id }),
  team: inline({ team_id: id }),
  broadcast: inline({ range: oneOf('here', 'channel', 'everyone') }),
  color: inline({ value: id }),
  date: inline({ timestamp: number(), format: id }, { url: httpUrl, fallback: string(limits.richText) }),
});

const border = { border: number(0, 1) };
const manyInline = arrayOf(richElement, 1000, 0);
const richSection = shape({ required: { elements: manyInline } });

/** Describes the elements of a `rich_text` block. */
export const richElements: Check = arrayOf(
  byType({
    rich_text_section: richSection,
    rich_text_quote: shape({ required: { elements: manyInline }, optional: border }),
    rich_text_preformatted: shape({ required: { elements: manyInline }, optional: { ...border, language: id } }),
    rich_text_list: shape({
      required: {
        elements: arrayOf(byType({ rich_text_section: richSection }), 1000),
        style: oneOf('bullet', 'ordered'),
      },
      optional: { ...border, indent: number(0, 8), offset: number(0) },
    }),
  }),
  1000,
);

export const richTextBlock: Check = byType({
  rich_text: shape({ required: { elements: richElements }, optional: { block_id: anything } }),
});

/** Requires that initial options are among the offered ones, as Slack does. */
export function initialAmongOptions(
  value: Record<string, unknown>,
  pointer: string,
  checking: Parameters<Check>[2],
): void {
  const groups = list(value['option_groups']).flatMap((group) => (isRecord(group) ? list(group['options']) : []));
  const offered = new Set(
    [...list(value['options']), ...groups].map((item) => (isRecord(item) ? item['value'] : undefined)),
  );
  const chosen = value['initial_option'] === undefined ? list(value['initial_options']) : [value['initial_option']];
  for (const item of chosen) {
    if (isRecord(item) && !offered.has(item['value'])) {
      report(checking, 'invalid_value', 'initial option must exactly match one of the options', pointer);
    }
  }
}
