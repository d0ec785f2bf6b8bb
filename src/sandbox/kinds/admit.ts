import type { KubeObject } from '../store/object.ts';
import type { Kind } from './kind.ts';

/** What to do with unknown and duplicate fields: refuse, warn, or drop in silence. */
export type FieldValidation = 'Strict' | 'Warn' | 'Ignore';

export type AdmitOptions = {
  /** The object as it is stored, on update. */
  readonly old?: KubeObject;
  readonly fieldValidation: FieldValidation;
  readonly now: Date;
};

export type Admission = { readonly object: KubeObject; readonly warnings: readonly string[] };

/** Brings what a client sent into the form that is stored: defaults filled in. */
export function admit(kind: Kind, object: KubeObject, _options: AdmitOptions): Admission {
  return { object: kind.default ? kind.default(object) : object, warnings: [] };
}
