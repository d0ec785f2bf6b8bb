import type { RuleAt } from './rule-table.ts';

/*
 * What the kinds of Istio 1.29 ask of their objects beyond their schemas, in expressions of our own.
 * See https://istio.io/latest/docs/reference/config/
 */

const atMostOne = (fields: readonly string[]): string =>
  `size([${fields.map((field) => `has(self.${field})`).join(', ')}].filter(one, one)) < 2`;

const only = (at: readonly string[], fields: readonly string[], message: string): RuleAt => ({
  at,
  rule: atMostOne(fields),
  message,
});

const targets = only(
  ['spec'],
  ['selector', 'targetRef', 'targetRefs'],
  'only one of targetRefs or selector can be set',
);

/** Labels that select workloads: no wildcards, no empty keys. */
const matchLabels = (place: string): readonly RuleAt[] => [
  {
    at: [place],
    rule: "!self.exists(key, key.contains('*'))",
    message: 'wildcard not allowed in label key match',
  },
  { at: [place], rule: "!self.exists(key, key == '')", message: 'key must not be empty' },
  {
    at: [`${place}{}`],
    rule: "self.contains('*') == false",
    message: 'wildcard not allowed in label value match',
  },
];

const plainLabels = (place: string): RuleAt => ({
  at: [`${place}{}`],
  rule: "self.contains('*') == false",
  message: 'wildcard is not supported in selector',
});

const sameNamespace = (at: readonly string[]): RuleAt => ({
  at: at.map((place) => `${place}.namespace`),
  rule: "self == ''",
  message: 'cross namespace referencing is not currently supported',
});

const durations = (at: readonly string[]): RuleAt => ({
  at,
  rule: "!(duration(self) < duration('1ms'))",
  message: 'must be a valid duration greater than 1ms',
});

const ports = (at: readonly string[]): RuleAt => ({
  at,
  rule: 'self >= 1 && self <= 65535',
  message: 'port must be between 1-65535',
});

const tcpPool = ['connectTimeout', 'maxConnectionDuration', 'tcpKeepalive.interval', 'tcpKeepalive.time'];
const pool = (place: string): readonly string[] => [
  `${place}.http.idleTimeout`,
  ...tcpPool.map((field) => `${place}.tcp.${field}`),
];

const policyDurations = (place: string): readonly string[] => [
  ...pool(`${place}.connectionPool`),
  `${place}.loadBalancer.warmup.duration`,
  `${place}.loadBalancer.warmupDurationSecs`,
  `${place}.outlierDetection.baseEjectionTime`,
  `${place}.outlierDetection.interval`,
];

const serverTls = (place: string): readonly RuleAt[] => [
  only(
    [place],
    ['tlsCertificates', 'credentialNames'],
    'only one of credentialNames or tlsCertificates can be set',
  ),
  only(
    [place],
    ['credentialName', 'credentialNames'],
    'only one of credentialName or credentialNames can be set',
  ),
  only(
    [place],
    ['credentialNames', 'tlsCertificates'],
    'only one of credentialName or tlsCertificates can be set',
  ),
];

const portName = '^[a-zA-Z0-9](?:[-a-zA-Z0-9]*[a-zA-Z0-9])?$';

/** An endpoint outside of Kubernetes; a template of one needs no address. */
const endpoint = (place: string, needsAddress: boolean): readonly RuleAt[] => [
  ...(needsAddress
    ? [{ at: [place], rule: 'has(self.network) || has(self.address)', message: 'Address is required' }]
    : []),
  {
    at: [place],
    rule: "!has(self.ports) || !has(self.address) || !self.address.startsWith('unix://')",
    message: 'UDS may not include ports',
  },
  {
    at: [`${place}.address`],
    rule: "!self.startsWith('unix://') || self.substring(7, 8) in ['/', '@']",
    message: 'UDS must be an absolute path or abstract socket',
  },
  {
    at: [`${place}.address`],
    rule: "!(self.startsWith('unix://') && self.endsWith('/'))",
    message: 'UDS may not be a dir',
  },
  {
    at: [`${place}.ports`],
    rule: `self.all(name, name.matches('${portName}') && name.size() < 63)`,
    message: 'port name must be valid',
  },
];

