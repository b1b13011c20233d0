package dev.backstretch.replay;

import dev.backstretch.domain.event.EventBody;
import dev.backstretch.domain.event.RunEvent;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** A session's log while it is read, held up to so many readings: one that is larger has not filled the memory first. */
final class BoundedLog implements Consumer<LogRecord> {
    private final long mostReadings;
    private final List<LogRecord> records = new ArrayList<>();
    private long readings;

    /**
     * @param mostReadings how many it holds at most
     */
    BoundedLog(long mostReadings) {
        this.mostReadings = mostReadings;
    }

    /** There are more readings than may be held; whoever reads stops. */
    static final class FullException extends RuntimeException {
        private static final long serialVersionUID = 1L;
    }

    /**
     * @throws FullException when with it there would be more readings than may be held; it is not held then
     */
    @Override
    public void accept(LogRecord record) {
        RunEvent event = record.event();
        if (event != null && event.body() instanceof EventBody.Readings delivery) {
            readings += delivery.readings().size();
            if (readings > mostReadings) {
                throw new FullException();
            }
        }
        records.add(record);
    }

    List<LogRecord> records() {
        return records;
    }
}
