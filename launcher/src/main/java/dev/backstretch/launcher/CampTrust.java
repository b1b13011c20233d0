package dev.backstretch.launcher;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509TrustManager;
import org.jspecify.annotations.Nullable;

/** Whom a command believes that goes to the doors: the platform's authorities and, where one was made, the camp's own. */
final class CampTrust {
    private CampTrust() {}

    /**
     * What a client of the doors connects with.
     *
     * @param accessFolder the folder of the keys of tokens, which the camp's authority lies in
     */
    static SSLContext of(Path accessFolder) throws IOException {
        Path authority = CampCertificate.authorityFile(accessFolder.resolve("tls"));
        try {
            KeyStore trusted = KeyStore.getInstance(KeyStore.getDefaultType());
            trusted.load(null, null);
            for (TrustManager platform : managers(null)) {
                if (platform instanceof X509TrustManager known) {
                    for (X509Certificate one : known.getAcceptedIssuers()) {
                        trusted.setCertificateEntry("platform-" + trusted.size(), one);
                    }
                }
            }
            if (Files.isReadable(authority)) {
                trusted.setCertificateEntry(
                        "camp",
                        CertificateFactory.getInstance("X.509")
                                .generateCertificate(new ByteArrayInputStream(Files.readAllBytes(authority))));
            }
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(null, managers(trusted), null);
            return context;
        } catch (GeneralSecurityException failed) {
            throw new IOException(authority + " cannot be trusted: " + failed.getMessage(), failed);
        }
    }

    private static TrustManager[] managers(@Nullable KeyStore trusted) throws GeneralSecurityException {
        TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trust.init(trusted);
        return trust.getTrustManagers();
    }
}
