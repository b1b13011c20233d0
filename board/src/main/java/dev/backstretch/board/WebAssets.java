package dev.backstretch.board;

import io.vertx.core.buffer.Buffer;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The pages and what they load, all from the class path: nothing comes from another host, and a policy header holds
 * pages to that. Lit comes from its WebJars; an import map, allowed by its hash, gives modules their short names.
 */
final class WebAssets {
    private static final String WEB = "dev/backstretch/board/web/";
    private static final Pattern PATH = Pattern.compile("[a-z0-9][a-z0-9-]*(/[a-z0-9][a-z0-9-]*)*\\.(js|css|json|svg)");

    /** Short name in a URL, artifact of the WebJar, entry module. */
    private record Library(String name, String artifact, String module, String entry) {}

    private static final List<Library> LIBRARIES = List.of(
            new Library("lit", "lit", "lit", "index.js"),
            new Library("lit-html", "lit-html", "lit-html", "lit-html.js"),
            new Library("lit-element", "lit-element", "lit-element", "lit-element.js"),
            new Library("reactive-element", "lit__reactive-element", "@lit/reactive-element", "reactive-element.js"));

    private static final Map<String, String> TYPES = Map.of(
            "js", "text/javascript; charset=utf-8",
            "css", "text/css; charset=utf-8",
            "json", "application/json",
            "svg", "image/svg+xml",
            "html", "text/html; charset=utf-8");

    /** A file with its strong entity tag. */
    private record Asset(Buffer body, String type, String tag) {}

    private final Map<String, String> libraryFolders;
    private final String importMap;
    private final String policy;
    private final Map<String, Asset> assets = new ConcurrentHashMap<>();

    WebAssets() {
        libraryFolders = new java.util.LinkedHashMap<>();
        var imports = new StringBuilder();
        for (Library library : LIBRARIES) {
            libraryFolders.put(library.name(), folderOf(library));
            imports.append(imports.isEmpty() ? "" : ",")
                    .append('"' + library.module() + "\":\"/assets/" + library.name() + '/' + library.entry() + '"')
                    .append(",\"" + library.module() + "/\":\"/assets/" + library.name() + "/\"");
        }
        importMap = "{\"imports\":{" + imports + "}}";
        policy = "default-src 'none'; script-src 'self' 'sha256-"
                + Base64.getEncoder().encodeToString(sha256(importMap.getBytes(StandardCharsets.UTF_8)))
                + "'; style-src 'self'; img-src 'self'; font-src 'self'; connect-src 'self'; base-uri 'none';"
                + " form-action 'none'; frame-ancestors 'none'";
    }

    void mount(Router router) {
        router.get("/").handler(context -> page(context, "index.html"));
        router.get("/help").handler(context -> page(context, "help.html"));
        router.get("/board/:session").handler(context -> page(context, "board.html"));
        router.get("/coach/:session").handler(context -> page(context, "coach.html"));
        router.get("/after/:session").handler(context -> page(context, "after.html"));
        router.get("/runner/:runner").handler(context -> page(context, "runner.html"));
        router.get("/run/:session").handler(context -> page(context, "run.html"));
        // at the root, so that it may serve pages too
        router.get("/sw.js").handler(context -> serve(context, "sw.js"));
        router.get("/assets/*").handler(this::asset);
    }

    private void page(RoutingContext context, String name) {
        Asset page = assets.computeIfAbsent(WEB + name, this::loadPage);
        context.response()
                .putHeader("Content-Security-Policy", policy)
                .putHeader("X-Content-Type-Options", "nosniff")
                .putHeader("Referrer-Policy", "no-referrer");
        send(context, page);
    }

    private void asset(RoutingContext context) {
        serve(context, context.normalizedPath().substring("/assets/".length()));
    }

    private void serve(RoutingContext context, String path) {
        Optional<Asset> asset = resourceOf(path).flatMap(this::load);
        if (asset.isEmpty()) {
            new Problem(404, "No such file", "path: this server has no /assets/" + path).answer(context);
            return;
        }
        context.response().putHeader("X-Content-Type-Options", "nosniff");
        send(context, asset.get());
    }

    private static void send(RoutingContext context, Asset asset) {
        context.response()
                .putHeader("ETag", asset.tag())
                .putHeader("Cache-Control", "no-cache"); // kept, but asked for anew: a new version shows at once
        if (asset.tag().equals(context.request().getHeader("If-None-Match"))) {
            context.response().setStatusCode(304).end();
        } else {
            context.response().putHeader("Content-Type", asset.type()).end(asset.body());
        }
    }

    private Optional<String> resourceOf(String path) {
        if (!PATH.matcher(path).matches()) {
            return Optional.empty();
        }
        int slash = path.indexOf('/');
        String folder = slash < 0 ? null : libraryFolders.get(path.substring(0, slash));
        return Optional.of(folder == null ? WEB + path : folder + path.substring(slash + 1));
    }

    private Optional<Asset> load(String resource) {
        Asset known = assets.get(resource);
        if (known != null) {
            return Optional.of(known);
        }
        byte[] bytes = read(resource);
        if (bytes == null) {
            return Optional.empty();
        }
        Asset asset = asset(bytes, resource);
        assets.put(resource, asset);
        return Optional.of(asset);
    }

    private Asset loadPage(String resource) {
        byte[] bytes = read(resource);
        if (bytes == null) {
            throw new IllegalStateException("the class path lacks " + resource);
        }
        String page = new String(bytes, StandardCharsets.UTF_8).replace("{{importmap}}", importMap);
        return asset(page.getBytes(StandardCharsets.UTF_8), resource);
    }

    private static Asset asset(byte[] bytes, String resource) {
        String type = TYPES.getOrDefault(resource.substring(resource.lastIndexOf('.') + 1), "application/octet-stream");
        String tag = '"'
                + Base64.getUrlEncoder()
                        .withoutPadding()
                        .encodeToString(sha256(bytes))
                        .substring(0, 22)
                + '"';
        return new Asset(Buffer.buffer(bytes), type, tag);
    }

    private static String folderOf(Library library) {
        String properties = "META-INF/maven/org.webjars.npm/" + library.artifact() + "/pom.properties";
        byte[] bytes = read(properties);
        if (bytes == null) {
            throw new IllegalStateException("the class path lacks the WebJar org.webjars.npm:" + library.artifact());
        }
        var read = new Properties();
        try (InputStream in = new java.io.ByteArrayInputStream(bytes)) {
            read.load(in);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return "META-INF/resources/webjars/" + library.artifact() + '/' + read.getProperty("version") + '/';
    }

    private static byte @Nullable [] read(String resource) {
        try (InputStream in = WebAssets.class.getClassLoader().getResourceAsStream(resource)) {
            return in == null ? null : in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException("reading " + resource, e);
        }
    }

    private static byte[] sha256(byte[] bytes) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(bytes);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
