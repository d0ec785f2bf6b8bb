import { istioVersion, kubernetesVersion } from '../versions.ts';

/** Version of the enterprise agentgateway. */
export const agentgatewayVersion = 'v2026.5.1';

const istioRegistry = 'us-docker.pkg.dev/soloio-img/istio';
const agentgatewayRegistry = 'us-docker.pkg.dev/solo-public/enterprise-agentgateway';

/** Images of the platform's own pods. All but the proxies of gateways just run. */
export const images = {
  agentgateway: `${agentgatewayRegistry}/agentgateway-enterprise:${agentgatewayVersion}`,
  agentgatewayController: `${agentgatewayRegistry}/enterprise-agentgateway-controller:${agentgatewayVersion}`,
  coredns: 'registry.k8s.io/coredns/coredns:v1.12.1',
  etcd: 'registry.k8s.io/etcd:3.6.4-0',
  apiserver: `registry.k8s.io/kube-apiserver:${kubernetesVersion}`,
  controllerManager: `registry.k8s.io/kube-controller-manager:${kubernetesVersion}`,
  kubeScheduler: `registry.k8s.io/kube-scheduler:${kubernetesVersion}`,
  kubeProxy: `registry.k8s.io/kube-proxy:${kubernetesVersion}`,
  metallbController: 'quay.io/metallb/controller:v0.14.9',
  istiod: `${istioRegistry}/pilot:${istioVersion}`,
  ztunnel: `${istioRegistry}/ztunnel:${istioVersion}`,
  istioCni: `${istioRegistry}/install-cni:${istioVersion}`,
  istioProxy: `${istioRegistry}/proxyv2:${istioVersion}`,
} as const;
