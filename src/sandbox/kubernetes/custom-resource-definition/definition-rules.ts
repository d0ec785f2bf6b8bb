import { forbiddenField, invalid, notSupported, required } from '../../apiserver/admission/field-error.ts';
import { GoText } from '../../apiserver/admission/go-value.ts';
import { serviceNameProblems, subdomainProblems } from '../../apiserver/admission/names.ts';
import { immutable } from '../../apiserver/admission/object-meta-rules.ts';
import type { DefinitionVersion } from '../../apiserver/custom/definition.ts';
import { parsePath } from '../../apiserver/custom/json-path.ts';
import { isEqual } from '../../apiserver/equal.ts';
import { at, fieldsAt, listAt, textAt } from '../../apiserver/fields.ts';
import type { FieldError } from '../../apiserver/kind.ts';
import type { KubeObject } from '../../apiserver/store/object.ts';
import { schemaErrors } from './structural-rules.ts';
import { versionsOf } from './versions-of.ts';

/**
 * What a definition breaks, in the order in which the API server looks.
 * @see https://github.com/kubernetes/apiextensions-apiserver/blob/master/pkg/apis/apiextensions/validation/validation.go
 */
export function definitionErrors(object: KubeObject, old: KubeObject | undefined): FieldError[] {
  const spec = fieldsAt(object, 'spec');
  const versions = versionsOf(object);
  const { name } = object.metadata;
  const isNamed = name === `${textAt(spec, 'names.plural')}.${textAt(spec, 'group')}`;
  return [
    ...(isNamed ? [] : [invalid('metadata.name', name, 'must be spec.names.plural+"."+spec.group')]),
    ...groupErrors(object),
    ...scopeErrors(textAt(spec, 'scope')),
    ...versionErrors(versions),
    ...versions
      .flatMap((version, index) =>
        partErrors(
          version,
          placesOf(versions, index),
          isEqual(schemaOf(version), formerSchema(version, old)),
        ),
      )
      .filter(isFirst),
    ...nameErrors(fieldsAt(spec, 'names')),
    ...conversionErrors(spec),
    ...(spec.preserveUnknownFields === true ? [preservesAll] : []),
    ...(old ? changeErrors(object, old) : []),
    ...storedErrors(listAt(object, 'status.storedVersions'), versions),
  ];
}

/** Objects may still be stored in a version that was once the one to store. */
function storedErrors(stored: readonly unknown[], versions: readonly unknown[]): FieldError[] {
  const names = new Set(versions.map((version) => textAt(version, 'name')));
  return stored.flatMap((name, index) => {
    if (names.has(String(name))) return [];
    const detail = `missing from spec.versions; ${name} was previously a storage version, and must remain in spec.versions until a storage migration ensures no data remains persisted in ${name} and removes ${name} from status.storedVersions`;
    return [invalid(`status.storedVersions[${index}]`, name, detail)];
  });
}

/** What versions share is told once. */
const isFirst = ({ message }: FieldError, index: number, all: readonly FieldError[]): boolean =>
  all.findIndex((one) => one.message === message) === index;

const preservesAll = invalid(
  'spec.preserveUnknownFields',
  true,
  'cannot set to true, set x-kubernetes-preserve-unknown-fields to true in spec.versions[*].schema instead',
);

const named = (
  value: string,
  field: string,
  problemsOf: (text: string) => readonly string[],
): FieldError[] =>
  value ? problemsOf(value).map((problem) => invalid(field, value, problem)) : [required(field)];

const approval = 'api-approved.kubernetes.io';

/** Groups of Kubernetes' own community need its approval. */
function groupErrors(object: KubeObject): FieldError[] {
  const group = textAt(object, 'spec.group');
  const isProtected = /(^|\.)(k8s|kubernetes)\.io$/.test(group);
  return [
    ...named(group, 'spec.group', subdomainProblems),
    ...(isProtected && !object.metadata.annotations?.[approval]
      ? [
          required(
            `metadata.annotations[${approval}]`,
            `protected groups must have approval annotation "${approval}", see https://github.com/kubernetes/enhancements/pull/1111`,
          ),
        ]
      : []),
  ];
}

function scopeErrors(scope: string): FieldError[] {
  const scopes = ['Cluster', 'Namespaced'];
  if (!scope) return [required('spec.scope')];
  return scopes.includes(scope) ? [] : [notSupported('spec.scope', scope, scopes)];
}

function versionErrors(versions: readonly DefinitionVersion[]): FieldError[] {
  const names = versions.map(({ name }) => name);
  const shown = new GoText(
    `[]apiextensions.CustomResourceDefinitionVersion{${versions.map(goVersion).join(', ')}}`,
  );
  return [
    ...names.flatMap((name = '', index) => named(name, `spec.versions[${index}].name`, serviceNameProblems)),
    ...(new Set(names).size < names.length
      ? [invalid('spec.versions', shown, 'must contain unique version names')]
      : []),
    ...(versions.filter(({ storage }) => storage).length === 1
      ? []
      : [invalid('spec.versions', shown, 'must have exactly one version marked as storage version')]),
  ];
}

/** The rest of a version, which the server has moved up before it looks, where all versions share it. */
const unset =
  'Deprecated:false, DeprecationWarning:(*string)(nil), Schema:(*apiextensions.CustomResourceValidation)(nil), Subresources:(*apiextensions.CustomResourceSubresources)(nil), AdditionalPrinterColumns:[]apiextensions.CustomResourceColumnDefinition(nil), SelectableFields:[]apiextensions.SelectableField(nil)';

const goVersion = ({ name = '', served, storage }: DefinitionVersion): string =>
  `apiextensions.CustomResourceDefinitionVersion{Name:"${name}", Served:${served === true}, Storage:${storage === true}, ${unset}}`;

