import type { Duplex, Readable, Writable } from 'node:stream';
import type { KubeObject } from '../apiserver/store/object.ts';
import type { HttpRequest, HttpResponse } from '../dataplane/message.ts';
import type { TlsClient, TlsFailure } from '../dataplane/tls.ts';
import type { Container } from '../mesh/objects.ts';
import type { OpaqueLedger } from './images/opaque.ts';

/** The streams of a process in a container. With `tty`, stderr is unused and lines end in `\r\n`. */
export type ProcessIo = {
  readonly stdin?: Readable;
  readonly stdout: Writable;
  readonly stderr: Writable;
  readonly tty: boolean;
  readonly signal: AbortSignal;
};

export type ContainerTarget = { readonly pod: KubeObject; readonly container: string };

export type LogOptions = {
  readonly follow: boolean;
  readonly previous: boolean;
  readonly timestamps: boolean;
  readonly tailLines?: number;
  readonly sinceTime?: Date;
  readonly limitBytes?: number;
  readonly signal: AbortSignal;
};

/** `restarts` counts how often the container was started again; `last` is how its previous life ended. */
export type ContainerState = { readonly restarts?: number; readonly last?: Termination } & (
  | { readonly kind: 'running'; readonly startedAt: Date }
  | { readonly kind: 'waiting'; readonly reason: string; readonly message: string; readonly hint?: string }
  | ({ readonly kind: 'terminated' } & Termination)
);

export type Termination = {
  readonly exitCode: number;
  readonly startedAt: Date;
  readonly finishedAt: Date;
  /** `Completed`, `Error` or `StartError`. */
  readonly reason?: string;
  readonly message?: string;
};

/** What an image answers to admission reviews. */
export type Admission = { readonly allow: true } | { readonly deny: string };

/** What a container uses at the moment. */
export type Usage = { readonly milliCpu: number; readonly memoryBytes: number };

/** Who is at the other end of a connection: its address, and its identity when mTLS proved one. */
export type Peer = { readonly address: string; readonly port: number; readonly identity?: string };

/** Somebody who connects: in plain text, or with TLS. */
export type Caller = Peer & { readonly tls?: TlsClient };

/**
 * What a node's kubelet and the streaming part of the API server ask of containers: the simulated images behind
 * one door. Pods are told apart by uid.
 */
export type ContainerRuntime = {
  /**
   * Starts the pod's containers. `onChange` is called whenever the state of a container changed;
   * an image that isn't there stays `waiting` with `ErrImagePull` and says so by name. Images in `missing` aren't on
   * the node and mustn't be fetched.
   */
  start(pod: KubeObject, onChange: () => void, missing?: ReadonlySet<string>): void;
  /** Starts what may start by now; `isStarted` says of a running init container whether others may follow it. */
  advance(uid: string, isStarted: (container: string) => boolean): void;
  /** Adds an ephemeral container to a pod that runs. */
  add(uid: string, container: Container): void;
  /** Ends a container, which is started again if its pod wants that. */
  kill(uid: string, container: string, exitCode: number): void;
  /** Asks a pod's containers to end; resolves when those have that do so in their own time. */
  ask(uid: string): Promise<void>;
  stop(uid: string): void;
  state(uid: string, container: string): ContainerState | undefined;
  /** Why a pod's volumes can't be mounted, in the kubelet's words. */
  mountFailure(uid: string): string | undefined;
  /** How often each container of a pod could not do what it wants done after its start. */
  hookFailures(uid: string): Readonly<Record<string, number>>;
  /** The image of a container of which nothing else is known; undefined for one that is simulated. */
  opaqueImage(uid: string, container: string): string | undefined;
  /** Whether it is known of any image what it uses, so that metrics can be asked for. */
  readonly measures?: boolean;
  /** What a running container uses; undefined where nobody has said what its image does. */
  usage?(uid: string, container: string): Usage | undefined;
  /** What an image answers as a webhook, where somebody has said it. */
  admissionOf?(image: string): Admission | undefined;
  /** What was taken for granted of such images. */
  readonly opaque: OpaqueLedger;
  /** Runs a command; gives its exit code. @throws ApiError when the command isn't in the image, or isn't simulated */
  exec(target: ContainerTarget, argv: readonly string[], io: ProcessIo): Promise<number>;
  /** Joins the container's own process; resolves when it ends. */
  attach(target: ContainerTarget, io: ProcessIo): Promise<void>;
  logs(target: ContainerTarget, options: LogOptions): AsyncIterable<Buffer>;
  /** A connection to a port inside the pod, as port-forward makes it. @throws ApiError when nothing listens there */
  connect(pod: KubeObject, port: number): Promise<Duplex>;
  /** Hands a request to the process that listens on a port of a pod; undefined when none does. For the data plane. */
  deliver?(
    uid: string,
    port: number,
    request: HttpRequest,
    caller: Caller,
  ): Promise<HttpResponse | 'reset' | TlsFailure> | undefined;
  /** Adds a line to a running container's log, as its process would. For the data plane's access logs. */
  print?(uid: string, container: string, line: string): void;
};
