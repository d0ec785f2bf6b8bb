import { type Answer, failed } from './flow.ts';

/** How long proxies wait for a connection, in milliseconds: Envoy, agentgateway and ztunnel alike. */
const connectTimeoutMs = 10_000;

/** How long a resolver asks until it gives up, in milliseconds: `timeout:5` of resolv.conf. */
export const resolverPatienceMs = 5000;

/** What a proxy has of a connection that nobody answers, once it has waited for it. */
export async function waitedFor(answer: Answer): Promise<Answer> {
  if (answer.kind !== 'failed' || answer.failure !== 'timeout') return answer;
  await silence(connectTimeoutMs);
  return failed('reset', 'connection timed out');
}

/** Resolves after some time; a process that ends doesn't wait for it. */
export const silence = (ms: number): Promise<void> =>
  new Promise((resolve) => {
    setTimeout(resolve, ms).unref();
  });
