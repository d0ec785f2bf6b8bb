import { ageColumn, nameColumn, textColumn } from '../../apiserver/columns.ts';
import { at, listAt, numberAt, textAt } from '../../apiserver/fields.ts';
import { humanDuration } from '../../apiserver/human-duration.ts';
import { ApiError } from '../../apiserver/store/api-error.ts';
import type { KubeObject } from '../../apiserver/store/object.ts';
import { builtIn } from '../define.ts';
import { requestRules } from './rules.ts';

export const requestResource = 'certificatesigningrequests.certificates.k8s.io';
export const clientSigner = 'kubernetes.io/kube-apiserver-client';

/** @see https://kubernetes.io/docs/reference/access-authn-authz/certificate-signing-requests/ */
export const certificateSigningRequest = builtIn({
  group: 'certificates.k8s.io',
  kind: 'CertificateSigningRequest',
  countsGenerations: false,
  selectable: ['spec.signerName'],
  nameProblems: () => [],
  validate: requestRules,
  refuse: unsimulated,
  columns: [
    nameColumn,
    ageColumn,
    textColumn('SignerName', (object) => textAt(object, 'spec.signerName') || '<none>'),
    textColumn('Requestor', (object) => textAt(object, 'spec.username')),
    textColumn('RequestedDuration', duration),
    textColumn('Condition', condition),
  ],
});

function duration(object: KubeObject): string {
  const isAsked = at(object, 'spec.expirationSeconds') !== undefined;
  return isAsked ? humanDuration(numberAt(object, 'spec.expirationSeconds') * 1000) : '<none>';
}

function condition(object: KubeObject): string {
  const has = (type: string): boolean =>
    listAt(object, 'status.conditions').some((one) => textAt(one, 'type') === type);
  const decided = has('Approved') ? 'Approved' : 'Pending';
  return [
    has('Denied') ? 'Denied' : decided,
    ...(has('Failed') ? ['Failed'] : []),
    ...(textAt(object, 'status.certificate') ? ['Issued'] : []),
  ].join(',');
}

/** Certificates of nodes are of no use here, as there are no kubelets that would show them. */
function unsimulated(object: KubeObject, old: KubeObject | undefined): ApiError | undefined {
  const signer = textAt(object, 'spec.signerName');
  const isOther = signer.startsWith('kubernetes.io/') && signer !== clientSigner;
  return isOther && !old
    ? new ApiError(501, 'NotImplemented', `sandbox: the signer ${signer} is not simulated`)
    : undefined;
}
