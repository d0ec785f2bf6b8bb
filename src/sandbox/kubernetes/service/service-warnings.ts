import { formatIp, legacyIp, parseIp } from '../../apiserver/admission/ip-address.ts';
import { listAt, textAt } from '../../apiserver/fields.ts';
import type { KubeObject } from '../../apiserver/store/object.ts';

/** What of a service isn't looked at, or is written as it shouldn't be. @see https://github.com/kubernetes/kubernetes/blob/v1.33.1/pkg/api/service/warnings.go */
export function serviceWarnings(service: KubeObject): readonly string[] {
  const { spec } = service;
  const isExternal = textAt(spec, 'type') === 'ExternalName';
  return [
    ...(['clusterIPs', 'externalIPs'] as const).flatMap((list) =>
      listAt(spec, list).flatMap((address, index) =>
        addressWarnings(String(address), `spec.${list}[${index}]`),
      ),
    ),
    ...(isExternal && listAt(spec, 'externalIPs').length
      ? ['spec.externalIPs is ignored when spec.type is "ExternalName"']
      : []),
    ...(!isExternal && textAt(spec, 'externalName')
      ? ['spec.externalName is ignored when spec.type is not "ExternalName"']
      : []),
  ];
}

function addressWarnings(address: string, path: string): readonly string[] {
  const read = parseIp(address) ? undefined : legacyIp(address);
  return read
    ? [
        `${path}: non-standard IP address "${address}" will be considered invalid in a future Kubernetes release: use "${formatIp(read)}"`,
      ]
    : [];
}
