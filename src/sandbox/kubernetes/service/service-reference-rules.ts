import { celRule } from '../../apiserver/admission/cel-rule.ts';
import { at, textAt } from '../../apiserver/fields.ts';
import type { FieldError } from '../../apiserver/kind.ts';

/** A reference to a Service says which of its ports. */
export const serviceReferenceRules = (reference: unknown, path: string): FieldError[] =>
  celRule(
    textAt(reference, 'group') !== '' ||
      textAt(reference, 'kind') !== 'Service' ||
      at(reference, 'port') !== undefined,
    path,
    'object',
    'Must have port for Service reference',
  );
