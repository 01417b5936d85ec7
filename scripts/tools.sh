# Sourced by the other scripts: finds a JDK 25 and exports JAVA_HOME, finds Maven and sets MVN. One sentence names a program
# that is missing and the way to get it. Plain sh, because macOS has an old bash.

jdk_version=25

# Is this folder a JDK of that version or a newer one? Reads its release file, which is faster than to start it.
is_jdk() {
    [ -x "$1/bin/javac" ] && [ -f "$1/release" ] || return 1
    found=$(sed -n 's/^JAVA_VERSION="\([0-9]*\).*/\1/p' "$1/release")
    [ -n "$found" ] && [ "$found" -ge "$jdk_version" ]
}

find_jdk() {
    if [ -n "${JAVA_HOME:-}" ] && is_jdk "$JAVA_HOME"; then
        return
    fi
    on_path=$(command -v javac || true)
    if [ -n "$on_path" ]; then
        # Twice up from the program that all the links lead to.
        on_path=$(dirname "$(dirname "$(readlink -f "$on_path" 2>/dev/null || echo "$on_path")")")
    fi
    mac=
    if [ -x /usr/libexec/java_home ]; then
        mac=$(/usr/libexec/java_home -v "$jdk_version" 2>/dev/null || true)
    fi
    for folder in "$on_path" "$mac" \
        /usr/lib/jvm/*"$jdk_version"* /usr/lib/jvm/* /usr/lib64/jvm/* /usr/java/* /opt/*jdk* /opt/java/* \
        "${HOME:-}"/.sdkman/candidates/java/* "${HOME:-}"/.jdks/* "${HOME:-}"/.local/share/mise/installs/java/* \
        /Library/Java/JavaVirtualMachines/*/Contents/Home "${HOME:-}"/Library/Java/JavaVirtualMachines/*/Contents/Home \
        /opt/homebrew/opt/openjdk*/libexec/openjdk.jdk/Contents/Home /usr/local/opt/openjdk*/libexec/openjdk.jdk/Contents/Home; do
        if [ -n "$folder" ] && is_jdk "$folder"; then
            JAVA_HOME=$folder
            export JAVA_HOME
            return
        fi
    done
    echo "A JDK $jdk_version is missing: install one, for example Eclipse Temurin $jdk_version from adoptium.net, or set JAVA_HOME to where it is." >&2
    exit 1
}

find_maven() {
    for program in "$(command -v mvn || true)" "${MAVEN_HOME:-/none}/bin/mvn" /opt/*maven*/bin/mvn \
        /usr/share/maven/bin/mvn "${HOME:-}"/.sdkman/candidates/maven/*/bin/mvn /opt/homebrew/bin/mvn /usr/local/bin/mvn; do
        if [ -n "$program" ] && [ -x "$program" ] && is_maven "$program"; then
            MVN=$program
            return
        fi
    done
    echo "Maven 3.8 or newer is missing: install it, for example with apt install maven or brew install maven, and put mvn on the PATH." >&2
    exit 1
}

is_maven() {
    version=$("$1" --version 2>/dev/null | sed -n 's/.*Apache Maven \([0-9]*\)\.\([0-9]*\).*/\1 \2/p' | head -n 1)
    [ -n "$version" ] || return 1
    major=${version% *}
    minor=${version#* }
    [ "$major" -gt 3 ] || { [ "$major" -eq 3 ] && [ "$minor" -ge 8 ]; }
}

# need PROGRAM WHAT: ends with a sentence if there is no such program.
need() {
    command -v "$1" >/dev/null 2>&1 || { echo "The program $1 is missing: $2." >&2; exit 1; }
}

# The orders of each race and the kills at each point of an effect: FULL=1 takes the numbers of docs/store.md, which last for hours.
test_numbers() {
    if [ -n "${FULL:-}" ]; then
        PAYONCE_TEST_RACES=${PAYONCE_TEST_RACES:-200} PAYONCE_TEST_POINTS=${PAYONCE_TEST_POINTS:-16} PAYONCE_TEST_ORDERS=${PAYONCE_TEST_ORDERS:-10}
        export PAYONCE_TEST_RACES PAYONCE_TEST_POINTS PAYONCE_TEST_ORDERS
    fi
}

# Forgets the variables of the scripts themselves. Worker and API would take them for misspelt settings, and refuse to start.
forget_own_variables() {
    for own in PAYONCE_WORDPRESS PAYONCE_PLUGIN PAYONCE_SIGNING_KEY $(env | sed -n 's/^\(PAYONCE_TEST_[A-Z]*\)=.*/\1/p'); do
        unset "$own"
    done
}
