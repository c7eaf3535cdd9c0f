#!/bin/sh
# Installs what the tests need and this machine lacks. Quick and silent when nothing is missing.
# Debian packages come by name through apt; the Elasticsearch servers come through Maven's own client.
set -eu
cd "$(dirname "$0")/../.."
store=build/servers
java_homes=${JAVA_HOMES:-/usr/lib/jvm}

fail() {
    printf 'sunlight: %s\n' "$1" >&2
    exit 1
}

as_root() {
    if [ "$(id -u)" = 0 ]; then
        "$@"
    elif command -v sudo >/dev/null; then
        sudo "$@"
    else
        fail "to install packages, run this as root or install sudo (wanted: $*)"
    fi
}

installed() {
    dpkg-query -W -f '${Status}' "$1" 2>/dev/null | grep -q 'ok installed'
}

available() {
    apt-cache policy "$1" 2>/dev/null | grep -q 'Candidate: [0-9]'
}

apt_install() {
    echo "Installing Debian packages: $*"
    as_root apt-get update -qq
    as_root env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "$@" >/dev/null
}

# The major version of a JDK's home, from the file every JDK ships.
java_version() {
    sed -n 's/^JAVA_VERSION="\([0-9]*\).*/\1/p' "$1/release" 2>/dev/null
}

have_java() {
    for home in "$java_homes"/*; do
        version=$(java_version "$home")
        [ -n "$version" ] && [ "$version" -ge "$1" ] && return 0
    done
    return 1
}

debian_packages() {
    command -v apt-get >/dev/null || return 0
    missing=""
    for package in chromium fonts-noto-cjk postgresql redis-server maven gettext python3-venv util-linux; do
        # Somebody's own Python, with its own venv module, is as good as Debian's package.
        [ "$package" = python3-venv ] && "${PYTHON:-python3}" -c 'import ensurepip, venv' 2>/dev/null && continue
        installed "$package" || missing="$missing $package"
    done
    have_java 17 || missing="$missing default-jre-headless"
    [ -z "$missing" ] || apt_install $missing
    have_java 21 && return 0
    for package in openjdk-25-jre-headless openjdk-21-jre-headless; do
        if available "$package"; then
            apt_install "$package"
            return 0
        fi
    done
}

commands() {
    for command in chromium mvn redis-server xgettext setpriv; do
        command -v "$command" >/dev/null || fail "$command is missing; this script can only install Debian packages, please install it yourself"
    done
    [ -n "$(ls -d /usr/lib/postgresql/*/bin/initdb 2>/dev/null)" ] || command -v initdb >/dev/null || fail "PostgreSQL's initdb is missing"
    have_java 17 || fail "no Java 17 or newer in $java_homes: Elasticsearch 8.19 needs it"
    have_java 21 || fail "no Java 21 or newer in $java_homes: Elasticsearch 9 needs it and this Debian carries none; put a JDK there, or name its parent: JAVA_HOMES=…"
}

elasticsearch() {
    while read -r version; do
        [ -f "$store/elasticsearch-$version.zip" ] && continue
        echo "Fetching Elasticsearch $version"
        draft=$(mktemp -d "$store/fetch.XXXXXX")
        mvn -q -B dependency:copy "-DoutputDirectory=$PWD/$draft" \
            "-Dartifact=org.elasticsearch.distribution.integ-test-zip:elasticsearch:$version:zip" </dev/null ||
            fail "Elasticsearch $version could not be fetched (see above)"
        mv "$draft/elasticsearch-$version.zip" "$store/"
        rmdir "$draft"
    done <tests/servers/elasticsearch-versions.txt
}

debian_packages
commands
mkdir -p "$store"
elasticsearch
