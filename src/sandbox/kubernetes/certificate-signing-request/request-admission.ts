import { invalid, invalidObject } from '../../apiserver/admission/field-error.ts';
import { GoText } from '../../apiserver/admission/go-value.ts';
import type { AdmissionPlugin, AdmissionRequest } from '../../apiserver/admission/plugin.ts';
import { refused } from '../../apiserver/admission/refuse.ts';
import { userInfo } from '../../apiserver/authentication/user.ts';
import { at, fieldsAt, isFields, listAt, textAt } from '../../apiserver/fields.ts';
import type { KubeObject } from '../../apiserver/store/object.ts';
import { timestamp } from '../../apiserver/store/store.ts';
import { authorityOf } from '../../apiserver/tls/authority.ts';
import { type CertificateRequest, readCertificateRequest } from '../../apiserver/tls/certificate-request.ts';
import { clientSigner, requestResource } from './certificate-signing-request.ts';

/**
 * Requests are made in one's own name, are what they say, stay as they are, and are approved and signed only by those
 * who may do it for their signer.
 * @see https://kubernetes.io/docs/reference/access-authn-authz/certificate-signing-requests/#authorization
 */
export const requestAdmission: AdmissionPlugin = {
  name: 'CertificateApproval,CertificateSigning,CertificateSubjectRestriction',
  handles: ({ operation, resource }) => operation !== 'DELETE' && resource === requestResource,
  mutate(object, request) {
    if (request.old) return changed(object, request.old, request);
    return { ...object, spec: requested(object, request), status: {} };
  },
  validate(object, request) {
    const { old, subresource } = request;
    if (!old) return checkContent(object, request);
    const isSigned = textAt(object, 'status.certificate') !== textAt(old, 'status.certificate');
    if (subresource === 'approval') confirm('approve', object, request);
    if (subresource === 'status' && isSigned) confirm('sign', object, request);
  },
};

function requested(object: KubeObject, { user }: AdmissionRequest): object {
  const { username: _u, uid: _i, groups: _g, extra: _e, ...spec } = fieldsAt(object, 'spec');
  return { ...spec, ...userInfo(user) };
}

/** Each sub-resource changes its own part: approval the conditions, status the certificate. */
function changed(object: KubeObject, old: KubeObject, { subresource, world }: AdmissionRequest): KubeObject {
  const { spec } = old;
  if (subresource !== 'approval' && subresource !== 'status') return { ...object, spec, status: old.status };
  const now = timestamp(world.clock.now());
  const conditions = listAt(object, 'status.conditions').map((condition) =>
    isFields(condition) ? { lastUpdateTime: now, lastTransitionTime: now, ...condition } : condition,
  );
  const certificate = at(subresource === 'status' ? object : old, 'status.certificate');
  return { ...object, spec, status: { conditions, ...(certificate ? { certificate } : {}) } };
}

function checkContent(object: KubeObject, request: AdmissionRequest): void {
  const { kind, world } = request;
  const pem = atob(textAt(object, 'spec.request'));
  const read = readRequest(pem);
  const isAuthentic = typeof read === 'object' && authorityOf(world.store)?.isAuthentic(read) !== false;
  if (typeof read === 'string' || !isAuthentic) {
    const why = typeof read === 'string' ? read : 'x509: certificate request signature is invalid';
    throw invalidObject(kind, object.metadata.name, [invalid('spec.request', goBytes(pem), why)]);
  }
  if (textAt(object, 'spec.signerName') === clientSigner && read.organizations.includes('system:masters'))
    throw refused(request, object, `use of ${clientSigner} signer with system:masters group is not allowed`);
}

function readRequest(pem: string): CertificateRequest | string {
  try {
    return readCertificateRequest(pem);
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}

const goBytes = (text: string): GoText =>
  new GoText(`[]byte{${[...text].map((letter) => `0x${letter.charCodeAt(0).toString(16)}`).join(', ')}}`);

/** Somebody may act for one signer, or for all of its domain. */
function confirm(verb: 'approve' | 'sign', object: KubeObject, request: AdmissionRequest): void {
  const { user, world, authorizer } = request;
  const signer = textAt(object, 'spec.signerName');
  const names = [signer, `${signer.split('/')[0]}/*`];
  const isAllowed = names.some(
    (name) =>
      authorizer.authorize(world, {
        user,
        verb,
        group: 'certificates.k8s.io',
        resource: 'signers',
        subresource: '',
        namespace: '',
        name,
      }).allowed,
  );
  if (!isAllowed)
    throw refused(
      request,
      object,
      `user not permitted to ${verb} requests with signerName ${JSON.stringify(signer)}`,
    );
}
