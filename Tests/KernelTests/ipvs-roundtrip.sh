#!/bin/bash
# Loads what ipvs mode consists of into the kernel and prints what the kernel then has, many times over. Runs inside
# User-Mode Linux.
#
# Standard input: one name a line. The files NAME.ipset, NAME.ipvsadm, NAME.ip4, NAME.ip6 and NAME.addresses hold what
# `ipset restore`, `ipvsadm -R`, `iptables-restore`, `ip6tables-restore` and `ip -batch` are given. Each load has a
# network namespace of its own.
# Standard output, per load: "== NAME STATUS", then what was said on standard error, each line after "! ", then
# "-- TOOL" lines and what each tool prints of the kernel's state.
set -u
load() {
    ip -batch "$1.addresses" && ipset restore <"$1.ipset" && ipvsadm -R <"$1.ipvsadm" &&
        iptables-legacy-restore -w 5 <"$1.ip4" && ip6tables-legacy-restore -w 5 <"$1.ip6" &&
        echo "-- ipvsadm -Sn" && ipvsadm -Sn &&
        echo "-- ipvsadm -Ln" && ipvsadm -Ln &&
        echo "-- ipset save" && ipset save &&
        echo "-- iptables-save" && iptables-legacy-save &&
        echo "-- ip6tables-save" && ip6tables-legacy-save &&
        echo "-- ip address" && ip -o address show dev kube-ipvs0
}
export -f load
while read -r name; do
    unshare -n bash -c 'load "$0"' "$name" >/run/dump 2>/run/errors
    echo "== $name $?"
    sed 's/^/! /' /run/errors
    cat /run/dump
done
