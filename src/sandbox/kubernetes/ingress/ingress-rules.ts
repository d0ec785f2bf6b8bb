import { invalid, notSupported, required } from '../../apiserver/admission/field-error.ts';
import { GoText } from '../../apiserver/admission/go-value.ts';
import { ipVersion } from '../../apiserver/admission/ip-address.ts';
import {
  portNameProblems,
  serviceNameProblems,
  subdomainProblems,
  wildcardProblems,
} from '../../apiserver/admission/names.ts';
import { portRules } from '../../apiserver/admission/number-rules.ts';
import { referenceRules } from '../../apiserver/admission/reference-rules.ts';
import { at, fieldsAt, isFields, listAt, numberAt, textAt } from '../../apiserver/fields.ts';
import type { FieldError } from '../../apiserver/kind.ts';
import type { KubeObject } from '../../apiserver/store/object.ts';
import { classAnnotation } from '../../mesh/ingress-objects.ts';

/** @see kubernetes, pkg/apis/networking/validation/validation.go, ValidateIngressSpec */
export function ingressRules(ingress: KubeObject, old: KubeObject | undefined): FieldError[] {
  const spec = fieldsAt(ingress, 'spec');
  const className = at(spec, 'ingressClassName');
  const { defaultBackend } = spec;
  const rules = listAt(spec, 'rules');
  const nothing = 'either `defaultBackend` or `rules` must be specified';
  return [
    ...(rules.length || isFields(defaultBackend)
      ? []
      : [invalid('spec', new GoText('[]networking.IngressRule(nil)'), nothing)]),
    ...(isFields(defaultBackend) ? backendRules(defaultBackend, 'spec.defaultBackend') : []),
    ...rules.flatMap((rule, index) => ruleRules(rule, `spec.rules[${index}]`)),
    ...listAt(spec, 'tls').flatMap((tls, index) => tlsRules(tls, `spec.tls[${index}]`)),
    ...(typeof className === 'string'
      ? subdomainProblems(className).map((problem) => invalid('spec.ingressClassName', className, problem))
      : []),
    ...(old ? [] : annotationRules(ingress, className)),
  ];
}

function annotationRules({ metadata }: KubeObject, className: unknown): FieldError[] {
  const annotation = metadata.annotations?.[classAnnotation];
  if (annotation === undefined || className === undefined || annotation === className) return [];
  const detail = 'must match `ingressClassName` when both are specified';
  return [invalid(`annotations.${classAnnotation}`, annotation, detail)];
}

function ruleRules(rule: unknown, path: string): FieldError[] {
  const host = textAt(rule, 'host');
  const http = at(rule, 'http');
  const paths = listAt(http, 'paths');
  return [
    ...(host ? hostRules(host, `${path}.host`) : []),
    ...(isFields(http) && !paths.length ? [required(`${path}.http.paths`)] : []),
    ...paths.flatMap((entry, index) => pathRules(entry, `${path}.http.paths[${index}]`)),
  ];
}

function hostRules(host: string, field: string): FieldError[] {
  return [
    ...(ipVersion(host) ? [invalid(field, host, 'must be a DNS name, not an IP address')] : []),
    ...nameRules(host, field),
  ];
}

function nameRules(host: string, field: string): FieldError[] {
  const problems = host.includes('*') ? wildcardProblems(host) : subdomainProblems(host);
  return problems.map((problem) => invalid(field, host, problem));
}

const pathTypes = ['Exact', 'ImplementationSpecific', 'Prefix'];
const badParts = ['//', '/./', '/../', '%2f', '%2F'];
const badEnds = ['/..', '/.'];

function pathRules(entry: unknown, here: string): FieldError[] {
  const field = `${here}.path`;
  const path = textAt(entry, 'path');
  const type = at(entry, 'pathType');
  if (type === undefined) return [required(`${here}.pathType`, 'pathType must be specified')];
  if (!pathTypes.includes(String(type))) return [notSupported(`${here}.pathType`, type, pathTypes)];
  const isFree = type === 'ImplementationSpecific';
  const isAbsolute = path.startsWith('/') || (isFree && path === '');
  return [
    ...(isAbsolute ? [] : [invalid(field, path, 'must be an absolute path')]),
    ...(isFree ? [] : shapeProblems(path).map((problem) => invalid(field, path, problem))),
    ...backendRules(fieldsAt(entry, 'backend'), `${here}.backend`),
  ];
}

const shapeProblems = (path: string): readonly string[] => [
  ...badParts.filter((part) => path.includes(part)).map((part) => `must not contain '${part}'`),
  ...badEnds.filter((end) => path.endsWith(end)).map((end) => `cannot end with '${end}'`),
];

function backendRules(backend: unknown, path: string): FieldError[] {
  const { resource, service } = isFields(backend) ? backend : {};
  if (isFields(resource) && isFields(service)) {
    return [invalid(path, '', 'cannot set both resource and service backends')];
  }
  if (isFields(resource)) return referenceRules(resource, `${path}.resource`);
  if (!isFields(service)) return [invalid(path, '', 'resource or service backend is required')];
  const name = textAt(service, 'name');
  const field = `${path}.service.name`;
  return [
    ...(name ? serviceNameProblems(name).map((problem) => invalid(field, name, problem)) : [required(field)]),
    ...portOfBackend(service, path),
  ];
}

function portOfBackend(service: unknown, path: string): FieldError[] {
  const name = textAt(service, 'port.name');
  const number = numberAt(service, 'port.number');
  const field = `${path}.service.port`;
  if (name && number) return [invalid(path, '', 'cannot set both port name & port number')];
  if (name) return portNameProblems(name).map((problem) => invalid(`${field}.name`, name, problem));
  return number ? portRules(number, `${field}.number`) : [required(path, 'port name or number is required')];
}

function tlsRules(tls: unknown, path: string): FieldError[] {
  const secret = textAt(tls, 'secretName');
  return [
    ...listAt(tls, 'hosts').flatMap((host, index) => nameRules(String(host), `${path}.hosts[${index}]`)),
    ...(secret
      ? subdomainProblems(secret).map((problem) => invalid(`${path}.secretName`, secret, problem))
      : []),
  ];
}
