import {
  duplicate,
  forbiddenField,
  invalid,
  notSupported,
  required,
} from '../../apiserver/admission/field-error.ts';
import { GoText } from '../../apiserver/admission/go-value.ts';
import { labelNameProblems, subdomainProblems } from '../../apiserver/admission/names.ts';
import { portRules, targetPortRules } from '../../apiserver/admission/number-rules.ts';
import { labelRules } from '../../apiserver/admission/object-meta-rules.ts';
import { at, type Fields, fieldsAt, listAt, numberAt, textAt } from '../../apiserver/fields.ts';
import type { FieldError } from '../../apiserver/kind.ts';
import type { KubeObject } from '../../apiserver/store/object.ts';
import { portProtocols } from '../pod/container-rules.ts';
import { clusterIpErrors } from './cluster-ip-rules.ts';
import { serviceAddressRules } from './service-address-rules.ts';

const types = ['ClusterIP', 'ExternalName', 'LoadBalancer', 'NodePort'];
const affinities = ['ClientIP', 'None'];
const nodePortRange = { lowest: 30000, highest: 32767 };

/** What a service breaks. @see https://kubernetes.io/docs/reference/kubernetes-api/service-resources/service-v1/ */
export function serviceRules(service: KubeObject, old: KubeObject | undefined): FieldError[] {
  const spec = fieldsAt(service, 'spec');
  const type = textAt(spec, 'type');
  const ports = listAt(spec, 'ports');
  const isHeadless = textAt(spec, 'clusterIP') === 'None';
  const affinity = textAt(spec, 'sessionAffinity');
  return [
    ...(old && type !== 'ExternalName' ? clusterIpRules(spec, fieldsAt(old, 'spec')) : []),
    ...(ports.length || isHeadless || type === 'ExternalName' ? [] : [required('spec.ports')]),
    ...clusterIpErrors(spec),
    ...typeRules(spec, type),
    ...portsRules(ports),
    ...labelRules(spec.selector, 'spec.selector'),
    ...(affinities.includes(affinity) ? [] : [notSupported('spec.sessionAffinity', affinity, affinities)]),
    ...affinityRules(spec),
    ...policyRules(spec, type),
    ...familyRules(spec),
    ...(types.includes(type) ? [] : [notSupported('spec.type', type, types)]),
    ...nodePortRules(ports, type),
    ...duplicatePorts(ports),
    ...serviceAddressRules(spec, type),
  ];
}

function typeRules(spec: Fields, type: string): FieldError[] {
  const clusterIp = textAt(spec, 'clusterIP');
  if (type === 'ExternalName') return externalNameRules(textAt(spec, 'externalName'), clusterIp);
  if (clusterIp === 'None' && type !== 'ClusterIP') {
    const field = 'spec.clusterIPs[0]';
    return [invalid(field, 'None', `may not be set to 'None' for ${type} services`)];
  }
  return [];
}

const longestAffinity = 86_400;

function affinityRules(spec: Fields): FieldError[] {
  const config = at(spec, 'sessionAffinityConfig');
  const seconds = at(config, 'clientIP.timeoutSeconds');
  if (typeof seconds !== 'number' || (seconds > 0 && seconds <= longestAffinity)) return [];
  const field = 'spec.sessionAffinityConfig.clientIP.timeoutSeconds';
  return [invalid(field, seconds, `must be greater than 0 and less than ${longestAffinity}`)];
}

const trafficPolicies = ['Cluster', 'Local'];

function policyRules(spec: Fields, type: string): FieldError[] {
  const outside = at(spec, 'externalTrafficPolicy');
  const inside = at(spec, 'internalTrafficPolicy');
  const isOutside = type === 'NodePort' || type === 'LoadBalancer' || listAt(spec, 'externalIPs').length > 0;
  return [
    ...(outside !== undefined && !isOutside
      ? [invalid('spec.externalTrafficPolicy', outside, 'may only be set for externally-accessible services')]
      : []),
    ...(outside !== undefined && isOutside && !trafficPolicies.includes(String(outside))
      ? [notSupported('spec.externalTrafficPolicy', outside, trafficPolicies)]
      : []),
    ...(inside !== undefined && !trafficPolicies.includes(String(inside))
      ? [notSupported('spec.internalTrafficPolicy', inside, trafficPolicies)]
      : []),
  ];
}

