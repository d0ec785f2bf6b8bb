/**
 * What the watchdog runs: POSIX sh, because it has to work when everything of ours is dead. It reads lines from a
 * pipe that only runbook holds: `tag T` (once: what our processes carry in their environment), `root PID`,
 * `folder PATH`, `keep PATH`, `sweep TAG PID` (end these now, answer `swept TAG`). At the end of the pipe, so also
 * after kill -9, it ends every process that is a descendant of a root or carries the tag, and removes the folders.
 * Ancestry finds those that cleared their environment, the tag those that `nohup`, `setsid` or a double fork took
 * out of the tree.
 */
export const watchdogScript = String.raw`
trap '' INT TERM HUP QUIT
nl='
'
tag= roots= folders=

# pid, parent and state of every process.
processes() {
  if [ -r /proc/self/stat ]; then
    cat /proc/[0-9]*/stat 2>/dev/null | sed -n 's/^\([0-9]*\) (.*) \([A-Za-z]\) \([0-9]*\) .*/\1 \3 \2/p'
  else
    ps -A -o pid= -o ppid= -o state=
  fi
}

# Pids of processes that carry RUNBOOK_TAG=$1... in their environment.
tagged() {
  if [ -r /proc/self/environ ]; then
    grep -lsaF "RUNBOOK_TAG=$1" /proc/[0-9]*/environ | sed 's/[^0-9]//g'
  else
    ps -AwwE -o pid= -o command= | while read -r pid rest; do
      case $rest in *"RUNBOOK_TAG=$1"*) echo "$pid";; esac
    done
  fi
}

# Those of the given pids that live, and all their descendants. Zombies are dead.
living() {
  processes | awk -v roots="$1" '
    BEGIN { n = split(roots, r, " "); for (i = 1; i <= n; i++) if (r[i] > 1) want[r[i]] = 1 }
    { parent[$1] = $2; state[$1] = $3; pids[++m] = $1 }
    END {
      do { more = 0; for (i = 1; i <= m; i++) { p = pids[i]
        if (!(p in want) && (parent[p] in want)) { want[p] = 1; more = 1 } } } while (more)
      for (i = 1; i <= m; i++) if ((pids[i] in want) && state[pids[i]] !~ /^Z/) print pids[i]
    }'
}

# end TAG PIDS: TERM, half a second of patience, then KILL until nothing is left.
end() {
  seen="$2 $(tagged "$1")"
  seen=$(living "$(echo $seen)")
  [ -n "$seen" ] || return 0
  kill -TERM $seen 2>/dev/null
  round=0
  while [ $round -lt 15 ]; do
    sleep 0.05
    seen=$(living "$(echo $seen $(tagged "$1"))")
    [ -n "$seen" ] || return 0
    [ $round -lt 10 ] || kill -KILL $seen 2>/dev/null
    round=$((round + 1))
  done
}

without() {
  left=
  while IFS= read -r line; do
    [ -z "$line" ] || [ "$line" = "$2" ] || left=$left$line$nl
  done <<END
$1
END
}

while read -r word rest; do
  case $word in
    tag) tag=$rest ;;
    root) roots="$roots $rest" ;;
    folder) folders=$folders$rest$nl ;;
    keep) without "$folders" "$rest"; folders=$left ;;
    sweep) set -- $rest
      end "$1" "$2"
      roots=$(echo " $roots " | sed "s/ $2 / /")
      echo "swept $1" ;;
  esac
done
end "$tag" "$roots"
while IFS= read -r folder; do
  case $folder in /?*/?*) rm -rf -- "$folder" ;; esac
done <<END
$folders
END
`;
