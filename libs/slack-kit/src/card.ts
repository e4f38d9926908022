/**
 * The neutral card: the content of an answer before it becomes Slack blocks. Pure data. Its text consists of spans. All
 * text from a lead is a `data` span, which the renderer escapes and isolates, so that it can neither ping, nor break a
 * message, nor change the order of text that reads from right to left. Only `render.ts` and `blocks.ts` write mrkdwn or
 * JSON of blocks.
 */

export type Span =
  /** Our own words, which are escaped like data, so they can't contain markup. */
  | { readonly words: string; readonly style?: 'bold' | 'italic' | 'code' }
  /** Text from a lead or from a person. */
  | { readonly data: string; readonly style?: 'bold' | 'italic' | 'code' }
  | { readonly user: string }
  | { readonly channel: string }
  /** Pings everyone in the user group. */
  | { readonly group: string }
  | { readonly link: string; readonly label: string }
  | { readonly lineBreak: true };

export type Text = readonly Span[];

export interface Button {
  readonly kind: 'button';
  /** The name by which the app finds the handler. */
  readonly action: string;
  /** At most 2,000 characters. */
  readonly value: string;
  readonly label: string;
  readonly style?: 'primary' | 'danger';
  /** Slack asks this question before it sends the press. */
  readonly confirm?: Confirm;
}

/** A question with two answers, in plain text. */
export interface Confirm {
  readonly title: string;
  readonly text: string;
  readonly yes: string;
  readonly no: string;
}

export interface Select {
  readonly kind: 'select';
  readonly action: string;
  readonly placeholder: string;
  readonly options: readonly { readonly label: string; readonly value: string }[];
  /** The value of the option that is chosen now. */
  readonly chosen?: string;
}

/** Actions that people use less often, behind three dots; at most five. */
export interface Menu {
  readonly kind: 'menu';
  readonly action: string;
  readonly options: readonly { readonly label: string; readonly value: string }[];
}

export type Control = Button | Select | Menu;

export type CardPart =
  | { readonly kind: 'header'; readonly text: string }
  /** `direction`: given if the text is in another language than the card. */
  | { readonly kind: 'text'; readonly text: Text; readonly button?: Button; readonly direction?: 'ltr' | 'rtl' }
  | { readonly kind: 'facts'; readonly facts: readonly { readonly label: string; readonly value: Text }[] }
  | {
      readonly kind: 'table';
      readonly columns: readonly { readonly label: string; readonly align: 'start' | 'end' }[];
      readonly rows: readonly (readonly Text[])[];
    }
  | {
      readonly kind: 'chart';
      readonly title: string;
      /** The label of the counted values. */
      readonly series: string;
      /** The points in order, at most twenty, each label once. */
      readonly points: readonly { readonly label: string; readonly value: number }[];
      /** The same content as text, for places that show no chart. */
      readonly text: Text;
    }
  | { readonly kind: 'note'; readonly text: Text }
  | { readonly kind: 'actions'; readonly elements: readonly Control[] }
  | { readonly kind: 'divider' };

export interface Card {
  /** One plain sentence, for the notification and for clients that show no blocks. */
  readonly summary: string;
  readonly direction: 'ltr' | 'rtl';
  readonly parts: readonly CardPart[];
}

export interface ModalCard extends Card {
  /** At most 24 characters, which is Slack's limit. */
  readonly title: string;
  readonly closeLabel: string;
  /** The name by which handlers recognise the modal in which a button was pressed. */
  readonly name?: string;
  /** Slack sends it back with each press in the modal. At most 3,000 characters. */
  readonly metadata?: string;
}
