import type { Fields } from '../../apiserver/fields.ts';

/** The spec of a claim, or of a template for claims. */
export const defaultClaimSpec = (spec: Fields): Fields => ({ volumeMode: 'Filesystem', ...spec });
