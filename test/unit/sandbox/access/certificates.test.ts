import { X509Certificate } from 'node:crypto';
import { writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { settle } from '../../../../src/sandbox/controllers/settle.ts';
import { certificateSigning } from '../../../../src/sandbox/kubernetes/certificate-signing-request/signing-controller.ts';
import { startApi, type TestApi } from '../apiserver/start-api.ts';
import { makeRequest } from './make-request.ts';

let api: TestApi;
beforeAll(async () => {
  api = await startApi({ access: 'all' });
});
afterAll(() => api.close());

const signer = 'kubernetes.io/kube-apiserver-client';
const signingRequest = (name: string, request: string, spec: object = {}) => ({
  apiVersion: 'certificates.k8s.io/v1',
  kind: 'CertificateSigningRequest',
  metadata: { name },
  spec: { request: btoa(request), signerName: signer, usages: ['client auth'], ...spec },
});
const create = (...given: Parameters<typeof signingRequest>) => api.create(signingRequest(...given));
const refused = (...given: Parameters<typeof signingRequest>) =>
  api.kubectl('create -f -', JSON.stringify(signingRequest(...given)));
const condition = async (name: string): Promise<string> => {
  settle(api.world, [certificateSigning]);
  const { stdout } = await api.kubectl(`get csr ${name} --no-headers`);
  return stdout.trim().split(/ +/).at(-1) ?? '';
};

test('an approved request becomes a certificate, whose holder is a user with rights of its own', async () => {
  const { key, request } = makeRequest([
    ['O', 'dev'],
    ['O', 'ops'],
    ['CN', 'jane'],
  ]);
  await create('jane', request, { expirationSeconds: 3600 });
  expect(await condition('jane')).toBe('Pending');
  await api.kubectl('certificate approve jane');
  expect(await condition('jane')).toBe('Approved,Issued');
  const { stdout } = await api.kubectl('get csr jane -o jsonpath={.status.certificate}');
  const pem = atob(stdout);
  const certificate = new X509Certificate(pem);
  expect(certificate.subject).toBe('O=dev\nO=ops\nCN=jane');
  expect(certificate.verify(new X509Certificate(api.authority).publicKey)).toBe(true);
  // Five minutes before now to the hour that was asked for.
  const hours = (Date.parse(certificate.validTo) - Date.parse(certificate.validFrom)) / 3_600_000;
  expect(hours).toBeLessThan(1.1);

  const folder = dirname(api.env.KUBECONFIG ?? '');
  const files = { certificate: join(folder, 'jane.crt'), key: join(folder, 'jane.key') };
  await writeFile(files.certificate, pem);
  await writeFile(files.key, key);
  await api.kubectl([
    'config',
    'set-credentials',
    'jane',
    `--client-certificate=${files.certificate}`,
    `--client-key=${files.key}`,
  ]);
  const whoami = await api.kubectl('--user jane auth whoami -o jsonpath={.status.userInfo}');
  expect(JSON.parse(whoami.stdout)).toMatchObject({
    username: 'jane',
    groups: ['dev', 'ops', 'system:authenticated'],
  });
  expect((await api.kubectl('--user jane get pods')).stderr).toContain(
    'User "jane" cannot list resource "pods"',
  );
  await api.kubectl('create rolebinding ops --clusterrole=view --group=ops');
  expect((await api.kubectl('--user jane get pods')).code).toBe(0);
});

test('a denied request stays denied', async () => {
  await create('denied', makeRequest([['CN', 'joe']]).request);
  await api.kubectl('certificate deny denied');
  expect(await condition('denied')).toBe('Denied');
  expect((await api.kubectl('certificate approve denied')).stderr).toBe(
    'error: certificate signing request "denied" is already Denied\n',
  );
});

test('only who may act for the signer approves', async () => {
  await create('guarded', makeRequest([['CN', 'joe']]).request);
  await api.kubectl(
    'create clusterrole approver --verb=get,update --resource=certificatesigningrequests,certificatesigningrequests/approval',
  );
  await api.kubectl('create clusterrolebinding approver --clusterrole=approver --user=joe');
  expect((await api.kubectl('certificate approve guarded --as=joe')).stderr).toContain(
    `user not permitted to approve requests with signerName "${signer}"`,
  );
});

test('a request for another use than a client’s fails once it is approved', async () => {
  await create('server', makeRequest([['CN', 'joe']]).request, { usages: ['server auth'] });
  await api.kubectl('certificate approve server');
  expect(await condition('server')).toBe('Approved,Failed');
});

const forged = makeRequest([['CN', 'honest']]).request;

test.each([
  ['nothing', {}, 'PEM block type must be CERTIFICATE REQUEST'],
  [
    makeRequest([['O', 'system:masters']]).request,
    {},
    `use of ${signer} signer with system:masters group is not allowed`,
  ],
  [makeRequest([]).request, { expirationSeconds: 60 }, 'may not specify a duration less than 600 seconds'],
  [makeRequest([]).request, { usages: ['nope'] }, 'spec.usages[0]: Unsupported value: "nope"'],
  [makeRequest([]).request, { signerName: 'x' }, 'must be a fully qualified domain and path'],
  [
    makeRequest([]).request,
    { signerName: 'kubernetes.io/kubelet-serving' },
    'sandbox: the signer kubernetes.io/kubelet-serving is not simulated',
  ],
])('a request that can’t be signed is refused (%#)', async (request, spec, text) => {
  const { code, stderr } = await refused('wrong', request, spec);
  expect(code).toBe(1);
  expect(stderr).toContain(text);
});

test('a request that somebody changed on its way is refused', async () => {
  const body = Buffer.from(forged.replace(/-----[^-]+-----|\n/g, ''), 'base64');
  const changed = Buffer.from(body.toString('latin1').replace('honest', 'forged'), 'latin1').toString(
    'base64',
  );
  const request = `-----BEGIN CERTIFICATE REQUEST-----\n${changed}\n-----END CERTIFICATE REQUEST-----\n`;
  const { code, stderr } = await refused('forged', request);
  expect(code).toBe(1);
  expect(stderr).toContain('x509: certificate request signature is invalid');
});
