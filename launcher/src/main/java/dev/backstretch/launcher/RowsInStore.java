package dev.backstretch.launcher;

import dev.backstretch.ingest.StoredRows;
import dev.backstretch.sink.QuestStore;
import dev.backstretch.sink.StoreUnavailableException;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** The rows in the store of this system, where it has one: how the command and the door {@code erase} reach them. */
final class RowsInStore implements StoredRows {
    private final Servers servers;

    RowsInStore(Servers servers) {
        this.servers = servers;
    }

    @Override
    public Optional<Forgotten> forget(String runner, List<String> sessions) throws IOException {
        if (!servers.hasStore()) {
            return Optional.empty();
        }
        String nobody = "erased-" + UUID.randomUUID();
        try (var store = new QuestStore(servers.storeSettings())) {
            store.prepare();
            return Optional.of(new Forgotten(nobody, store.forget(runner, sessions, nobody)));
        } catch (StoreUnavailableException | IllegalStateException away) {
            throw new IOException("the store does not forget: " + away.getMessage(), away);
        }
    }
}