/** The clusters have IPv4 alone. */
function familyRules(spec: Fields): FieldError[] {
  const isFree = textAt(spec, 'clusterIP') === 'None' && !Object.keys(fieldsAt(spec, 'selector')).length;
  if (isFree) return [];
  const policy = textAt(spec, 'ipFamilyPolicy');
  const detail = 'this cluster is not configured for dual-stack services';
  return [
    ...(policy === 'RequireDualStack' ? [invalid('spec.ipFamilyPolicy', policy, detail)] : []),
    ...listAt(spec, 'ipFamilies').flatMap((family, index) =>
      family === 'IPv6'
        ? [invalid(`spec.ipFamilies[${index}]`, family, 'not configured on this cluster')]
        : [],
    ),
  ];
}

function externalNameRules(name: string, clusterIp: string): FieldError[] {
  return [
    ...(clusterIp ? [forbiddenField('spec.clusterIPs', 'may not be set for ExternalName services')] : []),
    ...(name
      ? subdomainProblems(name).map((problem) => invalid('spec.externalName', name, problem))
      : [required('spec.externalName')]),
  ];
}

function portsRules(ports: readonly unknown[]): FieldError[] {
  const names = ports.map((port) => textAt(port, 'name'));
  return ports.flatMap((port, index) => {
    const here = `spec.ports[${index}]`;
    const name = names[index] ?? '';
    const protocol = textAt(port, 'protocol');
    return [
      ...(!name && ports.length > 1 ? [required(`${here}.name`)] : []),
      ...(name ? labelNameProblems(name).map((problem) => invalid(`${here}.name`, name, problem)) : []),
      ...(name && names.indexOf(name) < index ? [duplicate(`${here}.name`, name)] : []),
      ...portRules(at(port, 'port'), `${here}.port`),
      ...(portProtocols.includes(protocol)
        ? []
        : [notSupported(`${here}.protocol`, protocol, portProtocols)]),
      ...targetPortRules(at(port, 'targetPort'), `${here}.targetPort`),
    ];
  });
}

function nodePortRules(ports: readonly unknown[], type: string): FieldError[] {
  const { lowest, highest } = nodePortRange;
  return ports.flatMap((port, index) => {
    const field = `spec.ports[${index}].nodePort`;
    const nodePort = numberAt(port, 'nodePort');
    if (!nodePort) return [];
    if (type === 'ClusterIP') return [forbiddenField(field, "may not be used when `type` is 'ClusterIP'")];
    if (nodePort >= lowest && nodePort <= highest) return [];
    const detail = `provided port is not in the valid range. The range of valid ports is ${lowest}-${highest}`;
    return [invalid(field, nodePort, detail)];
  });
}

function duplicatePorts(ports: readonly unknown[]): FieldError[] {
  const keys = ports.map((port) => `${numberAt(port, 'port')}/${textAt(port, 'protocol')}`);
  return ports.flatMap((port, index) =>
    keys.indexOf(keys[index] ?? '') < index ? [duplicate(`spec.ports[${index}]`, goPort(port))] : [],
  );
}

/** Only what makes ports the same is in the value that the error shows. */
const goPort = (port: unknown): GoText =>
  new GoText(
    `core.ServicePort{Name:"", Protocol:${JSON.stringify(textAt(port, 'protocol'))}, AppProtocol:(*string)(nil), Port:${numberAt(port, 'port')}, TargetPort:intstr.IntOrString{Type:0, IntVal:0, StrVal:""}, NodePort:0}`,
  );

function clusterIpRules(spec: Fields, old: Fields): FieldError[] {
  const before = textAt(old, 'clusterIP');
  const now = textAt(spec, 'clusterIP');
  if (!before || before === now || textAt(old, 'type') === 'ExternalName') return [];
  const value = new GoText(`[]string{${JSON.stringify(now)}}`);
  return [invalid('spec.clusterIPs[0]', value, 'may not change once set')];
}