const or = (field: string, value: string): string => `(has(self.${field}) ? self.${field} : ${value})`;

const serviceEntry: readonly RuleAt[] = [
  only(['spec'], ['workloadSelector', 'endpoints'], 'only one of WorkloadSelector or Endpoints can be set'),
  {
    at: ['spec'],
    rule: `${or('resolution', "'NONE'")} in ['NONE', 'STATIC'] || !${or('addresses', '[]')}.exists(one, one.contains('/'))`,
    message: 'CIDR addresses are allowed only for NONE/STATIC resolution types',
  },
  {
    at: ['spec'],
    rule: `!has(self.endpoints) || ${or('resolution', "'NONE'")} != 'NONE'`,
    message: 'NONE mode cannot set endpoints',
  },
  {
    at: ['spec'],
    rule: `${or('resolution', "'NONE'")} != 'DNS_ROUND_ROBIN' || ${or('endpoints', '[]')}.size() < 2`,
    message: 'DNS_ROUND_ROBIN mode cannot have multiple endpoints',
  },
  ...endpoint('spec.endpoints[]', true),
  ports(['spec.endpoints[].ports{}', 'spec.ports[].number', 'spec.ports[].targetPort']),
  { at: ['spec.hosts[]'], rule: "!(self == '*')", message: 'hostname cannot be wildcard' },
  {
    at: ['spec.ports'],
    rule: 'self.all(port, self.exists_one(other, other.number == port.number))',
    message: 'port number cannot be duplicated',
  },
  plainLabels('spec.workloadSelector.labels'),
];

const schemes = "['', 'http', 'https', 'oci', 'file']";

/** Rules of the kinds of networking.istio.io. */
export const networkingRules: Readonly<Record<string, readonly RuleAt[]>> = {
  DestinationRule: [
    ...matchLabels('spec.workloadSelector.matchLabels'),
    durations(
      ['spec.subsets[].trafficPolicy', 'spec.trafficPolicy'].flatMap((place) => [
        ...policyDurations(place),
        ...policyDurations(`${place}.portLevelSettings[]`),
      ]),
    ),
  ],
  EnvoyFilter: [
    only(
      ['spec'],
      ['workloadSelector', 'targetRefs'],
      'only one of targetRefs or workloadSelector can be set',
    ),
    {
      at: ['spec.configPatches[].match'],
      rule: "has(self.waypoint) == (has(self.context) && self.context == 'WAYPOINT')",
      message: 'only support waypointMatch when context is WAYPOINT',
    },
    {
      // The limit lacks a digit in Istio itself.
      at: ['spec.configPatches[].match.waypoint.portNumber'],
      rule: 'self >= 1 && self <= 6553',
      message: 'port must be between 1-65535',
    },
    plainLabels('spec.workloadSelector.labels'),
    sameNamespace(['spec.targetRefs[]']),
  ],
  Gateway: serverTls('spec.servers[].tls'),
  ProxyConfig: matchLabels('spec.selector.matchLabels'),
  ServiceEntry: serviceEntry,
  Sidecar: [
    plainLabels('spec.workloadSelector.labels'),
    ...serverTls('spec.ingress[].tls'),
    durations([...pool('spec.inboundConnectionPool'), ...pool('spec.ingress[].connectionPool')]),
  ],
  VirtualService: [
    durations(
      [
        'corsPolicy.maxAge',
        'fault.delay.exponentialDelay',
        'fault.delay.fixedDelay',
        'retries.backoff',
        'retries.perTryTimeout',
        'timeout',
      ].map((field) => `spec.http[].${field}`),
    ),
  ],
  WorkloadEntry: [...endpoint('spec', true), ports(['spec.ports{}'])],
  WorkloadGroup: [
    ...endpoint('spec.template', false),
    ports([
      'spec.template.ports{}',
      'spec.probe.grpc.port',
      'spec.probe.httpGet.port',
      'spec.probe.tcpSocket.port',
    ]),
    {
      at: ['spec.probe.httpGet.scheme'],
      rule: "self == '' || self == 'HTTP' || self == 'HTTPS'",
      message: 'scheme must be one of [HTTP, HTTPS]',
    },
  ],
};

