import { nearest } from '../diagnostics/nearest.ts';
import { curlExits } from '../model/curl-exits.ts';
import type { Forward, Sighting } from '../model/finding.ts';
import { isRefused, type Output } from '../model/output.ts';
import { finalPipeline } from '../shell/pipelines.ts';
import { simpleCommands } from '../shell/simple-commands.ts';
import { localPortsIn } from './forwards.ts';

/** All that a cause may be derived from. */
export type Evidence = {
  /** The statement's text; empty for a manifest. */
  readonly script: string;
  readonly output?: Output;
  readonly forwards: readonly Forward[];
  /** Contexts of the run. */
  readonly contexts: readonly string[];
  /** Commands that are known to be there. */
  readonly tools: readonly string[];
  readonly sightings: readonly Sighting[];
};

/** Finds one cause: a sentence, when the evidence shows that it holds. */
type Cause = (evidence: Evidence, said: string) => string | undefined;

/**
 * The likely cause of a failure, in a sentence: the first of the table that the evidence shows. Each states a fact that
 * was seen, never a guess; that it is the cause is what is likely.
 */
export function causeOf(evidence: Evidence): string | undefined {
  const { stdout, stderr } = evidence.output ?? {};
  const said = `${stderr?.text ?? ''}\n${stdout?.text ?? ''}`;
  for (const cause of causes) {
    const sentence = cause(evidence, said);
    if (sentence !== undefined) return sentence;
  }
  return undefined;
}

/** From what explains a failure wholly to what explains it a little. */
const causes: readonly Cause[] = [
  opaqueAsked,
  commandNotFound,
  contextMissing,
  serverAway,
  objectRefused,
  notAllowed,
  notLoggedIn,
  portTaken,
  forwardGone,
  deletionStuck,
  namespaceMissing,
  objectMissing,
  kindUnknown,
  imageNotPulled,
  podKeepsEnding,
  podNotStarted,
  noEndpoints,
  conditionNotTrue,
  hostUnknown,
  fileMissing,
  pipeMemberFailed,
  curlFailed,
];

/** The sandbox refused, since nobody knows what is in an image. */
function opaqueAsked(_evidence: Evidence, said: string): string | undefined {
  const found = /sandbox: image "([^"\n]+)" is opaque: ([^;\n]+) is not known/.exec(said);
  return found
    ? `The sandbox knows only the name of the image \`${found[1]}\`: ${found[2]} is not known.`
    : undefined;
}

function commandNotFound({ output, tools }: Evidence, said: string): string | undefined {
  const name = /(?:^|: )([\w./+-]+): command not found$/m.exec(said)?.[1];
  const codes = [output?.exitCode, ...(output?.pipeStatus ?? [])];
  if (name === undefined || !codes.includes(127)) return undefined;
  return `There is no command \`${name}\` on PATH.${meant(nearest(name, tools))}`;
}

/** @see kubectl: `error: context "x" does not exist`; client-go: `context was not found for specified context: x` */
function contextMissing({ contexts }: Evidence, said: string): string | undefined {
  const found =
    /context "([^"]*)" does not exist/.exec(said) ??
    /context was not found for specified context: (\S+)/.exec(said) ??
    /no context exists with the name: "([^"]*)"/.exec(said);
  if (found === null) return undefined;
  const [, context = ''] = found;
  const there = contexts.length === 0 ? 'it has none' : `it has ${list(contexts)}`;
  return `This run has no context \`${context}\`; ${there}.${meant(nearest(context, contexts))}`;
}

/** Of a manifest: what the server said of the first object that it did not take. */
function objectRefused({ output }: Evidence): string | undefined {
  const refused = output?.applied?.find(isRefused);
  if (refused === undefined) return undefined;
  return `The server did not take \`${refused.resource}/${refused.name}\`${because(refused.message)}`;
}

