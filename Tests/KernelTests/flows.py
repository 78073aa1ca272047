#!/usr/bin/env python3
"""Sends real connections through a node's rules and reports where each of them landed.

Runs inside a private network namespace, which becomes the node; reads a JSON object on standard input and
writes one to standard output. Python's standard library and `ip` are all it needs.

Around the node it builds, each in a network namespace of its own:

    external   192.168.0.100, fd00:192:168::64 on the node's eth0; sends everything through the node
    pod        10.244.0.200, fd00:10:244::c8, a pod that backs no Service
    endpoints  one pod for each address of "endpoints", with TCP and UDP servers
    beyond     where the node's default route leads; answers only for the destinations of "flows"

A server answers each connection with its own name and the client's address as it saw it. Servers also wait at
every flow's original destination (on the node if the address is the node's, else beyond), under the name
"untouched": so a packet that no rule cared for is told apart from one that was rejected or dropped.

Input:
    rules      [{"command": [...], "input": "..."}, ...], run in order in the node's namespace
    sysctls    {"net/ipv4/...": "1"}, set in the node's namespace before
    endpoints  ["10.244.0.5:8080", "[fd00:10:244::5]:8080", ...]
    flows      [{"source": "external"|"pod"|"node"|"endpoint", "sourceAddress": "..." (may be left out), "address": "...",
                 "port": 80, "transport": "tcp"|"udp", "connections": 600, "together": 8}, ...]
               "together" connections are open at the same time
    patience   seconds after which a connection counts as unanswered
Output:
    {"flows": [{"answers": {NAME: {"kept": 3, "masqueraded": 0}}, "rejected": 0, "silent": 0,
                "failures": {"EHOSTUNREACH": 1}}, ...]}
A flow is given up after a few connections without an answer, so that no flow can take long.
"""

import contextlib
import ctypes
import errno
import ipaddress
import json
import os
import selectors
import signal
import socket
import subprocess
import sys
import time

NODE_ADDRESSES = ["192.168.0.10/24", "fd00:192:168::a/64"]
UPLINK_ADDRESSES = ["192.168.255.2/24", "fd00:192:168:ff::2/64"]
BEYOND_ADDRESSES = ["192.168.255.1/24", "fd00:192:168:ff::1/64"]
EXTERNAL_ADDRESSES = ["192.168.0.100/24", "fd00:192:168::64/64"]
POD_ADDRESSES = ["10.244.0.200", "fd00:10:244::c8"]
# What the node's side of every pod's link is called; masqueraded packets to a pod carry it.
GATEWAYS = ["10.244.0.1", "fd00:10:244::1"]

UNANSWERED_LIMIT = 4  # then a flow is given up
TOOL_SECONDS = 30
CLONE_NEWNET = 0x40000000

libc = ctypes.CDLL(None, use_errno=True)


def check(result, what):
    if result != 0:
        code = ctypes.get_errno()
        raise OSError(code, f"{what}: {os.strerror(code)}")


class Namespace:
    """A network namespace, held open by a file descriptor."""

    def __init__(self, descriptor):
        self.descriptor = descriptor

    @classmethod
    def current(cls):
        return cls(os.open("/proc/self/ns/net", os.O_RDONLY))

    @classmethod
    def fresh(cls):
        home = cls.current()
        check(libc.unshare(CLONE_NEWNET), "unshare")
        made = cls.current()
        home.enter()
        os.close(home.descriptor)
        with made.entered():
            sysctl("net/ipv6/conf/default/dad_transmits", 0)
            sysctl("net/ipv6/conf/default/accept_ra", 0)
            ip(["link set lo up"])
        return made

    def enter(self):
        check(libc.setns(self.descriptor, CLONE_NEWNET), "setns")

    @contextlib.contextmanager
    def entered(self):
        home = Namespace.current()
        self.enter()
        try:
            yield
        finally:
            home.enter()
            os.close(home.descriptor)

    @property
    def path(self):
        """A name by which another process can open it."""
        return f"/proc/{os.getpid()}/fd/{self.descriptor}"


def run(command, text=""):
    """Runs a tool; its words on standard error end the program if it fails."""
    done = subprocess.run(command, input=text, text=True, capture_output=True, timeout=TOOL_SECONDS)
    if done.returncode != 0:
        sys.exit(f"{' '.join(command)}: status {done.returncode}\n{done.stdout}{done.stderr}")


