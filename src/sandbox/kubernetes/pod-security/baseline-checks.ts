import { at, fieldsAt, listAt, numberAt, textAt } from '../../apiserver/fields.ts';
import {
  type Check,
  containersNamed,
  containersOf,
  namesWhere,
  plural,
  quote,
  security,
  setters,
  sorted,
} from './check.ts';

const appArmorAnnotation = 'container.apparmor.security.beta.kubernetes.io/';

const appArmorProfile: Check = {
  id: 'appArmorProfile',
  since: 0,
  check(pod) {
    const isBad = (of: unknown): boolean =>
      Boolean(security(of, 'appArmorProfile')) &&
      !['RuntimeDefault', 'Localhost'].includes(textAt(security(of, 'appArmorProfile'), 'type'));
    const bad = [pod.spec, ...containersOf(pod)].filter(isBad);
    const types = bad.map((of) => textAt(security(of, 'appArmorProfile'), 'type'));
    const annotations = Object.entries(pod.annotations)
      .filter(([key, value]) => key.startsWith(appArmorAnnotation) && !isAllowedAnnotation(String(value)))
      .map(([key, value]) => `${key}=${JSON.stringify(value)}`);
    const values = [...sorted(types), ...annotations.toSorted()];
    const who = [
      setters(isBad(pod.spec), namesWhere(pod, isBad)),
      annotations.length ? plural('annotation', 'annotations', annotations.length) : '',
    ].filter(Boolean);
    if (!who.length) return undefined;
    return {
      reason: plural('forbidden AppArmor profile', 'forbidden AppArmor profiles', values.length),
      detail: `${who.join(' and ')} must not set AppArmor profile type to ${quote(values)}`,
    };
  },
};

const isAllowedAnnotation = (profile: string): boolean =>
  !profile || profile === 'runtime/default' || profile.startsWith('localhost/');

const defaultCapabilities = [
  ...['AUDIT_WRITE', 'CHOWN', 'DAC_OVERRIDE', 'FOWNER', 'FSETID', 'KILL', 'MKNOD', 'NET_BIND_SERVICE'],
  ...['SETFCAP', 'SETGID', 'SETPCAP', 'SETUID', 'SYS_CHROOT'],
];

const capabilities: Check = {
  id: 'capabilities_baseline',
  since: 0,
  check(pod) {
    const badOf = (container: unknown): readonly string[] =>
      listAt(container, 'securityContext.capabilities.add')
        .map(String)
        .filter((name) => !defaultCapabilities.includes(name));
    const names = namesWhere(pod, (container) => badOf(container).length > 0);
    if (!names.length) return undefined;
    const added = quote(sorted(containersOf(pod).flatMap(badOf)));
    return {
      reason: 'non-default capabilities',
      detail: `${containersNamed(names)} must not include ${added} in securityContext.capabilities.add`,
    };
  },
};

const hostNamespaces: Check = {
  id: 'hostNamespaces',
  since: 0,
  check({ spec }) {
    const shared = ['hostNetwork', 'hostPID', 'hostIPC'].filter((field) => spec[field] === true);
    if (!shared.length) return undefined;
    return { reason: 'host namespaces', detail: shared.map((field) => `${field}=true`).join(', ') };
  },
};

const hostPathVolumes: Check = {
  id: 'hostPathVolumes',
  since: 0,
  check({ spec }) {
    const names = listAt(spec, 'volumes')
      .filter((volume) => at(volume, 'hostPath'))
      .map((volume) => textAt(volume, 'name'));
    if (!names.length) return undefined;
    const detail = `${plural('volume', 'volumes', names.length)} ${quote(names)}`;
    return { reason: 'hostPath volumes', detail };
  },
};

const hostPorts: Check = {
  id: 'hostPorts',
  since: 0,
  check(pod) {
    const portsOf = (container: unknown): readonly string[] =>
      listAt(container, 'ports').flatMap((port) =>
        numberAt(port, 'hostPort') ? [String(numberAt(port, 'hostPort'))] : [],
      );
    const names = namesWhere(pod, (container) => portsOf(container).length > 0);
    if (!names.length) return undefined;
    const ports = sorted(containersOf(pod).flatMap(portsOf));
    const use = plural('uses', 'use', names.length);
    const what = plural('hostPort', 'hostPorts', ports.length);
    return { reason: 'hostPort', detail: `${containersNamed(names)} ${use} ${what} ${ports.join(', ')}` };
  },
};

const privileged: Check = {
  id: 'privileged',
  since: 0,
  check(pod) {
    const names = namesWhere(pod, (container) => security(container, 'privileged') === true);
    if (!names.length) return undefined;
    const detail = `${containersNamed(names)} must not set securityContext.privileged=true`;
    return { reason: 'privileged', detail };
  },
};

const procMount: Check = {
  id: 'procMount',
  since: 0,
  check(pod) {
    const isBad = (container: unknown): boolean =>
      ![undefined, null, 'Default'].includes(security(container, 'procMount') as string | undefined);
    const names = namesWhere(pod, isBad);
    if (!names.length) return undefined;
    const types = sorted(
      containersOf(pod)
        .filter(isBad)
        .map((one) => String(security(one, 'procMount'))),
    );
    const detail = `${containersNamed(names)} must not set securityContext.procMount to ${quote(types)}`;
    return { reason: 'procMount', detail };
  },
};

const containerEngineSince = 31;