/** @see https://kubernetes.io/docs/reference/access-authn-authz/authorization/ the text of a refusal */
function notAllowed(_: Evidence, said: string): string | undefined {
  const found =
    /User "([^"]*)" cannot (\w+) resource "([^"]*)" in API group "[^"]*"(?: in the namespace "([^"]*)")?/.exec(
      said,
    );
  if (found === null) return undefined;
  const [, user, verb, resource, namespace] = found;
  const where = namespace === undefined ? 'in the whole cluster' : `in namespace \`${namespace}\``;
  return `RBAC does not let \`${user}\` ${verb} ${resource} ${where}.`;
}

function notLoggedIn(_: Evidence, said: string): string | undefined {
  if (!/You must be logged in to the server|Error from server \(Unauthorized\)/.test(said)) return undefined;
  return 'The API server did not accept the credentials of this context.';
}

function portTaken(_: Evidence, said: string): string | undefined {
  const found = /(?:listen|bind)\b[^\n]*?:(\d+)[^\n]*address already in use/i.exec(said);
  return found === null ? undefined : `Port ${found[1]} of this machine is taken by another process.`;
}

/** Nothing listens where a command connects to, and it is a port that a statement of the runbook forwards. */
function forwardGone({ script, forwards, output }: Evidence, said: string): string | undefined {
  const named = [
    ...said.matchAll(/(?:port |:)(\d+)[^\n]*(?:refused|Couldn't connect|Could not connect)/gi),
  ].map(([, port]) => Number(port));
  const silent = [output?.exitCode, ...(output?.pipeStatus ?? [])].includes(7) ? localPortsIn(script) : [];
  const port = [...named, ...silent].find(
    (each) => localPortsIn(script).includes(each) || named.includes(each),
  );
  const forward = forwards.findLast((each) => each.port === port);
  if (port === undefined || forward === undefined) return undefined;
  const fact = `Nothing listens on port ${port}`;
  switch (forward.state) {
    case 'ended':
      return `${fact}: the port-forward of line ${forward.line} has ended.`;
    case 'failed':
      return `${fact}: the port-forward of line ${forward.line} failed.`;
    case 'not run':
      return `${fact}: the port-forward of line ${forward.line} was not run.`;
    case 'open':
      return undefined;
    default:
      return forward.state satisfies never;
  }
}

function namespaceMissing({ sightings }: Evidence, said: string): string | undefined {
  const seen = sightings.find((sighting) => sighting.kind === 'no-namespace');
  if (seen) return `There is no namespace \`${seen.namespace}\` on \`${seen.context}\`.${meant(seen.near)}`;
  const name = /namespaces "([^"]+)" not found/.exec(said)?.[1];
  return name === undefined ? undefined : `There is no namespace \`${name}\`.`;
}

function objectMissing({ sightings }: Evidence, said: string): string | undefined {
  const seen = sightings.find((sighting) => sighting.kind === 'no-object');
  if (seen) {
    const where = seen.namespace === undefined ? '' : ` in namespace \`${seen.namespace}\``;
    return `There is no \`${seen.resource}/${seen.name}\`${where} on \`${seen.context}\`.${meant(seen.near)}`;
  }
  const found = /\(NotFound\): (\S+) "([^"]+)" not found/.exec(said);
  return found === null ? undefined : `There is no \`${found[2]}\` among the ${found[1]}.`;
}

