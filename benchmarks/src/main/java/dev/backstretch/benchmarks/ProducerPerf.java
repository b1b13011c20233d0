package dev.backstretch.benchmarks;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Kafka's own {@code kafka-producer-perf-test} in a process of its own, with the settings of our doors' producer: how fast
 * records of the same bytes get into the same broker when nobody reads, checks or answers for them.
 */
final class ProducerPerf {
    private static final String MAIN = "org.apache.kafka.tools.ProducerPerformance";
    private static final Pattern SENT = Pattern.compile("records sent, ([0-9.]+) records/sec");

    private final String bootstrapServers;
    private final Path payloads;

    /**
     * @param payloads a file that is written here
     * @param records what is sent, one of them at random each time; without line ends
     */
    ProducerPerf(String bootstrapServers, Path payloads, List<byte[]> records) throws IOException {
        this.bootstrapServers = bootstrapServers;
        this.payloads = payloads;
        var file = new ByteArrayOutputStream();
        for (byte[] record : records) {
            file.write(record);
            file.write('\n');
        }
        Files.write(payloads, file.toByteArray());
    }

    /**
     * Sends records; the first third of them warms the process up and does not count.
     *
     * @return records a second
     */
    double recordsPerSecond(long records) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(BenchProcess.java(
                        MAIN,
                        List.of(
                                "--bootstrap-server",
                                bootstrapServers,
                                "--topic",
                                BenchParts.PLAIN_TOPIC,
                                "--num-records",
                                String.valueOf(records),
                                "--warmup-records",
                                String.valueOf(records / 3),
                                "--throughput",
                                "-1",
                                "--payload-file",
                                payloads.toString(),
                                "--command-property",
                                "acks=all",
                                "enable.idempotence=true",
                                "compression.type=lz4",
                                "batch.size=131072",
                                "linger.ms=5",
                                "buffer.memory=67108864")))
                .redirectErrorStream(true)
                .start();
        process.getOutputStream().close();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        int status = process.waitFor();
        double perSecond = Double.NaN;
        for (Matcher line = SENT.matcher(said); line.find(); ) {
            // The last line is of what came after the warming up.
            perSecond = Double.parseDouble(line.group(1));
        }
        if (status != 0 || Double.isNaN(perSecond)) {
            throw new IOException("producer-perf ended with " + status + ": " + said);
        }
        return perSecond;
    }
}
