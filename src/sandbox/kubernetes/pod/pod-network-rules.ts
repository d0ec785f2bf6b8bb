import { duplicate, invalid, notSupported, required } from '../../apiserver/admission/field-error.ts';
import { GoText } from '../../apiserver/admission/go-value.ts';
import { ipVersion } from '../../apiserver/admission/ip-address.ts';
import { labelNameProblems, subdomainProblems } from '../../apiserver/admission/names.ts';
import { at, type Fields, fieldsAt, listAt, numberAt, textAt } from '../../apiserver/fields.ts';
import type { FieldError } from '../../apiserver/kind.ts';

const dnsPolicies = ['ClusterFirstWithHostNet', 'ClusterFirst', 'Default', 'None'];
const notAnAddress = 'must be a valid IP address, (e.g. 10.9.8.7 or 2001:db8::ffff)';
const most = { nameservers: 3, searches: 32 } as const;

/** How a pod and its names are found. @see https://kubernetes.io/docs/concepts/services-networking/dns-pod-service/ */
export function podNetworkRules(spec: Fields, path: string): FieldError[] {
  const policy = textAt(spec, 'dnsPolicy');
  return [
    ...(dnsPolicies.includes(policy) ? [] : [notSupported(`${path}.dnsPolicy`, policy, dnsPolicies)]),
    ...dnsConfigRules(spec, path),
    ...labelRules(spec, 'hostname', path),
    ...labelRules(spec, 'subdomain', path),
    ...listAt(spec, 'hostAliases').flatMap((alias, index) =>
      aliasRules(alias, `${path}.hostAliases[${index}]`),
    ),
    ...hostPortRules(spec, path),
  ];
}

function labelRules(spec: Fields, field: string, path: string): FieldError[] {
  const value = textAt(spec, field);
  if (!value) return [];
  // Of a name that has dots only that is said.
  if (value.includes('.')) return [invalid(`${path}.${field}`, value, 'must not contain dots')];
  return labelNameProblems(value).map((problem) => invalid(`${path}.${field}`, value, problem));
}

function dnsConfigRules(spec: Fields, path: string): FieldError[] {
  const here = `${path}.dnsConfig`;
  const config = fieldsAt(spec, 'dnsConfig');
  const [servers, searches] = [listAt(config, 'nameservers'), listAt(config, 'searches')];
  const isNone = textAt(spec, 'dnsPolicy') === 'None';
  if (isNone && spec.dnsConfig === undefined)
    return [required(here, 'must provide `dnsConfig` when `dnsPolicy` is None')];
  return [
    ...(isNone && servers.length === 0
      ? [required(`${here}.nameservers`, 'must provide at least one DNS nameserver when `dnsPolicy` is None')]
      : []),
    ...tooMany(servers, most.nameservers, `${here}.nameservers`, 'nameservers'),
    ...servers.flatMap((server, index) => addressRules(server, `${here}.nameservers[${index}]`)),
    ...tooMany(searches, most.searches, `${here}.searches`, 'search paths'),
    ...listAt(config, 'options').flatMap((option, index) =>
      textAt(option, 'name') ? [] : [required(`${here}.options[${index}]`, 'must not be empty')],
    ),
  ];
}

function tooMany(list: readonly unknown[], limit: number, field: string, what: string): FieldError[] {
  if (list.length <= limit) return [];
  const shown = new GoText(`[]string{${list.map((one) => JSON.stringify(one)).join(', ')}}`);
  return [invalid(field, shown, `must not have more than ${limit} ${what}`)];
}

const addressRules = (address: unknown, field: string): FieldError[] =>
  ipVersion(String(address)) ? [] : [invalid(field, String(address), notAnAddress)];

function aliasRules(alias: unknown, here: string): FieldError[] {
  return [
    ...addressRules(textAt(alias, 'ip'), `${here}.ip`),
    ...listAt(alias, 'hostnames').flatMap((name, index) =>
      subdomainProblems(String(name)).map((problem) => invalid(`${here}.hostnames[${index}]`, name, problem)),
    ),
  ];
}

/** No two containers can have one port of the node; who shares its network has the node's ports as they are. */
function hostPortRules(spec: Fields, path: string): FieldError[] {
  const seen = new Set<string>();
  return listAt(spec, 'containers').flatMap((container, at0) =>
    listAt(container, 'ports').flatMap((port, index): FieldError[] => {
      const field = `${path}.containers[${at0}].ports[${index}].hostPort`;
      const hostPort = numberAt(port, 'hostPort');
      if (hostPort === 0) return [];
      if (at(spec, 'hostNetwork') === true && hostPort !== numberAt(port, 'containerPort'))
        return [invalid(field, hostPort, 'must match `containerPort` when `hostNetwork` is true')];
      const key = `${textAt(port, 'protocol')}/${textAt(port, 'hostIP')}/${hostPort}`;
      if (seen.has(key)) return [duplicate(field, key)];
      seen.add(key);
      return [];
    }),
  );
}
