import {
  duplicate,
  forbiddenField,
  invalid,
  notSupported,
  required,
} from '../../apiserver/admission/field-error.ts';
import { configKeyProblems, labelNameProblems, subdomainProblems } from '../../apiserver/admission/names.ts';
import { quantity } from '../../apiserver/admission/quantity.ts';
import { at, type Fields, fieldsAt, isFields, listAt, numberAt, textAt } from '../../apiserver/fields.ts';
import type { FieldError } from '../../apiserver/kind.ts';
import { accessModes } from '../persistent-volume/access-modes.ts';
import { podFieldRules, resourceFieldRules, volumeFields } from './field-reference-rules.ts';
import { backstepRules, relativePathRules } from './path-rules.ts';

/** What is wrong with the volumes of a pod, and the names of those that are right: only these can be mounted. */
export function volumesRules(
  volumes: readonly unknown[],
  path: string,
): { readonly errors: FieldError[]; readonly names: ReadonlySet<string> } {
  const names = volumes.map((volume) => textAt(volume, 'name'));
  const found = volumes.map((volume, index) => {
    const name = names[index] ?? '';
    const twice = names.indexOf(name) < index;
    const here = `${path}[${index}]`;
    return [...sourceRules(volume, here), ...nameRules(name, `${here}.name`, twice)];
  });
  return {
    errors: found.flat(),
    names: new Set(names.filter((_, index) => found[index]?.length === 0)),
  };
}

function nameRules(name: string, here: string, twice: boolean): FieldError[] {
  if (!name) return [required(here)];
  return [
    ...labelNameProblems(name).map((problem) => invalid(here, name, problem)),
    ...(twice ? [duplicate(here, name)] : []),
  ];
}

function sourceRules(volume: unknown, here: string): FieldError[] {
  const given = isFields(volume) ? Object.keys(volume).filter((field) => isFields(volume[field])) : [];
  const [first = '', ...others] = given;
  const own = rulesOf[first];
  return [
    ...(own ? own(fieldsAt(volume, first), `${here}.${first}`) : []),
    ...others.map((name) => forbiddenField(`${here}.${name}`, 'may not specify more than 1 volume type')),
  ];
}

type Rules = (source: Fields, here: string) => FieldError[];

const needs =
  (field: string): Rules =>
  (source, here) =>
    textAt(source, field) ? [] : [required(`${here}.${field}`)];

const hostPathTypes = [
  ...['', 'BlockDevice', 'CharDevice', 'Directory'],
  ...['DirectoryOrCreate', 'File', 'FileOrCreate', 'Socket'],
];

/** A folder or file of the node, also as a volume of the cluster. */
export const hostPathRules: Rules = (source, here) => {
  const path = textAt(source, 'path');
  const type = textAt(source, 'type');
  if (!path) return [required(`${here}.path`)];
  return [
    ...backstepRules(path, `${here}.path`),
    ...(hostPathTypes.includes(type) ? [] : [notSupported(`${here}.type`, type, hostPathTypes)]),
  ];
};

const rulesOf: Readonly<Record<string, Rules>> = {
  configMap: (source, here) => [...needs('name')(source, here), ...filesRules(source, here)],
  secret: (source, here) => [...needs('secretName')(source, here), ...filesRules(source, here)],
  downwardAPI: (source, here) => [
    ...modeRules(source, 'defaultMode', here),
    ...listAt(source, 'items').flatMap((item) => downwardRules(item, here)),
  ],
  projected: projectedRules,
  emptyDir: (source, here) =>
    source.sizeLimit !== undefined && quantity(source.sizeLimit) < 0
      ? [forbiddenField(`${here}.sizeLimit`, 'SizeLimit field must be a valid resource quantity')]
      : [],
  hostPath: hostPathRules,
  persistentVolumeClaim: needs('claimName'),
  ephemeral: (source, here) => claimTemplateRules(source, `${here}.volumeClaimTemplate`),
  nfs: (source, here) => [
    ...needs('server')(source, here),
    ...needs('path')(source, here),
    ...(textAt(source, 'path').startsWith('/') || !textAt(source, 'path')
      ? []
      : [invalid(`${here}.path`, textAt(source, 'path'), 'must be an absolute path')]),
  ],
  csi: (source, here) => [
    ...needs('driver')(source, here),
    ...subdomainProblems(textAt(source, 'driver')).map((problem) =>
      invalid(`${here}.driver`, textAt(source, 'driver'), problem),
    ),
  ],
  gitRepo: needs('repository'),
};

/** Files of a ConfigMap or a Secret: their modes, and the keys that get a path of their own. */
function filesRules(source: Fields, here: string): FieldError[] {
  return [
    ...modeRules(source, 'defaultMode', here),
    ...listAt(source, 'items').flatMap((item, index) => itemRules(item, `${here}.items[${index}]`)),
  ];
}

