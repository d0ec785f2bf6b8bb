import { duplicate, invalid, notSupported, required } from '../../apiserver/admission/field-error.ts';
import { GoText } from '../../apiserver/admission/go-value.ts';
import { type Fields, fieldsAt, isFields, listAt, textAt } from '../../apiserver/fields.ts';
import type { FieldError } from '../../apiserver/kind.ts';

const profileTypes = ['Localhost', 'RuntimeDefault', 'Unconfined'];
const highestId = 2 ** 31 - 1;
const sysctlFormat = '([a-z0-9]([-_a-z0-9]*[a-z0-9])?[\\./])*[a-z0-9]([-_a-z0-9]*[a-z0-9])?';

/** What a pod says of the rights of its containers. @see https://kubernetes.io/docs/tasks/configure-pod-container/security-context/ */
export function podSecurityRules(spec: Fields, path: string): FieldError[] {
  const context = fieldsAt(spec, 'securityContext');
  const here = `${path}.securityContext`;
  return [
    ...['fsGroup', 'runAsUser', 'runAsGroup'].flatMap((name) => idRules(context[name], `${here}.${name}`)),
    ...listAt(context, 'supplementalGroups').flatMap((id, index) =>
      idRules(id, `${here}.supplementalGroups[${index}]`),
    ),
    ...(spec.shareProcessNamespace === true && spec.hostPID === true
      ? [
          invalid(
            `${here}.shareProcessNamespace`,
            true,
            'ShareProcessNamespace and HostPID cannot both be enabled',
          ),
        ]
      : []),
    ...sysctlRules(listAt(context, 'sysctls'), `${here}.sysctls`),
    ...oneOf(context.fsGroupChangePolicy, ['Always', 'OnRootMismatch'], `${here}.fsGroupChangePolicy`),
    ...profilesRules(context, here),
  ];
}

/** What one container says of its own. */
export function containerSecurityRules(container: unknown, path: string): FieldError[] {
  const context = fieldsAt(container, 'securityContext');
  const here = `${path}.securityContext`;
  return [
    ...['runAsUser', 'runAsGroup'].flatMap((name) => idRules(context[name], `${here}.${name}`)),
    ...oneOf(context.procMount, ['Default', 'Unmasked'], `${here}.procMount`),
    ...profilesRules(context, here),
    ...escalationRules(context, here),
  ];
}

function idRules(id: unknown, field: string): FieldError[] {
  if (typeof id !== 'number' || (id >= 0 && id <= highestId)) return [];
  return [invalid(field, id, `must be between 0 and ${highestId}, inclusive`)];
}

function oneOf(value: unknown, allowed: readonly string[], field: string): FieldError[] {
  return value === undefined || allowed.includes(String(value)) ? [] : [notSupported(field, value, allowed)];
}

const profilesRules = (context: Fields, here: string): FieldError[] => [
  ...profileRules(context.seccompProfile, 'seccomp', `${here}.seccompProfile`),
  ...profileRules(context.appArmorProfile, 'AppArmor', `${here}.appArmorProfile`),
];

function profileRules(profile: unknown, name: string, here: string): FieldError[] {
  if (!isFields(profile)) return [];
  const type = textAt(profile, 'type');
  const file = textAt(profile, 'localhostProfile');
  if (!profileTypes.includes(type))
    return [type ? notSupported(`${here}.type`, type, profileTypes) : required(`${here}.type`)];
  const when = name === 'seccomp' ? 'when seccomp type is Localhost' : 'when AppArmor type is Localhost';
  if (type === 'Localhost' && !file) return [required(`${here}.localhostProfile`, `must be set ${when}`)];
  if (type === 'Localhost' || !file) return [];
  return [invalid(`${here}.localhostProfile`, file, `can only be set ${when}`)];
}

function sysctlRules(sysctls: readonly unknown[], here: string): FieldError[] {
  const names = sysctls.map((sysctl) => textAt(sysctl, 'name'));
  return names.flatMap((name, index) => {
    const field = `${here}[${index}].name`;
    if (!name) return [required(field)];
    if (name.length > 253 || !new RegExp(`^${sysctlFormat}$`).test(name))
      return [invalid(field, name, `must have at most 253 characters and match regex ^${sysctlFormat}$`)];
    return names.indexOf(name) < index ? [duplicate(field, name)] : [];
  });
}

/** Who has all rights has this one too. */
function escalationRules(context: Fields, here: string): FieldError[] {
  if (context.allowPrivilegeEscalation !== false) return [];
  const added = listAt(context, 'capabilities.add');
  const of = (detail: string): FieldError => invalid(here, new GoText(goContext(context)), detail);
  return [
    ...(context.privileged === true
      ? [of('cannot set `allowPrivilegeEscalation` to false and `privileged` to true')]
      : []),
    ...(added.includes('CAP_SYS_ADMIN')
      ? [of('cannot set `allowPrivilegeEscalation` to false and `capabilities.Add` CAP_SYS_ADMIN')]
      : []),
  ];
}

/** Fields in the order of the Go type, and what each points to. */
const pointers: readonly (readonly [name: string, type: string])[] = [
  ['Capabilities', 'core.Capabilities'],
  ['Privileged', 'bool'],
  ['SELinuxOptions', 'core.SELinuxOptions'],
  ['WindowsOptions', 'core.WindowsSecurityContextOptions'],
  ['RunAsUser', 'int64'],
  ['RunAsGroup', 'int64'],
  ['RunAsNonRoot', 'bool'],
  ['ReadOnlyRootFilesystem', 'bool'],
  ['AllowPrivilegeEscalation', 'bool'],
  ['ProcMount', 'core.ProcMountType'],
  ['SeccompProfile', 'core.SeccompProfile'],
  ['AppArmorProfile', 'core.AppArmorProfile'],
];

/** The context as Go prints it: addresses say nothing, and differ in each process. */
function goContext(context: Fields): string {
  const given = new Set(Object.keys(context).map((field) => field.toLowerCase()));
  const fields = pointers.map(
    ([name, type]) => `${name}:(*${type})(${given.has(name.toLowerCase()) ? '0xc000000000' : 'nil'})`,
  );
  return `core.SecurityContext{${fields.join(', ')}}`;
}
