/** Draws a group of blocks with a title, which can be collapsed. */
import type { ComponentType, VNode } from 'preact';
import { useId, useState } from 'preact/hooks';
import { Picture } from '../elements/image.ts';
import { isRecord, list, text } from '../json.ts';
import { h, tag } from '../tag.ts';
import { TextObject } from '../text/draw-text.ts';
import type { BlockProps } from './block-props.ts';
import { RichParts } from './rich-text.ts';

interface ContainerProps extends BlockProps {
  /** Draws a block in the group. */
  inner: ComponentType<{ value: unknown; within?: string }>;
}

export function Container({ block, blockId, inner }: ContainerProps): VNode {
  const folds = block['is_collapsible'] === true;
  const [open, setOpen] = useState(!(folds && block['default_collapsed'] === true));
  const id = useId();
  const { icon, subtitle } = block;
  const title =
    block['rich_text_title'] === undefined
      ? h(TextObject, { value: block['title'] })
      : h(RichParts, { value: block['rich_text_title'] });
  const titles = tag(
    'span.container-titles',
    null,
    tag('strong', null, title),
    subtitle === undefined ? null : tag('small', null, h(TextObject, { value: subtitle })),
  );
  const picture = isRecord(icon) ? h(Picture, { source: icon, look: 'card-icon' }) : null;
  const head = folds
    ? tag(
        'button.container-head',
        { type: 'button', 'aria-expanded': String(open), 'aria-controls': id, onClick: () => setOpen(!open) },
        tag('span.chevron', { 'aria-hidden': 'true' }, '›'),
        picture,
        titles,
      )
    : tag('div.container-head', null, picture, titles);
  const width = text(block['width']) ?? 'standard';
  return tag(
    `div.container.width-${width.replaceAll(/\W/g, '')}`,
    { class: block['has_header_divider'] === true ? 'divided' : '' },
    head,
    tag(
      'div.container-body',
      { id, hidden: !open },
      ...list(block['child_blocks']).map((value, at) => h(inner, { key: at, value, within: blockId })),
    ),
  );
}
