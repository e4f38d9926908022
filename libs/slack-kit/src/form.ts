/** A form: turns fields into a view, and a submission into values. Pure. */
import { cutText } from '@leadbell/domain';
import type { InputBlock, ModalView, PlainTextElement, PlainTextOption } from '@slack/types';
import type { Card } from './card.ts';
import { plainText } from './blocks.ts';
import { toPlain } from './inline.ts';
import { limits } from './limits.ts';

export interface Choice {
  readonly value: string;
  readonly label: string;
}

/** Choices under one heading. Their labels are other people's words. */
export interface ChoiceGroup {
  readonly label: string;
  readonly choices: readonly Choice[];
}

interface Named {
  readonly id: string;
  readonly label: string;
  readonly hint?: string;
}

export type Field =
  /** `08:30`. */
  | (Named & { readonly kind: 'time'; readonly initial: string })
  | (Named & {
      readonly kind: 'several';
      readonly choices: readonly Choice[];
      readonly initial: readonly string[];
      /** Whether at least one must be chosen. */
      readonly isRequired?: true;
    })
  | (Named & {
      readonly kind: 'one';
      readonly choices: readonly Choice[];
      readonly initial: string;
      /** The name of the action that is sent at once when another option is chosen. */
      readonly action?: string;
      /** Whether all choices are visible, which works for ten at most. Otherwise they are in a list that opens. */
      readonly isOpen?: true;
    })
  /**
   * Several values, from a list that is requested while the person types (see `renderChoices`). The field may stay
   * empty.
   */
  | (Named & {
      readonly kind: 'search';
      readonly placeholder: string;
      readonly most: number;
      readonly initial: readonly string[];
      /** Returns the label of a chosen value, which is other people's words. */
      readonly labelOf: (value: string) => string;
    })
  /** A channel of the workspace, by its id. */
  | (Named & { readonly kind: 'channel'; readonly initial: string | null })
  | (Named & { readonly kind: 'person'; readonly initial: string | null })
  /** The field may stay empty. For a `number`, only whole numbers are accepted, and phones show a numeric keyboard. */
  | (Named & {
      readonly kind: 'text' | 'number';
      readonly placeholder: string;
      readonly maxLength: number;
      readonly initial?: string;
      /** The text may have several lines, and is required. */
      readonly isLong?: true;
    });

export interface Form {
  readonly callbackId: string;
  /** Slack sends it back with the submission. At most 3,000 characters. */
  readonly metadata: string;
  /** The title and the labels of the buttons have at most 24 characters each. */
  readonly title: string;
  readonly submit: string;
  readonly close: string;
  readonly fields: readonly Field[];
}

const labelMax = 2_000;
const choiceMax = 75;
const placeholderMax = 150;

export function renderForm(form: Form, direction: Card['direction']): ModalView {
  const plain = (text: string, max: number): PlainTextElement => plainText(text, max, direction);
  return {
    type: 'modal',
    callback_id: form.callbackId,
    private_metadata: form.metadata,
    title: plain(form.title, limits.view.title),
    submit: plain(form.submit, limits.view.title),
    close: plain(form.close, limits.view.close),
    blocks: form.fields.map((field) => (field.kind === 'search' ? searchOf(field, direction) : inputOf(field, plain))),
  };
}

/** The answer to the text that a person types in a field of kind `search`. It shows at most 100 choices. */
export function renderChoices(
  groups: readonly ChoiceGroup[],
  direction: Card['direction'],
): { options: PlainTextOption[] } | { option_groups: { label: PlainTextElement; options: PlainTextOption[] }[] } {
  // Slack accepts no empty group, and no empty list of groups.
  const filled = groups.filter(({ choices }) => choices.length > 0);
  if (filled.length === 0) return { options: [] };
  return {
    option_groups: filled.map(({ label, choices }) => ({
      label: plainText(label, choiceMax, direction),
      options: choices.map((choice) => foundOption(choice, direction)),
    })),
  };
}

function foundOption({ value, label }: Choice, direction: Card['direction']): PlainTextOption {
  const text = toPlain([{ data: label }], direction, choiceMax);
  return { value, text: { type: 'plain_text', text, emoji: false } };
}

function searchOf(field: Extract<Field, { kind: 'search' }>, direction: Card['direction']): InputBlock {
  const { id, label, hint, placeholder, most, initial, labelOf } = field;
  const chosen = initial.map((value) => foundOption({ value, label: labelOf(value) }, direction));
  return {
    type: 'input',
    block_id: id,
    optional: true,
    label: plainText(label, labelMax, direction),
    ...(hint === undefined ? {} : { hint: plainText(hint, labelMax, direction) }),
    element: {
      type: 'multi_external_select',
      action_id: id,
      // The list opens before anything is typed.
      min_query_length: 0,
      max_selected_items: most,
      placeholder: plainText(placeholder, placeholderMax, direction),
      ...(chosen.length === 0 ? {} : { initial_options: chosen }),
    },
  };
}

