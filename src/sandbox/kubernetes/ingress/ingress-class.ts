import {
  forbiddenField,
  invalid,
  notSupported,
  required,
  tooLong,
} from '../../apiserver/admission/field-error.ts';
import { labelNameProblems, subdomainProblems } from '../../apiserver/admission/names.ts';
import { immutable } from '../../apiserver/admission/object-meta-rules.ts';
import { referenceRules } from '../../apiserver/admission/reference-rules.ts';
import { ageColumn, nameColumn, textColumn } from '../../apiserver/columns.ts';
import { at, type Fields, fieldsAt, isFields, textAt } from '../../apiserver/fields.ts';
import type { FieldError } from '../../apiserver/kind.ts';
import type { KubeObject } from '../../apiserver/store/object.ts';
import type { IngressClassObject } from '../../mesh/ingress-objects.ts';
import { resources } from '../../mesh/resources.ts';
import type { World } from '../../world.ts';
import { builtIn } from '../define.ts';

const defaultAnnotation = 'ingressclass.kubernetes.io/is-default-class';

/** The class of Ingresses that name none: the youngest of those that are marked. */
export const defaultIngressClass = (world: World): IngressClassObject | undefined =>
  world.store
    .list<IngressClassObject>(resources.ingressClasses, {
      where: ({ metadata }) => metadata.annotations?.[defaultAnnotation] === 'true',
    })
    .toSorted(
      (a, b) =>
        (b.metadata.creationTimestamp ?? '').localeCompare(a.metadata.creationTimestamp ?? '') ||
        a.metadata.name.localeCompare(b.metadata.name),
    )[0];

/** @see https://kubernetes.io/docs/concepts/services-networking/ingress/#ingress-class */
export const ingressClass = builtIn({
  group: 'networking.k8s.io',
  kind: 'IngressClass',
  default: defaultScope,
  validate: ingressClassRules,
  columns: [
    nameColumn,
    textColumn('Controller', (object) => textAt(object, 'spec.controller')),
    textColumn('Parameters', parameters),
    ageColumn,
  ],
});

function parameters(object: KubeObject): string {
  const reference = at(object, 'spec.parameters');
  if (!isFields(reference)) return '<none>';
  const group = textAt(reference, 'apiGroup');
  return `${textAt(reference, 'kind')}${group ? `.${group}` : ''}/${textAt(reference, 'name')}`;
}

function defaultScope(object: KubeObject): KubeObject {
  const spec = fieldsAt(object, 'spec');
  if (!isFields(spec.parameters)) return object;
  return { ...object, spec: { ...spec, parameters: { scope: 'Cluster', ...spec.parameters } } };
}

/** @see kubernetes, pkg/apis/networking/validation/validation.go, ValidateIngressClass */
function ingressClassRules(object: KubeObject, old: KubeObject | undefined): FieldError[] {
  const controller = textAt(object, 'spec.controller');
  const reference = at(object, 'spec.parameters');
  return [
    ...(old ? immutable('spec.controller', controller, textAt(old, 'spec.controller')) : []),
    ...controllerRules(controller),
    ...(isFields(reference) ? parametersRules(reference) : []),
  ];
}

function controllerRules(controller: string): FieldError[] {
  const field = 'spec.controller';
  if (!controller) return [required(field)];
  const [, domain, path] = /^([^/]+)\/(.+)$/s.exec(controller) ?? [];
  return [
    ...(controller.length > 250 ? [tooLong(field, 250)] : []),
    ...(domain && path
      ? subdomainProblems(domain).map((problem) => invalid(field, domain, problem))
      : [invalid(field, controller, 'must be a domain-prefixed path (such as "acme.io/foo")')]),
  ];
}

function parametersRules(reference: Fields): FieldError[] {
  const path = 'spec.parameters';
  const [group, scope, namespace] = ['apiGroup', 'scope', 'namespace'].map((name) => textAt(reference, name));
  const scopes = ['Cluster', 'Namespace'];
  return [
    ...(group ? subdomainProblems(group).map((problem) => invalid(`${path}.apiGroup`, group, problem)) : []),
    ...referenceRules(reference, path),
    ...(scopes.includes(scope ?? '') ? [] : [notSupported(`${path}.scope`, scope, scopes)]),
    ...(scope === 'Namespace' && !namespace
      ? [required(`${path}.namespace`, "`parameters.scope` is set to 'Namespace'")]
      : []),
    ...(scope === 'Namespace' && namespace
      ? labelNameProblems(namespace).map((problem) => invalid(`${path}.namespace`, namespace, problem))
      : []),
    ...(scope === 'Cluster' && namespace
      ? [forbiddenField(`${path}.namespace`, "`parameters.scope` is set to 'Cluster'")]
      : []),
  ];
}
