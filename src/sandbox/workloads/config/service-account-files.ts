import { issuer, issueToken } from '../../apiserver/authentication/service-account-token.ts';
import type { ProjectedSource, VolumeSpec } from '../../mesh/container-objects.ts';
import type { PodObject } from '../../mesh/objects.ts';
import type { World } from '../../world.ts';

/** Where every pod finds what it needs to talk to the API server, unless it says otherwise. */
export const accountFolder = '/var/run/secrets/kubernetes.io/serviceaccount';

type TokenSource = ProjectedSource['serviceAccountToken'] & object;
type TokenFile = [path: string, content: () => Promise<Buffer>];

/** Tokens are signed when somebody reads them: most never are. */
function token(
  { path, audience = issuer, expirationSeconds = 3607 }: TokenSource,
  world: World,
  pod: PodObject,
): TokenFile[] {
  const { namespace = '' } = pod.metadata;
  const name = pod.spec?.serviceAccountName ?? 'default';
  let signed: Promise<Buffer> | undefined;
  const read = async (): Promise<Buffer> => {
    const account = world.store.get({ resource: 'serviceaccounts', namespace, name });
    if (!account) throw new Error(`serviceaccounts "${name}" not found`);
    signed ??= issueToken(world, account, {
      audiences: [audience],
      expirationSeconds,
      boundTo: { kind: 'pod', object: pod },
    }).then((text) => Buffer.from(text));
    return signed;
  };
  return [[path, read]];
}

/** The volume that the API server adds to a pod, for pods that were stored without it. */
const implied: VolumeSpec = {
  name: 'kube-api-access',
  projected: {
    sources: [
      { serviceAccountToken: { path: 'token' } },
      {
        configMap: {
          name: 'kube-root-ca.crt',
          items: [{ key: 'ca.crt', path: 'ca.crt' }],
          optional: true,
        },
      },
      { downwardAPI: { items: [{ path: 'namespace', fieldRef: { fieldPath: 'metadata.namespace' } }] } },
    ],
  },
};

export const serviceAccountFiles = { token, implied };
