import { kindRegistry } from '../kubernetes/registry.ts';
import { admit, unknownFields } from './admission/admit.ts';
import type { ApiSchema } from './schema.ts';
import { mergeKeyOf } from './schemas/merge-key-of.ts';
import { openApiV3, openApiV3Index } from './schemas/openapi.ts';

/** The kinds of the sandbox as the API server sees them. */
export const kindSchema: ApiSchema = {
  kinds: kindRegistry,
  admit,
  unknownFields,
  mergeKeyOf,
  openApiV3Index,
  openApiV3,
};
