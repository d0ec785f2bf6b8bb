import { flag, listOf, mapOf, number, type Shape, struct, text } from '../output/shape.ts';

/**
 * What istioctl knows of ztunnel's configuration dump, field by field in the order in which it prints them.
 * @see https://github.com/istio/istio/blob/1.29.3/istioctl/pkg/writer/ztunnel/configdump/api.go
 */
const gatewayAddress = struct({ name: 'destination', shape: text });

const locality = struct(
  ...['region', 'zone', 'subzone'].map((name) => ({ name, shape: text, omitEmpty: true as const })),
);

const applicationTunnel = struct(
  { name: 'protocol', shape: text },
  { name: 'port', shape: number, omitEmpty: true, pointer: true },
);

const always = (shape: Shape, ...names: readonly string[]) => names.map((name) => ({ name, shape }));

const ifAny = (shape: Shape, ...names: readonly string[]) =>
  names.map((name) => ({ name, shape, omitEmpty: true as const }));

const ifSet = (shape: Shape, ...names: readonly string[]) =>
  names.map((name) => ({ name, shape, omitEmpty: true as const, pointer: true as const }));

const workload = struct(
  ...always(text, 'uid'),
  ...always(listOf(text), 'workloadIps'),
  ...ifSet(gatewayAddress, 'waypoint', 'networkGateway'),
  ...always(text, 'protocol', 'name', 'namespace', 'serviceAccount', 'workloadName', 'workloadType'),
  ...always(text, 'canonicalName', 'canonicalRevision', 'clusterId'),
  ...ifAny(text, 'trustDomain'),
  ...always(locality, 'locality'),
  ...always(text, 'node'),
  ...ifAny(text, 'network'),
  ...always(text, 'status', 'hostname'),
  ...always(number, 'capacity'),
  ...always(applicationTunnel, 'applicationTunnel'),
  ...ifAny(listOf(text), 'authorizationPolicies'),
);

const endpoint = struct(
  ...always(text, 'workloadUid', 'service'),
  ...ifAny(text, 'address'),
  ...always(mapOf(number), 'port'),
);

const loadBalancer = struct(
  ...always(text, 'mode'),
  ...always(listOf(text), 'routingPreferences'),
  ...always(text, 'healthPolicy'),
);

const service = struct(
  ...always(text, 'name', 'namespace', 'hostname'),
  ...always(listOf(text), 'vips'),
  ...always(mapOf(number), 'ports'),
  ...ifSet(loadBalancer, 'loadBalancer'),
  ...ifSet(gatewayAddress, 'waypoint'),
  ...always(mapOf(endpoint), 'endpoints'),
  ...ifAny(listOf(text), 'subjectAltNames'),
  ...always(text, 'ipFamilies'),
  ...ifAny(flag, 'canonical'),
);

const stringMatch = struct(...ifAny(text, 'Exact', 'Suffix', 'Prefix'), ...ifAny({ is: 'any' }, 'Presence'));

const policyMatch = struct(
  ...ifAny(listOf(stringMatch), 'namespaces', 'notNamespaces', 'principals', 'notPrincipals'),
  ...ifAny(listOf(text), 'sourceIps', 'notSourceIps', 'destinationIps', 'notDestinationIps'),
  ...ifAny(listOf(number), 'destinationPorts', 'notDestinationPorts'),
  ...ifAny(listOf(struct(...always(text, 'namespace', 'serviceAccount'))), 'serviceAccounts'),
  ...ifAny(listOf(struct(...always(text, 'namespace', 'serviceAccount'))), 'notServiceAccounts'),
);

const policy = struct(
  ...always(text, 'name', 'namespace', 'scope', 'action'),
  ...always(listOf(listOf(listOf(policyMatch))), 'rules'),
);

const certificate = struct(...always(text, 'pem', 'serialNumber', 'validFrom', 'expirationTime'));

const certificates = struct(
  ...always(text, 'identity', 'state'),
  ...always(listOf(certificate), 'certChain', 'rootCerts'),
);

const connection = struct(...always(text, 'src', 'originalDst', 'actualDst', 'protocol'));

const workloadState = struct(
  ...ifAny(text, 'state'),
  ...always(struct(...always(listOf(connection), 'inbound', 'outbound')), 'connections'),
  ...always(struct(...always(text, 'name', 'namespace', 'trustDomain', 'serviceAccount')), 'info'),
);

/** Lists of each of them, as `-o json` prints them. */
export const lists = {
  workloads: listOf(workload),
  services: listOf(service),
  policies: listOf(policy),
  certificates: listOf(certificates),
  states: listOf(workloadState),
} as const satisfies Readonly<Record<string, Shape>>;

/** The fields that the tables and the filters read; whatever else a dump has goes through the lists above. */
export type ZtunnelWorkload = {
  readonly uid: string;
  readonly name: string;
  readonly namespace: string;
  readonly workloadIps?: readonly string[];
  readonly hostname?: string;
  readonly node?: string;
  readonly protocol: string;
  readonly status: string;
  readonly waypoint?: { readonly destination: string };
};

export type ZtunnelService = {
  readonly name: string;
  readonly namespace: string;
  readonly hostname: string;
  readonly vips: readonly string[];
  readonly endpoints: Readonly<Record<string, { readonly workloadUid: string }>>;
  readonly waypoint?: { readonly destination: string };
};

export type ZtunnelPolicy = {
  readonly name: string;
  readonly namespace: string;
  readonly scope: string;
  readonly action: string;
};

type Certificate = {
  readonly serialNumber: string;
  readonly validFrom: string;
  readonly expirationTime: string;
};

export type ZtunnelCertificates = {
  readonly identity: string;
  readonly state: string;
  readonly certChain: readonly Certificate[];
  readonly rootCerts?: readonly Certificate[];
};

type Connection = {
  readonly src: string;
  readonly originalDst?: string | null;
  readonly actualDst: string;
  readonly protocol: string;
};

export type ZtunnelState = {
  readonly info: { readonly name: string; readonly namespace: string };
  readonly connections: {
    readonly inbound: readonly Connection[];
    readonly outbound: readonly Connection[];
  };
};

/** ztunnel's configuration, of a simulated one or from a file; what there is no list of can't be asked for. */
export type ZtunnelDump = {
  readonly workloads: readonly ZtunnelWorkload[];
  readonly services: readonly ZtunnelService[];
  readonly policies: readonly ZtunnelPolicy[];
  readonly certificates?: readonly ZtunnelCertificates[];
  readonly states?: readonly ZtunnelState[];
  /** The whole, as it was read. */
  readonly source?: string;
};
