#!/bin/sh
# Makes the namespace with the search attributes that Payonce needs; then ends. May run again.
set -eu
: "${TEMPORAL_ADDRESS:?}" "${TEMPORAL_NAMESPACE:?}"

# Tries again for 2 minutes: the server starts, and it knows a new namespace only some seconds after it has made it.
again() {
    tries=0
    until said=$("$@" 2>&1); do
        tries=$((tries + 1))
        [ "$tries" -lt 60 ] || { echo "Temporal at $TEMPORAL_ADDRESS did not do this within 2 minutes: $*: $said" >&2; exit 1; }
        sleep 2
    done
}

again temporal operator cluster health

# 30 days: a closed run's steps stay visible for as long as most shoppers ask. The ledger keeps them for ever.
temporal operator namespace describe --namespace "$TEMPORAL_NAMESPACE" >/dev/null 2>&1 ||
    temporal operator namespace create --namespace "$TEMPORAL_NAMESPACE" --retention 720h

again temporal operator search-attribute list --namespace "$TEMPORAL_NAMESPACE"
there=$said
for name in PaymentStatus PaymentReason Gateway Store; do
    case $there in
        *" $name "*) ;;
        *) again temporal operator search-attribute create --namespace "$TEMPORAL_NAMESPACE" --name "$name" --type Keyword ;;
    esac
done
