import type { IngressObject } from '../../../mesh/ingress-objects.ts';

const prefix = 'nginx.ingress.kubernetes.io/';

const simulated: ReadonlySet<string> = new Set([
  'app-root',
  'force-ssl-redirect',
  'permanent-redirect',
  'permanent-redirect-code',
  'rewrite-target',
  'ssl-redirect',
  'temporal-redirect',
  'use-regex',
]);

/** The value of an annotation of ingress-nginx. @see https://kubernetes.github.io/ingress-nginx/user-guide/nginx-configuration/annotations/ */
export const annotationOf = ({ metadata }: IngressObject, name: string): string | undefined =>
  metadata.annotations?.[`${prefix}${name}`];

/** As Go's `strconv.ParseBool` reads it; the default where the annotation is absent or is none of these. */
export function isOn(ingress: IngressObject, name: string, otherwise = false): boolean {
  const value = annotationOf(ingress, name) ?? '';
  return (
    /^(?:1|t|T|true|TRUE|True)$/.test(value) || (otherwise && !/^(?:0|f|F|false|FALSE|False)$/.test(value))
  );
}

/** The first annotation that asks for something that isn't simulated. */
export const strangeAnnotation = ({ metadata }: IngressObject): string | undefined =>
  Object.keys(metadata.annotations ?? {}).find(
    (key) => key.startsWith(prefix) && !simulated.has(key.slice(prefix.length)),
  );
