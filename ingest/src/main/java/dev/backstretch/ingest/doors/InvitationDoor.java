package dev.backstretch.ingest.doors;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.google.zxing.BarcodeFormat;
import com.google.zxing.EncodeHintType;
import com.google.zxing.WriterException;
import com.google.zxing.common.BitMatrix;
import com.google.zxing.qrcode.QRCodeWriter;
import com.google.zxing.qrcode.decoder.ErrorCorrectionLevel;
import dev.backstretch.schemas.access.Action;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.function.BiConsumer;

/**
 * {@code GET …/invitation}: how runners join, for those who may invite them: the short code, the address of the runner's
 * page with it, and the same as a QR code to print or to show. The address begins as the one that was asked: ask by the
 * name that phones can reach.
 */
final class InvitationDoor {
    private static final String NAME = "invitation";
    private static final int QUIET_MODULES = 4;

    private final Doorway doorway;

    InvitationDoor(Doorway doorway) {
        this.doorway = doorway;
    }

    void mount(Router router) {
        router.get("/v1/sessions/:session/invitation")
                .handler(context -> invite(context, (code, address) -> {
                    ObjectNode json = JsonNodeFactory.instance.objectNode();
                    json.put("joinCode", code);
                    json.put("address", address);
                    context.response().putHeader("Cache-Control", "no-store");
                    Doorway.send(context, 200, json);
                }));
        router.get("/v1/sessions/:session/invitation.svg")
                .handler(context -> invite(context, (code, address) -> context.response()
                        .putHeader("Content-Type", "image/svg+xml")
                        .putHeader("Cache-Control", "no-store")
                        .end(svg(address))));
    }

    private void invite(RoutingContext context, BiConsumer<String, String> answer) {
        Doorway.Admitted admitted = doorway.admit(NAME, context, Action.READ_JOIN_CODE);
        if (admitted == null) {
            return;
        }
        String code = admitted.session().head().joinCode();
        String address = LinkDoor.here(context) + "/run/"
                + URLEncoder.encode(admitted.session().id(), StandardCharsets.UTF_8) + "?code=" + code;
        answer.accept(code, address);
    }

    /** The code as one path of dark modules on white, a unit each, so that it is sharp at any size. */
    static String svg(String text) {
        BitMatrix modules;
        try {
            modules = new QRCodeWriter()
                    .encode(
                            text,
                            BarcodeFormat.QR_CODE,
                            0,
                            0,
                            Map.of(
                                    EncodeHintType.MARGIN,
                                    QUIET_MODULES,
                                    EncodeHintType.ERROR_CORRECTION,
                                    ErrorCorrectionLevel.M,
                                    EncodeHintType.CHARACTER_SET,
                                    StandardCharsets.UTF_8.name()));
        } catch (WriterException e) {
            throw new IllegalStateException("an address of " + text.length() + " letters fits into no QR code", e);
        }
        var path = new StringBuilder();
        for (int y = 0; y < modules.getHeight(); y++) {
            for (int x = 0; x < modules.getWidth(); x++) {
                if (modules.get(x, y)) {
                    path.append('M').append(x).append(' ').append(y).append("h1v1h-1z");
                }
            }
        }
        return "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 " + modules.getWidth() + " "
                + modules.getHeight() + "\" shape-rendering=\"crispEdges\"><rect width=\"100%\" height=\"100%\""
                + " fill=\"#fff\"/><path d=\"" + path + "\" fill=\"#000\"/></svg>";
    }
}
