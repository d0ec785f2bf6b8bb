import { readFileSync } from 'node:fs';
import { beforeAll, expect, test } from 'vitest';
import { runIstioctl } from '../../../../helpers/run-istioctl.ts';
import { TestClusters } from '../../../../helpers/test-clusters.ts';

const mistakes = readFileSync(
  new URL('../../../../fixtures/istioctl/mistakes.yaml', import.meta.url),
  'utf8',
);

let clusters: TestClusters;

beforeAll(async () => {
  clusters = new TestClusters();
  await clusters.apply(mistakes);
});

const run = (...argv: readonly string[]) => runIstioctl(clusters, ['analyze', ...argv]);

const nobody = 'No matching workloads for this resource with the following labels:';

test('what is wrong in a namespace is said, the worst first, and an error ends with 79', async () => {
  const { code, stdout, stderr } = await run('-n', 'shop');
  expect(stdout.split('\n')).toEqual([
    'Error [IST0101] (AuthorizationPolicy shop/nobody) Referenced namespace not found: "nowhere*"',
    `Warning [IST0127] (AuthorizationPolicy shop/deny-http) ${nobody} app=a`,
    `Warning [IST0127] (AuthorizationPolicy shop/nobody) ${nobody} app=a,tier=b`,
    'Warning [IST0133] (AuthorizationPolicy shop/deny-http) Schema validation warning: configured AuthorizationPolicy will deny all traffic to TCP ports under its scope due to the use of only HTTP attributes in a DENY rule; it is recommended to explicitly specify the port',
    expect.stringMatching(
      /^Warning \[IST0171\] \(HTTPRoute shop\/lost\) A condition with a negative status is present: type=ResolvedRefs, reason=BackendNotFound, message=backend\(nope\.shop\.svc\.cluster\.local\) not found\.$/,
    ),
    "Info [IST0118] (Service shop/odd) Port name web (port: 80, targetPort: 8080) doesn't follow the naming convention of Istio port.",
    '',
  ]);
  expect(code).toBe(79);
  expect(stderr).toMatch(
    /^sandbox: of istioctl's analyzers these are simulated: .*conditions\.ConditionAnalyzer/,
  );
  expect(stderr).toContain('Error: Analyzers found issues when analyzing namespace: shop.\n');
});

test('how bad is bad, and what is printed, can be said', async () => {
  const { code, stdout } = await run('-n', 'both', '--failure-threshold', 'Warning');
  expect([code, stdout]).toEqual([
    79,
    'Warning [IST0123] (Namespace both) The namespace has more than one type of injection labels [istio-injection=enabled istio.io/dataplane-mode=ambient], which may lead to undefined behavior. Make sure only one injection label exists.\n',
  ]);
  expect((await run('-n', 'both')).code).toBe(0);
  expect((await run('-n', 'shop', '--output-threshold', 'Error')).stdout).toMatch(/^Error.*\n$/);
  expect((await run('--failure-threshold', 'bad')).stderr).toBe(
    'Error: invalid argument "bad" for "--failure-threshold" flag: "bad" not a valid option, please choose from: [Info Warning Error]\n',
  );
});

test('a namespace that is in no mesh is told apart from one where nothing is wrong', async () => {
  expect((await run('-n', 'default')).stdout).toMatch(
    /^Info \[IST0102\] \(Namespace default\) The namespace is not enabled for Istio injection\. Run 'kubectl label namespace default istio-injection=enabled'/,
  );
  const clean = await run('-n', 'istio-system');
  expect([clean.code, clean.stdout]).toEqual([0, '\n']);
  expect(clean.stderr).toContain('✔ No validation issues found when analyzing namespace: istio-system.\n');
  expect(await run('-n', 'nowhere')).toEqual({
    code: 0,
    stdout: '',
    stderr: 'namespace "nowhere" not found\n',
  });
});

test('all namespaces but those of the cluster itself, as JSON', async () => {
  const { code, stdout } = await run('-A', '-o', 'json');
  const messages = JSON.parse(stdout) as readonly Record<string, string>[];
  expect(code).toBe(0);
  expect(stdout).toMatch(/^\[\n\t\{\n\t\t"code": "IST0101",\n/);
  expect(messages[0]).toEqual({
    code: 'IST0101',
    documentationUrl: 'https://istio.io/v1.29/docs/reference/config/analysis/ist0101/?ref=istioctl-analyze',
    level: 'Error',
    message: 'Referenced namespace not found: "nowhere*"',
    origin: 'AuthorizationPolicy shop/nobody',
  });
  const origins = messages.map(({ origin }) => origin);
  expect(origins).toContain('Namespace default');
  expect(origins).not.toContain('Namespace kube-system');
});
