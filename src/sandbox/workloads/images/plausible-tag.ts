/** What publishers call images that have no version, and variants of them. */
const words = new Set(
  (
    'latest stable mainline edge rolling current lts main master trunk head nightly dev devel development canary beta rc alpha ' +
    'release prod production snapshot slim full minimal debug nonroot distroless scratch musl glibc uclibc alpine busybox debian ' +
    'ubuntu stretch buster bullseye bookworm trixie sid bionic focal jammy noble bash apache fpm cli perl otel unstable testing'
  ).split(' '),
);

/** What pages call a tag that isn't to be there: `nope`, `does-not-exist`. */
const denials =
  /^(?:no|nope|none|null|non-?existent|nonexist(?:ing|s)?|(?:does|do)-?(?:not|nt)-?exist|no-?such-?(?:tag|version|image)|not-?found|not-?there|missing|invalid|wrong|bad|broken|bogus|fake|typo|unknown|oops|x{3,})$/;

/** Whether a repository of which only its use is known may have a tag: one with a number, or made of usual words. */
export function mayHaveTag(tag: string): boolean {
  return tag === '' || /\d/.test(tag) || tag.split(/[-_.]/).every((word) => words.has(word));
}

/** Whether a tag says of itself that it is not there. */
export function deniesItself(tag: string): boolean {
  return denials.test(tag);
}
