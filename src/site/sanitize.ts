import { defaultSchema } from 'hast-util-sanitize';

const attributes = defaultSchema.attributes ?? {};

/**
 * What HTML of a runbook may reach a page: GitHub's rules, and what our own plugin and Starlight's call-outs add.
 * The default schema restricts classes for each tag to GitHub's; naming a tag here replaces its rule.
 * Ids are kept as written, since they are what links to a step point at.
 */
export const schema: typeof defaultSchema = {
  ...defaultSchema,
  clobber: [],
  clobberPrefix: '',
  tagNames: [...(defaultSchema.tagNames ?? []), 'aside', 'nav', 'svg', 'path', 'time'],
  attributes: {
    ...attributes,
    '*': [...(attributes['*'] ?? []), 'className', 'id', 'role', 'ariaLabel', 'ariaHidden', 'ariaLabelledBy'],
    a: [...(attributes.a ?? []), 'download'],
    svg: ['viewBox', 'width', 'height', 'fill', 'className', 'ariaHidden'],
    path: ['d', 'fillRule', 'clipRule'],
    details: ['open', 'className'],
    div: [...(attributes.div ?? []), 'dataRunbookBefore', 'dataRunbookAfter', 'dataRunbookCopy'],
    code: ['className', 'metastring'],
    section: ['className', 'ariaLabel', 'dataRunbookNames', 'dataRunbookInputs', 'dataRunbookWords'],
    ul: ['className', 'ariaLabel'],
    li: ['className'],
  },
};
