#!/bin/sh
# Makes the namespace with the search attributes that Payonce needs; then ends. May run again.
set -eu
: "${TEMPORAL_ADDRESS:?}" "${TEMPORAL_NAMESPACE:?}"

tries=0
until temporal operator cluster health >/dev/null 2>&1; do
    tries=$((tries + 1))
    [ "$tries" -lt 60 ] || { echo "Temporal at $TEMPORAL_ADDRESS is not healthy after 2 minutes: see its log." >&2; exit 1; }
    sleep 2
done

# 30 days: a closed run's steps stay visible for as long as most shoppers ask. The ledger keeps them for ever.
temporal operator namespace describe --namespace "$TEMPORAL_NAMESPACE" >/dev/null 2>&1 ||
    temporal operator namespace create --namespace "$TEMPORAL_NAMESPACE" --retention 720h

there=$(temporal operator search-attribute list --namespace "$TEMPORAL_NAMESPACE")
for name in PaymentStatus PaymentReason Gateway Store; do
    case $there in
        *" $name "*) ;;
        *) temporal operator search-attribute create --namespace "$TEMPORAL_NAMESPACE" --name "$name" --type Keyword ;;
    esac
done
