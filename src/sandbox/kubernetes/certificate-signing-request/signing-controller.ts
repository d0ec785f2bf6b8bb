import { at, listAt, numberAt, textAt } from '../../apiserver/fields.ts';
import type { KubeObject, ObjectKey } from '../../apiserver/store/object.ts';
import { timestamp } from '../../apiserver/store/store.ts';
import { authorityOf } from '../../apiserver/tls/authority.ts';
import { readCertificateRequest } from '../../apiserver/tls/certificate-request.ts';
import type { Controller } from '../../controllers/controller.ts';
import { writeStatus } from '../../controllers/write.ts';
import type { World } from '../../world.ts';
import { clientSigner, requestResource } from './certificate-signing-request.ts';

const yearSeconds = 365 * 24 * 60 * 60;
/** Clocks may differ by so much. */
const backdateMs = 5 * 60 * 1000;

/** Signs the certificates of clients, once their requests are approved. */
export const certificateSigning: Controller = {
  name: 'certificatesigningrequest-signing-controller',
  watches: [requestResource],
  delay: 0.1,
  reconcile(key, world) {
    const request = world.store.get(key);
    if (request && isDue(request)) issue(world, key, request);
    return undefined;
  },
};

function isDue(request: KubeObject): boolean {
  const types = listAt(request, 'status.conditions').map((condition) => textAt(condition, 'type'));
  return (
    textAt(request, 'spec.signerName') === clientSigner &&
    types.includes('Approved') &&
    !types.includes('Failed') &&
    !textAt(request, 'status.certificate')
  );
}

function issue(world: World, key: ObjectKey, request: KubeObject): void {
  const authority = authorityOf(world.store);
  if (!authority) return;
  const usages = listAt(request, 'spec.usages').map(String);
  const problem = usageProblem(usages);
  if (problem) {
    fail(world, key, request, problem);
    return;
  }
  const seconds =
    at(request, 'spec.expirationSeconds') === undefined
      ? yearSeconds
      : numberAt(request, 'spec.expirationSeconds');
  const now = world.clock.now().getTime();
  const until = new Date(now + Math.min(seconds, yearSeconds) * 1000);
  const wanted = readCertificateRequest(atob(textAt(request, 'spec.request')));
  const certificate = authority.sign(wanted, { usages, from: new Date(now - backdateMs), until });
  writeStatus(world, key, { certificate: btoa(certificate) });
}

/** @see kubernetes, pkg/controller/certificates/signer/signer.go */
function usageProblem(usages: readonly string[]): string | undefined {
  const other = usages.find(
    (usage) => !['digital signature', 'key encipherment', 'client auth'].includes(usage),
  );
  if (other) return `invalid usage for client certificate: ${other}`;
  return usages.includes('client auth')
    ? undefined
    : 'missing required usage for client certificate: client auth';
}

function fail(world: World, key: ObjectKey, request: KubeObject, message: string): void {
  const now = timestamp(world.clock.now());
  const failed = {
    type: 'Failed',
    status: 'True',
    reason: 'SignerValidationFailure',
    message,
    lastUpdateTime: now,
    lastTransitionTime: now,
  };
  writeStatus(world, key, { conditions: [...listAt(request, 'status.conditions'), failed] });
}
