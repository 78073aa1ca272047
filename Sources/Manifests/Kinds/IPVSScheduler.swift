/// How a virtual server chooses a real server, as the kernel's modules ip_vs_NAME are called.
public enum IPVSScheduler: String, CaseIterable, Sendable {
    case rr, wrr, lc, wlc, lblc, lblcr, sh, dh, sed, nq, mh
}
