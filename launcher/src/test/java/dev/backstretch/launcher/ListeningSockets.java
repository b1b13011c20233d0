package dev.backstretch.launcher;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/**
 * The addresses at which processes wait for connections, as Linux tells them (proc(5): {@code /proc/pid/net/tcp} and the links
 * of {@code /proc/pid/fd}).
 */
record ListeningSockets(List<String> addresses) {
    private static final String LISTEN = "0A";
    /** 127.0.0.1, ::1, and 127.0.0.1 within IPv6, as the kernel writes them on a little-endian machine. */
    private static final List<String> LOOPBACK =
            List.of("0100007F", "00000000000000000000000001000000", "0000000000000000FFFF00000100007F");

    static boolean canBeSeen() {
        return Files.isReadable(Path.of("/proc/self/net/tcp"));
    }

    /** Of these processes, all of this machine's own network. */
    static ListeningSockets of(Stream<ProcessHandle> processes) throws IOException {
        Set<String> inodes = new HashSet<>();
        for (ProcessHandle process : processes.toList()) {
            inodes.addAll(socketsOf(Path.of("/proc", String.valueOf(process.pid()), "fd")));
        }
        var addresses = new ArrayList<String>();
        for (String table : List.of("/proc/self/net/tcp", "/proc/self/net/tcp6")) {
            List<String> lines = Files.readAllLines(Path.of(table), StandardCharsets.US_ASCII);
            for (String line : lines.subList(1, lines.size())) {
                String[] columns = line.strip().split("\\s+", -1);
                if (columns[3].equals(LISTEN) && inodes.contains(columns[9])) {
                    addresses.add(columns[1].substring(0, columns[1].indexOf(':')));
                }
            }
        }
        return new ListeningSockets(List.copyOf(addresses));
    }

    private static Set<String> socketsOf(Path descriptors) throws IOException {
        Set<String> inodes = new HashSet<>();
        try (Stream<Path> open = Files.list(descriptors)) {
            for (Path descriptor : open.toList()) {
                String target = targetOf(descriptor);
                if (target.startsWith("socket:[")) {
                    inodes.add(target.substring("socket:[".length(), target.length() - 1));
                }
            }
        }
        return inodes;
    }

    private static String targetOf(Path descriptor) throws IOException {
        try {
            return Files.readSymbolicLink(descriptor).toString();
        } catch (NoSuchFileException closedMeanwhile) {
            return "";
        }
    }

    /** Those that another machine could reach. */
    List<String> beyondLoopback() {
        return addresses.stream().filter(address -> !LOOPBACK.contains(address)).toList();
    }
}