def ip(lines):
    """Runs lines of `ip`, all in one process."""
    run(["ip", "-batch", "-"], "".join(line + "\n" for line in lines))


def sysctl(name, value):
    with open(f"/proc/sys/{name}", "w", encoding="ascii") as file:
        file.write(str(value))


def bare(address):
    return address.split("/")[0]


def host(address):
    """The address as a prefix of full length."""
    return f"{address}/{ipaddress.ip_address(address).max_prefixlen}"


def endpoint_parts(text):
    address, port = text.rsplit(":", 1)
    return address.strip("[]"), int(port)


class Network:
    """The node and everything around it."""

    def __init__(self, endpoints, flows, settings):
        self.node = Namespace.current()
        self.prepare_node(settings)
        self.external = Namespace.fresh()
        self.beyond = Namespace.fresh()
        self.build_outside(flows)
        self.pods = {}
        self.pod = self.add_pod("pod", POD_ADDRESSES)
        addresses = {endpoint_parts(text)[0] for text in endpoints}
        addresses |= {flow.get("sourceAddress") for flow in flows if flow["source"] == "endpoint"}
        for index, address in enumerate(sorted(addresses)):
            self.pods[address] = self.add_pod(f"ep{index}", [address])

    def prepare_node(self, settings):
        limits = {
            # A rejected connection must be told so however fast the next one comes.
            "net/ipv4/icmp_ratelimit": 0,
            "net/ipv4/icmp_ratemask": 0,
            "net/ipv6/icmp/ratelimit": 0,
            "net/ipv4/ip_forward": 1,
            "net/ipv6/conf/all/forwarding": 1,
            "net/ipv6/conf/default/dad_transmits": 0,
        }
        for name, value in {**limits, **settings}.items():
            sysctl(name, value)
        # Of the machine before Linux 6.11, of the namespace since.
        for name, value in {"net/ipv4/icmp_msgs_per_sec": 1000000, "net/ipv4/icmp_msgs_burst": 1000000}.items():
            with contextlib.suppress(OSError):
                sysctl(name, value)
        ip(["link set lo up"])

    def build_outside(self, flows):
        lines = [
            f"link add eth0 type veth peer name eth0 netns {self.external.path}",
            f"link add up0 type veth peer name up0 netns {self.beyond.path}",
            "link set eth0 up",
            "link set up0 up",
        ]
        lines += [f"address add {address} dev eth0 nodad" for address in NODE_ADDRESSES]
        lines += [f"address add {address} dev up0 nodad" for address in UPLINK_ADDRESSES]
        extra = {flow.get("sourceAddress") for flow in flows if flow["source"] == "external"} - {None}
        extra -= {bare(address) for address in EXTERNAL_ADDRESSES}
        lines += [f"route add {host(address)} dev eth0" for address in sorted(extra)]
        ip(lines)
        for via, source in zip(BEYOND_ADDRESSES, NODE_ADDRESSES):
            ip([f"route add default via {bare(via)} dev up0 src {bare(source)}"])
        with self.external.entered():
            ip(
                ["link set eth0 up"]
                + [f"address add {address} dev eth0 nodad" for address in EXTERNAL_ADDRESSES]
                + [f"address add {host(address)} dev eth0 nodad" for address in sorted(extra)]
                + [f"route add default via {bare(address)} dev eth0" for address in NODE_ADDRESSES]
            )
        with self.beyond.entered():
            sysctl("net/ipv6/ip_nonlocal_bind", 1)  # it answers for addresses that it only has routes for
            ip(
                ["link set up0 up"]
                + [f"address add {address} dev up0 nodad" for address in BEYOND_ADDRESSES]
                + [f"route add default via {bare(address)} dev up0" for address in UPLINK_ADDRESSES]
            )

    def add_pod(self, name, addresses):
        """A pod behind a link of its own; its routes are the usual ones: all through the node."""
        space = Namespace.fresh()
        gateways = [gateway for gateway in GATEWAYS if any((":" in a) == (":" in gateway) for a in addresses)]
        ip(
            [f"link add {name} type veth peer name eth0 netns {space.path}", f"link set {name} up"]
            + [f"address add {host(gateway)} dev {name} nodad" for gateway in gateways]
            + [f"route add {host(address)} dev {name}" for address in addresses]
        )
        with space.entered():
            ip(
                ["link set eth0 up"]
                + [f"address add {host(address)} dev eth0 nodad" for address in addresses]
                + [f"route add default via {gateway} dev eth0 onlink" for gateway in gateways]
            )
        return space

    def client(self, flow):
        """The namespace that a flow starts in, and the address to start from (None: the kernel's choice)."""
        address = flow.get("sourceAddress")
        if flow["source"] == "external":
            own = [bare(each) for each in EXTERNAL_ADDRESSES if (":" in each) == (":" in flow["address"])]
            return self.external, address or own[0]
        return {"pod": self.pod, "node": self.node, "endpoint": self.pods.get(address)}[flow["source"]], None


