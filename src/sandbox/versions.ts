/** The Kubernetes release that the simulated clusters behave like; nodes and images carry it. */
export const kubernetesVersion = 'v1.33.1';

/** What the API server reports: the build metadata says to everyone who asks that this is a simulation. */
export const servedVersion = `${kubernetesVersion}+sandbox`;

/** Version of Solo's Istio that is pretended to be there: the control plane, the proxies and `istioctl` itself. */
export const istioVersion = '1.29.3-solo';
