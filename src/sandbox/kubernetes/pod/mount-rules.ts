import { forbiddenField, invalid, notSupported, required } from '../../apiserver/admission/field-error.ts';
import { at, listAt, textAt } from '../../apiserver/fields.ts';
import type { FieldError } from '../../apiserver/kind.ts';
import { relativePathRules } from './path-rules.ts';

const propagations = ['Bidirectional', 'HostToContainer', 'None'];

/** Where a container has its volumes. @param volumes Names of those that can be mounted. */
export function mountRules(container: unknown, path: string, volumes: ReadonlySet<string>): FieldError[] {
  const mounts = listAt(container, 'volumeMounts');
  const paths = mounts.map((mount) => textAt(mount, 'mountPath'));
  const here = `${path}.volumeMounts`;
  return mounts.flatMap((mount, index) => {
    const mountPath = paths[index] ?? '';
    return [
      ...volumeNameRules(textAt(mount, 'name'), `${here}[${index}].name`, volumes),
      ...(mountPath ? [] : [required(`${here}[${index}].mountPath`)]),
      ...(mountPath && paths.indexOf(mountPath) < index
        ? [invalid(`${here}[${index}].mountPath`, mountPath, 'must be unique')]
        : []),
      ...subPathRules(mount, here, `${here}[${index}]`),
      ...propagationRules(mount, container, here),
    ];
  });
}

function volumeNameRules(name: string, field: string, volumes: ReadonlySet<string>): FieldError[] {
  if (!name) return [required(field)];
  if (volumes.has(name)) return [];
  return [{ field, reason: 'FieldValueNotFound', message: `${field}: Not found: ${JSON.stringify(name)}` }];
}

/** The API server names the list, not the mount, of all but one of these. */
function subPathRules(mount: unknown, list: string, here: string): FieldError[] {
  const [plain, expression] = [textAt(mount, 'subPath'), textAt(mount, 'subPathExpr')];
  return [
    ...relativePathRules(plain, `${list}.subPath`),
    ...(plain && expression
      ? [invalid(`${here}.subPathExpr`, expression, 'subPathExpr and subPath are mutually exclusive')]
      : []),
    ...relativePathRules(expression, `${list}.subPathExpr`),
  ];
}

function propagationRules(mount: unknown, container: unknown, list: string): FieldError[] {
  const value = at(mount, 'mountPropagation');
  const field = `${list}.mountPropagation`;
  const isPrivileged = at(container, 'securityContext.privileged') === true;
  const readOnly = textAt(mount, 'recursiveReadOnly');
  return [
    ...(value === undefined || propagations.includes(String(value))
      ? []
      : [notSupported(field, value, propagations)]),
    ...(value === 'Bidirectional' && !isPrivileged
      ? [forbiddenField(field, 'Bidirectional mount propagation is available only to privileged containers')]
      : []),
    ...(readOnly && readOnly !== 'Disabled' && at(mount, 'readOnly') !== true
      ? [forbiddenField(`${list}.recursiveReadOnly`, 'may only be specified when readOnly is true')]
      : []),
  ];
}

/** Volumes that a container has as devices: only claims can be. */
export function deviceRules(container: unknown, path: string, claims: ReadonlySet<string>): FieldError[] {
  return listAt(container, 'volumeDevices').flatMap((device, index) => {
    const name = textAt(device, 'name');
    const field = `${path}.volumeDevices[${index}].name`;
    if (claims.has(name)) return [];
    return [
      name
        ? invalid(
            field,
            name,
            'can only use volume source type of PersistentVolumeClaim or Ephemeral for block mode',
          )
        : required(field),
    ];
  });
}
