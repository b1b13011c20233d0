package dev.backstretch.launcher;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.math.BigInteger;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.MessageDigest;
import java.security.PrivateKey;
import java.security.SecureRandom;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.PKCS8EncodedKeySpec;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Date;
import java.util.HexFormat;
import java.util.List;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.GeneralSubtree;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.asn1.x509.NameConstraints;
import org.bouncycastle.cert.CertIOException;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509ExtensionUtils;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/**
 * A certificate of this machine's own, for a camp without one: phones show the sensors to pages of secure addresses alone.
 * A phone is told once to trust the camp's authority; the certificate that it signs is made anew at each start, for the
 * addresses that the machine has then. The authority can vouch for nothing but addresses of local networks (X.509 name
 * constraints), so that a phone that trusts it is open to no one who steals its key, and its key never leaves the folder.
 *
 * @param chain PEM file of the server's certificate
 * @param key PEM file of its private key
 * @param authority what phones are to trust
 */
record CampCertificate(Path chain, Path key, X509Certificate authority) {
    private static final String AUTHORITY_FILE = "authority.pem";
    private static final String AUTHORITY_KEY = "authority.key";
    private static final String SERVER_FILE = "server.pem";
    private static final String SERVER_KEY = "server.key";
    private static final String ALGORITHM = "SHA256withECDSA";

    /** Phones ask for 825 days at most of a server's certificate; it is made anew at each start. */
    private static final Duration SERVER_LIFE = Duration.ofDays(397);

    private static final Duration AUTHORITY_LIFE = Duration.ofDays(3650);
    private static final Duration CLOCKS_APART = Duration.ofHours(26);

    /** Private, link-local and loopback addresses with their masks, as RFC 5280 writes them. */
    private static final List<String> LOCAL_NETWORKS = List.of(
            "10.0.0.0/8",
            "172.16.0.0/12",
            "192.168.0.0/16",
            "169.254.0.0/16",
            "127.0.0.0/8",
            "fc00::/7",
            "fe80::/10",
            "::1/128");

    /** Names without an owner outside of the local network. */
    private static final List<String> LOCAL_NAMES = List.of("localhost", "local", "lan", "home.arpa");

    /**
     * Makes a certificate for the addresses and names, and the authority when the folder has none that holds for longer
     * than the certificate would.
     *
     * @param hosts what the machine is reached by; those that are no local ones cannot be vouched for and are left out
     */
    static CampCertificate make(Path folder, List<String> hosts, Instant now) throws IOException {
        OwnerOnly.createFolder(folder);
        try {
            Authority authority = authority(folder, now);
            KeyPair server = newKeyPair();
            X509Certificate certificate = serverCertificate(authority, server, names(hosts), now);
            OwnerOnly.write(
                    folder.resolve(SERVER_KEY),
                    pem("PRIVATE KEY", server.getPrivate().getEncoded()));
            OwnerOnly.write(folder.resolve(SERVER_FILE), pem("CERTIFICATE", certificate.getEncoded()));
            return new CampCertificate(
                    folder.resolve(SERVER_FILE), folder.resolve(SERVER_KEY), authority.certificate());
        } catch (GeneralSecurityException | OperatorCreationException failed) {
            throw new IOException("no certificate could be made in " + folder + ": " + failed.getMessage(), failed);
        }
    }