/** Where the parts of a version are: what all versions share, the server has moved up before it looks. */
type Places = { readonly schema: string; readonly subresources: string; readonly columns: string };

function placesOf(versions: readonly DefinitionVersion[], index: number): Places {
  const shares = (field: 'schema' | 'subresources' | 'additionalPrinterColumns') =>
    versions.every((version) => isEqual(version[field], versions[0]?.[field]));
  const own = `spec.versions[${index}]`;
  return {
    schema: `${shares('schema') ? 'spec.validation' : `${own}.schema`}.openAPIV3Schema`,
    subresources: shares('subresources') ? 'spec.subresources' : `${own}.subresources`,
    columns: shares('additionalPrinterColumns')
      ? 'spec.additionalPrinterColumns'
      : `${own}.additionalPrinterColumns`,
  };
}

const schemaOf = ({ schema }: DefinitionVersion) => schema?.openAPIV3Schema;

const formerSchema = ({ name }: DefinitionVersion, old: KubeObject | undefined) =>
  versionsOf(old)
    .filter((version) => version.name === name)
    .map(schemaOf)[0];

function partErrors(version: DefinitionVersion, places: Places, isUnchanged: boolean): FieldError[] {
  const schema = schemaOf(version);
  return [
    ...(schema
      ? schemaErrors(schema, places.schema, isUnchanged)
      : [
          required(
            `${places.schema.replace('spec.validation', 'spec.versions[0].schema')}`,
            'schemas are required',
          ),
        ]),
    ...scaleErrors(version, places.subresources),
    ...(version.additionalPrinterColumns ?? []).flatMap((column, index) =>
      columnErrors(column, `${places.columns}[${index}]`),
    ),
  ];
}

const simplePath = (path: string | undefined, field: string): FieldError[] =>
  !path
    ? [required(field)]
    : path.startsWith('.') && parsePath(path)
      ? []
      : [invalid(field, path, 'must be a simple json path starting with .')];

function scaleErrors({ subresources }: DefinitionVersion, path: string): FieldError[] {
  const scale = subresources?.scale;
  if (!scale) return [];
  const { specReplicasPath, statusReplicasPath, labelSelectorPath } = scale;
  return [
    ...simplePath(specReplicasPath, `${path}.scale.specReplicasPath`),
    ...simplePath(statusReplicasPath, `${path}.scale.statusReplicasPath`),
    ...(labelSelectorPath ? simplePath(labelSelectorPath, `${path}.scale.labelSelectorPath`) : []),
  ];
}

const columnTypes = ['boolean', 'date', 'integer', 'number', 'string'];

function columnErrors(column: unknown, path: string): FieldError[] {
  const type = textAt(column, 'type');
  return [
    ...(textAt(column, 'name') ? [] : [required(`${path}.name`)]),
    ...(!type
      ? [required(`${path}.type`, `must be one of ${columnTypes.join(',')}`)]
      : columnTypes.includes(type)
        ? []
        : [invalid(`${path}.type`, type, `must be one of ${columnTypes.join(',')}`)]),
    ...simplePath(textAt(column, 'jsonPath'), `${path}.JSONPath`),
  ];
}

const lowerCased = (problemsOf: (text: string) => readonly string[]) => (text: string) =>
  problemsOf(text.toLowerCase());

function nameErrors(names: Readonly<Record<string, unknown>>): FieldError[] {
  const texts = (field: string) => listAt({ names }, `names.${field}`).map(String);
  const [kind, listKind] = [textAt(names, 'kind'), textAt(names, 'listKind')];
  return [
    ...named(textAt(names, 'plural'), 'spec.names.plural', serviceNameProblems),
    ...named(textAt(names, 'singular'), 'spec.names.singular', serviceNameProblems),
    ...named(kind, 'spec.names.kind', lowerCased(serviceNameProblems)),
    ...named(listKind, 'spec.names.listKind', lowerCased(serviceNameProblems)),
    ...['shortNames', 'categories'].flatMap((field) =>
      texts(field).flatMap((text, index) =>
        named(text, `spec.names.${field}[${index}]`, serviceNameProblems),
      ),
    ),
    ...(kind && kind === listKind
      ? [invalid('spec.names.listKind', listKind, 'kind and listKind may not be the same')]
      : []),
  ];
}

function conversionErrors(spec: Readonly<Record<string, unknown>>): FieldError[] {
  const strategies = ['None', 'Webhook'];
  const strategy = textAt(spec, 'conversion.strategy');
  if (!strategies.includes(strategy)) return [notSupported('spec.conversion.strategy', strategy, strategies)];
  if (strategy === 'None')
    return at(spec, 'conversion.webhook') === undefined
      ? []
      : [forbiddenField('spec.conversion.webhook', 'should not be set when strategy is not set to Webhook')];
  return [
    ...(at(spec, 'conversion.webhook.clientConfig') === undefined
      ? [required('spec.conversion.webhookClientConfig', 'required when strategy is set to Webhook')]
      : []),
    ...(listAt(spec, 'conversion.webhook.conversionReviewVersions').length
      ? []
      : [required('spec.conversion.conversionReviewVersions')]),
  ];
}

/** What objects are found by stays once the kind is served. */
function changeErrors(object: KubeObject, old: KubeObject): FieldError[] {
  const isEstablished = listAt(old, 'status.conditions').some(
    (condition) => textAt(condition, 'type') === 'Established' && textAt(condition, 'status') === 'True',
  );
  const fields = isEstablished
    ? ['spec.group', 'spec.names.plural', 'spec.scope', 'spec.names.kind']
    : ['spec.group', 'spec.names.plural'];
  return fields.flatMap((field) => immutable(field, at(object, field), at(old, field)));
}
