import Bytes
import ServiceProxy
import Testing

@Suite struct ChainHashTests {
    /// Names that a real kube-proxy gave.
    @Test(arguments: [
        ("shop/lb:httpstcp", "Z2VHYKJU5HB5LLV6"), ("shop/nptcp", "5WEV5APYAFGEJUWJ"),
        ("shop/lb:httpstcp10.244.0.31:8443", "YK5TYOACWP2ZAJMY"),
        ("shop/dual:httptcp[fd00:10:244::71]:8080", "STEPK2K63INWIN6V"), ("default/web:httptcp", "CDGGSHYLG3RE2FKL"),
    ])
    func knownNames(_ text: String, _ hash: String) {
        var hashed = ByteBuffer()
        hashed.append(text)
        var printed = ByteBuffer()
        printed.append(ChainHash(of: hashed))
        #expect(printed.string == hash)
    }
}
