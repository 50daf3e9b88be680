package stemma.sandbox;

import java.net.Inet4Address;
import java.net.InetAddress;

/**
 * Whether an address belongs to the public internet. A name that somebody else controls may resolve to this machine or
 * to its neighbours; such an answer is taken only when the address itself was granted. Reference: the IANA
 * special-purpose address registries (RFC 6890).
 */
final class PublicAddress {
    private PublicAddress() {}

    static boolean is(InetAddress address) {
        boolean special = address.isLoopbackAddress()
                || address.isLinkLocalAddress()
                || address.isSiteLocalAddress()
                || address.isAnyLocalAddress()
                || address.isMulticastAddress();
        return !special
                && (address instanceof Inet4Address ? public4(address.getAddress()) : public6(address.getAddress()));
    }

    private static boolean public4(byte[] a) {
        int first = a[0] & 0xff;
        int second = a[1] & 0xff;
        boolean shared = first == 100 && second >= 64 && second < 128;
        boolean protocol = first == 192 && second == 0;
        boolean benchmark = first == 198 && (second == 18 || second == 19);
        return first != 0 && first < 224 && !shared && !protocol && !benchmark;
    }

    /** Only the global unicast block, without the ranges that wrap an IPv4 address in it (6to4, Teredo). */
    private static boolean public6(byte[] a) {
        int head = ((a[0] & 0xff) << 8) | (a[1] & 0xff);
        boolean teredo = head == 0x2001 && a[2] == 0 && a[3] == 0;
        return (head & 0xe000) == 0x2000 && head != 0x2002 && !teredo;
    }
}
