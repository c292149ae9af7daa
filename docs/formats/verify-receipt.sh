#!/bin/sh
# Checks a receipt without any code of this project: sed, awk and OpenSSL 3 only.
# Usage: verify-receipt.sh receipt.json LOG-KEY     (evidence.md and log.md say what is computed)
set -eu
export LC_ALL=C
receipt=$(cd "$(dirname "$1")" && pwd)/$(basename "$1")
vkey=$2 # the key itself, or a file with it
[ ! -f "$vkey" ] || vkey=$(head -n 1 "$vkey")
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"

fail() { echo "REFUSED: $1"; exit 1; }
sha() { openssl dgst -sha256 -binary; }
unbase64() { openssl base64 -d -A; }

# The receipt is canonical JSON, so its parts stand in a known order, and no line break follows.
[ "$(wc -l < "$receipt")" = 0 ] &&
    grep -qE '^\{"entry":"[^"]*","evidence":\{.*\},"proof":"[^"]*","salt":"[^"]*","type":"antin-receipt","version":1\}$' "$receipt" ||
    fail "not a receipt in canonical form"
sed 's/^{"entry":"\([^"]*\)",.*$/\1/' "$receipt" | unbase64 > entry
sed 's/^{"entry":"[^"]*","evidence":\(.*\),"proof":.*$/\1/' "$receipt" | tr -d '\n' > evidence
sed 's/^.*,"salt":"\([^"]*\)",.*$/\1/' "$receipt" | unbase64 > salt
printf '%b' "$(sed 's/^.*,"proof":"\([^"]*\)",.*$/\1/' "$receipt")" > proof

[ "$(sed -n 1p proof)" = "c2sp.org/tlog-proof@v1" ] && sed -n 2p proof | grep -qE '^index [0-9]{1,15}$' ||
    fail "not a proof of this version"

# 1. The checkpoint is signed with the key of the log that the evidence names.
origin=${vkey%%+*}
sed '1,/^$/d' proof > note
sed '/^$/,$d' note > text
printf %s "$vkey" | cut -d+ -f3- | unbase64 | tail -c +2 > raw
(printf '\060\052\060\005\006\003\053\145\160\003\041\000'; cat raw) > key.der
awk -v name="$origin" '$1 == "\342\200\224" && $2 == name { print $3; exit }' note |
    unbase64 > signed
tail -c +5 signed > signature
grep -q "\"TransactionLogInformation\":\"$origin\"" evidence || fail "evidence of another log"
test "$(sed -n 1p text)" = "$origin" || fail "checkpoint of another log"
[ "$(head -c 4 signed | od -An -tx1 | tr -d ' \n')" = "$(printf %s "$vkey" | cut -d+ -f2)" ] || fail "signature of the checkpoint: by another key"
openssl pkeyutl -verify -pubin -keyform DER -inkey key.der -rawin -in text -sigfile signature \
    > openssl.out 2>&1 || fail "signature of the checkpoint"

# 2. The log entry leads to the signed root.
(printf '\000'; cat entry) | sha > hash
fn=$(sed -n 's/^index //p' proof)
sn=$(($(sed -n 2p text) - 1))
for line in $(sed '1,2d;/^$/,$d' proof); do
    printf %s "$line" | unbase64 > sibling
    if [ $((fn % 2)) = 1 ] || [ "$fn" = "$sn" ]; then
        (printf '\001'; cat sibling hash) | sha > up
        while [ $((fn % 2)) = 0 ] && [ "$fn" != 0 ]; do
            fn=$((fn / 2)) sn=$((sn / 2))
        done
    else
        (printf '\001'; cat hash sibling) | sha > up
    fi
    mv up hash
    fn=$((fn / 2)) sn=$((sn / 2))
done
[ "$sn" = 0 ] && test "$(openssl base64 -A < hash)" = "$(sed -n 3p text)" ||
    fail "proof: the entry is not under the signed root"

# 3. Salt and evidence hash to the log entry.
(printf '\001'; cat salt evidence | sha) | cmp -s - entry ||
    fail "evidence or salt: not what the log entry commits to"
echo "OK: entry $(sed -n 's/^index //p' proof) of $origin, under the checkpoint of $(sed -n 2p text) entries"
cat evidence
echo
