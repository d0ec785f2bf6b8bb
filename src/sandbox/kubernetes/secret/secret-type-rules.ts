import { invalid, required } from '../../apiserver/admission/field-error.ts';
import { fieldsAt, textAt } from '../../apiserver/fields.ts';
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
  const problem = jsonProblem(atob(encoded));
  return problem ? [invalid(`data[${key}]`, redacted, problem)] : [];
}

/** Why a text isn't a JSON object, in the words of Go's decoder as far as they are few. */
function jsonProblem(text: string): string {
  if (!text.trim()) return 'unexpected end of JSON input';
  try {
    const value: unknown = JSON.parse(text);
    const isObject = typeof value === 'object' && value !== null && !Array.isArray(value);
    return isObject ? '' : 'json: cannot unmarshal value into Go value of type map[string]interface {}';
  } catch {
    return `invalid character '${text.trim()[0]}' looking for beginning of value`;
  }
}
