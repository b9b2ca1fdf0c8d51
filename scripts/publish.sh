# shellcheck shell=bash
# An image's way: from this machine into a registry, with the other architecture under one name, and from there to AWS. What is
# signed stays what it is on the way: every step goes by digests.

# architecture: of this machine, as images call it
architecture() {
  case $(uname -m) in
    x86_64 | amd64) printf 'amd64' ;;
    aarch64 | arm64) printf 'arm64' ;;
    *) fail "there are images for amd64 and arm64, not for $(uname -m)" ;;
  esac
}

require_docker() {
  command -v docker >/dev/null 2>&1 || fail "Docker is missing: images are pushed with it (https://docs.docker.com/get-docker)"
}

require_version() {
  [[ ${VERSION-} =~ ^[0-9]+\.[0-9]+\.[0-9]+$ ]] || fail "VERSION says which version it is, such as 1.4.0; it is '${VERSION-}'"
}

require_service() {
  case $1 in
    todo-service | files-service) ;;
    *) fail "there is no service '$1': there are todo-service, files-service" ;;
  esac
}

# repository REGISTRY SERVICE: registries know no capital letters
repository() {
  printf '%s/%s' "$(printf '%s' "$1" | tr '[:upper:]' '[:lower:]')" "$2"
}

# push_image SERVICE REGISTRY: what ./dev images has built here, under its version and architecture. Prints its digest.
push_image() {
  local to name digest
  require_version
  require_service "$1"
  name=$(repository "$2" "$1")
  to=$name:$VERSION-$(architecture)
  # A cache is trained anew with each build, so the same version would be another image from now on.
  if is_there "$name:$VERSION"; then fail "$name:$VERSION is there already, and stays what it is: this needs another version, so a new commit"; fi
  docker tag "todo-app/$1:$VERSION" "$to"
  docker push --quiet "$to" >&2
  digest=$(docker image inspect --format '{{range .RepoDigests}}{{println .}}{{end}}' "$to" |
    awk -v name="$name" 'index($0, name "@") == 1 { sub(/.*@/, ""); print; exit }')
  [ -n "$digest" ] || fail "Docker names no digest for $to, which it has just pushed"
  printf 'name=%s\ndigest=%s\n%s=%s\n' "$name" "$digest" "$(architecture)" "$digest"
}

# join_images SERVICE REGISTRY AMD64 ARM64: the digests of both architectures under one name. Prints the name, the new digest and both
# together.
join_images() {
  local name digest
  require_version
  require_service "$1"
  require_digest "$3"
  require_digest "$4"
  name=$(repository "$2" "$1")
  if ! is_there "$name:$VERSION"; then
    docker buildx imagetools create --tag "$name:$VERSION" "$name@$3" "$name@$4" >&2
  elif ! consists_of "$name:$VERSION" "$3" "$4"; then
    fail "$name:$VERSION is there already, of other images: this needs another version, so a new commit"
  fi
  digest=$(digest_of "$name:$VERSION")
  printf 'name=%s\ndigest=%s\nimage=%s@%s\n' "$name" "$digest" "$name" "$digest"
}

is_there() { # IMAGE
  docker buildx imagetools inspect "$1" >/dev/null 2>&1
}

consists_of() { # IMAGE DIGEST DIGEST
  local manifest
  manifest=$(docker buildx imagetools inspect --raw "$1")
  case $manifest in *"$2"*) ;; *) return 1 ;; esac
  case $manifest in *"$3"*) ;; *) return 1 ;; esac
}

require_digest() {
  case $1 in
    sha256:????????????????????????????????????????????????????????????????) ;;
    *) fail "a digest begins with sha256:, unlike '$1'" ;;
  esac
}

digest_of() {
  docker buildx imagetools inspect "$1" --format '{{.Manifest.Digest}}'
}

# sign_image IMAGE@DIGEST: without a key, in the name of the workflow that runs
sign_image() {
  case $1 in
    *@sha256:*) ;;
    *) fail "what is signed is named by its digest, not '$1'" ;;
  esac
  cosign sign --yes "$1"
}

# require_origin IMAGE@DIGEST: attested and signed by the workflow that makes images, for this commit of main. Another workflow of this
# repository, or the same on another branch, may have made something else.
require_origin() {
  local signer="$GITHUB_REPOSITORY/.github/workflows/service-dev.yml" main=refs/heads/main
  gh attestation verify "oci://$1" --repo "$GITHUB_REPOSITORY" --signer-workflow "$signer" --source-ref "$main" \
    --source-digest "$(git rev-parse HEAD)" >&2
  cosign verify "$1" --certificate-oidc-issuer https://token.actions.githubusercontent.com \
    --certificate-identity "${GITHUB_SERVER_URL:-https://github.com}/$signer@$main" >/dev/null
}

# publish_image SERVICE IMAGE@DIGEST ENV: into the environment's own repository, under tags that never move (registry.yaml), byte
# for byte. In a pipeline only what the workflow of images has made for main.
publish_image() {
  local service=$1 image=$2 env=$3 wanted account region registry name tag there
  require_version
  require_service "$service"
  require_environment "$env"
  case $image in
    *"/$service@sha256:"*) wanted=${image##*@} ;;
    *) fail "what is published is an image of $service, named by its digest, not '$image'" ;;
  esac
  if [ -n "${GITHUB_REPOSITORY-}" ]; then
    require_origin "$image"
  fi
  region=${AWS_REGION:-${AWS_DEFAULT_REGION-}}
  [ -n "$region" ] || fail "which region? Set AWS_REGION (such as eu-central-1)"
  account=$(aws sts get-caller-identity --query Account --output text)
  registry=$account.dkr.ecr.$region.amazonaws.com
  name=$env-$service
  aws ecr get-login-password --region "$region" | docker login --username AWS --password-stdin "$registry" >&2
  for tag in "build-$(git rev-parse --short=12 HEAD)" "release-$VERSION"; do
    there=$(digest_in_ecr "$region" "$name" "$tag")
    if [ -z "$there" ]; then
      docker buildx imagetools create --tag "$registry/$name:$tag" "$image" >&2
      there=$(digest_in_ecr "$region" "$name" "$tag")
    fi
    [ "$there" = "$wanted" ] || fail "$name:$tag is $there in ECR, not $wanted: a tag never moves, so this needs another version"
    say "$name:$tag is $wanted"
  done
}

# digest_in_ecr REGION REPOSITORY TAG: nothing where there is no such image; any other failure ends the command
digest_in_ecr() {
  local answer
  if answer=$(aws ecr describe-images --region "$1" --repository-name "$2" --image-ids imageTag="$3" \
    --query 'imageDetails[0].imageDigest' --output text 2>&1); then
    printf '%s' "$answer"
  else
    case $answer in
      *ImageNotFoundException*) ;;
      *) fail "$answer" ;;
    esac
  fi
}
