package dev.backstretch.ingest.doors;

import dev.backstretch.ingest.BatchAnswer;
import dev.backstretch.ingest.LogUnavailableException;
import dev.backstretch.ingest.devices.Decoded;
import dev.backstretch.ingest.devices.OwnTracks;
import dev.backstretch.ingest.devices.Query;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;
import java.time.Duration;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * {@code POST /owntracks}: OwnTracks in its HTTP mode. For the app any status means delivered, even 503; only a line that
 * breaks off makes it keep the message and try again.
 */
final class OwnTracksDoor extends DeviceDoor {
    OwnTracksDoor(Doorway doorway) {
        super(doorway, "owntracks", HttpMethod.POST);
    }

    @Override
    Decoded decode(Asked asked) {
        Query query = Query.parse(asked.address());
        HttpServerRequest request = asked.context().request();
        String user = firstOf(query.first("u"), request.getHeader("X-Limit-U"));
        String device = firstOf(query.first("d"), request.getHeader("X-Limit-D"));
        return OwnTracks.decode(asked.body(), user == null || device == null ? null : user + "/" + device);
    }

    private static @Nullable String firstOf(@Nullable String first, @Nullable String second) {
        return first == null || first.isBlank() ? second : first;
    }

    @Override
    void answered(RoutingContext context, CompletionStage<BatchAnswer> taken, int notices) {
        super.answered(
                context,
                taken.whenComplete((answer, failure) -> {
                    Throwable cause = failure instanceof CompletionException ? failure.getCause() : failure;
                    if (cause instanceof LogUnavailableException) {
                        Doorway.hangUp(context);
                    }
                }),
                notices);
    }

    /** Any status would mean delivered: the app sends again only what broke off. */
    @Override
    void throttle(RoutingContext context, Duration wait) {
        doorway().refused(name(), 429);
        Doorway.hangUp(context);
    }

    /** The app reads an array of messages to it, and we have none. */
    @Override
    void answer(RoutingContext context, BatchAnswer answer, int notices) {
        context.response()
                .setStatusCode(200)
                .putHeader(HttpHeaders.CONTENT_TYPE, "application/json")
                .end("[]");
    }
}
