import { areUnique, celRule } from '../../apiserver/admission/cel-rule.ts';
import { at, fieldsAt, listAt, textAt } from '../../apiserver/fields.ts';
import type { FieldError } from '../../apiserver/kind.ts';
import type { KubeObject } from '../../apiserver/store/object.ts';

const hostnamePattern = '^(\\*\\.)?[a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*$';

/** What a Gateway breaks beyond its schema. @see https://gateway-api.sigs.k8s.io/reference/spec/#gatewayspec */
export function gatewayRules(gateway: KubeObject): FieldError[] {
  const listeners = listAt(gateway, 'spec.listeners');
  return [
    ...addressRules(listAt(gateway, 'spec.addresses')),
    ...listenersRules(listeners),
    ...listeners.flatMap((listener, index) => tlsRules(listener, `spec.listeners[${index}].tls`)),
  ];
}

function listenersRules(listeners: readonly unknown[]): FieldError[] {
  const rule = (kept: boolean, message: string) => celRule(kept, 'spec.listeners', 'array', message);
  const every = (protocols: readonly string[], holds: (listener: unknown) => boolean) =>
    listeners.every((listener) => !protocols.includes(textAt(listener, 'protocol')) || holds(listener));
  return [
    ...rule(
      every(['HTTP', 'TCP', 'UDP'], (listener) => !at(listener, 'tls')),
      "tls must not be specified for protocols ['HTTP', 'TCP', 'UDP']",
    ),
    ...rule(
      every(['HTTPS'], (listener) => !at(listener, 'tls') || textAt(listener, 'tls.mode') === 'Terminate'),
      'tls mode must be Terminate for protocol HTTPS',
    ),
    ...rule(
      every(['TLS'], (listener) => textAt(listener, 'tls.mode') !== ''),
      'tls mode must be set for protocol TLS',
    ),
    ...rule(
      every(['TCP', 'UDP'], (listener) => !textAt(listener, 'hostname')),
      "hostname must not be specified for protocols ['TCP', 'UDP']",
    ),
    ...rule(
      areUnique(listeners.map((listener) => textAt(listener, 'name'))),
      'Listener name must be unique within the Gateway',
    ),
    ...rule(
      areUnique(listeners.map(place)),
      'Combination of port, protocol and hostname must be unique for each listener',
    ),
  ];
}

const place = (listener: unknown): string =>
  JSON.stringify([at(listener, 'port'), at(listener, 'protocol'), at(listener, 'hostname')]);

function tlsRules(listener: unknown, path: string): FieldError[] {
  const tls = fieldsAt(listener, 'tls');
  const kept =
    tls.mode !== 'Terminate' ||
    listAt(tls, 'certificateRefs').length > 0 ||
    Object.keys(fieldsAt(tls, 'options')).length > 0;
  return celRule(kept, path, 'object', 'certificateRefs or options must be specified when mode is Terminate');
}

function addressRules(addresses: readonly unknown[]): FieldError[] {
  const values = (type: string) =>
    addresses
      .filter((address) => textAt(address, 'type') === type && at(address, 'value') !== undefined)
      .map((address) => textAt(address, 'value'));
  const hostname = new RegExp(hostnamePattern);
  return [
    ...celRule(areUnique(values('IPAddress')), 'spec.addresses', 'array', 'IPAddress values must be unique'),
    ...celRule(areUnique(values('Hostname')), 'spec.addresses', 'array', 'Hostname values must be unique'),
    ...addresses.flatMap((address, index) => {
      const value = at(address, 'value');
      const kept = textAt(address, 'type') !== 'Hostname' || !value || hostname.test(String(value));
      const message = `Hostname value must be empty or contain only valid characters (matching ${hostnamePattern})`;
      return celRule(kept, `spec.addresses[${index}]`, 'object', message);
    }),
  ];
}

/** A class keeps its controller. @see https://gateway-api.sigs.k8s.io/reference/spec/#gatewayclassspec */
export const gatewayClassRules = (gatewayClass: KubeObject, old: KubeObject | undefined): FieldError[] =>
  celRule(
    !old || at(gatewayClass, 'spec.controllerName') === at(old, 'spec.controllerName'),
    'spec.controllerName',
    'string',
    'field is immutable',
  );
