package dev.backstretch.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import dev.backstretch.simulator.FileClient;
import java.io.ByteArrayInputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyFactory;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.security.spec.PKCS8EncodedKeySpec;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class CampTrustTest {
    @Test
    void doorsWithTheCampsOwnCertificateAreBelievedAndOthersAreNotAskedAgain(@TempDir Path folder) throws Exception {
        CampCertificate made =
                CampCertificate.make(folder.resolve("tls"), List.of("localhost", "127.0.0.1"), Instant.now());
        HttpsServer server = HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setHttpsConfigurator(new HttpsConfigurator(serving(made)));
        server.createContext("/", exchange -> {
            exchange.getRequestBody().readAllBytes();
            exchange.sendResponseHeaders(415, -1);
            exchange.close();
        });
        server.start();
        try {
            URI address = URI.create("https://127.0.0.1:" + server.getAddress().getPort());
            assertThat(send(address, folder).status()).isEqualTo(415);

            FileClient.Answer elsewhere = send(address, folder.resolve("of-another-camp"));
            assertThat(elsewhere.status()).isZero();
            assertThat(elsewhere.retries()).isZero();
        } finally {
            server.stop(0);
        }
    }

    private static FileClient.Answer send(URI address, Path accessFolder) throws Exception {
        return new FileClient(address, null, Duration.ofMinutes(10), CampTrust.of(accessFolder))
                .send("s", "r", "f", new byte[10], sent -> {});
    }

    private static SSLContext serving(CampCertificate made) throws Exception {
        byte[] key = Base64.getMimeDecoder().decode(Files.readString(made.key()).replaceAll("-----[A-Z ]+-----", ""));
        Certificate chain = CertificateFactory.getInstance("X.509")
                .generateCertificate(new ByteArrayInputStream(Files.readAllBytes(made.chain())));
        KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
        store.load(null, null);
        store.setKeyEntry(
                "server",
                KeyFactory.getInstance("EC").generatePrivate(new PKCS8EncodedKeySpec(key)),
                new char[0],
                new Certificate[] {chain});
        KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        keys.init(store, new char[0]);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(keys.getKeyManagers(), null, null);
        return context;
    }
}
