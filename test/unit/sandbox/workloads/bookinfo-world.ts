import type { PodObject } from '../../../../src/sandbox/mesh/objects.ts';
import { OneWorld } from './one-world.ts';

/** The image of one of Bookinfo's services. */
export const image = (name: string): string => `docker.io/istio/examples-bookinfo-${name}:1.20.2`;

/** Bookinfo in a cluster, as its ratings see it. Reviews aren't there yet: each test starts the version that it is about. */
export type Bookinfo = {
  readonly cluster: OneWorld;
  readonly ratings: PodObject;
  readonly reviews: (version: string, container?: object) => PodObject;
  readonly get: (...args: readonly string[]) => Promise<string>;
  readonly page: (...args: readonly string[]) => Promise<string>;
};

export function startBookinfo(): Bookinfo {
  const cluster = new OneWorld();
  for (const app of ['details', 'ratings', 'reviews', 'productpage']) cluster.service(app, { app });
  cluster.pod('details', { image: image('details-v1'), labels: { app: 'details' } });
  const ratings = cluster.pod('ratings', { image: image('ratings-v1'), labels: { app: 'ratings' } });
  cluster.pod('productpage', { image: image('productpage-v1'), labels: { app: 'productpage' } });
  const get = async (...args: readonly string[]) =>
    (await cluster.exec(ratings, ['curl', '-s', ...args])).stdout;
  return {
    cluster,
    ratings,
    get,
    page: (...args) => get(...args, 'http://productpage:9080/productpage'),
    reviews: (version, container = {}) =>
      cluster.pod(`reviews-${version}-abc`, {
        image: image(`reviews-${version}`),
        labels: { app: 'reviews' },
        container,
      }),
  };
}
