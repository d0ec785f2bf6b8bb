import { agnhost } from './apps/agnhost.ts';
import { bootcamp } from './apps/bootcamp.ts';
import { echoServers } from './apps/echo-servers.ts';
import { fortio } from './apps/fortio/fortio.ts';
import { helloApp } from './apps/hello.ts';
import { ingressNginx } from './apps/ingress-nginx/ingress-nginx.ts';
import { nginx } from './apps/nginx/nginx.ts';
import { redis } from './apps/redis.ts';
import { toolImages } from './apps/tool-images.ts';
import { baseImages } from './base-images.ts';
import { details } from './bookinfo/details.ts';
import { productpage } from './bookinfo/productpage.ts';
import { ratings } from './bookinfo/ratings.ts';
import { reviews } from './bookinfo/reviews.ts';
import { curlImage } from './curl-image.ts';
import { gatewayProxies } from './gateway-proxies.ts';
import { goHttpbin } from './go-httpbin/go-httpbin.ts';
import { httpbin } from './httpbin/httpbin.ts';
import type { ImageName } from './images/reference.ts';
import { systemImages } from './system-images.ts';
import type { Workload } from './workload.ts';

/** Every simulated image; a new one is a file and a line here. */
export const workloads: readonly Workload[] = [
  details,
  ...ratings,
  ...reviews,
  ...productpage,
  httpbin,
  curlImage,
  ...nginx,
  ingressNginx,
  agnhost,
  bootcamp,
  fortio,
  goHttpbin,
  helloApp,
  ...echoServers,
  redis,
  ...toolImages,
  ...baseImages,
  ...gatewayProxies,
  ...systemImages,
];

/** The workload of an image, whatever its registry and tag; undefined when nobody simulates it. */
export const workloadOf = ({ repository }: Pick<ImageName, 'repository'>): Workload | undefined =>
  workloads.find(({ repositories }) => repositories.includes(repository));
