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

# last_version PART [COMMIT]: the tag of the highest version before or at the commit; nothing before the first
last_version() {
  git tag --merged "${2:-HEAD}" --list "$1-v*" --sort=-version:refname 2>/dev/null | only_versions "$1" | sed -n 1p
}

# only_versions PART: of tags, those that are a version's; anybody may have pushed another
only_versions() {
  sed -n -E "/^$1-v(0|[1-9][0-9]*)\.(0|[1-9][0-9]*)\.(0|[1-9][0-9]*)$/p"
}

# commits PART FROM TO: those that touch the part, and merges that brought one, newest first
commits() {
  local paths=() path
  while IFS= read -r path; do paths+=("$path"); done < <(part_paths "$1")
  git log --format=%H "${2:+$2..}$3" -- "${paths[@]}"
  git log --merges --first-parent -m --format=%H "${2:+$2..}$3" -- "${paths[@]}"
}

# asked_by COMMIT: major, minor or patch, as a line of its message says: a squashed one may have others below it
asked_by() {
  local asked
  asked=$(git log -1 --format=%B "$1" | tr '[:upper:]' '[:lower:]' | sed -n 's/^release: *\([a-z]*\) *$/\1/p')
  case $'\n'$asked$'\n' in
    *$'\nmajor\n'*) printf 'major' ;;
    *$'\nminor\n'*) printf 'minor' ;;
    *) printf 'patch' ;;
  esac
}

# size PART FROM TO: major, minor or patch, whichever is the largest that a commit in between asks for
size() {
  local commit largest=patch
  for commit in $(commits "$1" "$2" "$3"); do
    case $(asked_by "$commit") in
      major) printf 'major'; return 0 ;;
      minor) largest=minor ;;
    esac
  done
  printf '%s' "$largest"
}

# require_sizes BASE: no commit since then asks for what there isn't, while its message can still be mended
require_sizes() {
  local wrong
  wrong=$(git log --format=%B "$1..HEAD" |
    awk 'tolower($0) ~ /^release:/ && tolower($0) !~ /^release: *(major|minor|patch) *$/ && !found++')
  [ -z "$wrong" ] || fail "a commit says '$wrong': there are major, minor and patch (CONTRIBUTING.md)"
}

# next_version PART: 1.4.0; that of the tag where the commit has one
next_version() {
  local part=$1 tag version major minor patch
  tag=$(git tag --points-at HEAD --list "$part-v*" --sort=-version:refname | only_versions "$part" | sed -n 1p)
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

# require_not_overtaken PART TAG: a version is one commit's, and the later commit has the later version
require_not_overtaken() {
  local later
  later=$(comm -23 <(git tag --contains HEAD --list "$1-v*" | LC_ALL=C sort) <(git tag --points-at HEAD | LC_ALL=C sort) | only_versions "$1" | sed -n 1p)
  [ -z "$later" ] || fail "$later is a later commit's and has this one in it: there is nothing left to release here"
  if [ -n "$(git tag --list "$2")" ] && [ "$(git rev-parse "$2^{commit}")" != "$(git rev-parse HEAD)" ]; then
    fail "$2 is the tag of a commit that isn't in this history: whoever may push tags has to delete it"
  fi
}

# git_as_pipeline ARGUMENTS...: in somebody's name, which git asks for and a runner hasn't got
git_as_pipeline() {
  git -c user.name="${GIT_AUTHOR_NAME:-pipeline}" -c user.email="${GIT_AUTHOR_EMAIL:-pipeline@users.noreply.github.com}" "$@"
}

# run_version PART yes|no: prints the version; with yes its tag is made, and pushed to origin, unless it is there
run_version() {
  local part=$1 version tag
  require_history
  version=$(next_version "$part")
  tag=$part-v$version
  require_not_overtaken "$part" "$tag"
  if [ "$2" = yes ] && [ -z "$(git tag --list "$tag")" ]; then
    # The tag carries its notes: they are there without GitHub, too.
    changes "$part" "$(last_version "$part")" HEAD |
      git_as_pipeline tag --annotate --cleanup=verbatim --file=- "$tag"
    git push --quiet origin "refs/tags/$tag" >&2
  fi
  printf 'version=%s\n' "$version"
}

# changes PART FROM TO: what changed in the part, under what it asks of those who use it
changes() {
  local commit line major='' minor='' patch=''
  for commit in $(commits "$1" "$2" "$3" | awk '!seen[$0]++'); do
    line=$(git log -1 --format='- %s (%h)' "$commit")$'\n'
    case $(asked_by "$commit")-$(git rev-list --no-walk --count --min-parents=2 "$commit") in
      major-*) major=$major$line ;;
      minor-*) minor=$minor$line ;;
      *-0) patch=$patch$line ;;
    esac
  done
  section "Breaking" "$major"
  section "New" "$minor"
  section "Changed" "$patch"
}

section() {
  [ -n "$2" ] || return 0
  printf '### %s\n%s\n' "$1" "$2"
}

# run_changelog PART [VERSION]: one version's changes, or all of them, the newest first
run_changelog() {
  local part=$1 wanted=${2-} tag before
  require_history
  if [ -n "$wanted" ]; then
    tag=$part-v$wanted
    [ -n "$(git tag --list | grep -F -x -e "$tag" | only_versions "$part")" ] || fail "there is no version $wanted of $part"
    changes "$part" "$(last_version "$part" "$tag^")" "$tag"
    return 0
  fi
  tag=$(last_version "$part")
  if [ -n "$(commits "$part" "$tag" HEAD)" ]; then
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
