#!/usr/bin/env bash
# Checks and runs what the inputs of the action (INPUT_…) ask for, and tells the outcome to GITHUB_OUTPUT.
set -uo pipefail

# finish CODE: tells what came of it, and ends with the same code.
finish() {
  local outcome=errored
  [ "$1" -eq 0 ] && outcome=passed
  [ "$1" -eq 1 ] && outcome=failed
  printf 'outcome=%s\nexit-code=%s\n' "$outcome" "$1" >>"$GITHUB_OUTPUT"
  exit "$1"
}

refuse() {
  echo "::error title=The inputs of the action::$1"
  finish 2
}

# is_true INPUT VALUE: whether a yes-or-no input says yes.
is_true() {
  case $2 in
    true) return 0 ;;
    false | '') return 1 ;;
    *) refuse "\`$1\` takes \`true\` or \`false\`." ;;
  esac
}

# Words separated by spaces or line ends; a pattern stays as it is, for runbook to look up.
read -r -d '' -a files <<<"$INPUT_FILES"
read -r -d '' -a clusters <<<"$INPUT_CLUSTERS"
read -r -d '' -a reporters <<<"$INPUT_REPORTERS"
[ "${#files[@]}" -gt 0 ] || refuse '`files` names no runbook.'

# Never by a name alone, which npm would get from whoever has it.
if [ -n "$INPUT_PACKAGE" ]; then
  case $INPUT_PACKAGE in
    ./* | /* | https://*) runbook=(npx --yes --package "$INPUT_PACKAGE" -- runbook) ;;
    *) refuse '`package` takes a tarball: `./FILE`, `/FILE` or `https://ADDRESS`.' ;;
  esac
elif npx --no-install --offline -- runbook --version >/dev/null 2>&1; then
  runbook=(npx --no-install --offline -- runbook)
else
  refuse 'runbook is not installed here. Run `npm ci` in a step before, or give the tarball of a release as `package`.'
fi

options=(--target "$INPUT_TARGET" --reporter github)
for pair in ${clusters[@]+"${clusters[@]}"}; do options+=(--cluster "$pair"); done
for reporter in ${reporters[@]+"${reporters[@]}"}; do options+=(--reporter "$reporter"); done
[ -z "$INPUT_JUNIT" ] || options+=(--reporter "junit=$INPUT_JUNIT")
[ -z "$INPUT_JOBS" ] || options+=(--jobs "$INPUT_JOBS")
[ -z "$INPUT_SHARD" ] || options+=(--shard "$INPUT_SHARD")
[ -z "$INPUT_RETRIES" ] || options+=(--retries "$INPUT_RETRIES")
if is_true keep-going "$INPUT_KEEP_GOING"; then options+=(--keep-going); fi
if is_true verify-record "$INPUT_VERIFY_RECORD"; then options+=(--verify-record); fi
while IFS= read -r arg; do
  [ -z "$arg" ] || options+=("$arg")
done <<<"$INPUT_ARGS"

if is_true check "$INPUT_CHECK"; then
  "${runbook[@]}" check --strict --format github -- "${files[@]}" || finish "$?"
fi
"${runbook[@]}" exec "${options[@]}" -- "${files[@]}"
code=$?
case $INPUT_JUNIT in
  '') ;;
  /*) report=$INPUT_JUNIT ;;
  *) report=$PWD/$INPUT_JUNIT ;;
esac
[ ! -f "${report:-}" ] || printf 'junit=%s\n' "$report" >>"$GITHUB_OUTPUT"
finish "$code"
