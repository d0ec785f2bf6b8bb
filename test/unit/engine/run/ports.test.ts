import { once } from 'node:events';
import { type AddressInfo, createServer } from 'node:net';
import { expect, it, onTestFinished } from 'vitest';
import { plan } from '../../../../src/engine/plan/plan.ts';
import { checkPorts } from '../../../../src/engine/run/check-ports.ts';
import { playText } from '../../../helpers/play.ts';
import { runbookOf } from '../../../helpers/runbook-of.ts';

async function takenPort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(() => void server.close());
  return (server.address() as AddressInfo).port;
}

/** A port that nobody has: it was somebody's just now. */
async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  return port;
}

const page = (script: string) => `# Page\n\n\`\`\`bash\n${script}\n\`\`\`\n`;

it('a port that is taken is named with who has it, and one that is free is free', async () => {
  const [taken, free] = [await takenPort(), await freePort()];
  const script = `kubectl port-forward svc/web ${taken}:80 &\nkubectl port-forward svc/web ${free}:80 &`;
  const planned = plan([runbookOf(page(script))], { interactive: false }, () => ({ diagnostics: [] }));
  const found = await checkPorts(planned.plan, { target: 'local' });
  expect(new Map(found.map((row) => [row.name, row.state]))).toEqual(
    new Map([
      [String(taken), 'unmet'],
      [String(free), 'met'],
    ]),
  );
  expect(found.find(({ name }) => name === String(taken))?.found).toContain(`(pid ${process.pid})`);
});

it('a run says so and begins, for a command of the page may free the port', async () => {
  const port = await takenPort();
  const script = `echo before\n# expect: before\nforward() { kubectl port-forward svc/web ${port}:80 & }`;
  const { events, exitCode } = await playText(page(script));
  const found = events.flatMap((event) => (event.type === 'diagnostic' ? [event.diagnostic] : []));
  expect(found).toMatchObject([{ code: 'target/port-taken', severity: 'warning' }]);
  expect(found[0]?.message).toMatch(
    new RegExp(`^Port ${port} of this machine, .* is taken by \`.+\` \\(pid \\d+\\)$`),
  );
  expect(exitCode).toBe(0);
});
