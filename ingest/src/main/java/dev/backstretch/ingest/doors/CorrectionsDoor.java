package dev.backstretch.ingest.doors;

import dev.backstretch.schemas.access.Action;
import io.vertx.ext.web.RoutingContext;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** {@code POST …/corrections}: a coach mends the laps, which is an event like any other (design D9). */
final class CorrectionsDoor extends DeliveryDoor {
    CorrectionsDoor(Doorway doorway) {
        super(doorway, "corrections", Set.of("correction"), "correction", Action.CORRECTIONS);
    }

    /** A parameter that is passed over in silence would mend laps where someone only wanted to look. */
    @Override
    @Nullable
    Problem checkQuery(RoutingContext context) {
        for (String parameter : context.queryParams().names()) {
            if (parameter.equals("token")) {
                continue;
            }
            return Problem.invalid(
                    parameter,
                    context.queryParams().get(parameter),
                    "this door has no parameter of this name",
                    "leave it out; the correction is then made at once, and an undo takes it back");
        }
        return null;
    }
}
