import { invalid, invalidObject } from '../../apiserver/admission/field-error.ts';
import { GoText } from '../../apiserver/admission/go-value.ts';
import type { AdmissionPlugin } from '../../apiserver/admission/plugin.ts';
import { listAt, numberAt, textAt } from '../../apiserver/fields.ts';
import type { FieldError } from '../../apiserver/kind.ts';
import type { KubeObject } from '../../apiserver/store/object.ts';

const inRange = /^10\.96\.\d+\.\d+$/;

/**
 * Refuses addresses and node ports that another service has, or that services can't have.
 * @see https://kubernetes.io/docs/concepts/services-networking/cluster-ip-allocation/
 */
export const serviceAllocation: AdmissionPlugin = {
  name: 'sandbox: service allocation',
  handles: ({ operation, resource, subresource }) =>
    operation !== 'DELETE' && resource === 'services' && subresource === '',
  validate(service, { world, kind }) {
    const { namespace = '', name } = service.metadata;
    const others = world.store
      .list('services')
      .filter(({ metadata }) => metadata.namespace !== namespace || metadata.name !== name);
    const errors = [...addressErrors(service, others), ...portErrors(service, others)].slice(0, 1);
    if (errors.length) throw invalidObject(kind, name, errors);
  },
};

function addressErrors(service: KubeObject, others: readonly KubeObject[]): FieldError[] {
  const address = textAt(service, 'spec.clusterIP');
  if (!address || address === 'None') return [];
  const why = problemOf(address, others);
  const list = listAt(service, 'spec.clusterIPs').map((one) => JSON.stringify(one));
  const value = new GoText(`[]string{${list.join(', ')}}`);
  return why ? [invalid('spec.clusterIPs', value, `failed to allocate IP ${address}: ${why}`)] : [];
}

function problemOf(address: string, others: readonly KubeObject[]): string | undefined {
  if (!inRange.test(address)) return 'the provided network does not match the current range';
  const isTaken = others.some((other) => textAt(other, 'spec.clusterIP') === address);
  return isTaken ? 'provided IP is already allocated' : undefined;
}

/** One port may serve several protocols, of one service. */
function portErrors(service: KubeObject, others: readonly KubeObject[]): FieldError[] {
  const taken = new Set(others.flatMap(nodePortsOf));
  const ports = listAt(service, 'spec.ports');
  const keys = ports.map((port) => `${textAt(port, 'protocol')} ${numberAt(port, 'nodePort')}`);
  return ports.flatMap((port, index) => {
    const nodePort = numberAt(port, 'nodePort');
    if (!nodePort) return [];
    const isRepeated = keys.indexOf(keys[index] ?? '') < index;
    return taken.has(nodePort) || isRepeated
      ? [invalid(`spec.ports[${index}].nodePort`, nodePort, 'provided port is already allocated')]
      : [];
  });
}

const nodePortsOf = (service: KubeObject): readonly number[] => [
  ...listAt(service, 'spec.ports').map((port) => numberAt(port, 'nodePort')),
  numberAt(service, 'spec.healthCheckNodePort'),
];
