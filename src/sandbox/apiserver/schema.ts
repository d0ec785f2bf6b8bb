import type { KindRegistry } from '../kubernetes/registry.ts';
import type { Admission, AdmitOptions } from './admission/admit.ts';
import type { Kind } from './kind.ts';
import type { KubeObject } from './store/object.ts';

/** What the API server asks of the kinds it serves: which there are, and what their objects may hold. */
export type ApiSchema = {
  readonly kinds: KindRegistry;
  /** Decodes strictly, validates and fills in defaults. @throws ApiError with the API server's text */
  admit(kind: Kind, object: KubeObject, options: AdmitOptions): Admission;
  /** Fields that the kind doesn't declare, as `spec.listeners[0].foo`. @throws ApiError 400 for what can't be decoded */
  unknownFields(kind: Kind, object: KubeObject): readonly string[];
  /** The field by which items of the list at `path` (field names; list items left out) are told apart when merging. */
  mergeKeyOf(kind: Kind, path: readonly string[]): string | undefined;
  openApiV3Index(): unknown;
  /** The document of a group and version; undefined where there is none. */
  openApiV3(group: string, version: string): unknown;
};
