package dev.backstretch.launcher;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import java.net.URI;
import java.nio.charset.StandardCharsets;

/**
 * What a phone is shown over plain HTTP, and nothing else is: how to trust the camp's authority, and the authority's
 * certificate. Whoever sits between phone and machine could show another one: so the page asks to compare the fingerprint
 * with the one in the coach's terminal.
 */
final class TrustPage {
    static final String CERTIFICATE_PATH = "/backstretch-camp.crt";

    private final Buffer page;
    private final Buffer certificate;

    TrustPage(CampCertificate certificate, URI camp) {
        this.certificate = Buffer.buffer(certificate.authorityBytes());
        this.page = Buffer.buffer(page(certificate.fingerprint(), camp.toString()), StandardCharsets.UTF_8.name());
    }

    void handle(HttpServerRequest request) {
        boolean reads =
                request.method().name().equals("GET") || request.method().name().equals("HEAD");
        if (reads && "/".equals(request.path())) {
            request.response()
                    .putHeader("Content-Type", "text/html; charset=utf-8")
                    .putHeader("Content-Security-Policy", "default-src 'none'; style-src 'unsafe-inline'")
                    .end(page);
        } else if (reads && CERTIFICATE_PATH.equals(request.path())) {
            request.response()
                    .putHeader("Content-Type", "application/x-x509-ca-cert")
                    .end(certificate);
        } else {
            request.response()
                    .setStatusCode(404)
                    .putHeader("Content-Type", "text/plain; charset=utf-8")
                    .end("Only the camp's certificate is here; everything else is at the secure address.\n");
        }
    }

    private static String page(String fingerprint, String camp) {
        return """
                <!doctype html>
                <html lang="en">
                <meta charset="utf-8">
                <meta name="viewport" content="width=device-width, initial-scale=1">
                <title>Trust this camp</title>
                <style>
                  body { font: 1.1rem/1.5 system-ui, sans-serif; margin: 1.5rem auto; max-width: 36rem; padding: 0 1rem; }
                  code { overflow-wrap: anywhere; background: #eee; color: #111; padding: .1rem .3rem; }
                  a.button { display: inline-block; padding: .8rem 1.2rem; background: #0b57d0; color: #fff;
                    border-radius: .5rem; text-decoration: none; }
                </style>
                <h1>Trust this camp</h1>
                <p>Phones give their location and heart-rate strap to secure pages only. This camp's machine has a
                certificate of its own, which your phone does not know yet. It can vouch for addresses of local
                networks only, for no web site.</p>
                <p><a class="button" href="%s">Get the certificate</a></p>
                <h2>Compare before you trust</h2>
                <p>The coach's screen shows the same SHA-256 fingerprint:</p>
                <p><code>%s</code></p>
                <h2>iPhone, iPad</h2>
                <ol><li>Allow the download in Safari.</li>
                <li>Settings &rarr; General &rarr; VPN &amp; Device Management &rarr; the profile &rarr; Install.</li>
                <li>Settings &rarr; General &rarr; About &rarr; Certificate Trust Settings &rarr; switch it on.</li></ol>
                <h2>Android</h2>
                <ol><li>Save the file.</li>
                <li>Settings &rarr; Security &rarr; More &rarr; Install a certificate &rarr; CA certificate &rarr; the
                file.</li></ol>
                <h2>Then</h2>
                <p>Open <a href="%s">%s</a>. After the camp you may remove the certificate in the same place.</p>
                </html>
                """.formatted(CERTIFICATE_PATH, fingerprint, camp, camp);
    }
}