function itemRules(item: unknown, here: string): FieldError[] {
  return [
    ...(textAt(item, 'key') ? [] : [required(`${here}.key`)]),
    ...pathRules(textAt(item, 'path'), `${here}.path`),
    ...modeRules(item, 'mode', here),
  ];
}

const pathRules = (path: string, here: string): FieldError[] =>
  path ? relativePathRules(path, here) : [required(here)];

function modeRules(source: unknown, field: string, here: string): FieldError[] {
  const mode = at(source, field);
  if (typeof mode !== 'number' || (mode >= 0 && mode <= 0o777)) return [];
  return [invalid(`${here}.${field}`, mode, 'must be a number between 0 and 0777 (octal), both inclusive')];
}

function downwardRules(item: unknown, here: string): FieldError[] {
  const [field, resource] = [at(item, 'fieldRef'), at(item, 'resourceFieldRef')];
  return [
    ...pathRules(textAt(item, 'path'), `${here}.path`),
    ...(field === undefined ? [] : podFieldRules(field, `${here}.fieldRef`, volumeFields)),
    ...(field !== undefined && resource !== undefined
      ? [invalid(here, 'resource', 'fieldRef and resourceFieldRef can not be specified simultaneously')]
      : []),
    ...(field === undefined && resource !== undefined
      ? resourceFieldRules(resource, `${here}.resourceFieldRef`, true)
      : []),
    ...(field === undefined && resource === undefined
      ? [required(here, 'one of fieldRef and resourceFieldRef is required')]
      : []),
    ...modeRules(item, 'mode', here),
  ];
}

const projectable = ['secret', 'configMap', 'downwardAPI', 'serviceAccountToken', 'clusterTrustBundle'];

const [shortest, longest] = [600, 2 ** 32];

function projectedRules(source: Fields, here: string): FieldError[] {
  const sources = listAt(source, 'sources');
  return [
    ...modeRules(source, 'defaultMode', here),
    ...sources.flatMap((one, index) => projectedSourceRules(one, `${here}.sources[${index}]`, here)),
    ...samePathRules(sources, here),
  ];
}

function projectedSourceRules(source: unknown, here: string, volume: string): FieldError[] {
  const given = projectable.filter((name) => isFields(at(source, name)));
  const [first = '', ...others] = given;
  const own = fieldsAt(source, first);
  return [
    ...projectedRulesOf(first, own, `${here}.${first}`, volume),
    ...others.map(() => forbiddenField(here, 'may not specify more than 1 volume type per source')),
  ];
}

function projectedRulesOf(name: string, own: Fields, here: string, volume: string): FieldError[] {
  if (name === 'secret' || name === 'configMap')
    return [...needs('name')(own, here), ...filesRules(own, here)];
  if (name === 'downwardAPI') return listAt(own, 'items').flatMap((item) => downwardRules(item, here));
  if (name !== 'serviceAccountToken') return [];
  const seconds = numberAt(own, 'expirationSeconds');
  const field = `${here}.expirationSeconds`;
  return [
    ...(seconds < shortest
      ? [invalid(field, seconds, 'may not specify a duration less than 10 minutes')]
      : []),
    ...(seconds > longest
      ? [invalid(field, seconds, 'may not specify a duration larger than 2^32 seconds')]
      : []),
    ...(textAt(own, 'path') ? [] : [required(`${volume}.path`)]),
  ];
}

/** No two sources may put something at the same path. */
function samePathRules(sources: readonly unknown[], here: string): FieldError[] {
  const seen = new Set<string>();
  return sources.flatMap((source) =>
    projectable.flatMap((kind) => {
      const own = fieldsAt(source, kind);
      const paths =
        kind === 'serviceAccountToken' || kind === 'clusterTrustBundle'
          ? [textAt(own, 'path')].filter((path) => path !== '')
          : listAt(own, 'items').map((item) => textAt(item, 'path'));
      const twice = paths.filter((path) => seen.has(path));
      for (const path of paths) seen.add(path);
      return twice.map((path) => invalid(here, textAt(own, 'name') || path, 'conflicting duplicate paths'));
    }),
  );
}

function claimTemplateRules(source: Fields, here: string): FieldError[] {
  const spec = fieldsAt(source, 'volumeClaimTemplate.spec');
  const modes = listAt(spec, 'accessModes');
  return [
    ...(modes.length ? [] : [required(`${here}.spec.accessModes`, 'at least 1 access mode is required')]),
    ...modes
      .filter((mode) => !accessModes.includes(String(mode)))
      .map((mode) => notSupported(`${here}.spec.accessModes`, mode, accessModes)),
    ...(at(spec, 'resources.requests.storage') === undefined
      ? [required(`${here}.spec.resources[storage]`)]
      : []),
  ];
}

/** A key of a ConfigMap or a Secret that a container takes. */
export const keyRules = (key: string, here: string): FieldError[] =>
  key ? configKeyProblems(key).map((problem) => invalid(here, key, problem)) : [required(here)];
