import { listAt, textAt } from '../../apiserver/fields.ts';
import { badSeccomp, seccompOf } from './baseline-checks.ts';
import {
  type Check,
  containersNamed,
  containersOf,
  isWindows,
  namesWhere,
  plural,
  quote,
  security,
  setters,
  sorted,
} from './check.ts';

/** Since this version Windows pods are let off what they have no use for. */
const windowsSince = 25;

const allowPrivilegeEscalation: Check = {
  id: 'allowPrivilegeEscalation',
  since: 8,
  check(pod, minor) {
    if (minor >= windowsSince && isWindows(pod)) return undefined;
    const names = namesWhere(pod, (container) => security(container, 'allowPrivilegeEscalation') !== false);
    if (!names.length) return undefined;
    return {
      reason: 'allowPrivilegeEscalation != false',
      detail: `${containersNamed(names)} must set securityContext.allowPrivilegeEscalation=false`,
    };
  },
};

const capabilities: Check = {
  id: 'capabilities_restricted',
  since: 22,
  overrides: 'capabilities_baseline',
  check(pod, minor) {
    if (minor >= windowsSince && isWindows(pod)) return undefined;
    const added = (container: unknown): readonly string[] =>
      listAt(container, 'securityContext.capabilities.add')
        .map(String)
        .filter((name) => name !== 'NET_BIND_SERVICE');
    const undropped = namesWhere(
      pod,
      (container) => !listAt(container, 'securityContext.capabilities.drop').includes('ALL'),
    );
    const adding = namesWhere(pod, (container) => added(container).length > 0);
    const forbidden = quote(sorted(containersOf(pod).flatMap(added)));
    const details = [
      ...(undropped.length
        ? [`${containersNamed(undropped)} must set securityContext.capabilities.drop=["ALL"]`]
        : []),
      ...(adding.length
        ? [`${containersNamed(adding)} must not include ${forbidden} in securityContext.capabilities.add`]
        : []),
    ];
    if (!details.length) return undefined;
    return { reason: 'unrestricted capabilities', detail: details.join('; ') };
  },
};

const allowedVolumes = [
  ...['configMap', 'csi', 'downwardAPI', 'emptyDir', 'ephemeral', 'image', 'persistentVolumeClaim'],
  ...['projected', 'secret'],
];

const restrictedVolumes: Check = {
  id: 'restrictedVolumes',
  since: 0,
  overrides: 'hostPathVolumes',
  check({ spec }) {
    const typeOf = (volume: unknown): string =>
      Object.keys(volume as object).find((field) => field !== 'name') ?? 'unknown';
    const bad = listAt(spec, 'volumes').filter((volume) => !allowedVolumes.includes(typeOf(volume)));
    if (!bad.length) return undefined;
    const names = bad.map((volume) => textAt(volume, 'name'));
    const types = sorted(bad.map(typeOf));
    const uses = plural('uses', 'use', names.length);
    const what = plural('restricted volume type', 'restricted volume types', types.length);
    return {
      reason: 'restricted volume types',
      detail: `${plural('volume', 'volumes', names.length)} ${quote(names)} ${uses} ${what} ${quote(types)}`,
    };
  },
};

const runAsNonRoot: Check = {
  id: 'runAsNonRoot',
  since: 0,
  check(pod) {
    const isRoot = (of: unknown): boolean => security(of, 'runAsNonRoot') === false;
    const reason = 'runAsNonRoot != true';
    const who = setters(isRoot(pod.spec), namesWhere(pod, isRoot));
    if (who) return { reason, detail: `${who} must not set securityContext.runAsNonRoot=false` };
    if (security(pod.spec, 'runAsNonRoot') === true) return undefined;
    const unset = namesWhere(pod, (container) => typeof security(container, 'runAsNonRoot') !== 'boolean');
    if (!unset.length) return undefined;
    return { reason, detail: `pod or ${containersNamed(unset)} must set securityContext.runAsNonRoot=true` };
  },
};

const runAsUser: Check = {
  id: 'runAsUser',
  since: 23,
  check(pod) {
    const isRoot = (of: unknown): boolean => security(of, 'runAsUser') === 0;
    const who = setters(isRoot(pod.spec), namesWhere(pod, isRoot));
    return who ? { reason: 'runAsUser=0', detail: `${who} must not set runAsUser=0` } : undefined;
  },
};

const seccompProfile: Check = {
  id: 'seccompProfile_restricted',
  since: 19,
  overrides: 'seccompProfile_baseline',
  check(pod, minor) {
    if (minor >= windowsSince && isWindows(pod)) return undefined;
    const bad = badSeccomp(pod);
    if (bad) return bad;
    if (seccompOf(pod.spec) === 'good') return undefined;
    const unset = namesWhere(pod, (container) => seccompOf(container) === 'unset');
    if (!unset.length) return undefined;
    const types = '"RuntimeDefault" or "Localhost"';
    const detail = `pod or ${containersNamed(unset)} must set securityContext.seccompProfile.type to ${types}`;
    return { reason: 'seccompProfile', detail };
  },
};

/** What the policy `restricted` has beyond `baseline`, in the order of their texts. */
export const restrictedChecks: readonly Check[] = [
  allowPrivilegeEscalation,
  capabilities,
  restrictedVolumes,
  runAsNonRoot,
  runAsUser,
  seccompProfile,
];
