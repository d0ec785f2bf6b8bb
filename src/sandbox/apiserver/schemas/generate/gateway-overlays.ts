import { atomicMap, listMap, listSet, type Overlay } from './overlay.ts';

/*
 * What the packages leave out of the Gateway API's definitions: defaults, and how lists merge.
 * Lists without a list type are atomic in a custom resource.
 * See https://gateway-api.sigs.k8s.io/reference/spec/
 */

/** @see https://pkg.go.dev/k8s.io/apimachinery/pkg/apis/meta/v1#Condition */
const conditions = (path: string): Overlay => ({
  [path]: listMap('type'),
  [`${path}[].message`]: { maxLength: 32768 },
  [`${path}[].reason`]: {
    minLength: 1,
    maxLength: 1024,
    pattern: '^[A-Za-z]([A-Za-z0-9_,:]*[A-Za-z0-9_])?$',
  },
  [`${path}[].status`]: { enum: ['True', 'False', 'Unknown'] },
  [`${path}[].observedGeneration`]: { minimum: 0 },
});

const pending = (...types: readonly string[]) =>
  types.map((type) => ({
    lastTransitionTime: '1970-01-01T00:00:00Z',
    message: 'Waiting for controller',
    reason: 'Pending',
    status: 'Unknown',
    type,
  }));

/** A reference whose group and kind may be left out. */
const reference = (path: string, group: string, kind: string): Overlay => ({
  [`${path}.group`]: { default: group },
  [`${path}.kind`]: { default: kind },
});

const filters = (path: string): Overlay => ({
  [`${path}[].cors.allowHeaders`]: listSet,
  [`${path}[].cors.allowMethods`]: listSet,
  [`${path}[].cors.allowOrigins`]: listSet,
  [`${path}[].cors.exposeHeaders`]: listSet,
  [`${path}[].cors.maxAge`]: { default: 5 },
  ...headerChanges(`${path}[].requestHeaderModifier`),
  ...headerChanges(`${path}[].responseHeaderModifier`),
  ...reference(`${path}[].requestMirror.backendRef`, '', 'Service'),
  [`${path}[].requestMirror.fraction.denominator`]: { default: 100 },
  [`${path}[].requestRedirect.statusCode`]: { default: 302 },
});

const headerChanges = (path: string): Overlay => ({
  [`${path}.add`]: listMap('name'),
  [`${path}.set`]: listMap('name'),
  [`${path}.remove`]: listSet,
});

const gateway = 'gateway.networking.k8s.io';
const anyPath = { type: 'PathPrefix', value: '/' };

/** By kind. */
export const gatewayOverlays: Readonly<Record<string, Overlay>> = {
  Gateway: {
    'spec.addresses[].type': { default: 'IPAddress' },
    'spec.allowedListeners.namespaces': { default: { from: 'None' } },
    'spec.allowedListeners.namespaces.from': { default: 'None' },
    'spec.allowedListeners.namespaces.selector': atomicMap,
    'spec.infrastructure.annotations': { maxProperties: 16 },
    'spec.listeners': listMap('name'),
    'spec.listeners[].allowedRoutes': { default: { namespaces: { from: 'Same' } } },
    'spec.listeners[].allowedRoutes.kinds[].group': { default: gateway },
    'spec.listeners[].allowedRoutes.namespaces': { default: { from: 'Same' } },
    'spec.listeners[].allowedRoutes.namespaces.from': { default: 'Same' },
    'spec.listeners[].allowedRoutes.namespaces.selector': atomicMap,
    ...reference('spec.listeners[].tls.certificateRefs[]', '', 'Secret'),
    'spec.listeners[].tls.mode': { default: 'Terminate' },
    ...reference('spec.tls.backend.clientCertificateRef', '', 'Secret'),
    'spec.tls.frontend.default.validation.mode': { default: 'AllowValidOnly' },
    'spec.tls.frontend.perPort': listMap('port'),
    'spec.tls.frontend.perPort[].tls.validation.mode': { default: 'AllowValidOnly' },
    status: { default: { conditions: pending('Accepted', 'Programmed') } },
    'status.addresses[].type': { default: 'IPAddress' },
    ...conditions('status.conditions'),
    'status.listeners': listMap('name'),
    ...conditions('status.listeners[].conditions'),
    'status.listeners[].supportedKinds[].group': { default: gateway },
  },
  GatewayClass: {
    'spec.description': { maxLength: 64 },
    status: { default: { conditions: pending('Accepted') } },
    ...conditions('status.conditions'),
    'status.supportedFeatures': listMap('name'),
  },
  HTTPRoute: {
    ...reference('spec.parentRefs[]', gateway, 'Gateway'),
    'spec.rules': { default: [{ matches: [{ path: anyPath }] }] },
    ...reference('spec.rules[].backendRefs[]', '', 'Service'),
    'spec.rules[].backendRefs[].weight': { default: 1 },
    ...filters('spec.rules[].backendRefs[].filters'),
    ...filters('spec.rules[].filters'),
    'spec.rules[].matches': { default: [{ path: anyPath }] },
    'spec.rules[].matches[].headers': listMap('name'),
    'spec.rules[].matches[].headers[].type': { default: 'Exact' },
    'spec.rules[].matches[].path': { default: anyPath },
    'spec.rules[].matches[].path.type': { default: 'PathPrefix' },
    'spec.rules[].matches[].path.value': { default: '/' },
    'spec.rules[].matches[].queryParams': listMap('name'),
    'spec.rules[].matches[].queryParams[].type': { default: 'Exact' },
    ...reference('status.parents[].parentRef', gateway, 'Gateway'),
    ...conditions('status.parents[].conditions'),
  },
};
