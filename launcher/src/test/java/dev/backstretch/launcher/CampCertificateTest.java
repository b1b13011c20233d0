package dev.backstretch.launcher;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.cert.CertPathValidator;
import java.security.cert.CertificateFactory;
import java.security.cert.PKIXParameters;
import java.security.cert.TrustAnchor;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.Set;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.NameConstraintValidatorException;
import org.bouncycastle.asn1.x509.NameConstraints;
import org.bouncycastle.asn1.x509.PKIXNameConstraintValidator;
import org.bouncycastle.cert.jcajce.JcaX509ExtensionUtils;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CampCertificateTest {
    private static final Instant NOW = Instant.parse("2026-11-21T02:00:00Z");
    private static final List<String> HOSTS = List.of("192.168.1.23", "laptop.local", "localhost", "127.0.0.1", "::1");

    @Test
    void theCertificateIsForTheMachinesAddressesAndTheAuthorityVouchesForIt(@TempDir Path folder) throws Exception {
        CampCertificate made = CampCertificate.make(folder.resolve("tls"), HOSTS, NOW);
        X509Certificate server = read(made.chain());

        assertThat(server.getSubjectAlternativeNames())
                .extracting(name -> String.valueOf(name.get(1)))
                .containsExactly("192.168.1.23", "laptop.local", "localhost", "127.0.0.1", "0:0:0:0:0:0:0:1");
        assertThat(server.getExtendedKeyUsage()).containsExactly("1.3.6.1.5.5.7.3.1");
        assertThat(Duration.between(NOW, server.getNotAfter().toInstant())).isLessThan(Duration.ofDays(825));
        assertThat(server.getBasicConstraints()).isEqualTo(-1);
        validate(server, made.authority());
    }

    @Test
    void theAuthorityStaysWhenAddressesChange(@TempDir Path folder) throws Exception {
        CampCertificate first = CampCertificate.make(folder, HOSTS, NOW);
        CampCertificate next = CampCertificate.make(folder, List.of("10.0.0.9"), NOW.plusSeconds(86_400));

        assertThat(next.fingerprint()).isEqualTo(first.fingerprint()).matches("([0-9A-F]{2}:){31}[0-9A-F]{2}");
        assertThat(read(next.chain()).getSubjectAlternativeNames())
                .extracting(name -> String.valueOf(name.get(1)))
                .containsExactly("10.0.0.9");
        validate(read(next.chain()), first.authority());
    }

    @Test
    void anAuthorityThatWouldNotOutliveTheCertificateIsReplaced(@TempDir Path folder) throws Exception {
        CampCertificate first = CampCertificate.make(folder, HOSTS, NOW);
        CampCertificate late = CampCertificate.make(folder, HOSTS, NOW.plus(Duration.ofDays(3_600)));

        assertThat(late.fingerprint()).isNotEqualTo(first.fingerprint());
    }

    @Test
    void onlyItsOwnerReadsTheKeys(@TempDir Path folder) throws Exception {
        CampCertificate.make(folder.resolve("tls"), HOSTS, NOW);

        try (var files = Files.list(folder.resolve("tls"))) {
            assertThat(files.toList()).hasSize(4).allSatisfy(file -> assertThat(
                            PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                    .isEqualTo("rw-------"));
        }
    }

    @Test
    void itVouchesForNothingButLocalNetworks(@TempDir Path folder) throws Exception {
        assertThatThrownBy(() -> CampCertificate.make(folder, List.of("example.org", "8.8.8.8"), NOW))
                .hasMessageContaining("--certificate");
        var constraints = new PKIXNameConstraintValidator();
        constraints.intersectPermittedSubtree(NameConstraints.getInstance(JcaX509ExtensionUtils.parseExtensionValue(
                        CampCertificate.make(folder, HOSTS, NOW).authority().getExtensionValue("2.5.29.30")))
                .getPermittedSubtrees());

        for (String local : List.of("192.168.1.23", "10.0.0.1", "127.0.0.1", "fe80::1", "laptop.local", "localhost")) {
            constraints.checkPermitted(name(local));
        }
        for (String other : List.of("example.org", "8.8.8.8", "2001:db8::1", "local.example.org")) {
            assertThatThrownBy(() -> constraints.checkPermitted(name(other)))
                    .as(other)
                    .isInstanceOf(NameConstraintValidatorException.class);
        }
    }

    private static GeneralName name(String host) {
        return new GeneralName(LocalAddresses.isLiteral(host) ? GeneralName.iPAddress : GeneralName.dNSName, host);
    }

    @Test
    void localIsWhatIsNotRouted() throws Exception {
        for (String local :
                List.of("10.1.2.3", "172.20.1.1", "192.168.0.1", "169.254.1.1", "127.0.0.1", "fd00::1", "fe80::1")) {
            assertThat(LocalAddresses.isLocal(InetAddress.getByName(local)))
                    .as(local)
                    .isTrue();
        }
        for (String routed : List.of("8.8.8.8", "172.32.0.1", "2001:db8::1")) {
            assertThat(LocalAddresses.isLocal(InetAddress.getByName(routed)))
                    .as(routed)
                    .isFalse();
        }
    }

    private static X509Certificate read(Path file) throws Exception {
        return (X509Certificate) CertificateFactory.getInstance("X.509")
                .generateCertificate(new ByteArrayInputStream(Files.readAllBytes(file)));
    }

    private static void validate(X509Certificate server, X509Certificate authority) throws Exception {
        var parameters = new PKIXParameters(Set.of(new TrustAnchor(authority, null)));
        parameters.setRevocationEnabled(false);
        parameters.setDate(Date.from(NOW.plusSeconds(3_600)));
        CertPathValidator.getInstance("PKIX")
                .validate(CertificateFactory.getInstance("X.509").generateCertPath(List.of(server)), parameters);
    }
}
