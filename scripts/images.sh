# shellcheck shell=bash
# Builds the images, from what ./dev build has made. images/README.md says what is in them.

IMAGES="todo-service files-service local-cloud front-door"

# What may stand in for the JVM that images/base/Dockerfile names.
JRE_HERE=eclipse-temurin:25-jre

require_running_docker() {
  command -v docker >/dev/null 2>&1 || fail "Docker is missing: install it (https://docs.docker.com/engine/install) and try again"
  docker_answers || fail "Docker doesn't answer ('docker info' failed): start it and try again"
}

docker_answers() {
  command -v docker >/dev/null 2>&1 && docker info >/dev/null 2>&1
}

require_image_name() { # NAME
  case " $IMAGES " in
    *" $1 "*) ;;
    *) fail "there is no image '$1'; there are: $IMAGES" ;;
  esac
}

# The tag of the images, and the version that they say they are: what a pipeline has given this release, else what git calls
# this commit.
image_version() {
  if [ -n "${VERSION-}" ]; then printf '%s' "$VERSION"; return 0; fi
  git describe --tags --always --dirty 2>/dev/null || printf 'unknown'
}

# Sets JRE and JRE_DIGEST. Another JVM than the pinned one is never taken silently, and in a pipeline not at all.
choose_jre() {
  local why=''
  JRE=${JRE_IMAGE:-$(awk '$1 == "FROM" { print $2; exit }' "$ROOT/images/base/Dockerfile")}
  if ! docker image inspect "$JRE" >/dev/null 2>&1 && ! why=$(docker pull -q "$JRE" 2>&1); then
    if [ -n "${JRE_IMAGE-}" ] || [ "${CI_REQUIRE_TOOLS-}" = true ] || ! docker image inspect "$JRE_HERE" >/dev/null 2>&1; then
      fail "$JRE is neither here nor can it be pulled: ${why##*$'\n'}"
    fi
    say "  $JRE can't be pulled: building on the $JRE_HERE that is on this machine"
    JRE=$JRE_HERE
  fi
  JRE_DIGEST=$(digest_of_base "$JRE")
  if [ -n "$JRE_DIGEST" ]; then
    say "  on $JRE, which is $JRE_DIGEST"
  elif [ "${CI_REQUIRE_TOOLS-}" = true ]; then
    fail "$JRE has no digest: no registry has given it"
  fi
}

# digest_of_base IMAGE: the one it is named by or was pulled by; nothing for an image that was made on this machine
digest_of_base() {
  local pulled
  pulled=$1
  case $1 in
    *@*) ;;
    *) pulled=$(docker image inspect --format '{{if .RepoDigests}}{{index .RepoDigests 0}}{{end}}' "$1") ;;
  esac
  case $pulled in
    *@*) printf '%s' "${pulled#*@}" ;;
  esac
}

# The repository's address, by which GitHub's registry links an image to it; nothing where it isn't known to be on GitHub. Nothing
# but owner and name is taken from the clone's own: it may hold a password.
image_source() {
  local origin
  if [ -n "${GITHUB_SERVER_URL-}" ] && [ -n "${GITHUB_REPOSITORY-}" ]; then
    printf '%s/%s' "$GITHUB_SERVER_URL" "$GITHUB_REPOSITORY"
    return 0
  fi
  [ -e "$ROOT/.git" ] && origin=$(git -C "$ROOT" remote get-url origin 2>/dev/null) || return 0
  origin=${origin%/}
  origin=${origin%.git}
  if [[ $origin =~ ^(https://([^/@]*@)?github\.com/|git@github\.com:|ssh://git@github\.com(:[0-9]+)?/)([A-Za-z0-9._-]+/[A-Za-z0-9._-]+)$ ]]; then
    printf 'https://github.com/%s' "${BASH_REMATCH[4]}"
  fi
}

# build_images [NAME]: all of them without one
build_images() {
  local name version revision created source labels=()
  version=$(image_version)
  revision=$(git rev-parse HEAD 2>/dev/null) || revision=unknown
  created=$(TZ=UTC git log -1 --date=format-local:%Y-%m-%dT%H:%M:%SZ --format=%cd 2>/dev/null) || created=1970-01-01T00:00:00Z
  say "Images:"
  # A note of when and where it was built would make another image of the same, and an index of it, which can't be joined by digest.
  export BUILDX_NO_DEFAULT_ATTESTATIONS=1
  choose_jre
  # As labels of the build: in a Dockerfile they would be there without a value, too.
  if [ -n "$JRE_DIGEST" ]; then labels+=(--label "org.opencontainers.image.base.digest=$JRE_DIGEST"); fi
  source=$(image_source)
  if [ -n "$source" ]; then labels+=(--label "org.opencontainers.image.source=$source"); fi
  for name in ${1:-$IMAGES}; do
    # shellcheck disable=SC2046
    step "todo-app/$name:$version" docker build $(recipe "$name") --tag "todo-app/$name:$version" \
      --build-arg JRE="$JRE" --build-arg VERSION="$version" --build-arg REVISION="$revision" --build-arg CREATED="$created" \
      ${labels[@]+"${labels[@]}"} .
  done
}

recipe() { # NAME: its Dockerfile, and which part of it
  case $1 in
    local-cloud | front-door) printf '%s' "--file local-cloud/Dockerfile --target $1" ;;
    *) printf '%s' "--file $1/Dockerfile" ;;
  esac
}

# run_image_tests [NAME]: starts what was built as ECS would; with a name that image alone, whichever others there are
run_image_tests() {
  local tests
  case ${1-} in
    "") tests='*ImageTest,DockerfilesTest' ;;
    *-service) tests=ServiceImageTest ;;
    *) tests=StandInImageTest ;;
  esac
  maven -pl images -am test -Dtest="$tests" -Dsurefire.failIfNoSpecifiedTests=false -Dspotless.check.skip=true \
    -Dimages.version="$(image_version)" -Dimages.only="${1-}"
}
