package dev.backstretch.launcher;

import java.io.IOException;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;

/** By what this machine is reached on its local networks. */
final class LocalAddresses {
    private LocalAddresses() {}

    /** Addresses and names: those of the local networks first, this machine's own for itself last. */
    static List<String> all() throws IOException {
        List<String> found = new ArrayList<>();
        for (NetworkInterface card : Collections.list(NetworkInterface.getNetworkInterfaces())) {
            if (card.isUp() && !card.isLoopback()) {
                for (InetAddress address : Collections.list(card.getInetAddresses())) {
                    if (isLocal(address) && !(address instanceof Inet6Address)) {
                        found.add(address.getHostAddress());
                    }
                }
            }
        }
        String name = name();
        if (!name.isEmpty()) {
            // As phones find it by multicast DNS.
            found.add(name + ".local");
        }
        found.add("localhost");
        found.add("127.0.0.1");
        found.add("::1");
        return found;
    }

    /** Whether only those on the same network, or on this machine, reach it. */
    static boolean isLocal(InetAddress address) {
        boolean uniqueLocal = address instanceof Inet6Address && (address.getAddress()[0] & 0xFE) == 0xFC;
        return address.isLoopbackAddress()
                || address.isSiteLocalAddress()
                || address.isLinkLocalAddress()
                || uniqueLocal;
    }

    static boolean isLoopback(String host) {
        try {
            return !host.isBlank() && InetAddress.getByName(host).isLoopbackAddress();
        } catch (UnknownHostException unknown) {
            return false;
        }
    }

    /** Whether it is an address in digits. */
    static boolean isLiteral(String host) {
        return host.contains(":") || host.matches("[0-9.]+");
    }

    /** The machine's own name without its domain; empty when it has none that a certificate can carry. */
    private static String name() {
        try {
            String name = InetAddress.getLocalHost()
                    .getHostName()
                    .toLowerCase(Locale.ROOT)
                    .split("\\.", 2)[0];
            return name.matches("[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?") && !name.equals("localhost") ? name : "";
        } catch (UnknownHostException nameless) {
            return "";
        }
    }
}
