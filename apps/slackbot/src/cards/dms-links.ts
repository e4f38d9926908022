/**
 * Links that open a bulk or a lead in the DMS. The links follow the templates in the settings of
 * the installation that this process serves. Pure apart from these templates.
 */
import type { Id } from '@leadbell/domain';

/** Addresses that contain `{id}`; null if the settings have no such address. */
type Templates = Readonly<Record<'bulk' | 'lead', string | null>>;

let templates: Templates = { bulk: null, lead: null };

/** Called at the start, and when the settings have changed. */
export function serveLinks(links: Templates): void {
  templates = links;
}

/** The address of a bulk or lead; null without a template, or if the DMS gives no number. */
export function linkTo(kind: keyof Templates, id: Id | null): string | null {
  const template = templates[kind];
  return template === null || id === null ? null : template.replaceAll('{id}', encodeURIComponent(id));
}