    private static X509Certificate serverCertificate(
            Authority authority, KeyPair server, List<GeneralName> names, Instant now)
            throws IOException, GeneralSecurityException, OperatorCreationException {
        var builder = new JcaX509v3CertificateBuilder(
                authority.certificate(),
                serial(),
                Date.from(now.minus(CLOCKS_APART)),
                Date.from(now.plus(SERVER_LIFE)),
                new X500Name("CN=Backstretch"),
                server.getPublic());
        var extensions = new JcaX509ExtensionUtils();
        builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(false));
        builder.addExtension(Extension.keyUsage, true, new KeyUsage(KeyUsage.digitalSignature));
        builder.addExtension(Extension.extendedKeyUsage, false, new ExtendedKeyUsage(KeyPurposeId.id_kp_serverAuth));
        builder.addExtension(
                Extension.subjectAlternativeName, false, new GeneralNames(names.toArray(new GeneralName[0])));
        builder.addExtension(
                Extension.authorityKeyIdentifier,
                false,
                extensions.createAuthorityKeyIdentifier(authority.certificate()));
        return sign(builder, authority.key());
    }

    /** Where a folder's authority lies, when it has one. */
    static Path authorityFile(Path folder) {
        return folder.resolve(AUTHORITY_FILE);
    }

    /** What a phone shows of the authority, to be compared with what it is told: SHA-256, in pairs of hex digits. */
    String fingerprint() {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(authority.getEncoded());
            return HexFormat.ofDelimiter(":").withUpperCase().formatHex(digest);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    /** The authority's certificate as phones take it. */
    byte[] authorityBytes() {
        try {
            return authority.getEncoded();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("a certificate that was read can be written", e);
        }
    }

    private record Authority(X509Certificate certificate, PrivateKey key) {}

    private static Authority authority(Path folder, Instant now)
            throws IOException, GeneralSecurityException, OperatorCreationException {
        Path certificateFile = folder.resolve(AUTHORITY_FILE);
        Path keyFile = folder.resolve(AUTHORITY_KEY);
        if (Files.exists(certificateFile) && Files.exists(keyFile)) {
            var certificate = (X509Certificate) CertificateFactory.getInstance("X.509")
                    .generateCertificate(new ByteArrayInputStream(Files.readAllBytes(certificateFile)));
            if (certificate.getNotAfter().toInstant().isAfter(now.plus(SERVER_LIFE))) {
                PrivateKey key = KeyFactory.getInstance("EC")
                        .generatePrivate(
                                new PKCS8EncodedKeySpec(unPem(Files.readString(keyFile, StandardCharsets.US_ASCII))));
                return new Authority(certificate, key);
            }
        }
        KeyPair pair = newKeyPair();
        var name = new X500Name("CN=Backstretch camp " + HexFormat.of().formatHex(serial().toByteArray(), 0, 4));
        var builder = new JcaX509v3CertificateBuilder(
                name,
                serial(),
                Date.from(now.minus(CLOCKS_APART)),
                Date.from(now.plus(AUTHORITY_LIFE)),
                name,
                pair.getPublic());
        builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(0));
        builder.addExtension(Extension.keyUsage, true, new KeyUsage(KeyUsage.keyCertSign));
        builder.addExtension(
                Extension.subjectKeyIdentifier,
                false,
                new JcaX509ExtensionUtils().createSubjectKeyIdentifier(pair.getPublic()));
        builder.addExtension(Extension.nameConstraints, true, new NameConstraints(localNetworks(), null));
        X509Certificate certificate = sign(builder, pair.getPrivate());
        OwnerOnly.write(keyFile, pem("PRIVATE KEY", pair.getPrivate().getEncoded()));
        OwnerOnly.write(certificateFile, pem("CERTIFICATE", certificate.getEncoded()));
        return new Authority(certificate, pair.getPrivate());
    }

    private static GeneralSubtree[] localNetworks() {
        List<GeneralSubtree> permitted = new ArrayList<>();
        for (String network : LOCAL_NETWORKS) {
            permitted.add(new GeneralSubtree(new GeneralName(GeneralName.iPAddress, network)));
        }
        for (String name : LOCAL_NAMES) {
            permitted.add(new GeneralSubtree(new GeneralName(GeneralName.dNSName, name)));
        }
        return permitted.toArray(new GeneralSubtree[0]);
    }

    private static List<GeneralName> names(List<String> hosts) throws IOException {
        List<GeneralName> names = new ArrayList<>();
        for (String host : hosts) {
            if (LocalAddresses.isLiteral(host)) {
                if (LocalAddresses.isLocal(InetAddress.getByName(host))) {
                    names.add(new GeneralName(GeneralName.iPAddress, host));
                }
            } else if (LOCAL_NAMES.stream().anyMatch(name -> host.equals(name) || host.endsWith("." + name))) {
                names.add(new GeneralName(GeneralName.dNSName, host));
            }
        }
        if (names.isEmpty()) {
            throw new IOException("this machine has no address of a local network, for which alone a certificate can be"
                    + " made here: bring your own with --certificate and --key");
        }
        return names;
    }

    private static KeyPair newKeyPair() throws GeneralSecurityException {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
        generator.initialize(new ECGenParameterSpec("secp256r1"), new SecureRandom());
        return generator.generateKeyPair();
    }

    private static BigInteger serial() {
        return new BigInteger(127, new SecureRandom()).setBit(126);
    }

    private static X509Certificate sign(JcaX509v3CertificateBuilder builder, PrivateKey key)
            throws GeneralSecurityException, OperatorCreationException, CertIOException {
        return new JcaX509CertificateConverter()
                .getCertificate(builder.build(new JcaContentSignerBuilder(ALGORITHM).build(key)));
    }

    private static String pem(String kind, byte[] der) {
        return "-----BEGIN " + kind + "-----\n"
                + Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(der) + "\n-----END " + kind + "-----\n";
    }

    private static byte[] unPem(String pem) {
        return Base64.getMimeDecoder().decode(pem.replaceAll("-----[A-Z ]+-----", ""));
    }
}
