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
# Behind npx: what is installed here or above. Of other programs nothing is known.
_runbook_npx() {
  local at=1 folder=$PWD program
  while [[ ${'$'}{COMP_WORDS[at]} == -* ]]; do ((at++)); done
  [[ ${'$'}{COMP_WORDS[at]} == runbook ]] && ((at < COMP_CWORD)) || return
  until [[ -x $folder/node_modules/.bin/runbook || -z $folder ]]; do folder=${'$'}{folder%/*}; done
  [[ -n $folder ]] || return
  program=$folder/node_modules/.bin/runbook
  COMP_LINE=$program${'$'}{COMP_LINE#*runbook}
  COMP_WORDS=("$program" "${'$'}{COMP_WORDS[@]:at + 1}")
  COMP_CWORD=$((COMP_CWORD - at))
  _runbook
}
complete -p npx >/dev/null 2>&1 || complete -o default -F _runbook_npx npx
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
# Behind npx: what is installed here or above.
_runbook_npx() {
  local at=${'$'}{words[(i)runbook]} folder=$PWD
  local -a others=("${'$'}{(@)words[2,at-1]:#-*}")
  if (( at < CURRENT && ${'$'}{#others} == 0 )); then
    until [[ -x $folder/node_modules/.bin/runbook || -z $folder ]]; do folder=${'$'}{folder%/*}; done
    if [[ -n $folder ]]; then
      words=($folder/node_modules/.bin/runbook "${'$'}{(@)words[at+1,-1]}")
      (( CURRENT -= at - 1 ))
      _runbook
      return
    fi
  fi
  _default
}
if [ "${'$'}{funcstack[1]}" = _runbook ]; then _runbook "$@"; else
  compdef _runbook runbook
  (( ${'$'}{+_comps[npx]} )) || compdef _runbook_npx npx
fi
`,
  fish: `# fish completion of runbook, by "runbook completion fish"
function __runbook_complete
    set -l words (commandline -opc)
    set -l program runbook
    type -q -- $words[1]; and set program $words[1]
    $program __complete -- $words[2..-1] (commandline -ct) 2>/dev/null
end
complete -c runbook -f -a '(__runbook_complete)'
# Behind npx: what is installed here or above.
function __runbook_npx
    set -l words (commandline -opc)
    set -l at 2
    while string match -q -- '-*' "$words[$at]"
        set at (math $at + 1)
    end
    test "$words[$at]" = runbook; or return 1
    set -l folder $PWD
    while test -n "$folder"; and not test -x "$folder/node_modules/.bin/runbook"
        set folder (string replace -r '/[^/]*$' '' -- $folder)
    end
    test -n "$folder"; or return 1
    $folder/node_modules/.bin/runbook __complete -- $words[(math $at + 1)..-1] (commandline -ct) 2>/dev/null
end
complete -c npx -f -n __runbook_npx -a '(__runbook_npx)'
`,
} as const satisfies Readonly<Record<string, string>>;