/** Rules of the kinds of security.istio.io. */
export const securityRules: Readonly<Record<string, readonly RuleAt[]>> = {
  AuthorizationPolicy: [
    targets,
    {
      at: ['spec.rules[].from[].source'],
      rule: '!(has(self.serviceAccounts) || has(self.notServiceAccounts)) || !(has(self.principals) || has(self.notPrincipals) || has(self.namespaces) || has(self.notNamespaces))',
      message: 'Cannot set serviceAccounts with namespaces or principals',
    },
    ...matchLabels('spec.selector.matchLabels'),
    sameNamespace(['spec.targetRefs[]', 'spec.targetRef']),
  ],
  PeerAuthentication: [
    {
      at: ['spec'],
      rule: '!has(self.portLevelMtls) || (has(self.selector) && has(self.selector.matchLabels) && self.selector.matchLabels.size() > 0)',
      message: 'portLevelMtls requires selector',
    },
    {
      at: ['spec.portLevelMtls'],
      rule: 'self.all(port, int(port) >= 1 && int(port) <= 65535)',
      message: 'port must be between 1-65535',
    },
    ...matchLabels('spec.selector.matchLabels'),
  ],
  RequestAuthentication: [
    targets,
    ...matchLabels('spec.selector.matchLabels'),
    sameNamespace(['spec.targetRefs[]', 'spec.targetRef']),
    durations(['spec.jwtRules[].timeout']),
    only(['spec.jwtRules[]'], ['jwksUri', 'jwks_uri', 'jwks'], 'only one of jwks or jwksUri can be set'),
    {
      at: ['spec.jwtRules[].jwks_uri', 'spec.jwtRules[].jwksUri'],
      rule: "url(self).getScheme() == 'http' || url(self).getScheme() == 'https'",
      message: 'url must have scheme http:// or https://',
    },
  ],
};

/** Rules of WasmPlugins and of Telemetry. */
export const otherRules: Readonly<Record<string, readonly RuleAt[]>> = {
  WasmPlugin: [
    targets,
    ...matchLabels('spec.selector.matchLabels'),
    sameNamespace(['spec.targetRefs[]', 'spec.targetRef']),
    {
      at: ['spec.url'],
      rule: `isURL(self) ? url(self).getScheme() in ${schemes} : isURL('http://' + self)`,
      message: 'url must have schema one of [http, https, file, oci]',
    },
    {
      at: ['spec.vmConfig.env[]'],
      rule: `!has(self.value) || ${or('valueFrom', "''")} != 'HOST'`,
      message: 'value may only be set when valueFrom is INLINE',
    },
  ],
  Telemetry: [
    targets,
    ...matchLabels('spec.selector.matchLabels'),
    sameNamespace(['spec.targetRefs[]', 'spec.targetRef']),
    durations(['spec.metrics[].reportingInterval']),
    {
      at: ['spec.metrics[].overrides[].tagOverrides{}'],
      rule: `${or('operation', "''")} != 'UPSERT' || self.value != ''`,
      message: 'value must be set when operation is UPSERT',
    },
    {
      at: ['spec.metrics[].overrides[].tagOverrides{}'],
      rule: `${or('operation', "''")} != 'REMOVE' || !has(self.value)`,
      message: 'value must not be set when operation is REMOVE',
    },
  ],
};
