package dev.backstretch.ingest.doors;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.backstretch.schemas.access.Action;
import dev.backstretch.schemas.access.Grant;
import dev.backstretch.schemas.access.Role;
import dev.backstretch.schemas.access.Tokens;
import io.vertx.core.net.HostAndPort;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;

/**
 * {@code POST …/screens}: the address of the board with a token of its own, for a TV or whoever looks on. It shows what a
 * screen may see, no heart rates and no positions, and nothing of whoever asked for it. Where no tokens are issued the
 * address has none.
 */
final class ScreenDoor {
    private static final String NAME = "screens";

    /** A session is closed after 12 h at the latest and stays on the board for a day. */
    private static final Duration TOKEN_LIFE = Duration.ofDays(2);

    private final Doorway doorway;

    ScreenDoor(Doorway doorway) {
        this.doorway = doorway;
    }

    void mount(Router router) {
        router.post("/v1/sessions/:session/screens").handler(this::invite);
    }

    private void invite(RoutingContext context) {
        Doorway.Admitted admitted = doorway.admit(NAME, context, Action.INVITE_SCREEN);
        if (admitted == null) {
            return;
        }
        String session = admitted.session().id();
        String path = "/board/" + URLEncoder.encode(session, StandardCharsets.UTF_8);
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        Optional<Tokens.Issued> issued = doorway.access()
                .issue(new Grant(Role.SCREEN, admitted.session().head().campId(), session, null), TOKEN_LIFE);
        issued.ifPresent(token -> {
            json.put("token", token.text());
            json.put("tokenId", token.tokenId());
            json.put("tokenExpiresAt", token.expiresAt().toString());
        });
        json.put(
                "address",
                here(context)
                        + path
                        + issued.map(token -> "?token=" + URLEncoder.encode(token.text(), StandardCharsets.UTF_8))
                                .orElse(""));
        context.response().putHeader("Cache-Control", "no-store");
        Doorway.send(context, 201, json);
    }

    /** How the address begins that was asked, without a slash at its end. */
    static String here(RoutingContext context) {
        HostAndPort host = context.request().authority();
        String authority = host == null ? "localhost" : host.host() + (host.port() > 0 ? ":" + host.port() : "");
        return context.request().scheme() + "://" + authority;
    }
}
