/** Draws tasks of an assistant: a single task, or a plan of several. */
import type { VNode } from 'preact';
import { isRecord, list, record, text } from '../json.ts';
import { h, tag } from '../tag.ts';
import { link } from '../text/draw-inline.ts';
import type { BlockProps } from './block-props.ts';
import { RichParts } from './rich-text.ts';

const icons: Readonly<Record<string, [string, string]>> = {
  pending: ['○', 'Pending'],
  in_progress: ['◐', 'In progress'],
  complete: ['✓', 'Complete'],
  error: ['!', 'Failed'],
};

export function TaskCard({ block }: BlockProps): VNode {
  const status = text(block['status']) ?? 'pending';
  const [icon, name] = icons[status] ?? ['○', status];
  const sources = list(block['sources']).map(record);
  return tag(
    'div.task',
    { class: `task-${status.replaceAll(/\W/g, '')}` },
    tag('span.task-icon', { role: 'img', 'aria-label': name }, icon),
    tag(
      'div.task-words',
      null,
      tag('strong', { dir: 'auto' }, text(block['title']) ?? ''),
      block['details'] === undefined ? null : h(RichParts, { value: block['details'] }),
      block['output'] === undefined ? null : tag('div.task-output', null, h(RichParts, { value: block['output'] })),
      sources.length === 0
        ? null
        : tag(
            'div.task-sources',
            null,
            ...sources.map((source) => link(text(source['url']) ?? '', text(source['text']) ?? '')),
          ),
    ),
  );
}

export function Plan({ block, blockId }: BlockProps): VNode {
  const tasks = list(block['tasks']).filter(isRecord);
  return tag(
    'div.plan',
    { role: 'group', 'aria-label': text(block['title']) },
    tag('strong.plan-title', { dir: 'auto' }, text(block['title']) ?? ''),
    ...tasks.map((task, at) => h(TaskCard, { key: at, block: task, blockId })),
  );
}