function inputOf(
  field: Exclude<Field, { kind: 'search' }>,
  plain: (text: string, max: number) => PlainTextElement,
): InputBlock {
  const block = {
    type: 'input' as const,
    block_id: field.id,
    label: plain(field.label, labelMax),
    ...(field.hint === undefined ? {} : { hint: plain(field.hint, labelMax) }),
  };
  const option = ({ value, label }: Choice) => ({ value, text: plain(label, choiceMax) });
  switch (field.kind) {
    case 'time':
      return { ...block, element: { type: 'timepicker', action_id: field.id, initial_time: field.initial } };
    case 'several': {
      const chosen = field.choices.filter(({ value }) => field.initial.includes(value)).map(option);
      const element = { type: 'checkboxes' as const, action_id: field.id, options: field.choices.map(option) };
      return {
        ...block,
        optional: field.isRequired !== true,
        element: chosen.length === 0 ? element : { ...element, initial_options: chosen },
      };
    }
    case 'one': {
      const chosen = field.choices.filter(({ value }) => value === field.initial).map(option)[0];
      const element = {
        type: field.isOpen === true ? ('radio_buttons' as const) : ('static_select' as const),
        action_id: field.action ?? field.id,
        options: field.choices.map(option),
      };
      return {
        ...block,
        ...(field.action === undefined ? {} : { dispatch_action: true }),
        element: chosen === undefined ? element : { ...element, initial_option: chosen },
      };
    }
    case 'channel':
      return {
        ...block,
        element: {
          type: 'conversations_select',
          action_id: field.id,
          ...(field.initial === null ? {} : { initial_conversation: field.initial }),
        },
      };
    case 'person':
      return {
        ...block,
        element: {
          type: 'users_select',
          action_id: field.id,
          ...(field.initial === null ? {} : { initial_user: field.initial }),
        },
      };
    case 'text':
      return {
        ...block,
        optional: field.isLong !== true,
        element: {
          type: 'plain_text_input',
          action_id: field.id,
          ...(field.isLong === true ? { multiline: true } : {}),
          max_length: field.maxLength,
          ...(field.initial === undefined || field.initial === '' ? {} : { initial_value: harmless(field.initial) }),
          placeholder: plain(field.placeholder, placeholderMax),
        },
      };
    case 'number':
      return {
        ...block,
        optional: true,
        element: {
          type: 'number_input',
          action_id: field.id,
          // Leadbell checks the range itself, to answer in the reader's language.
          is_decimal_allowed: false,
          ...(field.initial === undefined || field.initial === '' ? {} : { initial_value: field.initial }),
          placeholder: plain(field.placeholder, placeholderMax),
        },
      };
    default:
      return field satisfies never;
  }
}

/**
 * Returns the values of one field: a list for several choices, otherwise at most one value. The list is empty if the
 * field was not filled in.
 */
export type Values = (id: string) => readonly string[];

/** Slack's limit for an input; the `maxLength` of a field is lower. */
const longestInput = 3_000;

/**
 * `state`: Slack's `view.state`. A person's client can send anything; everything that does not come from our form
 * counts as empty.
 */
export function readForm(state: unknown): Values {
  const blocks = part(state, 'values');
  return (id) => {
    const element = Object.values(Object(part(blocks, id)) as object)[0] as unknown;
    const several = part(element, 'selected_options');
    return [
      ...['value', 'selected_time', 'selected_conversation', 'selected_user'].map((name) => part(element, name)),
      part(part(element, 'selected_option'), 'value'),
      ...(Array.isArray(several) ? several : []).map((choice: unknown) => part(choice, 'value')),
    ]
      .map((text) => harmless(typeof text === 'string' ? text : ''))
      .filter((text) => text.trim() !== '');
  };
}

function part(of: unknown, name: string): unknown {
  return typeof of === 'object' && of !== null && Object.hasOwn(of, name)
    ? (of as Readonly<Record<string, unknown>>)[name]
    : undefined;
}

/** Makes input of a form safe to store and show: well-formed, and without control characters except line ends. */
function harmless(text: string): string {
  return cutText(text, longestInput)
    .toWellFormed()
    .replace(/\r\n?|[\u0085\u2028\u2029\v\f]/g, '\n')
    .replaceAll('\t', ' ')
    .replace(/[^\P{Cc}\n]/gu, '');
}
