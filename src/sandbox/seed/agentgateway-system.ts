import type { KubeObject } from '../apiserver/store/object.ts';
import { agentgatewayControllerName } from '../mesh/controllers/control-plane.ts';
import { images } from '../mesh/images.ts';
import type { World } from '../world.ts';
import { deployment, namespace, service, serviceAccount } from './builders.ts';

const place = 'agentgateway-system';
const name = 'enterprise-agentgateway';
const labels = { 'app.kubernetes.io/instance': name, 'app.kubernetes.io/name': name };

/** The controller of the enterprise agentgateway, and the classes that it answers for. */
export const agentgatewaySystem = (world: World): readonly KubeObject[] => [
  namespace(place, { 'istio.io/dataplane-mode': 'ambient', 'topology.istio.io/network': world.cluster }),
  serviceAccount(place, name),
  deployment({
    namespace: place,
    name,
    container: 'controller',
    image: images.agentgatewayController,
    account: name,
    labels,
    ports: [{ name: 'grpc-xds-agw', containerPort: 9978 }],
  }),
  service({
    namespace: place,
    name,
    labels,
    selector: labels,
    ports: [{ name: 'grpc-xds-agw', port: 9978 }],
  }),
  gatewayClass(name, 'Specialized class for agentgateway.'),
  gatewayClass(`${name}-waypoint`, 'Specialized class for waypoint proxies of the mesh.'),
];

const gatewayClass = (className: string, description: string): KubeObject => ({
  apiVersion: 'gateway.networking.k8s.io/v1',
  kind: 'GatewayClass',
  metadata: { name: className },
  spec: { controllerName: agentgatewayControllerName, description },
});
