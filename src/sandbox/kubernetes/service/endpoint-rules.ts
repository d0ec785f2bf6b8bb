import { duplicate, invalid, notSupported, required } from '../../apiserver/admission/field-error.ts';
import { parseIp } from '../../apiserver/admission/ip-address.ts';
import { labelNameProblems, subdomainProblems } from '../../apiserver/admission/names.ts';
import { portRules } from '../../apiserver/admission/number-rules.ts';
import { at, listAt, textAt } from '../../apiserver/fields.ts';
import type { FieldError } from '../../apiserver/kind.ts';
import type { KubeObject } from '../../apiserver/store/object.ts';
import { portProtocols } from '../pod/container-rules.ts';
import { specialAddressRules } from './service-address-rules.ts';

const noAddress = 'must be a valid IP address, (e.g. 10.9.8.7 or 2001:db8::ffff)';

/** What Endpoints break. @see https://github.com/kubernetes/kubernetes/blob/v1.33.1/pkg/apis/core/validation/validation.go ValidateEndpoints */
export const endpointsRules = (object: KubeObject): FieldError[] =>
  listAt(object, 'subsets').flatMap((subset, index) => {
    const here = `subsets[${index}]`;
    const lists = ['addresses', 'notReadyAddresses'] as const;
    const ports = listAt(subset, 'ports');
    return [
      ...(lists.some((list) => listAt(subset, list).length)
        ? []
        : [required(here, 'must specify `addresses` or `notReadyAddresses`')]),
      ...lists.flatMap((list) =>
        listAt(subset, list).flatMap((address, number) =>
          endpointAddressRules(textAt(address, 'ip'), `${here}.${list}[${number}].ip`),
        ),
      ),
      ...ports.flatMap((port, number) => {
        const name = textAt(port, 'name');
        return [
          ...(!name && ports.length > 1 ? [required(`${here}.ports[${number}].name`)] : []),
          ...(name ? labelRules(name, `${here}.ports[${number}].name`) : []),
          ...portRules(at(port, 'port'), `${here}.ports[${number}].port`),
          ...protocolRules(port, `${here}.ports[${number}].protocol`),
        ];
      }),
    ];
  });

/** An address that is none is told twice. */
const endpointAddressRules = (text: string, field: string): FieldError[] =>
  parseIp(text)
    ? specialAddressRules(text, field)
    : [invalid(field, text, noAddress), invalid(field, text, 'must be a valid IP address')];

const labelRules = (name: string, field: string): FieldError[] =>
  labelNameProblems(name).map((problem) => invalid(field, name, problem));

function protocolRules(port: unknown, field: string): FieldError[] {
  const protocol = textAt(port, 'protocol');
  return portProtocols.includes(protocol) ? [] : [notSupported(field, protocol, portProtocols)];
}

const addressTypes = ['FQDN', 'IPv4', 'IPv6'];

/** What an EndpointSlice breaks. @see https://github.com/kubernetes/kubernetes/blob/v1.33.1/pkg/apis/discovery/validation/validation.go */
export function endpointSliceRules(object: KubeObject): FieldError[] {
  const type = textAt(object, 'addressType');
  const names = listAt(object, 'ports').map((port) => textAt(port, 'name'));
  return [
    ...(type === ''
      ? [required('addressType')]
      : addressTypes.includes(type)
        ? []
        : [notSupported('addressType', type, addressTypes)]),
    ...listAt(object, 'endpoints').flatMap((endpoint, index) => sliceEndpointRules(endpoint, index, type)),
    ...listAt(object, 'ports').flatMap((port, index) => {
      const [here, name] = [`ports[${index}]`, names[index] ?? ''];
      return [
        ...(name ? labelRules(name, `${here}.name`) : []),
        ...(names.indexOf(name) < index ? [duplicate(`${here}.name`, name)] : []),
        ...protocolRules(port, `${here}.protocol`),
      ];
    }),
  ];
}

function sliceEndpointRules(endpoint: unknown, index: number, type: string): FieldError[] {
  const here = `endpoints[${index}]`;
  const addresses = listAt(endpoint, 'addresses').map(String);
  const [hostname, nodeName] = [textAt(endpoint, 'hostname'), textAt(endpoint, 'nodeName')];
  return [
    ...(addresses.length ? [] : [required(`${here}.addresses`, 'must contain at least 1 address')]),
    ...addresses.flatMap((address, number) => sliceAddressRules(address, type, { here, number })),
    ...(nodeName
      ? subdomainProblems(nodeName).map((problem) => invalid(`${here}.nodeName`, nodeName, problem))
      : []),
    ...(hostname ? labelRules(hostname, `${here}.hostname`) : []),
  ];
}

type Place = { readonly here: string; readonly number: number };

function sliceAddressRules(address: string, type: string, { here, number }: Place): FieldError[] {
  const field = `${here}.addresses[${number}]`;
  if (type === 'FQDN') return subdomainProblems(address).map((problem) => invalid(field, address, problem));
  if (type !== 'IPv4' && type !== 'IPv6') return [];
  const read = parseIp(address);
  if (!read) return [invalid(field, address, noAddress)];
  const isOfType = (read.bits === 32) === (type === 'IPv4');
  return [
    ...(isOfType ? [] : [invalid(`${here}.addresses`, address, `must be an ${type} address`)]),
    ...specialAddressRules(address, field),
  ];
}
