import type { Schema } from '../../apiserver/schemas/schema.ts';
import type { DefinitionData } from './definitions.ts';

const text = (description: string): Schema => ({ description, type: 'string' });

const object = (description: string, properties: Readonly<Record<string, Schema>>): Schema => ({
  description,
  type: 'object',
  properties,
});

/** Parts that hold whole Kubernetes objects or free settings; nothing here looks into them. */
const free = (description: string): Schema => ({
  description,
  type: 'object',
  'x-kubernetes-preserve-unknown-fields': true,
});

const resourceMap: Schema = {
  type: 'object',
  additionalProperties: { 'x-kubernetes-int-or-string': true },
};

const resources = object('Compute resources of the proxy container.', {
  limits: resourceMap,
  requests: resourceMap,
});

const environment: Schema = {
  description: 'Environment variables of the proxy container.',
  type: 'array',
  items: {
    type: 'object',
    required: ['name'],
    properties: {
      name: { type: 'string' },
      value: { type: 'string' },
      valueFrom: free('Where the value comes from.'),
    },
  },
};

const image = object('Image of the proxy container.', {
  registry: text('Registry of the image.'),
  repository: text('Repository of the image.'),
  tag: text('Tag of the image.'),
  digest: text('Digest of the image; wins over the tag.'),
  pullPolicy: {
    description: 'When the image is pulled.',
    type: 'string',
    enum: ['Always', 'Never', 'IfNotPresent'],
  },
});

const overlay = free('Changes laid over the generated object, as a strategic merge patch.');

const parameters: Schema = {
  description: 'How the controller of the enterprise agentgateway classes deploys a gateway.',
  type: 'object',
  properties: {
    apiVersion: text('Version of the schema that the object is written in.'),
    kind: text('Type of the object, in CamelCase.'),
    metadata: { description: 'Name, namespace, labels and the like.', type: 'object' },
    spec: object('What is asked for.', {
      image,
      env: environment,
      resources,
      logging: object('Logs of the proxy.', {
        level: text('Log level, or levels by module.'),
        format: { description: 'Form of the log lines.', type: 'string', enum: ['json', 'text'] },
      }),
      shutdown: object('How long a shutdown may take.', {
        min: { description: 'Least seconds of draining.', type: 'integer', format: 'int64', minimum: 0 },
        max: { description: 'Most seconds of draining.', type: 'integer', format: 'int64', minimum: 0 },
      }),
      rawConfig: free('Settings handed to the proxy as they are.'),
      istio: object('How the proxy joins an Istio mesh.', {
        caAddress: text('Address of the certificate authority.'),
        trustDomain: text('Trust domain of the mesh.'),
        clusterId: text('Id of the cluster, as istiod has it.'),
        network: text('Network of the proxy.'),
      }),
      ca: object('Where the proxy gets its certificate.', {
        address: {
          ...text('Address of the certificate authority.'),
          default: 'https://istiod.istio-system.svc:15012',
        },
        trustDomain: text('Trust domain of the mesh.'),
      }),
      istioClusterId: { ...text('Id of the cluster, as istiod has it.'), default: 'Kubernetes' },
      istioNetwork: text('Network of the proxy.'),
      workloadClaims: object('Claims about workloads.', { enabled: { type: 'boolean' } }),
      sharedExtensions: object('Services that gateways share.', {
        extauth: free('External authorization.'),
        ratelimiter: free('Rate limiting.'),
        extCache: free('Cache.'),
      }),
      deployment: overlay,
      service: overlay,
      serviceAccount: overlay,
      podDisruptionBudget: overlay,
      horizontalPodAutoscaler: overlay,
    }),
    status: free('What is.'),
  },
};

/**
 * The kind of enterpriseagentgateway.solo.io, written from public descriptions of its fields: no package has it.
 * @see https://docs.solo.io/agentgateway/
 */
export const enterpriseAgentgatewayParameters: DefinitionData = {
  group: 'enterpriseagentgateway.solo.io',
  names: {
    kind: 'EnterpriseAgentgatewayParameters',
    listKind: 'EnterpriseAgentgatewayParametersList',
    plural: 'enterpriseagentgatewayparameters',
    singular: 'enterpriseagentgatewayparameters',
    shortNames: ['eagpar'],
  },
  scope: 'Namespaced',
  versions: [{ name: 'v1alpha1', served: true, storage: true }],
  columns: [{ name: 'Age', type: 'date', jsonPath: '.metadata.creationTimestamp' }],
  status: true,
  schema: parameters,
};
