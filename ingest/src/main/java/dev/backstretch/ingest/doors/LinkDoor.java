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
 * {@code POST …/screens} and {@code POST …/coaches}: the address of a page with a token of its own, and the same as a QR
 * code. The board's, for a TV or whoever looks on, shows what a screen may see, no heart rates and no positions; the
 * coach's leads this one session. Nothing of whoever asked for it is in either. Where no tokens are issued the address has
 * none.
 */
final class LinkDoor {
    /** A session is closed after 12 h at the latest, stays on the board for a day, and is corrected for as long. */
    private static final Duration TOKEN_LIFE = Duration.ofDays(2);

    private final Doorway doorway;
    private final String name;
    private final Action action;
    private final Role role;
    private final String page;

    private LinkDoor(Doorway doorway, String name, Action action, Role role, String page) {
        this.doorway = doorway;
        this.name = name;
        this.action = action;
        this.role = role;
        this.page = page;
    }

    static LinkDoor toBoard(Doorway doorway) {
        return new LinkDoor(doorway, "screens", Action.INVITE_SCREEN, Role.SCREEN, "/board/");
    }

    static LinkDoor toCoachsPage(Doorway doorway) {
        return new LinkDoor(doorway, "coaches", Action.INVITE_COACH, Role.COACH, "/coach/");
    }

    void mount(Router router) {
        router.post("/v1/sessions/:session/" + name).handler(this::invite);
    }

    private void invite(RoutingContext context) {
        Doorway.Admitted admitted = doorway.admit(name, context, action);
        if (admitted == null) {
            return;
        }
        String session = admitted.session().id();
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        Optional<Tokens.Issued> issued =
                doorway.access().issue(new Grant(role, admitted.session().head().campId(), session, null), TOKEN_LIFE);
        issued.ifPresent(token -> {
            json.put("token", token.text());
            json.put("tokenId", token.tokenId());
            json.put("tokenExpiresAt", token.expiresAt().toString());
        });
        String address = here(context)
                + page
                + URLEncoder.encode(session, StandardCharsets.UTF_8)
                + issued.map(token -> "?token=" + URLEncoder.encode(token.text(), StandardCharsets.UTF_8))
                        .orElse("");
        json.put("address", address);
        json.put("qr", InvitationDoor.svg(address));
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
