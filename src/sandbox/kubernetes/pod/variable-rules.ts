import { invalid, required } from '../../apiserver/admission/field-error.ts';
import { subdomainProblems, variableNameProblems } from '../../apiserver/admission/names.ts';
import { at, isFields, listAt, textAt } from '../../apiserver/fields.ts';
import type { FieldError } from '../../apiserver/kind.ts';
import { podFieldRules, resourceFieldRules, variableFields } from './field-reference-rules.ts';
import { keyRules } from './volume-rules.ts';

const atMostOne = 'may not have more than one field specified at a time';

/** Environment variables of a container, one by one and from whole objects. */
export function variablesRules(container: unknown, path: string): FieldError[] {
  return [
    ...listAt(container, 'env').flatMap((variable, index) =>
      variableRules(variable, `${path}.env[${index}]`),
    ),
    ...listAt(container, 'envFrom').flatMap((source, index) =>
      sourceRules(source, `${path}.envFrom[${index}]`, `${path}.envFrom`),
    ),
  ];
}

function variableRules(variable: unknown, here: string): FieldError[] {
  const name = textAt(variable, 'name');
  return [
    ...(name
      ? variableNameProblems(name).map((problem) => invalid(`${here}.name`, name, problem))
      : [required(`${here}.name`)]),
    ...valueFromRules(variable, `${here}.valueFrom`),
  ];
}

function valueFromRules(variable: unknown, here: string): FieldError[] {
  const from = at(variable, 'valueFrom');
  if (!isFields(from)) return [];
  const given = ['fieldRef', 'resourceFieldRef', 'configMapKeyRef', 'secretKeyRef'].filter((name) =>
    isFields(from[name]),
  );
  const own = given.flatMap((name) => {
    const path = `${here}.${name}`;
    if (name === 'fieldRef') return podFieldRules(from[name], path, variableFields);
    if (name === 'resourceFieldRef') return resourceFieldRules(from[name], path, false);
    return [...objectNameRules(from[name], path), ...keyRules(textAt(from[name], 'key'), `${path}.key`)];
  });
  if (given.length === 0) {
    const all = '`fieldRef`, `resourceFieldRef`, `configMapKeyRef` or `secretKeyRef`';
    return [invalid(here, '', `must specify one of: ${all}`)];
  }
  return [
    ...own,
    ...(textAt(variable, 'value')
      ? [invalid(here, '', 'may not be specified when `value` is not empty')]
      : []),
    ...(given.length > 1 ? [invalid(here, '', atMostOne)] : []),
  ];
}

function objectNameRules(reference: unknown, here: string): FieldError[] {
  const name = textAt(reference, 'name');
  return subdomainProblems(name).map((problem) => invalid(`${here}.name`, name, problem));
}

function sourceRules(source: unknown, here: string, list: string): FieldError[] {
  const prefix = textAt(source, 'prefix');
  const given = ['configMapRef', 'secretRef'].filter((name) => isFields(at(source, name)));
  return [
    ...variableNameProblems(prefix).map((problem) => invalid(`${here}.prefix`, prefix, problem)),
    ...given.flatMap((name) =>
      textAt(source, `${name}.name`)
        ? objectNameRules(at(source, name), `${here}.${name}`)
        : [required(`${here}.${name}.name`)],
    ),
    ...(given.length === 0 ? [invalid(list, '', 'must specify one of: `configMapRef` or `secretRef`')] : []),
    ...(given.length > 1 ? [invalid(list, '', atMostOne)] : []),
  ];
}
