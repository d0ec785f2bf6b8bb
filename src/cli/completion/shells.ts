/** A script for each shell that asks `runbook __complete` what may come next, so that it never gets out of date. */
export const shells = {
  bash: String.raw`# bash completion of runbook, by "runbook completion bash"
_runbook() {
  local program=${'$'}{COMP_WORDS[0]/#\~\//$HOME/} rest=$COMP_LINE word value reply current nospace i
  local words=()
  # Readline breaks words at = and : too; what no blank parts belongs together.
  for ((i = 0; i <= COMP_CWORD; i++)); do
    word=${'$'}{COMP_WORDS[i]}
    case $rest in
      [[:blank:]]*) words+=("$word") ;;
      *) if ((i == 0)); then words=("$word"); else words[${'$'}{#words[@]} - 1]+=$word; fi ;;
    esac
    rest=${'$'}{rest#"${'$'}{rest%%[![:blank:]]*}"}
    rest=${'$'}{rest#"$word"}
  done
  current=${'$'}{words[${'$'}{#words[@]} - 1]}
  type -P "$program" >/dev/null || program=runbook
  COMPREPLY=()
  while IFS=$'\t' read -r value _; do
    case $value in */ | *=) nospace=1 ;; esac
    # Only what stands behind the last break is replaced.
    case $current in
      *=*) case $COMP_WORDBREAKS in *=*) value=${'$'}{value#"${'$'}{current%=*}="} ;; esac ;;
    esac
    case $current in
      [\'\"]*) reply=$value ;;
      *) printf -v reply %q "$value" && reply=${'$'}{reply/#\\\~\//\~/} ;;
    esac
    COMPREPLY+=("$reply")
  done < <("$program" __complete -- "${'$'}{words[@]:1}" 2>/dev/null)
  if [ -n "$nospace" ] && type compopt >/dev/null 2>&1; then compopt -o nospace 2>/dev/null; fi
}
complete -F _runbook runbook
`,
  zsh: String.raw`#compdef runbook
# zsh completion of runbook, by "runbook completion zsh"
_runbook() {
  local program=${'$'}{(Q)words[1]} line value
  local -a finished unfinished
  whence -p -- $program >/dev/null || program=runbook
  while IFS= read -r line; do
    value=${'$'}{line%%$'\t'*}
    line=${'$'}{value//:/\\:}:${'$'}{line#*$'\t'}
    case $value in
      (*/|*=) unfinished+=("$line") ;;
      (*) finished+=("$line") ;;
    esac
  done < <($program __complete -- "${'$'}{(@)words[2,CURRENT-1]}" "$PREFIX" 2>/dev/null)
  _describe -t values runbook finished -- unfinished -S ''
}
if [ "${'$'}{funcstack[1]}" = _runbook ]; then _runbook "$@"; else compdef _runbook runbook; fi
`,
  fish: `# fish completion of runbook, by "runbook completion fish"
function __runbook_complete
    set -l words (commandline -opc)
    set -l program runbook
    type -q -- $words[1]; and set program $words[1]
    $program __complete -- $words[2..-1] (commandline -ct) 2>/dev/null
end
complete -c runbook -f -a '(__runbook_complete)'
`,
} as const satisfies Readonly<Record<string, string>>;
