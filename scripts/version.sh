# shellcheck shell=bash
# Versions. Each part has its own, as tags such as todo-service-v1.4.0; CONTRIBUTING.md has the rule, decision 022 why.

PARTS="todo-service files-service frontend"

# describe PART: where the checkout is, seen from the part's last version: todo-service-v1.4.0-3-g0a1b2c3d4e5f, with -dirty
# where something isn't committed; the commit alone before the first version; unknown where there is no history.
describe() {
  # Not that of a repository which this folder merely lies in.
  if [ ! -e "$ROOT/.git" ]; then printf 'unknown'; return 0; fi
  git -C "$ROOT" describe --tags --match "$1-v[0-9]*" --always --dirty --abbrev=12 2>/dev/null || printf 'unknown'
}

require_part() {
  case " $PARTS " in
    *" ${1-} "*) ;;
    *) fail "'${1-}' has no version of its own: there are $PARTS" ;;
  esac
}

require_history() {
  [ -e "$ROOT/.git" ] || fail "versions are in the history, and this is no clone of it"
  [ "$(git rev-parse --is-shallow-repository)" = false ] || fail "this clone is cut short (shallow), and versions are in the history: git fetch --unshallow --tags"
}

# part_paths PART: what a part is made of, as git's pathspecs. The pipeline's own filter is the one list there is.
part_paths() {
  awk '/^ *paths:/ { inside = 1; next } inside && /^ *- / { sub(/^ *- */, ""); gsub(/"/, ""); print ":(top,glob)" $0; next } inside && NF { exit }' \
    "$ROOT/.github/workflows/$1.yml"
}

# last_version PART [COMMIT]: the tag of the version before or at the commit; nothing before the first
last_version() {
  git describe --tags --match "$1-v[0-9]*" --abbrev=0 "${2:-HEAD}" 2>/dev/null || printf ''
}

# size PART FROM TO: major, minor or patch, whichever is the largest that a commit in between asks for
size() {
  local paths=() path asked
  while IFS= read -r path; do paths+=("$path"); done < <(part_paths "$1")
  asked=$(git log --format='%(trailers:key=Release,valueonly)' "${2:+$2..}$3" -- "${paths[@]}")
  case $asked in
    *major*) printf 'major' ;;
    *minor*) printf 'minor' ;;
    *) printf 'patch' ;;
  esac
}

# next_version PART: 1.4.0; that of the tag where the commit has one
next_version() {
  local part=$1 tag version major minor patch
  tag=$(git tag --points-at HEAD --list "$part-v[0-9]*" --sort=-version:refname | head -n 1)
  if [ -n "$tag" ]; then printf '%s' "${tag#"$part-v"}"; return 0; fi
  tag=$(last_version "$part")
  if [ -z "$tag" ]; then printf '0.1.0'; return 0; fi
  version=${tag#"$part-v"}
  IFS=. read -r major minor patch <<<"$version"
  case $(size "$part" "$tag" HEAD) in
    major) printf '%d.0.0' $((major + 1)) ;;
    minor) printf '%d.%d.0' "$major" $((minor + 1)) ;;
    *) printf '%d.%d.%d' "$major" "$minor" $((patch + 1)) ;;
  esac
}

# run_version PART yes|no: prints the version; with yes its tag is made, and pushed to origin, unless it is there
run_version() {
  local part=$1 version tag
  require_history
  version=$(next_version "$part")
  tag=$part-v$version
  if [ -n "$(git tag --list "$tag")" ] && [ "$(git rev-parse "$tag^{commit}")" != "$(git rev-parse HEAD)" ]; then
    fail "$tag is another commit's, a later one's most likely: this one comes too late to be a version"
  fi
  if [ "$2" = yes ] && [ -z "$(git tag --list "$tag")" ]; then
    # The tag carries its notes: they are there without GitHub, too.
    changes "$part" "$(last_version "$part")" HEAD |
      git -c user.name="${GIT_AUTHOR_NAME:-pipeline}" -c user.email="${GIT_AUTHOR_EMAIL:-pipeline@users.noreply.github.com}" \
        tag --annotate --cleanup=verbatim --file=- "$tag"
    git push --quiet origin "refs/tags/$tag" >&2
  fi
  printf 'version=%s\n' "$version"
}

# changes PART FROM TO: what changed in the part, under what it asks of those who use it
changes() {
  local paths=() path commits
  while IFS= read -r path; do paths+=("$path"); done < <(part_paths "$1")
  commits=$(git log --no-merges --format='%(trailers:key=Release,valueonly,separator=%x2C)%x09- %s (%h)' "${2:+$2..}$3" -- "${paths[@]}")
  section "Breaking" "$(awk -F '\t' '$1 ~ /major/ { print $2 }' <<<"$commits")"
  section "New" "$(awk -F '\t' '$1 ~ /minor/ && $1 !~ /major/ { print $2 }' <<<"$commits")"
  section "Changed" "$(awk -F '\t' '$1 !~ /major|minor/ { print $2 }' <<<"$commits")"
}

section() {
  [ -n "$2" ] || return 0
  printf '### %s\n%s\n\n' "$1" "$2"
}

# run_changelog PART [VERSION]: one version's changes, or all of them, the newest first
run_changelog() {
  local part=$1 wanted=${2-} tag before
  require_history
  if [ -n "$wanted" ]; then
    tag=$part-v$wanted
    [ -n "$(git tag --list "$tag")" ] || fail "there is no version $wanted of $part"
    changes "$part" "$(last_version "$part" "$tag^")" "$tag"
    return 0
  fi
  tag=$(last_version "$part")
  if [ -n "$(git log -1 --format=%h "${tag:+$tag..}HEAD")" ]; then
    printf '## %s: not released yet\n\n' "$part"
    changes "$part" "$tag" HEAD
  fi
  while [ -n "$tag" ]; do
    before=$(last_version "$part" "$tag^")
    printf '## %s %s (%s)\n\n' "$part" "${tag#"$part-v"}" "$(git log -1 --format=%cs "$tag")"
    changes "$part" "$before" "$tag"
    tag=$before
  done
}

# run_announce PART VERSION: a release on GitHub, with its changes; it may be there already
run_announce() {
  local tag=$1-v$2 notes
  require_history
  if gh release view "$tag" >/dev/null 2>&1; then say "$tag is announced already"; return 0; fi
  notes=$(mktemp)
  run_changelog "$1" "$2" >"$notes"
  gh release create "$tag" --verify-tag --title "$1 $2" --notes-file "$notes"
  rm -f "$notes"
}