function kindUnknown(_: Evidence, said: string): string | undefined {
  const resource = /the server doesn't have a resource type "([^"]+)"/.exec(said)?.[1];
  if (resource !== undefined) return `The cluster has no resource called \`${resource}\`.`;
  const found = /no matches for kind "([^"]+)" in version "([^"]+)"/.exec(said);
  return found === null
    ? undefined
    : `The cluster does not know the kind \`${found[1]}\` of \`${found[2]}\`.`;
}

function serverAway(_: Evidence, said: string): string | undefined {
  const own =
    /\b((?:no API server listens at|the name of the API server|there is no way to the API server|the API server|the connection to the API server) https?:\/\/[^\n]+)/.exec(
      said,
    )?.[1];
  if (own !== undefined) return sentence(own);
  const found =
    /The connection to the server (\S+) was refused|Unable to connect to the server: ([^\n]+)/.exec(said);
  if (found === null) return undefined;
  const [, address, why] = found;
  return address === undefined
    ? `The API server cannot be reached: ${why}.`
    : `No API server listens at ${address}.`;
}

function imageNotPulled({ sightings }: Evidence): string | undefined {
  const pod = podWith(sightings, /^(?:ImagePullBackOff|ErrImagePull|InvalidImageName|ErrImageNeverPull)$/);
  if (pod === undefined) return undefined;
  return `Pod \`${pod.name}\` does not start: its image \`${pod.image ?? 'unknown'}\` cannot be pulled (${pod.reason}).`;
}

function podKeepsEnding({ sightings }: Evidence): string | undefined {
  const pod = podWith(sightings, /^(?:CrashLoopBackOff|Error|OOMKilled|RunContainerError)$/);
  return pod && `Pod \`${pod.name}\` does not stay up (${pod.reason})${because(pod.message)}`;
}

function podNotStarted({ sightings }: Evidence): string | undefined {
  const pod = podWith(sightings, /^(?:CreateContainerConfigError|CreateContainerError|Unschedulable)$/);
  return pod && `Pod \`${pod.name}\` cannot start (${pod.reason})${because(pod.message)}`;
}

/** A gateway answers 503 when it has nobody to pass a request on to. */
function noEndpoints({ sightings }: Evidence, said: string): string | undefined {
  const seen = sightings.find((sighting) => sighting.kind === 'no-endpoints');
  if (seen === undefined) return undefined;
  const answered = /\b503\b/.test(said) ? 'The answer was 503, and service' : 'Service';
  return `${answered} \`${seen.service}\` in namespace \`${seen.namespace}\` has no ready endpoints.`;
}

function conditionNotTrue({ sightings }: Evidence): string | undefined {
  const seen = sightings.find((sighting) => sighting.kind === 'condition');
  if (seen === undefined) return undefined;
  const { resource, name, type, status, reason, message } = seen;
  const why = reason === undefined ? '' : ` (${reason})`;
  return `\`${resource}/${name}\` says ${type}=${status}${why}${because(message)}`;
}

/** Waiting longer doesn't help there. */
function deletionStuck({ sightings }: Evidence): string | undefined {
  return stuckText(sightings);
}

/** An object that is being deleted and stays, with what holds it, in a sentence: waiting does not end that. */
export function stuckText(sightings: readonly Sighting[]): string | undefined {
  const seen = sightings.find((sighting) => sighting.kind === 'ending');
  return seen && `\`${seen.resource}/${seen.name}\` is being deleted and stays${because(seen.why)}`;
}

function hostUnknown(_: Evidence, said: string): string | undefined {
  const host = /Could not resolve host: (\S+)|lookup (\S+?)(?: on \S+)?: no such host/.exec(said);
  return host === null ? undefined : `The name \`${host[1] ?? host[2]}\` has no address.`;
}

function fileMissing(_: Evidence, said: string): string | undefined {
  const found =
    /error: the path "([^"]+)" does not exist/.exec(said) ??
    /^(?:bash: line \d+: |[\w./-]+: )?([^\s:]+): No such file or directory$/m.exec(said);
  return found === null ? undefined : `There is no file \`${found[1]}\`.`;
}

/** bash reports a pipeline by its last member alone. A member without a name says no more than its code does. */
function pipeMemberFailed({ output, script }: Evidence): string | undefined {
  const codes = output?.pipeStatus ?? [];
  const at = codes.slice(0, -1).findIndex((code) => code !== 0 && code !== closedPipe);
  const name = finalPipeline(script)[at]?.name ?? '';
  if (name === '') return undefined;
  const code = codes[at] ?? 0;
  const means = name === 'curl' ? curlExits[code] : undefined;
  const why = means === undefined ? '' : `: ${means}`;
  return `\`${name}\`, command ${at + 1} of the ${codes.length} in the pipe, ended with exit code ${code}${why}.`;
}

/** Of SIGPIPE: a later member has read enough. */
const closedPipe = 141;

function curlFailed({ output, script }: Evidence): string | undefined {
  const asks = simpleCommands(script).some(({ name, place }) => name === 'curl' && !place.function);
  const means = asks ? curlExits[output?.exitCode ?? 0] : undefined;
  return means === undefined ? undefined : `curl ended with ${output?.exitCode}: ${means}.`;
}

function podWith(sightings: readonly Sighting[], reason: RegExp) {
  return sightings.filter((sighting) => sighting.kind === 'pod').find((pod) => reason.test(pod.reason));
}

/** As much of a message as a sentence can bear. */
const longestWhy = 240;

function because(message: string | undefined): string {
  const [first = ''] = (message ?? '').split('\n');
  if (first.length > longestWhy) return `: ${first.slice(0, longestWhy)}…`;
  return first === '' ? '.' : `: ${first.replace(/\.$/, '')}.`;
}

function sentence(text: string): string {
  return `${text.charAt(0).toUpperCase()}${text.slice(1).replace(/\.$/, '')}.`;
}

function meant(near: string | undefined): string {
  return near === undefined ? '' : ` There is \`${near}\`.`;
}

function list(words: readonly string[]): string {
  return words.map((word) => `\`${word}\``).join(', ');
}
