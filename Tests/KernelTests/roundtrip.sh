#!/bin/bash
# Loads rules into the kernel and prints what the kernel then has, many times over.
#
# Standard input: one line a load, "NAME TOOL FILE". TOOL is iptables-nft, ip6tables-nft, iptables-legacy or
# ip6tables-legacy; FILE holds the text for its -restore. Each load has a network namespace of its own.
# Standard output, per load: "== NAME STATUS", then what was said on standard error, each line after "! ",
# then what TOOL-save prints. Runs inside a private namespace.
set -u
while read -r name tool file; do
    unshare -n sh -c '"$0-restore" -w 5 --counters <"$1" && "$0-save"' "$tool" "$file" >/run/dump 2>/run/errors
    echo "== $name $?"
    sed 's/^/! /' /run/errors
    cat /run/dump
done
