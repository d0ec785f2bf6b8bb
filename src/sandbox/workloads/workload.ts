import type { Delivery, Destination, HttpRequest, HttpResponse, Trust } from '../dataplane/message.ts';
import type { Switches } from '../dataplane/switches.ts';
import type { TlsClient, TlsFailure } from '../dataplane/tls.ts';
import type { Container, PodObject } from '../mesh/objects.ts';
import type { World } from '../world.ts';
import type { Command } from './commands/command.ts';
import type { FileTree } from './files/file-tree.ts';
import type { ImageName } from './images/reference.ts';
import type { Peer } from './runtime.ts';

/** A simulated image: what it runs by itself, and which commands it holds. */
export type Workload = {
  /** Repositories without registry and tag: `curlimages/curl`. */
  readonly repositories: readonly string[];
  /** Whether it is of an image, where the repository alone doesn't say it. */
  readonly isOf?: (name: ImageName) => boolean;
  /** Whether the repository has a tag, where that is known; any tag will do where it is left out. */
  readonly hasTag?: (tag: string) => boolean;
  /** Names on the image's PATH; a command outside this list isn't in the image, one inside it may not be simulated. */
  readonly binaries: readonly string[];
  /** Version that the image's curl reports, from the image's tag. */
  readonly curlVersion?: (tag: string) => string;
  /** Programs of its own, by name, beside those that many images have. */
  readonly programs?: Readonly<Record<string, Command>>;
  /** Files that are known of the image, and folders in which there is nothing else. */
  readonly files?: Readonly<Record<string, string>>;
  readonly folders?: readonly string[];
  /** Its own process is all that is known of it, whatever command a container gives. */
  readonly whole?: true;
  /** Folder that its processes start in, where the container doesn't say one. */
  readonly workdir?: string;
  /** Who its processes run as, by number or by name, where that is known and a container doesn't say it. */
  readonly user?: number | string;
  /** Environment baked into the image. */
  readonly env?: Readonly<Record<string, string>>;
  /** What the image's own entry point does with the container's `args`. */
  readonly entrypoint: (args: readonly string[]) => Entry;
};

type Entry =
  | { readonly kind: 'command'; readonly argv: readonly string[] }
  | { readonly kind: 'server'; readonly start: (place: Place) => Server };

/** A server process: who answers on which port. Ports may come and go. */
export type Server = (port: number) => Listener | undefined;

/** Who answers on a port: plain text only, or TLS. */
export type Listener = Handler | SecureListener;

/** Who answers on a port that takes TLS. */
export type SecureListener = {
  /** What it says to a connection without TLS. */
  readonly plain: Handler;
  /** The handshake with a client, and its request after it. */
  readonly secure: (
    request: HttpRequest,
    peer: Peer,
    client: TlsClient,
  ) => Promise<HttpResponse | 'reset' | TlsFailure>;
};

/** `reset` drops the connection without an answer. */
export type Handler = (request: HttpRequest, peer: Peer) => Promise<HttpResponse | 'reset'>;

/** Where a process runs, and what it can reach from there. */
export type Place = {
  readonly world: World;
  /** The pod as it is now. */
  readonly pod: () => PodObject;
  readonly container: Container;
  readonly env: Readonly<Record<string, string>>;
  readonly network: Network;
  readonly switches: Switches;
  /** Adds a line to the container's log. */
  readonly print: (line: string) => void;
  readonly tree: FileTree;
  /** Says that the process takes notice of being asked to end. */
  readonly trap: () => void;
  readonly trapped: () => boolean;
  /** Sends a signal to the container's first process. */
  readonly signal: (name: string) => void;
};

/** The network as a process sees it: names, and one exchange with an address. */
export type Network = {
  /** Addresses of a host name, best first; undefined when it doesn't resolve. */
  resolve(host: string): Promise<readonly string[] | undefined>;
  /** One request on a connection of its own; `to.host` is the name that the client used. */
  exchange(to: Endpoint, request: HttpRequest, signal?: AbortSignal): Promise<Delivery>;
};

/** An address to connect to; without `trust` it takes certificates of public authorities. */
export type Endpoint = Destination & {
  readonly address: string;
  readonly trust?: Trust;
  readonly connectTimeoutMs?: number;
};