const seLinuxOptions: Check = {
  id: 'seLinuxOptions',
  since: 0,
  check(pod, minor) {
    const allowed = ['', 'container_t', 'container_init_t', 'container_kvm_t'];
    const engine = minor >= containerEngineSince ? ['container_engine_t'] : [];
    const isBadType = (of: unknown): boolean =>
      ![...allowed, ...engine].includes(textAt(security(of, 'seLinuxOptions'), 'type'));
    const sets = (of: unknown, field: string): boolean =>
      textAt(security(of, 'seLinuxOptions'), field) !== '';
    const isBad = (of: unknown): boolean => isBadType(of) || sets(of, 'user') || sets(of, 'role');
    const bad = [pod.spec, ...containersOf(pod)].filter(isBad);
    if (!bad.length) return undefined;
    const types = sorted(bad.filter(isBadType).map((of) => textAt(security(of, 'seLinuxOptions'), 'type')));
    const what = [
      ...(types.length ? [`${plural('type', 'types', types.length)} ${quote(types)}`] : []),
      ...['user', 'role'].filter((field) => bad.some((of) => sets(of, field))).map(mayNotBeSet),
    ].join('; ');
    const who = setters(isBad(pod.spec), namesWhere(pod, isBad));
    return {
      reason: 'seLinuxOptions',
      detail: `${who} set forbidden securityContext.seLinuxOptions: ${what}`,
    };
  },
};

const mayNotBeSet = (field: string): string => `${field} may not be set`;

const seccompFieldSince = 19;
const podAnnotation = 'seccomp.security.alpha.kubernetes.io/pod';
const containerAnnotation = 'container.seccomp.security.alpha.kubernetes.io/';

const seccompProfile: Check = {
  id: 'seccompProfile_baseline',
  since: 0,
  check(pod, minor) {
    if (minor >= seccompFieldSince) return badSeccomp(pod);
    const keys = [podAnnotation, ...namesWhere(pod, () => true).map((name) => containerAnnotation + name)];
    const bad = keys.filter(
      (key) => pod.annotations[key] !== undefined && !isSeccomp(String(pod.annotations[key])),
    );
    if (!bad.length) return undefined;
    const list = sorted(bad.map((key) => `${key}=${JSON.stringify(pod.annotations[key])}`));
    const detail = `forbidden ${plural('annotation', 'annotations', list.length)} ${list.join(', ')}`;
    return { reason: 'seccompProfile', detail };
  },
};

const isSeccomp = (value: string): boolean =>
  value === 'runtime/default' || value === 'docker/default' || value.startsWith('localhost/');

/** Whether a pod or container sets a profile, and one that is allowed. */
export const seccompOf = (of: unknown): 'unset' | 'good' | 'bad' => {
  const profile = security(of, 'seccompProfile');
  if (!profile) return 'unset';
  return ['Localhost', 'RuntimeDefault'].includes(textAt(profile, 'type')) ? 'good' : 'bad';
};

/** Profiles that are set, and to what is not allowed. */
export const badSeccomp: (pod: Parameters<Check['check']>[0]) => ReturnType<Check['check']> = (pod) => {
  const isBad = (of: unknown): boolean => seccompOf(of) === 'bad';
  const bad = [pod.spec, ...containersOf(pod)].filter(isBad);
  if (!bad.length) return undefined;
  const types = quote(sorted(bad.map((of) => textAt(security(of, 'seccompProfile'), 'type'))));
  const who = setters(isBad(pod.spec), namesWhere(pod, isBad));
  return {
    reason: 'seccompProfile',
    detail: `${who} must not set securityContext.seccompProfile.type to ${types}`,
  };
};

/** Kernel settings that are safe, by the minor version since which they count as that. */
const safeSysctls: readonly (readonly [number, readonly string[]])[] = [
  [
    0,
    [
      'kernel.shm_rmid_forced',
      'net.ipv4.ip_local_port_range',
      'net.ipv4.tcp_syncookies',
      'net.ipv4.ping_group_range',
      'net.ipv4.ip_unprivileged_port_start',
    ],
  ],
  [27, ['net.ipv4.ip_local_reserved_ports']],
  [
    29,
    [
      'net.ipv4.tcp_keepalive_time',
      'net.ipv4.tcp_fin_timeout',
      'net.ipv4.tcp_keepalive_intvl',
      'net.ipv4.tcp_keepalive_probes',
    ],
  ],
  [32, ['net.ipv4.tcp_rmem', 'net.ipv4.tcp_wmem']],
];

const sysctls: Check = {
  id: 'sysctls',
  since: 0,
  check({ spec }, minor) {
    const safe = safeSysctls.flatMap(([since, names]) => (minor >= since ? names : []));
    const names = listAt(fieldsAt(spec, 'securityContext'), 'sysctls').map((sysctl) =>
      textAt(sysctl, 'name'),
    );
    const forbidden = names.filter((name) => !safe.includes(name));
    return forbidden.length ? { reason: 'forbidden sysctls', detail: forbidden.join(', ') } : undefined;
  },
};

const windowsHostProcess: Check = {
  id: 'windowsHostProcess',
  since: 0,
  check(pod) {
    const isBad = (of: unknown): boolean => security(of, 'windowsOptions.hostProcess') === true;
    const who = setters(isBad(pod.spec), namesWhere(pod, isBad));
    if (!who) return undefined;
    const detail = `${who} must not set securityContext.windowsOptions.hostProcess=true`;
    return { reason: 'hostProcess', detail };
  },
};

/** The checks of the policy `baseline`, in the order of their texts. */
export const baselineChecks: readonly Check[] = [
  appArmorProfile,
  capabilities,
  hostNamespaces,
  hostPathVolumes,
  hostPorts,
  privileged,
  procMount,
  seLinuxOptions,
  seccompProfile,
  sysctls,
  windowsHostProcess,
];
