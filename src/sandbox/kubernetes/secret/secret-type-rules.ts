import { invalid, required } from '../../apiserver/admission/field-error.ts';
import { fieldsAt, isFields, textAt } from '../../apiserver/fields.ts';
import { jsonProblem, jsonType } from '../../apiserver/go-json.ts';
import type { FieldError } from '../../apiserver/kind.ts';
import type { KubeObject } from '../../apiserver/store/object.ts';

const nameAnnotation = 'kubernetes.io/service-account.name';
const redacted = '<secret contents redacted>';

/**
 * What a secret of a type of Kubernetes' own must have.
 * @see https://kubernetes.io/docs/concepts/configuration/secret/#secret-types
 */
export function secretTypeRules(secret: KubeObject): FieldError[] {
  const data = fieldsAt(secret, 'data');
  const missing = (...keys: readonly string[]): FieldError[] =>
    keys.filter((key) => data[key] === undefined).map((key) => required(`data[${key}]`));
  switch (secret.type) {
    case 'kubernetes.io/service-account-token': {
      const isNamed = Boolean(secret.metadata.annotations?.[nameAnnotation]);
      return isNamed ? [] : [required(`metadata.annotations[${nameAnnotation}]`)];
    }
    case 'kubernetes.io/dockercfg':
      return [...missing('.dockercfg'), ...jsonRules(data, '.dockercfg')];
    case 'kubernetes.io/dockerconfigjson':
      return [...missing('.dockerconfigjson'), ...jsonRules(data, '.dockerconfigjson')];
    case 'kubernetes.io/basic-auth':
      return data.username === undefined && data.password === undefined
        ? missing('username', 'password')
        : [];
    case 'kubernetes.io/ssh-auth':
      return textAt(secret, 'data.ssh-privatekey') ? [] : [required('data[ssh-privatekey]')];
    case 'kubernetes.io/tls':
      return missing('tls.crt', 'tls.key');
    default:
      return [];
  }
}

function jsonRules(data: Readonly<Record<string, unknown>>, key: string): FieldError[] {
  const encoded = data[key];
  if (typeof encoded !== 'string') return [];
  const problem = objectProblem(atob(encoded));
  return problem ? [invalid(`data[${key}]`, redacted, problem)] : [];
}

/** Why a text isn't a JSON object, in the words of Go's decoder. */
function objectProblem(text: string): string {
  const problem = jsonProblem(text);
  if (problem !== undefined) return problem;
  const value: unknown = JSON.parse(text);
  if (value === null || isFields(value)) return '';
  return `json: cannot unmarshal ${jsonType(value)} into Go value of type map[string]interface {}`;
}
