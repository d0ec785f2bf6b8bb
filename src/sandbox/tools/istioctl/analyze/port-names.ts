import type { KubeObject } from '../../../apiserver/store/object.ts';
import { labelOf, resources } from '../../../mesh/resources.ts';
import type { Analyzer, Message } from './message.ts';

type Port = {
  readonly name?: string;
  readonly port: number;
  readonly targetPort?: number | string;
  readonly protocol?: string;
  readonly appProtocol?: string;
};

type Service = KubeObject & {
  readonly spec?: { readonly type?: string; readonly ports?: readonly Port[] };
};

/** What the name of a port, or its `appProtocol`, may start with. */
const protocols = 'tcp udp grpc http http_proxy http2 https tls mongo redis mysql'.split(' ');

const kubernetesProtocols = ['kubernetes.io/h2c', 'kubernetes.io/ws', 'kubernetes.io/wss'];

/** SMTP, DNS, MySQL and MongoDB: TCP, whatever the port is called. */
const wellKnown = [25, 53, 3306, 27017];

/**
 * Ports of Services whose protocol Istio has to guess.
 * @see https://github.com/istio/istio/blob/1.29.3/pkg/config/analysis/analyzers/service/portname.go
 */
export const portNames: Analyzer = {
  name: 'service.PortNameAnalyzer',
  look: ({ store }) =>
    store
      .list<Service>(resources.services)
      .filter((service) => !isOfIstio(service))
      .flatMap((service) => (service.spec?.ports ?? []).flatMap((port) => judged(service, port))),
};

const isOfIstio = (service: Service): boolean =>
  labelOf(service, 'istio') !== undefined ||
  labelOf(service, 'release') === 'istio' ||
  labelOf(service, 'gateway.istio.io/managed') !== undefined;

function judged(service: Service, port: Port): readonly Message[] {
  const { name = '', targetPort = port.port } = port;
  const external = service.spec?.type === 'ExternalName';
  if (isKnown(port) && !(external && name === 'tcp')) return [];
  const common = { level: 'Info', object: service } as const;
  if (external)
    return [
      {
        ...common,
        code: 'IST0150',
        text: 'Port name for ExternalName service is invalid. Proxy may prevent tcp named ports and unmatched traffic for ports serving TCP protocol from being forwarded correctly',
      },
    ];
  const text = `Port name ${name} (port: ${port.port}, targetPort: ${targetPort}) doesn't follow the naming convention of Istio port.`;
  return [{ ...common, code: 'IST0118', text }];
}

function isKnown({ name = '', appProtocol, port, protocol = 'TCP' }: Port): boolean {
  const said = (appProtocol ?? name).toLowerCase();
  if (protocol === 'UDP' || kubernetesProtocols.includes(said) || said.startsWith('grpc-web')) return true;
  return protocols.includes(said.split('-')[0] ?? '') || wellKnown.includes(port);
}