class Servers:
    """All the servers; one process serves them, wherever their sockets were made."""

    def __init__(self, network, endpoints, flows):
        self.selector = selectors.DefaultSelector()
        for text in endpoints:
            address, port = endpoint_parts(text)
            with network.pods[address].entered():
                self.listen(address, port, "tcp", text)
                self.listen(address, port, "udp", text)
        own = {bare(address) for address in NODE_ADDRESSES + UPLINK_ADDRESSES} | {"127.0.0.1", "::1"}
        for address, port, transport in sorted({(f["address"], f["port"], f["transport"]) for f in flows}):
            space = network.node if address in own else network.beyond
            with space.entered():
                if space is network.beyond:
                    ip([f"route replace local {host(address)} dev lo"])
                self.listen(address, port, transport, "untouched")

    def listen(self, address, port, transport, name):
        family = socket.AF_INET6 if ":" in address else socket.AF_INET
        kind = socket.SOCK_STREAM if transport == "tcp" else socket.SOCK_DGRAM
        server = socket.socket(family, kind)
        server.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        server.bind((address, port))
        if transport == "tcp":
            server.listen(128)
        server.setblocking(False)
        self.selector.register(server, selectors.EVENT_READ, (transport, name))

    def serve(self):
        while True:
            for key, _ in self.selector.select():
                transport, name = key.data
                with contextlib.suppress(BlockingIOError, ConnectionError):
                    self.answer(key.fileobj, transport, name)

    @staticmethod
    def answer(server, transport, name):
        if transport == "tcp":
            connection, peer = server.accept()
            with connection:
                connection.sendall(f"{name} {peer[0]}".encode())
        else:
            _, peer = server.recvfrom(512)
            server.sendto(f"{name} {peer[0]}".encode(), peer)


class Connection:
    """One attempt, without ever waiting for it."""

    def __init__(self, flow, source):
        family = socket.AF_INET6 if ":" in flow["address"] else socket.AF_INET
        self.udp = flow["transport"] == "udp"
        self.socket = socket.socket(family, socket.SOCK_DGRAM if self.udp else socket.SOCK_STREAM)
        self.socket.setblocking(False)
        if source:
            self.socket.bind((source, 0))
        self.result = None
        try:
            self.socket.connect((flow["address"], flow["port"]))
            if self.udp:
                self.socket.send(b"who is there?")
        except BlockingIOError:
            pass
        except PermissionError:
            pass  # the node's own packet met DROP or REJECT; the ICMP message that may follow tells which
        except OSError as problem:
            self.fail(problem)

    def read(self):
        """Takes what came: an answer or an error."""
        try:
            name, seen = self.socket.recv(512).decode().split()
            own = self.socket.getsockname()[0]
            self.result = ("answer", name, "kept" if seen == own else "masqueraded")
        except BlockingIOError:
            self.read_icmp()
        except OSError as problem:
            self.fail(problem)
        except ValueError:
            self.result = ("failure", "GARBLED")

    def read_icmp(self):
        """Takes an ICMP error that the kernel did not act upon.

        All namespaces are on one machine, so the ICMP message that answers a SYN often comes while the call that
        sends the SYN still has the socket's lock. The kernel then only notes it, and would believe the next one,
        which comes when the SYN is sent again, a second later.
        """
        try:
            _, notes, _, _ = self.socket.recvmsg(512, 512, socket.MSG_ERRQUEUE)
        except OSError:
            return
        for _, _, data in notes:
            code = int.from_bytes(data[:4], sys.byteorder)  # struct sock_extended_err begins with the errno
            self.fail(OSError(code, "from ICMP"))

    def fail(self, problem):
        if problem.errno == errno.ECONNREFUSED:
            self.result = ("rejected",)
        else:
            self.result = ("failure", errno.errorcode.get(problem.errno, str(problem.errno)))


