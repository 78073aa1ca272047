#!/bin/bash
# Process 1 inside User-Mode Linux: prepares the machine, runs one script, keeps what it said, and switches off.
#
# The root is the host's own file system, read-only. The folder named by "scratch=" on the kernel's command line can
# be written: it holds the script "main.sh" and what that needs; "output" and "status" are left there.
export PATH=/usr/sbin:/usr/bin:/sbin:/bin LANG=C.UTF-8 PYTHONDONTWRITEBYTECODE=1
mount -t proc proc /proc
mount -t sysfs sysfs /sys
mount -t tmpfs tmpfs /run
mount -t devtmpfs devtmpfs /dev 2>/dev/null
for word in $(</proc/cmdline); do
    case $word in scratch=*) scratch=${word#scratch=} ;; esac
done
ln -sf /proc/self/fd /dev/fd
mount -t hostfs none "$scratch" -o "$scratch"

# The modules of this kernel are not where those of the host's are.
mkdir -p /run/modules/lib
ln -s /usr/lib/uml/modules /run/modules/lib/modules
modprobe -d /run/modules -a dummy veth \
    ip_vs ip_vs_rr ip_vs_wrr ip_vs_lc ip_vs_wlc ip_vs_lblc ip_vs_lblcr ip_vs_sh ip_vs_dh ip_vs_sed ip_vs_nq ip_vs_mh \
    ip_set ip_set_bitmap_port ip_set_hash_ip ip_set_hash_ipport ip_set_hash_ipportip ip_set_hash_ipportnet xt_set \
    nf_conntrack nf_nat iptable_nat iptable_filter ip6table_nat ip6table_filter \
    xt_comment xt_mark xt_MASQUERADE xt_nat xt_conntrack xt_addrtype xt_physdev xt_ipvs ipt_REJECT ip6t_REJECT \
    2>"$scratch/modules"
# Nothing else is to be looked for: each search takes a tenth of a second, and iptables makes the kernel search often.
echo >/proc/sys/kernel/modprobe

ip link set lo up
cd "$scratch" || exit
bash main.sh <input >output 2>errors
echo $? >status
cd /
umount "$scratch"
echo 1 >/proc/sys/kernel/sysrq
echo o >/proc/sysrq-trigger
sleep 20
