import { isEqual } from '../../apiserver/equal.ts';
import { type Fields, fieldsAt, isFields, listAt, numberAt, textAt } from '../../apiserver/fields.ts';
import type { KubeObject } from '../../apiserver/store/object.ts';

/**
 * A changed service without what the server gave it for a type that it no longer has; what its writer changed too
 * stays, for the rules to refuse.
 * @see https://github.com/kubernetes/kubernetes/blob/v1.33.1/pkg/registry/core/service/strategy.go dropTypeDependentFields
 */
export function withoutIdleFields(service: KubeObject, old: KubeObject | undefined): KubeObject {
  if (!old) return service;
  const [before, now] = [fieldsAt(old, 'spec'), fieldsAt(service, 'spec')];
  const ends = (needs: (spec: Fields) => boolean): boolean => needs(before) && !needs(now);
  const idle = [
    ...(ends(needsAddress) ? addressFields(before, now) : []),
    ...(ends(isBalanced) ? ['allocateLoadBalancerNodePorts', 'loadBalancerClass'] : []),
    ...(ends(isOutside) ? ['externalTrafficPolicy'] : []),
    ...(ends(needsHealthPort) ? ['healthCheckNodePort'] : []),
  ].filter((name) => isEqual(before[name], now[name]));
  const kept = Object.fromEntries(Object.entries(now).filter(([name]) => !idle.includes(name)));
  const spec = ends(hasNodePorts) && sameNodePorts(before, now) ? withoutNodePorts(kept) : kept;
  return { ...service, spec };
}

const typeOf = (spec: Fields): string => textAt(spec, 'type') || 'ClusterIP';
const needsAddress = (spec: Fields): boolean => typeOf(spec) !== 'ExternalName';
const isBalanced = (spec: Fields): boolean => typeOf(spec) === 'LoadBalancer';
const hasNodePorts = (spec: Fields): boolean => isBalanced(spec) || typeOf(spec) === 'NodePort';
const isOutside = (spec: Fields): boolean =>
  hasNodePorts(spec) || (needsAddress(spec) && listAt(spec, 'externalIPs').length > 0);
const needsHealthPort = (spec: Fields): boolean =>
  isBalanced(spec) && textAt(spec, 'externalTrafficPolicy') === 'Local';

/** The two ways to say an address go together. */
function addressFields(before: Fields, now: Fields): readonly string[] {
  const isSame = isEqual([before.clusterIP, before.clusterIPs ?? []], [now.clusterIP, now.clusterIPs ?? []]);
  return [
    ...(isSame ? ['clusterIP', 'clusterIPs'] : []),
    'ipFamilies',
    'ipFamilyPolicy',
    'internalTrafficPolicy',
  ];
}

function sameNodePorts(before: Fields, now: Fields): boolean {
  const ports = (spec: Fields) =>
    listAt(spec, 'ports')
      .map((port) => numberAt(port, 'nodePort'))
      .filter(Boolean)
      .sort();
  return isEqual(ports(before), ports(now));
}

function withoutNodePorts(spec: Fields): Fields {
  const ports = listAt(spec, 'ports').map((port) => {
    if (!isFields(port)) return port;
    const { nodePort: _nodePort, ...rest } = port;
    return rest;
  });
  return { ...spec, ports };
}