def settle(connections, patience):
    """Waits until each of the connections has a result, or `patience` seconds."""
    deadline = time.monotonic() + patience
    with selectors.DefaultSelector() as selector:
        for connection in connections:
            if connection.result is None:
                selector.register(connection.socket, selectors.EVENT_READ, connection)
        while selector.get_map() and time.monotonic() < deadline:
            for key, _ in selector.select(max(0, deadline - time.monotonic())):
                key.data.read()
                if key.data.result is not None:
                    selector.unregister(key.fileobj)
    for connection in connections:
        connection.socket.close()


def forget_clients(rules):
    """Empties the lists of recent clients (session affinity): each flow begins as if it were the first."""
    if any(step["command"][0] == "nft" for step in rules):
        forget_nft_clients()
    folder = "/proc/net/xt_recent"
    for name in os.listdir(folder) if os.path.isdir(folder) else []:
        with open(f"{folder}/{name}", "w", encoding="ascii") as file:
            file.write("/")


def forget_nft_clients():
    """Empties the sets whose elements go away after a time."""
    done = subprocess.run(["nft", "-j", "list", "sets"], text=True, capture_output=True, timeout=TOOL_SECONDS, check=True)
    sets = [entry["set"] for entry in json.loads(done.stdout)["nftables"] if "set" in entry]
    lines = [f"flush set {s['family']} {s['table']} {s['name']}" for s in sets if "timeout" in s.get("flags", [])]
    if lines:
        run(["nft", "-f", "-"], "".join(line + "\n" for line in lines))


def nothing():
    return {"answers": {}, "rejected": 0, "silent": 0, "failures": {}}


def connect(network, flow, count):
    """Opens `count` connections of a flow at once."""
    space, source = network.client(flow)
    with space.entered():
        return [Connection(flow, source) for _ in range(count)]


def follow(network, flow, patience, rules):
    """Opens a flow's connections, some at a time, and counts what became of them."""
    forget_clients(rules)
    counts = nothing()
    left = flow["connections"]
    while left > 0 and counts["silent"] + sum(counts["failures"].values()) < UNANSWERED_LIMIT:
        connections = connect(network, flow, min(left, flow["together"]))
        left -= len(connections)
        settle(connections, patience)
        for connection in connections:
            record(counts, connection.result)
    return counts


def follow_all(network, flows, patience, rules):
    """Follows every flow: first the brief ones, all together, since those that get no answer take the whole patience."""
    brief = {index: flow for index, flow in enumerate(flows) if flow["connections"] <= flow["together"]}
    opened = {index: connect(network, flow, flow["connections"]) for index, flow in brief.items()}
    settle([connection for connections in opened.values() for connection in connections], patience)
    results = []
    for index, flow in enumerate(flows):
        if index in opened:
            results.append(nothing())
            for connection in opened[index]:
                record(results[-1], connection.result)
        else:
            results.append(follow(network, flow, patience, rules))
    return results


def record(counts, result):
    if result is None:
        counts["silent"] += 1
    elif result[0] == "answer":
        seen = counts["answers"].setdefault(result[1], {"kept": 0, "masqueraded": 0})
        seen[result[2]] += 1
    elif result[0] == "rejected":
        counts["rejected"] += 1
    else:
        counts["failures"][result[1]] = counts["failures"].get(result[1], 0) + 1


def main():
    order = json.load(sys.stdin)
    flows, endpoints = order["flows"], order["endpoints"]
    network = Network(endpoints, flows, order["sysctls"])
    servers = Servers(network, endpoints, flows)
    child = os.fork()
    if child == 0:
        servers.serve()
    try:
        for step in order["rules"]:
            run(step["command"], step["input"])
        results = follow_all(network, flows, order["patience"], order["rules"])
    finally:
        os.kill(child, signal.SIGKILL)
    json.dump({"flows": results}, sys.stdout)


if __name__ == "__main__":
    main()
