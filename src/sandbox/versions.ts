/** The Kubernetes release that the simulated clusters report, in API, nodes and images alike. */
export const kubernetesVersion = 'v1.33.1';

/** Version of Solo's Istio that is pretended to be there: the control plane, the proxies and `istioctl` itself. */
export const istioVersion = '1.29.3-solo';
