package dev.backstretch.schemas;

import dev.backstretch.domain.outcome.Alert;
import org.apache.avro.Schema;

/** One alert. */
final class AlertCodec implements Codec<Alert> {
    private static final Symbols<Alert.Kind> KIND = Schemas.symbols(Alert.Kind.class, "AlertKind");
    private static final Symbols<Alert.Severity> SEVERITY = Schemas.symbols(Alert.Severity.class, "AlertSeverity");
    private static final Symbols<Alert.State> STATE = Schemas.symbols(Alert.State.class, "AlertState");

    @Override
    public Schema schema() {
        return Schemas.ALERT;
    }

    @Override
    public void write(Alert alert, AvroOutput out) {
        out.writeString(alert.sessionId());
        out.writeNullableString(alert.runnerId());
        out.writeEnum(KIND, alert.kind());
        out.writeEnum(SEVERITY, alert.severity());
        out.writeInstant(alert.since());
        out.writeUnlessNaN(alert.value());
        out.writeUnlessNaN(alert.threshold());
        out.writeEnum(STATE, alert.state());
        out.writeInt(alert.revision());
        out.writeInstant(alert.logTime());
        out.writeString(alert.ruleVersion());
        Parts.writeLineage(alert.lineage(), out);
    }

    @Override
    public Alert read(AvroInput in) {
        return new Alert(
                in.readString(),
                in.readNullableString(),
                in.readEnum(KIND),
                in.readEnum(SEVERITY),
                in.readInstant(),
                in.readOrNaN(),
                in.readOrNaN(),
                in.readEnum(STATE),
                in.readInt(),
                in.readInstant(),
                in.readString(),
                Parts.readLineage(in));
    }
}
